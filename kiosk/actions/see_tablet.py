"""What a tablet has to show now."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.hand_on import After
from kiosk.actions.together import cue_of
from kiosk.domain.cues import Cue
from kiosk.domain.lifecycle import ANSWERED, WAITED_FOR, State, shows_form, state_at
from kiosk.keys import keys
from kiosk.storage.tables import CheckIn
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

    @property
    def name(self) -> str:
        """What the page and the server compare."""
        return f"form-{self.check_in}-{self.turn}"


@dataclass(frozen=True)
class PassesOn:
    """The tablet is on its way to the next person of a visit; nothing of the last form is on it."""

    check_in: int
    cue: Cue
    language: str
    """In which their form begins."""
    why: After
    therapist: str
    answered: int
    people: int
    """How many were asked; who was withdrawn is not counted."""
    turn: int


def screen_of(tablet: Tablet, now: datetime) -> Idle | ShowsForm | PassesOn:
    """The screen of a tablet, from what was sent to it last."""
    check_in = tablet.check_in
    if check_in is None or not is_in_use(tablet, now):
        return Idle()
    if tablet.handed_on:
        return _passes_on(tablet, check_in)
    return ShowsForm(check_in.id, keys().link_token(check_in.id, check_in.link_version), tablet.turn)


def _passes_on(tablet: Tablet, check_in: CheckIn) -> PassesOn:
    states = [State(one.state) for one in check_in.visit.check_ins]
    return PassesOn(
        check_in=check_in.id,
        cue=cue_of(check_in),
        language=check_in.language,
        why=After(tablet.handed_on),
        therapist=check_in.visit.therapist.name,
        answered=sum(state in ANSWERED for state in states),
        people=sum(state is not State.WITHDRAWN for state in states),
        turn=tablet.turn,
    )


def is_in_use(tablet: Tablet, now: datetime) -> bool:
    """Whether what was sent to it is still waited for: a form that was left there does not open by itself again."""
    check_in = tablet.check_in
    if check_in is None:
        return False
    if tablet.handed_on:
        return shows_form(State(check_in.state), check_in.link_ends_at, now)
    return state_at(State(check_in.state), check_in.link_ends_at, now) in WAITED_FOR
