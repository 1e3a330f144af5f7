"""The therapist looks at a visit of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk import catalogue
from kiosk.actions.asking import Way, way_of
from kiosk.actions.histories import history_of
from kiosk.actions.together import is_asking, is_of_several, kept_together, stands_apart
from kiosk.domain import prompts
from kiosk.domain.answers import Marking, Talk
from kiosk.domain.history import History
from kiosk.domain.lifecycle import WAITED_FOR, State, shows_form, state_at
from kiosk.domain.measures import Measure
from kiosk.domain.prompts import Advice
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal
from kiosk.storage import events, in_the_room, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Guess, Person, Repair, Response, Visit, VisitRepair

ANSWERING_LASTS = timedelta(minutes=20)
ASK_BEFORE_THEY_GO = 2
"""The severity from which a result is not left for another day."""


@dataclass(frozen=True)
class Reading:
    """A response with what was found in it when it came."""

    response: Response
    score: Score
    history: History
    signals: tuple[Signal, ...]
    advice: Advice


@dataclass(frozen=True)
class SeenVisit:
    """A visit, one check-in of it, and what there is to show of that now."""

    visit: Visit
    check_in: CheckIn
    state: State
    times: Mapping[State, datetime]
    opens: bool
    """Whether its link opens the form."""
    measure: Measure
    reading: Reading | None
    repair: Repair | None
    way: Way
    guess: Guess | None
    signs: Sequence[str]
    stands_apart: bool = False
    """Whether the visit's signal *apart from group* is about this person."""
    not_me: bool = False
    """Whether the last that was heard of the form is that the wrong person held it."""


@dataclass(frozen=True)
class SeenPerson:
    """One of the people of a visit: how far they are, and nothing of what they marked."""

    check_in: CheckIn
    state: State
    times: Mapping[State, datetime]
    opens: bool
    measure: Measure
    not_me: bool = False
    """Whether the last that was heard of their form is that somebody else held it."""


@dataclass(frozen=True)
class SeenPeople:
    """A visit of several: its people, and the signals of the visit as a whole, none before it is settled."""

    visit: Visit
    people: Sequence[SeenPerson]
    signals: tuple[Signal, ...]
    asking: bool
    totals: int
    """How many marked enough for a total: fewer than two cannot be compared."""
    repair: VisitRepair | None
    """What became of the visit as a whole."""
    own_to_open: bool
    """Somebody's own result is one to ask about before they go.

    It is told of all of them, and no row says of whom, before that form is opened and after: others may look on, and a
    partner must not learn from this page who asked for help. So it leads to every form, not to one.
    """


def see_visit(therapist: Person, visit_id: int, now: datetime) -> SeenVisit | SeenPeople | None:
    """A visit of this therapist's own, or None."""
    visit = visits.visit_of(reading(), visit_id, therapist)
    if visit is None:
        return None
    return _people(visit, now) if is_of_several(visit) else _one(visit.check_ins[0], now)


def see_person(therapist: Person, visit_id: int, check_in_id: int, now: datetime) -> SeenVisit | None:
    """One person's check-in in a visit of this therapist's own, or None."""
    visit = visits.visit_of(reading(), visit_id, therapist)
    check_in = visits.check_in_of(visit, check_in_id) if visit else None
    return _one(check_in, now) if check_in else None


def _one(check_in: CheckIn, now: datetime) -> SeenVisit:
    state, times = state_of(check_in, now)
    return SeenVisit(
        visit=check_in.visit,
        check_in=check_in,
        state=state,
        times=times,
        opens=shows_form(State(check_in.state), check_in.link_ends_at, now),
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        reading=read(check_in) if check_in.response else None,
        repair=check_in.repairs[-1] if check_in.repairs else None,
        way=way_of(reading(), check_in),
        guess=in_the_room.guess_of(reading(), check_in.id),
        signs=[sign.kind for sign in in_the_room.signs_of(reading(), check_in.id)],
        stands_apart=stands_apart(check_in),
        not_me=_is_with_somebody_else(check_in, state),
    )


def _people(visit: Visit, now: datetime) -> SeenPeople:
    people = [_person(check_in, now) for check_in in visit.check_ins]
    responses = [check_in.response for check_in in visit.check_ins]
    totals = sum(response is not None and response.total is not None for response in responses)
    return SeenPeople(
        visit,
        people,
        kept_together(visit),
        asking=is_asking(visit),
        totals=totals,
        repair=visit.repairs[-1] if visit.repairs else None,
        own_to_open=any(_asks_before_they_go(response) for response in responses if response),
    )


def _asks_before_they_go(response: Response) -> bool:
    return any(int(signal["severity"]) >= ASK_BEFORE_THEY_GO for signal in response.signals)


def _person(check_in: CheckIn, now: datetime) -> SeenPerson:
    state, times = state_of(check_in, now)
    return SeenPerson(
        check_in,
        state,
        times,
        shows_form(State(check_in.state), check_in.link_ends_at, now),
        catalogue.kept_measure(check_in.measure, check_in.measure_version),
        _is_with_somebody_else(check_in, state),
    )


def read(check_in: CheckIn) -> Reading | None:
    """The response with the signals as they were stored, and the prompts that belong to them."""
    response = check_in.response
    if response is None:
        return None
    scored = score(catalogue.kept_measure(check_in.measure, check_in.measure_version), response.marks)
    history = history_of(reading(), check_in, Marking(response.marked))
    signals = tuple(Signal(**kept) for kept in response.signals)
    talk = Talk(response.talk) if response.talk else None
    return Reading(
        response, scored, history, signals, prompts.choose(signals, scored, talk, history.last_lead, response.phase)
    )


def state_of(check_in: CheckIn, now: datetime) -> tuple[State, Mapping[State, datetime]]:
    """The state to show, and when each was reached.

    *Answering* is only heard of, never stored: it is true while it was the last thing heard.
    """
    state, answering_at = state_at(State(check_in.state), check_in.link_ends_at, now), None
    if state in WAITED_FOR:
        last = events.latest_kind(reading(), check_in.id)
        if last is not None and last[0] == State.ANSWERING and now - last[1] < ANSWERING_LASTS:
            state, answering_at = State.ANSWERING, last[1]
    times = {
        State.WAITING: check_in.begun_at,
        State.OPENED: check_in.opened_at,
        State.ANSWERING: answering_at,
        State.SENT: check_in.closed_at,
    }
    return state, {stop: at for stop, at in times.items() if at is not None}


def _is_with_somebody_else(check_in: CheckIn, state: State) -> bool:
    last = events.latest_kind(reading(), check_in.id) if state is State.WAITING else None
    return last is not None and last[0] == events.NOT_ME
