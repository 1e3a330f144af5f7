from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

class GeventWorker(Worker):
    cfg: Any
    log: Logger
    def run(self) -> None: ...
    def handle(self, listener: object, client: object, addr: object) -> None: ...
    def handle_request(self, listener_name: object, req: object, sock: object, addr: object) -> object: ...
