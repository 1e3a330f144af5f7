from typing import Any

class Worker:
    sockets: Any
    def handle_quit(self, sig: int, frame: object) -> None: ...
