"""The day in words: how many came, how far they are, and what stands beside each client."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.actions.see_day import Day, DayClient, DayVisit
from kiosk.actions.see_visit import Reading
from kiosk.domain import prompts
from kiosk.domain.history import History
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.scoring import score
from kiosk.storage.tables import CheckIn, Person, Practice, Repair, Response, Visit
from kiosk.web.therapist.day.pages import DayPage
from kiosk.web.therapist.day.present import day_page
from tests.unit.domain.cases import SESSION, marks

NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)
ALICE = Person(name="Alice", practice=Practice(name="Lindenhof Practice", time_zone="UTC"))


def visit(state: State, code: str = "C-014") -> DayVisit:
    check_in = CheckIn(visit_id=1, begun_at=NOW, revealed_at=NOW, visit=Visit(place="room", kind="individual"))
    scored = score(SESSION, marks(9.0, 9.0, 9.0, 9.0))
    advice = prompts.choose((), scored, None, None)
    reading = Reading(Response(), scored, History(), (), advice) if state in ANSWERED else None
    return DayVisit(check_in, code, state, reading, repair=None)


def client(response: Response | None, *, code: str = "C-003", days: int = 1, left: Repair | None = None) -> DayClient:
    latest = CheckIn(
        measure="session-check",
        begun_at=NOW - timedelta(days=days),
        visit=Visit(place="room", kind="individual"),
        response=response,
        revealed_at=NOW,
    )
    return DayClient(code, latest, (), left, "session-check", "room", None)


def page(*visits: DayVisit, clients: tuple[DayClient, ...] = ()) -> DayPage:
    return day_page(Day(visits, clients), ALICE, NOW, first="session-check")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "No check-ins yet today."),
        ((State.WAITING,), "One check-in today. None has come in yet."),
        ((State.SENT,), "One check-in today. One has come in."),
        ((State.SENT, State.WAITING), "Two check-ins today. One has come in."),
        ((State.SENT, State.DECLINED), "Two check-ins today. Both have come in."),
        ((State.SENT, State.SENT, State.EXPIRED), "Three check-ins today. Two have come in."),
        ((State.WITHDRAWN,) * 13, "13 check-ins today. None has come in yet."),
    ],
)
def test_the_day_is_summed_up_in_words(states: tuple[State, ...], said: str) -> None:
    assert page(*(visit(state) for state in states)).summary == said


@pytest.mark.parametrize("state", [State.WAITING, State.OPENED])
def test_an_open_session_can_be_opened(state: State) -> None:
    assert page(visit(state)).visits[0].is_open


@pytest.mark.parametrize("state", [State.EXPIRED, State.WITHDRAWN, State.UNFINISHED])
def test_a_session_that_is_over_says_how(state: State) -> None:
    [row] = page(visit(state)).visits
    assert not row.is_open
    assert row.sentence


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (None, "Not answered, yesterday."),
        (Response(declined=True, total=None), "Chose not to answer, yesterday."),
        (Response(declined=True, safety=True, total=None), "Asked for help staying safe, yesterday."),
        (Response(declined=False, total=372), "37.2, yesterday."),
        (Response(declined=False, total=0), "0.0, yesterday."),
        (Response(declined=False, total=None), "Answered in part, yesterday."),
    ],
)
def test_beside_a_client_stands_what_came_last(response: Response | None, said: str) -> None:
    assert [row.sentence for row in page(clients=(client(response),)).clients] == [said]


def test_a_client_who_is_here_today_is_not_offered_again() -> None:
    shown = page(visit(State.WAITING, "C-003"), clients=(client(None, code="C-003"), client(None, code="C-004")))
    assert [row.code for row in shown.clients] == ["C-004"]


def test_the_usual_measure_is_offered_first() -> None:
    first = day_page(Day((), ()), ALICE, NOW, first="felt-understood").measures[0]
    assert first.value == "felt-understood"


@pytest.mark.parametrize(("note", "is_note"), [("Begin with the letter.", True), ("", False)])
def test_what_was_left_stands_as_a_note_or_as_the_question(note: str, *, is_note: bool) -> None:
    left = Repair(outcome="next", note=note, recorded_at=NOW - timedelta(days=8))
    [pick_up] = page(clients=(client(None, left=left),)).pick_up
    assert (pick_up.when, pick_up.is_note) == ("from 26 May", is_note)
    assert pick_up.text == (note or "What did we want to come back to?")
