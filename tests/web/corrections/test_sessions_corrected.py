"""The day, the time and the place of a session corrected, and that undone."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.storage.tables import CheckIn, Practice, Response, Visit
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import change, every_column, stored
from tests.web.browsing import NOW, Desk, read
from tests.web.corrections.test_not_theirs import undo

MOVED = {"day": "2026-05-28", "time": "09:30", "place": "telehealth", "note": "Typed in the day after."}
AT = datetime(2026, 5, 28, 9, 30, tzinfo=UTC)


@pytest.fixture
def waiting(cast: Cast) -> Waiting:
    sent = cast.begin()
    cast.send(sent, None, **WELL)
    return sent


def test_a_session_takes_its_right_day_and_place_and_gets_the_old_ones_back(
    cast: Cast, alice: Desk, waiting: Waiting
) -> None:
    before = every_column(cast, Visit), every_column(cast, CheckIn), every_column(cast, Response)
    assert alice.post(f"/visits/{waiting.visit}/when", MOVED).status_code == 303
    assert stored(cast, Visit.began_at, Visit.place) == [(AT, "telehealth")]
    assert stored(cast, CheckIn.begun_at) == [AT]
    assert every_column(cast, Response) == before[2]
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Session corrected from" in page
    assert "It was held on a call." in page
    assert "Typed in the day after." in page
    assert undo(cast, alice).status_code == 303
    assert (every_column(cast, Visit), every_column(cast, CheckIn)) == before[:2]


def test_the_time_is_that_of_the_practice_also_across_a_change_of_clocks(
    cast: Cast, alice: Desk, waiting: Waiting
) -> None:
    change(cast, Practice, Practice.id == 1, time_zone="Europe/Berlin")
    for day, hour in (("2026-03-28", 8), ("2026-03-30", 7)):
        alice.post(f"/visits/{waiting.visit}/when", MOVED | {"day": day, "time": "09:00"})
        assert stored(cast, Visit.began_at)[0].hour == hour


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""},
        {"time": "nine"},
        {"day": "2026-02-30"},
        {"day": f"{NOW + timedelta(days=2):%Y-%m-%d}"},
        {"day": "0001-01-01"},
        {"place": "elsewhere"},
        {"note": "x" * 2_001},
    ],
)
def test_what_cannot_be_changes_nothing_and_stays_as_typed(
    cast: Cast, alice: Desk, waiting: Waiting, wrong: dict[str, str]
) -> None:
    before = every_column(cast, Visit)
    page = alice.post(f"/visits/{waiting.visit}/when", MOVED | {"note": "Kept as typed."} | wrong)
    assert page.status_code == 422
    assert wrong.get("note", "Kept as typed.") in page.text
    assert every_column(cast, Visit) == before


def test_only_its_own_therapist_corrects_a_session(cast: Cast, bob: Desk, waiting: Waiting) -> None:
    assert bob.post(f"/visits/{waiting.visit}/when", MOVED).status_code == 404
    assert stored(cast, Visit.place) == ["room"]
