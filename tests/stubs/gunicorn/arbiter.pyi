from typing import Any

from gunicorn.glogging import Logger

class Arbiter:
    app: Any
    cfg: Any
    log: Logger
    def __init__(self, app: Any) -> None: ...  # noqa: ANN401 -- gunicorn's own
    def manage_workers(self) -> None: ...
    def reload(self) -> None: ...
    def stop(self, graceful: bool = True) -> None: ...
