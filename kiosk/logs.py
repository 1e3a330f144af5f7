"""Logs: one line of JSON for each event, so that nothing typed can forge a line, and no line opens a form."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from gunicorn.glogging import Logger

OPENS = re.compile(r"/(c|open|set-up)/[\w%-]{8,}")
"""An address that lets somebody in, wherever it stands in a text."""


def set_up_logs(level: str) -> None:
    """Everything of this process that logs, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


class ServerLogger(Logger):
    """The server's own lines, in the same shape."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 -- gunicorn's own
        """As gunicorn does it, and then our shape."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(_formatter())


def redacted(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event without what would open a form or a login."""
    return {name: OPENS.sub(r"/\1/...", value) if isinstance(value, str) else value for name, value in event.items()}


def _formatter() -> logging.Formatter:
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redacted,
            structlog.processors.JSONRenderer(),
        ],
    )
