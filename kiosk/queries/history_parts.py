"""Parts of a long history: a hundred check-ins of a client, and some that follow them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.queries.courses import HistoryEntry
from kiosk.queries.readable import Unshown, each, named
from kiosk.storage import clients
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client

A_PART = 100
"""Check-ins on one client's page: two years of weekly sessions."""
NEXT = 12
"""Check-ins after those of an earlier part in which the ends of its episodes are looked for."""


@dataclass(frozen=True)
class HistoryPart:
    """The check-ins that a page shows, of all that there are: the latest are part 1."""

    number: int
    count: int
    """The number of parts."""
    first: int
    last: int
    """The places of its check-ins among all, the oldest being 1."""
    total: int


def nearest_part(wanted: int, total: int) -> HistoryPart:
    """Give the part that is asked for, or the nearest there is."""
    count = max(1, -(-total // A_PART))
    number = min(max(wanted, 1), count)
    last = total - (number - 1) * A_PART
    return HistoryPart(number, count, max(1, last - A_PART + 1), last, total)


def entries_of(
    client: Client, shown_of: HistoryPart, read: Callable[[CheckIn], HistoryEntry]
) -> tuple[Sequence[HistoryEntry], Sequence[HistoryEntry], Sequence[Unshown]]:
    """Read one part, some that follow it, and what in it cannot be shown; without those whose result is withheld."""
    skip = (shown_of.number - 1) * A_PART
    after = min(NEXT, skip)
    rows = clients.check_ins_of(reading(), client, A_PART + after, skip - after)
    here, unshown = each(rows[: len(rows) - after], read, named)
    following, _ = each(rows[len(rows) - after :], read)
    shown, next_ones = ([one for one in some if not one.check_in.is_held] for some in (here, following))
    return shown, next_ones, unshown
