"""Values that the page of open loops shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.web.staff.parts.loops import LoopView


@dataclass(frozen=True)
class EndedView:
    """A loop that was closed lately, and can be opened again."""

    id: PublicId
    client: PublicId
    code: str
    sentence: str


@dataclass(frozen=True)
class LoopsPage:
    """One page of the list."""

    summary: str
    loops: Sequence[LoopView]
    ended: Sequence[EndedView]
    place: str
    """Such as *Page 2 of 5*; empty where there is one."""
    earlier: str
    later: str
    """Addresses of the pages before and after this one; empty without one."""
    unshown: Sequence[str] = ()
    """The names of those that cannot be shown."""
