"""Days and times as the browser's own fields send them."""

import re
from datetime import date
from typing import Final

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def day_typed(text: str) -> date | None:
    """Read a day such as 2026-06-03; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-06-03") else None
    except ValueError:
        return None


def minute_typed(text: str) -> int | None:
    """Read a time of the day such as 14:00, in minutes from midnight; None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None
