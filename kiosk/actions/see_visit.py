"""The therapist looks at a visit of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk import catalogue
from kiosk.actions.asking import Way, way_of
from kiosk.actions.histories import history_of
from kiosk.domain import prompts
from kiosk.domain.answers import Marking, Talk
from kiosk.domain.history import History
from kiosk.domain.lifecycle import OPEN, State, state_at
from kiosk.domain.measures import Measure
from kiosk.domain.prompts import Advice
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal
from kiosk.storage import events, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Person, Repair, Response, Visit

ANSWERING_LASTS = timedelta(minutes=20)


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
    """A visit, its check-in, and what there is to show of it now."""

    visit: Visit
    check_in: CheckIn
    state: State
    times: Mapping[State, datetime]
    measure: Measure
    reading: Reading | None
    repair: Repair | None
    way: Way


def see_visit(therapist: Person, visit_id: int, now: datetime) -> SeenVisit | None:
    """A visit of this therapist's own, or None."""
    visit = visits.visit_of(reading(), visit_id, therapist)
    if visit is None:
        return None
    check_in = visit.check_ins[0]
    state, answering_at = _state(check_in, now)
    times = {
        State.WAITING: check_in.begun_at,
        State.OPENED: check_in.opened_at,
        State.ANSWERING: answering_at,
        State.SENT: check_in.closed_at,
    }
    return SeenVisit(
        visit=visit,
        check_in=check_in,
        state=state,
        times={stop: at for stop, at in times.items() if at is not None},
        measure=catalogue.measure(check_in.measure),
        reading=read(check_in) if check_in.response else None,
        repair=check_in.repairs[-1] if check_in.repairs else None,
        way=way_of(reading(), check_in),
    )


def read(check_in: CheckIn) -> Reading | None:
    """The response with the signals as they were stored, and the prompts that belong to them."""
    response = check_in.response
    if response is None:
        return None
    scored = score(catalogue.measure(check_in.measure), response.marks)
    history = history_of(reading(), check_in, Marking(response.marked))
    signals = tuple(Signal(**kept) for kept in response.signals)
    talk = Talk(response.talk) if response.talk else None
    return Reading(response, scored, history, signals, prompts.choose(signals, scored, talk, history.last_lead))


def _state(check_in: CheckIn, now: datetime) -> tuple[State, datetime | None]:
    """The state to show. *Answering* is only heard of, never stored: it is true while it was the last thing heard."""
    state = state_at(State(check_in.state), check_in.begun_at, now)
    if state in OPEN:
        last = events.latest_kind(reading(), check_in.id)
        if last is not None and last[0] == State.ANSWERING and now - last[1] < ANSWERING_LASTS:
            return State.ANSWERING, last[1]
    return state, None
