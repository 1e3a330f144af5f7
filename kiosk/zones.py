"""Time zones by name: those that people are offered, the names that last, and what holds where a name is unknown.

The data of the machine comes first, and the package `tzdata` where that has none or lacks a name: Debian has put names
such as US/Eastern into a package of their own.
"""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNIVERSAL: Final = "UTC"
LOCAL: Final = Path("/etc/localtime")


@cache
def zone(name: str) -> tzinfo:
    """The zone of that name; UTC where nothing here knows it: see `is_known`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        lasting = canonical(name)
        return zone(lasting) if lasting != name else UTC


def is_known(name: str) -> bool:
    """Return whether times can be told in that zone."""
    return name == UNIVERSAL or zone(name) is not UTC


@cache
def offered() -> Sequence[str]:
    """The zones that people live in, by their lasting names, and UTC."""
    rows = (line.split("\t") for line in _data("zone.tab").splitlines() if not line.startswith("#"))
    return [*sorted({row[2] for row in rows}), UNIVERSAL]


def canonical(name: str) -> str:
    """The name that lasts: America/New_York for US/Eastern, and for us/eastern; what is none stays as it is."""
    wanted = name.strip()
    known = _by_small_letters().get(wanted.casefold(), wanted)
    return known if known in offered() else _links().get(known, known)


def find(typed: str) -> str | None:
    """The lasting name of the zone that somebody typed; None where there is no such zone."""
    name = canonical(typed)
    return name if name and is_known(name) else None


def of_this_machine() -> str:
    """The name of this machine's time zone, such as Europe/Berlin; empty where it has none but UTC.

    UTC is what servers are delivered with: it says nothing of where a practice is.
    """
    try:
        parts = LOCAL.resolve(strict=True).parts
    except OSError:
        return ""
    name = find("/".join(parts[parts.index("zoneinfo") + 1 :])) if "zoneinfo" in parts else None
    return name if name and name != UNIVERSAL else ""


@cache
def _links() -> dict[str, str]:
    """Names that have been given up or put together with others, and the zone that each means."""
    rows = (line.split() for line in _data("tzdata.zi").splitlines() if line.startswith("L "))
    found = {name: target for _, target, name in rows}
    return found | {name: UNIVERSAL for name, target in found.items() if target == "Etc/UTC"} | {"Etc/UTC": UNIVERSAL}


@cache
def _by_small_letters() -> dict[str, str]:
    return {name.casefold(): name for name in (*_links(), *_links().values(), *offered())}


def _data(name: str) -> str:
    return (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
