"""The day in words: how many came, how far they are, and what stands beside each client."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.lifecycle import ANSWERED, OPEN, State
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import score
from kiosk.queries.asking import Usual
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.day import Day, DayClient, DayVisit
from kiosk.queries.recorded import Recorded
from kiosk.queries.results import SeenResult, Withheld, WithheldReason
from kiosk.web.staff.day.pages import DayPage
from kiosk.web.staff.day.present import day_page
from tests.unit.domain.cases import SESSION, marks
from tests.unit.results import shown

ID = PublicId("0" * 32)
NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)


def check_in(state: State, outcome: SeenResult | None, *, code: str = "C-014", at: datetime = NOW) -> SeenCheckIn:
    return SeenCheckIn(
        id=ID,
        visit=ID,
        client=ID,
        code=code,
        place=Place.ROOM,
        of_several=False,
        measure="session-check",
        version=1,
        language="en",
        state=state,
        opens=state in OPEN,
        can_be_asked=state in OPEN,
        begun_at=at,
        opened_at=None,
        closed_at=None,
        link_ends_at=NOW,
        seen_at=None,
        outcome=outcome,
    )


def visit(state: State, code: str = "C-014") -> DayVisit:
    result = shown(score(SESSION, marks(9.0, 9.0, 9.0, 9.0))) if state in ANSWERED else None
    return DayVisit(check_in(state, result, code=code), repair=None)


def client(
    outcome: SeenResult | None, *, code: str = "C-003", days: int = 1, left: Recorded | None = None
) -> DayClient:
    latest = check_in(State.SENT if outcome else State.EXPIRED, outcome, code=code, at=NOW - timedelta(days=days))
    return DayClient(code, latest, None, left, None, None, Usual("session-check", Place.ROOM), None)


def page(*visits: DayVisit, clients: tuple[DayClient, ...] = ()) -> DayPage:
    return day_page(Day(visits, clients), "UTC", NOW, first="session-check")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "No check-ins yet today."),
        ((State.WAITING,), "One check-in today. No answers yet."),
        ((State.SENT,), "One check-in today. One is answered."),
        ((State.SENT, State.WAITING), "Two check-ins today. One is answered."),
        ((State.SENT, State.DECLINED), "Two check-ins today. Both are answered."),
        ((State.SENT, State.SENT, State.EXPIRED), "Three check-ins today. Two are answered."),
        ((State.EXPIRED,) * 13, "13 check-ins today. No answers yet."),
    ],
)
def test_the_day_is_summed_up_in_words(states: tuple[State, ...], said: str) -> None:
    assert page(*(visit(state) for state in states)).summary == said


@pytest.mark.parametrize("state", [State.WAITING, State.OPENED])
def test_an_open_session_is_the_card_and_can_be_opened(state: State) -> None:
    shown = page(visit(state))
    assert shown.card
    assert (shown.card.visit, shown.card.opens_first, shown.visits) == (ID, True, [])


@pytest.mark.parametrize("state", [State.EXPIRED, State.WITHDRAWN, State.SENT])
def test_a_session_that_is_over_says_how(state: State) -> None:
    shown = page(visit(state))
    [row] = [*shown.visits, *shown.withdrawn]
    assert not row.is_open
    assert row.sentence


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (None, "Not answered, yesterday."),
        (shown(score(SESSION, {}), declined=True), "Chose not to answer, yesterday."),
        (shown(score(SESSION, {}), declined=True, safety=True), "Asked for help staying safe, yesterday."),
        (shown(score(SESSION, marks(9.3, 9.3, 9.3, 9.3))), "37.2, yesterday."),
        (shown(score(SESSION, marks(0.0, 0.0, 0.0, 0.0))), "0.0, yesterday."),
        (shown(score(SESSION, marks(9.0, None, None, None))), "Answered in part, yesterday."),
        (Withheld(WithheldReason.HELD, NOW), "Received, yesterday."),
    ],
)
def test_beside_a_client_stands_what_came_last(response: SeenResult | None, said: str) -> None:
    assert [row.sentence for row in page(clients=(client(response),)).clients] == [said]


def test_a_client_who_is_here_today_is_not_offered_again() -> None:
    shown = page(visit(State.WAITING, "C-003"), clients=(client(None, code="C-003"), client(None, code="C-004")))
    assert [row.code for row in shown.clients] == ["C-004"]


def test_the_usual_measure_is_offered_first() -> None:
    first = day_page(Day((), ()), "UTC", NOW, first="felt-understood").measures[0]
    assert first.value == "felt-understood"


@pytest.mark.parametrize(("note", "is_note"), [("Begin with the letter.", True), ("", False)])
def test_what_was_left_stands_as_a_note_or_as_the_question(note: str, *, is_note: bool) -> None:
    left = Recorded(outcome="next", note=note, recorded_at=NOW - timedelta(days=8))
    [pick_up] = page(clients=(client(None, left=left),)).pick_up
    assert (pick_up.when, pick_up.is_note) == ("from 26 May", is_note)
    assert pick_up.text == (note or "What did we want to come back to?")
