from collections.abc import Callable
from typing import Any

write_error: Callable[[Any, int, str, str], None]

def write_nonblock(sock: object, data: bytes, chunked: bool = ...) -> None: ...
