"""A therapist who looks at a visit of their own: the link to a form, how far it is, and the tablets for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain.actors import PrivateScreen, Therapist
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import State
from kiosk.domain.place import Place
from kiosk.keys import keys
from kiosk.queries.check_ins import (
    Heard,
    SeenCheckIn,
    answering_since,
    seen_check_in,
)
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

    def link(self, check_in: CheckIn, seen: SeenCheckIn) -> Link | None:
        """Give the way to the form while it opens, to whoever may ask the client."""
        return link_of(check_in) if self.may_ask and seen.opens else None

    def timed(self, check_in: CheckIn, heard: Heard) -> tuple[SeenCheckIn, Mapping[State, datetime]]:
        """The check-in, *answering* where that was heard, and when each state was reached."""
        seen = seen_check_in(check_in, self.now, self.screen)
        answering_at = answering_since(check_in, seen.state, self.now, heard)
        times = {
            State.WAITING: seen.begun_at,
            State.OPENED: seen.opened_at,
            State.ANSWERING: answering_at,
            State.SENT: seen.closed_at,
        }
        shown = replace(seen, state=State.ANSWERING) if answering_at else seen
        return shown, {stop: at for stop, at in times.items() if at is not None}

    def tablets(self, check_in: CheckIn, seen: SeenCheckIn) -> Sequence[SeenTablet]:
        """List the tablets that can show the form; empty unless its link opens, in a room."""
        in_room = seen.opens and check_in.visit.place == Place.ROOM
        return see_tablets(self.therapist, check_in, self.now) if in_room else ()


def link_of(check_in: CheckIn) -> Link:
    """Give the way to the form, for whoever may ask the client."""
    return Link(
        token=keys().link_token(check_in.public_id, check_in.link_version),
        ends_at=check_in.link_ends_at,
        short_code=keys().short_code(check_in.public_id, check_in.short_code_turn),
        short_code_ends_at=check_in.short_code_ends_at,
    )


def is_with_somebody_else(check_in: CheckIn, seen: SeenCheckIn, heard: Heard) -> bool:
    """Return whether the last that was heard of a form that is left open is that the wrong person held it."""
    is_left = seen.state in {State.WAITING, State.UNFINISHED}
    last = heard.get(check_in.id) if is_left else None
    return last is not None and last[0] is EventKind.NOT_ME
