"""Open loops: opened by dips, calls for help, promises and goals, and listed until it is said what became of them."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import OpenLoop
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, hidden, log_in, read
from tests.web.one_client import A_WEEK, LOW, USUAL, answered
from tests.web.several import begin

NOTHING = "Nothing is waiting for you."


def loop(cast: Cast, place: int = 1) -> str:
    return str(stored(cast, OpenLoop.public_id)[place - 1])


def dipped(cast: Cast, weeks_ago: int = 1) -> None:
    """C-014 is as usual for some weeks, and then far below."""
    for week in range(weeks_ago + 4, weeks_ago, -1):
        answered(cast, week, USUAL)
    answered(cast, weeks_ago, LOW)


def test_a_dip_stays_on_the_list_until_it_is_done(cast: Cast, alice: Desk) -> None:
    assert NOTHING in read(alice.get("/open"))
    dipped(cast)
    said = read(alice.get("/open"))
    assert "One thing waits until you say what became of it." in said
    assert "Dip" in said
    assert "31.4" in said
    assert alice.post(f"/open/{loop(cast)}/end", {"ending": "done"}).location == "/open"
    said = read(alice.get("/open"))
    assert NOTHING in said
    assert "Dip: done, today." in said
    alice.post(f"/open/{loop(cast)}/again")
    assert NOTHING not in read(alice.get("/open"))


def test_a_way_back_closes_a_dip(cast: Cast, alice: Desk) -> None:
    dipped(cast)
    assert NOTHING not in read(alice.get("/open"))
    answered(cast, 0, USUAL)
    assert NOTHING in read(alice.get("/open"))


def test_a_way_back_that_is_held_closes_nothing_yet(cast: Cast, alice: Desk) -> None:
    dipped(cast)
    held = cast.begin(place="telehealth")
    cast.send(held, None, **USUAL)
    assert NOTHING not in read(alice.get("/open"))
    alice.post(f"/check-ins/{held.check_in}/show")
    assert NOTHING in read(alice.get("/open"))


def test_nothing_is_told_of_an_answer_that_is_held(cast: Cast, alice: Desk) -> None:
    held = cast.begin(place="telehealth")
    cast.send(held, None, **LOW, talk="next", safety="yes", words="It was too much.")
    assert NOTHING in read(alice.get("/open"))
    alice.post(f"/check-ins/{held.check_in}/repair", {"outcome": "next", "note": "Begin with the sister."})
    said = read(alice.get("/open"))
    assert "You left it for next time." in said
    assert "4.2" not in said
    assert "They wanted to talk" not in said


def test_a_call_for_help_comes_first_and_ends_by_its_record(cast: Cast, alice: Desk) -> None:
    dipped(cast)
    called = cast.begin("C-020")
    cast.send(called, None, **WELL, safety="yes")
    said = read(alice.get("/open"))
    assert said.index("C-020") < said.index("C-014")
    assert alice.post(f"/open/{loop(cast, 2)}/end", {"ending": "done"}).status_code == 400
    alice.post(f"/check-ins/{called.check_in}/safety", {"spoken": "yes"})
    assert "C-020" not in read(alice.get("/open")).partition("Closed by you")[0]


def test_a_promise_stays_until_it_was_kept(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    kept = answered(cast, 0)
    alice.post(f"/check-ins/{kept.check_in}/repair", {"outcome": "next", "note": "Begin with the sister."})
    time.shift(A_WEEK)
    desk = log_in(cast, cast.alice)
    assert "One thing is still open." in read(desk.get("/"))
    assert "Begin with the sister." in read(desk.get("/open"))
    today = cast.begin()
    before = read(desk.get(f"/visits/{today.visit}"))
    assert "Still open from earlier" in before
    assert "Begin with the sister." not in before
    cast.send(today, None, **WELL)
    assert "Did you come back to it?" in read(desk.get(f"/visits/{today.visit}"))
    ended = desk.post(f"/open/{loop(cast)}/end", {"ending": "not-needed", "next": f"/visits/{today.visit}"})
    assert ended.location == f"/visits/{today.visit}"
    assert "Did you come back to it?" not in read(desk.get(f"/visits/{today.visit}"))
    assert "Begin with the sister." not in read(desk.get("/"))


def test_the_clients_own_next_time_is_open_and_ends_with_the_outcome(cast: Cast, alice: Desk) -> None:
    waiting = answered(cast, 0, talk="next", words="About Sunday.")
    said = read(alice.get("/open"))
    assert "They wanted to talk about it next time." in said
    assert "About Sunday." not in said
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked"})
    assert NOTHING in read(alice.get("/open"))


def test_a_promise_to_several_ends_for_all_of_them(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, "P-1", "P-2")
    for person in couple.people:
        cast.send(person, None, **WELL)
    alice.post(f"/visits/{couple.people[0].visit}/together/repair", {"outcome": "next"})
    said = read(alice.get("/open"))
    assert "Together with P-2." in said
    assert "Together with P-1." in said
    alice.post(f"/open/{loop(cast)}/end", {"ending": "done"})
    assert NOTHING in read(alice.get("/open"))


def test_a_goal_that_is_missed_is_open_until_it_is_let_go(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    answered(cast, 0)
    alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": "To say it.", "within": "2", "unit": "weeks"})
    alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": "To rest.", "within": "1", "unit": "visits"})
    assert NOTHING in read(alice.get("/open"))
    time.move_to(NOW + timedelta(days=15), tick=False)
    desk = log_in(cast, cast.alice)
    said = read(desk.get("/open"))
    assert "“To say it.”" in said
    assert "To rest." not in said
    answered(cast, -1)
    cast.begin(at=NOW + 2 * A_WEEK)
    assert "“To rest.”" in read(desk.get("/open"))
    desk.post(f"{desk.goal_path()}/end")
    desk.post(f"{desk.goal_path(2)}/met")
    assert NOTHING in read(desk.get("/open"))
    desk.post(f"{desk.goal_path()}/take-back")
    assert "“To say it.”" in read(desk.get("/open"))


def test_what_is_open_goes_along_with_an_answer_that_is_moved(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin("C-020"), None, **WELL)
    wrong = cast.begin("C-014")
    cast.send(wrong, None, **WELL, talk="next")
    page = f"/check-ins/{wrong.check_in}/not-theirs"
    of = hidden(alice.get(page), "of")
    moved = alice.post(page, {"becomes": "moved", "code": "C-020", "of": of})
    assert moved.status_code == 303
    said = read(alice.get("/open"))
    assert "C-020" in said
    assert "C-014" not in said


def test_nothing_is_open_of_an_answer_that_is_set_aside(cast: Cast, alice: Desk) -> None:
    trial = cast.begin()
    cast.send(trial, None, **WELL, talk="next")
    page = f"/check-ins/{trial.check_in}/not-theirs"
    alice.post(page, {"becomes": "trial", "of": hidden(alice.get(page), "of")})
    assert NOTHING in read(alice.get("/open"))


def test_the_list_has_pages(cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.queries.loops.A_PAGE", 2)
    for code in ("C-1", "C-2", "C-3"):
        cast.send(cast.begin(code), None, **WELL, talk="next")
    assert "Page 1 of 2" in read(alice.get("/open"))
    assert "C-3" not in read(alice.get("/open"))
    assert "C-3" in read(alice.get("/open?page=2"))
    assert "C-3" in read(alice.get("/open?page=99"))


def test_a_colleague_finds_nothing_of_it(cast: Cast, alice: Desk) -> None:
    dipped(cast)
    bob = log_in(cast, cast.bob)
    assert NOTHING in read(bob.get("/open"))
    assert bob.post(f"/open/{loop(cast)}/end", {"ending": "done"}).status_code == 404
    assert NOTHING not in read(alice.get("/open"))
