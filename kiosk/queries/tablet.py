"""The tablet that asks, and the screen that it has to show now."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import ByTablet
from kiosk.domain.crisis import CrisisTexts
from kiosk.domain.cues import Cue
from kiosk.domain.lifecycle import ANSWERED, WAITED_FOR, State, shows_form, state_at
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.domain.rounds import After
from kiosk.keys import keys
from kiosk.queries.crisis import crisis_texts
from kiosk.queries.readable import part, whole
from kiosk.queries.together import beside, cue_of
from kiosk.storage import epochs, tablets
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Tablet


@dataclass(frozen=True)
class Idle:
    """Nothing: the practice's name and a greeting."""


@dataclass(frozen=True)
class ShowsForm:
    """The form of one check-in; `turn` tells one showing of it from the next."""

    check_in: PublicId
    token: str
    turn: PublicId

    @property
    def name(self) -> str:
        """The screen's name, which the page and the server compare."""
        return f"form-{self.turn}"


@dataclass(frozen=True)
class PassesOn:
    """The tablet is on its way to the next person of a visit; nothing of the last form is on it."""

    cue: Cue
    language: str
    """In which their form begins."""
    why: After
    therapist: str
    answered: int
    people: int
    """The number of people asked, without those withdrawn."""
    turn: PublicId


Screen = Idle | ShowsForm | PassesOn
_IDLE: Screen = Idle()


@dataclass(frozen=True)
class ThisTablet:
    """The tablet that asks: how its pages look, and what it has to show."""

    id: PublicId
    room: str
    theme: str
    idle_s: int
    turn: PublicId
    """The showing that it is at."""
    practice: str
    time_zone: str
    crisis: CrisisTexts
    screen: Screen


def see_this_tablet(actor: ByTablet, now: datetime) -> ThisTablet:
    """Read what the tablet that asks has to show. Raises NotFound when it is gone by now."""
    tablet = _tablet(actor)
    return whole(lambda: _seen(tablet, now))


def _seen(tablet: Tablet, now: datetime) -> ThisTablet:
    return ThisTablet(
        id=tablet.public_id,
        room=tablet.room,
        theme=tablet.theme,
        idle_s=tablet.practice.tablet_idle_s,
        turn=tablet.turn,
        practice=tablet.practice.name,
        time_zone=tablet.practice.time_zone,
        crisis=crisis_texts(tablet.practice),
        screen=part(lambda: _screen(tablet, now), _IDLE),
    )


def link_now(actor: ByTablet, token: str) -> str:
    """Return the current link token of the check-in on this tablet that `token` once opened; any other as it is.

    A new code ends the old link everywhere else, for the old one got around. The tablet came by its form through the
    therapist: whoever marks it there keeps the marks, and can send them.
    """
    visit = _tablet(actor).visit
    return next((_newest(one) for one in (visit.check_ins if visit else ()) if _once_opened(one, token)), token)


def _tablet(actor: ByTablet) -> Tablet:
    require(actor, Permission.SHOW_FORMS)
    tablet = tablets.of_actor(reading(), actor)
    if tablet is None:
        raise NotFound
    return tablet


def _newest(check_in: CheckIn) -> str:
    return keys().link_token(check_in.public_id, check_in.link_version)


def _once_opened(check_in: CheckIn, token: str) -> bool:
    before = epochs.numbers_before(reading(), check_in.link_version)
    return any(keys().link_token(check_in.public_id, version) == token for version in before)


def _screen(tablet: Tablet, now: datetime) -> Screen:
    """Give the screen of a tablet, from what was sent to it last."""
    check_in = tablet.check_in
    if check_in is None or not is_in_use(tablet, now):
        return Idle()
    if tablet.handed_on:
        gone = check_in.visit.is_for_practice  # nobody's form can be opened any more
        return Idle() if gone else _passes_on(tablet, check_in)
    return ShowsForm(check_in.public_id, _newest(check_in), tablet.turn)


def _passes_on(tablet: Tablet, check_in: CheckIn) -> PassesOn:
    states = [State(one.state) for one in beside(check_in)]
    return PassesOn(
        cue=cue_of(check_in),
        language=check_in.language,
        why=After(tablet.handed_on),
        therapist=check_in.visit.therapist.name,
        answered=sum(state in ANSWERED for state in states),
        people=sum(state is not State.WITHDRAWN for state in states),
        turn=tablet.turn,
    )


def is_in_use(tablet: Tablet, now: datetime) -> bool:
    """Return whether an answer is still awaited there: a form that was left does not open by itself again."""
    check_in = tablet.check_in
    if check_in is None:
        return False
    if tablet.handed_on:
        return shows_form(State(check_in.state), check_in.link_ends_at, now)
    return state_at(State(check_in.state), check_in.link_ends_at, now) in WAITED_FOR
