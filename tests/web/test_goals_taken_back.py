"""A goal that was checked off or let go by mistake: open again, and what it was stays written down."""

import json
from datetime import timedelta

from time_machine import TimeMachineFixture

from kiosk import clock
from tests.support.practice import Cast
from tests.web.browsing import NOW, Desk, log_in, read, rows

GOAL = "/clients/1/goals/1"


def agree(alice: Desk, cast: Cast, kind: str = "another-account") -> None:
    cast.send(cast.begin(), understood="9.5")
    alice.post("/clients/1/goals", {"kind": kind})


def test_it_is_aimed_for_again_and_says_what_it_was(alice: Desk, cast: Cast, time: TimeMachineFixture) -> None:
    agree(alice, cast)
    alice.post(f"{GOAL}/met")
    time.move_to(NOW + timedelta(days=1), tick=False)
    alice = log_in(cast, cast.alice)
    assert alice.post(f"{GOAL}/take-back").location == "/clients/1#goals"
    page = read(alice.get("/clients/1"))
    assert "Checked off together on 3 June, and taken back on 4 June." in page
    assert "We have met it" in page
    assert "Earlier goals" not in page
    assert rows(cast, "SELECT met_at, met_by FROM goals") == [(None, "")]


def test_a_goal_that_was_let_go_is_taken_up_again(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    alice.post(f"{GOAL}/end")
    alice.post(f"{GOAL}/take-back")
    assert "Let go on 3 June, and taken up again on 3 June." in read(alice.get("/clients/1"))


def test_twice_taken_back_both_times_stay_written_down(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    for act in ("met", "take-back", "end", "take-back"):
        alice.post(f"{GOAL}/{act}")
    assert rows(cast, "SELECT was FROM taken_back ORDER BY id") == [("together",), ("ended",)]
    assert rows(cast, "SELECT met_at, ended_at FROM goals") == [(None, None)]


def test_what_is_open_has_nothing_to_take_back(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    assert alice.post(f"{GOAL}/take-back").status_code == 303
    assert alice.post("/clients/1/goals/7/take-back").status_code == 404
    assert rows(cast, "SELECT * FROM taken_back") == []


def test_the_marks_that_met_a_goal_do_not_meet_it_again(alice: Desk, cast: Cast, time: TimeMachineFixture) -> None:
    agree(alice, cast, "felt-understood")
    for _ in range(3):
        cast.send(cast.begin(), understood="9.5")
    assert rows(cast, "SELECT met_by FROM goals") == [("rule",)]
    alice.post(f"{GOAL}/take-back")
    assert "Checked off by the marks on 3 June, and taken back on 3 June." in read(alice.get("/clients/1"))
    for _ in range(4):
        assert rows(cast, "SELECT met_by FROM goals") == [("",)]
        time.shift(60)
        cast.send(cast.begin(at=clock.now()), understood="9.5")
    assert rows(cast, "SELECT met_by FROM goals") == [("rule",)]


def test_what_was_checked_off_today_stands_open_to_be_taken_back(
    alice: Desk, cast: Cast, time: TimeMachineFixture
) -> None:
    agree(alice, cast)
    alice.post(f"{GOAL}/met")
    assert '<details class="earlier-goals" open>' in alice.get("/clients/1").text
    time.move_to(NOW + timedelta(days=1), tick=False)
    assert '<details class="earlier-goals">' in log_in(cast, cast.alice).get("/clients/1").text


def test_a_record_holds_it_too(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    alice.post(f"{GOAL}/met")
    alice.post(f"{GOAL}/take-back")
    [goal] = json.loads(alice.get("/clients/1/record.json").text)["clients"][0]["goals"]
    assert [each["was"] for each in goal["taken_back"]] == ["together"]
