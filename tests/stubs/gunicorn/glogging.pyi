import logging
from typing import Any

class Logger:
    error_log: logging.Logger
    def error(self, msg: str, *args: object) -> None: ...
    def exception(self, msg: str, *args: object) -> None: ...
    def setup(self, cfg: Any) -> None: ...  # noqa: ANN401 -- gunicorn's own
