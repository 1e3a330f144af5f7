"""The lines of gunicorn itself, in the shape of all others."""

from typing import Any

from gunicorn.glogging import Logger

from kiosk.logs import JsonLines


class ServerLogger(Logger):
    def setup(self, cfg: Any) -> None:  # noqa: ANN401 -- gunicorn's own
        """As gunicorn does it, and then our shape."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())
