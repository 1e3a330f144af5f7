"""Logs: one line of JSON for each event, so that nothing typed can forge a line, and no line opens a form."""

import logging
import re
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import Any

OPENS = re.compile(r"/(c|open|set-up)/[\w%-]{8,}")
"""An address that lets somebody in, wherever it stands in a text."""


class JsonLines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return _structured().format(record)


def set_up_logs(level: str) -> None:
    """Everything of this process that logs, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def redacted(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event without what would open a form or a login."""
    return {name: OPENS.sub(r"/\1/...", value) if isinstance(value, str) else value for name, value in event.items()}


@cache
def _structured() -> logging.Formatter:
    """Made with the first line: most commands end without one, and structlog takes longer to import than they do."""
    import structlog  # noqa: PLC0415 -- for that reason

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
