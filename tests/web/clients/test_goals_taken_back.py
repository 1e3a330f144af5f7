"""A goal that was checked off or let go by mistake: open again, and what it was stays written down."""

import json
from datetime import timedelta

from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.storage.tables import Goal, TakenBack
from tests.support.practice import Cast
from tests.support.stored import every_column, stored
from tests.web.browsing import NOW, Desk, log_in, read


def agree(alice: Desk, cast: Cast, kind: str = "another-account") -> None:
    cast.send(cast.begin(), understood="9.5")
    alice.post(f"{alice.client_path()}/goals", {"kind": kind})


def test_it_is_aimed_for_again_and_says_what_it_was(alice: Desk, cast: Cast, time: TimeMachineFixture) -> None:
    agree(alice, cast)
    alice.post(f"{alice.goal_path()}/met")
    time.move_to(NOW + timedelta(days=1), tick=False)
    alice = log_in(cast, cast.alice)
    assert alice.post(f"{alice.goal_path()}/take-back").location == f"{alice.client_path()}#goals"
    page = read(alice.get(alice.client_path()))
    assert "Checked off together on 3 June, and taken back on 4 June." in page
    assert "We have met it" in page
    assert "Earlier goals" not in page
    assert stored(cast, Goal.met_at, Goal.met_by) == [(None, "")]


def test_a_goal_that_was_let_go_is_taken_up_again(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    alice.post(f"{alice.goal_path()}/end")
    alice.post(f"{alice.goal_path()}/take-back")
    assert "Let go on 3 June, and taken up again on 3 June." in read(alice.get(alice.client_path()))


def test_twice_taken_back_both_times_stay_written_down(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    for act in ("met", "take-back", "end", "take-back"):
        alice.post(f"{alice.goal_path()}/{act}")
    assert stored(cast, TakenBack.was) == ["together", "ended"]
    assert stored(cast, Goal.met_at, Goal.ended_at) == [(None, None)]


def test_what_is_open_has_nothing_to_take_back(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    assert alice.post(f"{alice.goal_path()}/take-back").status_code == 303
    assert alice.post(f"{alice.client_path()}/goals/{'0' * 32}/take-back").status_code == 404
    assert every_column(cast, TakenBack) == []


def test_the_marks_that_met_a_goal_do_not_meet_it_again(alice: Desk, cast: Cast, time: TimeMachineFixture) -> None:
    agree(alice, cast, "felt-understood")
    for _ in range(3):
        cast.send(cast.begin(), understood="9.5")
    assert stored(cast, Goal.met_by) == ["rule"]
    alice.post(f"{alice.goal_path()}/take-back")
    assert "Checked off by the marks on 3 June, and taken back on 3 June." in read(alice.get(alice.client_path()))
    for _ in range(4):
        assert stored(cast, Goal.met_by) == [""]
        time.shift(60)
        cast.send(cast.begin(at=clock.now()), understood="9.5")
    assert stored(cast, Goal.met_by) == ["rule"]


def test_what_was_checked_off_today_stands_open_to_be_taken_back(
    alice: Desk, cast: Cast, time: TimeMachineFixture
) -> None:
    agree(alice, cast)
    alice.post(f"{alice.goal_path()}/met")
    assert '<details class="earlier-goals" open>' in alice.get(alice.client_path()).text
    time.move_to(NOW + timedelta(days=1), tick=False)
    assert (
        '<details class="earlier-goals">' in log_in(cast, cast.alice).get(log_in(cast, cast.alice).client_path()).text
    )


def test_a_record_holds_it_too(alice: Desk, cast: Cast) -> None:
    agree(alice, cast)
    alice.post(f"{alice.goal_path()}/met")
    alice.post(f"{alice.goal_path()}/take-back")
    [goal] = json.loads(alice.get(f"{alice.client_path()}/record.json").text)["clients"][0]["goals"]
    assert [each["was"] for each in goal["taken_back"]] == ["together"]
