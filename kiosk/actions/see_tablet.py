"""What a tablet has to show now."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.lifecycle import WAITED_FOR, State, state_at
from kiosk.keys import keys
from kiosk.storage.tablet_tables import Tablet


@dataclass(frozen=True)
class Idle:
    """Nothing: the practice's name and a greeting."""


@dataclass(frozen=True)
class ShowsForm:
    """The form of one check-in; `turn` tells one showing of it from the next."""

    check_in: int
    token: str
    turn: int


def screen_of(tablet: Tablet, now: datetime) -> Idle | ShowsForm:
    """The screen of a tablet, from what was sent to it last."""
    check_in = tablet.check_in
    if check_in is None or not is_in_use(tablet, now):
        return Idle()
    return ShowsForm(check_in.id, keys().link_token(check_in.id, check_in.link_version), tablet.turn)


def is_in_use(tablet: Tablet, now: datetime) -> bool:
    """Whether what was sent to it is still waited for: a form that was left there does not open by itself again."""
    check_in = tablet.check_in
    return check_in is not None and state_at(State(check_in.state), check_in.link_ends_at, now) in WAITED_FOR
