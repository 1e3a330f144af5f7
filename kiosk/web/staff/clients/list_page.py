"""The list of clients, as its template shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.web.staff.parts.marks import Sparkline
from kiosk.web.staff.parts.offers import Offer


@dataclass(frozen=True)
class ClientLine:
    """One client in the list."""

    id: PublicId
    code: str
    sentence: str
    paused: str
    """The reason, in a sentence, that there is no check-in to start; else empty."""
    open_visit: PublicId | None
    """The session whose form is still out."""
    offer: Offer
    sparkline: Sparkline | None
    asks_week: bool
    outcome: str
    """The outcome of the latest session; empty where none is recorded."""
    still_open: str
    """The number of open loops in words; empty without any."""
    total: str
    """The latest total, such as 36.2 of 40; empty without one."""


@dataclass(frozen=True)
class ListLink:
    """A link to the list in another order, or to other clients of it."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class ClientsPage:
    """One page of a therapist's own clients."""

    summary: str
    clients: Sequence[ClientLine]
    code: str
    """The part of a code that is looked for."""
    show: str
    order: str
    shows: Sequence[ListLink]
    orders: Sequence[ListLink]
    explained: str
    """The explanation of the chosen filter; empty where its name says it."""
    is_narrowed: bool
    place: str
    """Such as *Page 2 of 5*; empty where there is one."""
    earlier: str
    later: str
    """Addresses of the pages before and after this one; empty without one."""
    unshown: Sequence[str] = ()
    """The names of those whose latest check-in cannot be shown."""
