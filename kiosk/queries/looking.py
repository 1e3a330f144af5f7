"""A therapist who looks at a visit of their own, and the ways to a form that they can give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import PrivateScreen, Therapist
from kiosk.domain.place import Place
from kiosk.keys import keys
from kiosk.queries.tablets import SeenTablet, see_tablets
from kiosk.storage.tables import CheckIn


@dataclass(frozen=True)
class Link:
    """The link and short code that open a form, and until when each works."""

    token: str
    ends_at: datetime
    short_code: str
    short_code_ends_at: datetime


@dataclass(frozen=True)
class Looking:
    """A therapist who looks at a visit, when, on which screen, and whether links are theirs to hand out."""

    therapist: Therapist
    now: datetime
    screen: PrivateScreen | None = None
    may_ask: bool = False

    def link(self, check_in: CheckIn) -> Link | None:
        """Give the way to a form that opens, to whoever may ask the client."""
        return link_of(check_in) if self.may_ask else None

    def tablets(self, check_in: CheckIn) -> Sequence[SeenTablet]:
        """List the tablets that can show a form that opens; empty unless it is for a room."""
        in_room = check_in.visit.place == Place.ROOM
        return see_tablets(self.therapist, check_in, self.now) if in_room else ()


def link_of(check_in: CheckIn) -> Link:
    """Give the way to the form, for whoever may ask the client."""
    return Link(
        token=keys().link_token(check_in.public_id, check_in.link_version),
        ends_at=check_in.link_ends_at,
        short_code=keys().short_code(check_in.public_id, check_in.short_code_turn),
        short_code_ends_at=check_in.short_code_ends_at,
    )
