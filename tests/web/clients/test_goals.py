"""Goals in the client's own words: kept, offered, checked off by their rule or together, and let go."""

import pytest
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.storage.tables import Goal
from tests.support.practice import Cast
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import every_column, stored
from tests.web.browsing import Desk, log_in, read
from tests.web.one_client import A_WEEK, answered, understood


@pytest.mark.sqlite_file
def test_a_goal_is_kept_in_their_words_and_sealed(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    sent = {"kind": "own", "words": " To say it when I am tired. ", "within": "4", "unit": "visits"}
    assert alice.post(f"{alice.client_path()}/goals", sent).location == f"{alice.client_path()}#goals"
    alice.post(f"{alice.client_path()}/goals", sent)
    said = read(alice.get(alice.client_path()))
    assert said.count("“To say it when I am tired.”") == 1
    assert "By the fourth session from here: 4 still to come." in said
    assert b"tired" not in raw_bytes(cast)


REFUSED = (
    ({"kind": "own", "words": " "}, "Write the goal as the client says it."),
    ({"kind": "own", "words": "x" * 401}, "There is room for 400 characters."),
    ({"kind": "own", "words": "a\x00b"}, "One character in the goal cannot be saved."),
    ({"kind": "nonsense", "words": "a"}, "Choose one of the goals shown"),
    ({"kind": "", "words": "a"}, "Choose one of the goals shown"),
    ({"kind": "own", "words": "a", "within": "0", "unit": "weeks"}, "Give a whole number from 1 to 100"),
    ({"kind": "own", "words": "a", "within": "\u0663", "unit": "weeks"}, "Give a whole number from 1 to 100"),
    ({"kind": "own", "words": "a", "within": "4", "unit": "years"}, "Choose whether it is sessions or weeks."),
)


def test_a_goal_that_cannot_be_kept_says_why_and_keeps_what_was_typed(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for sent, problem in REFUSED:
        page = alice.post(f"{alice.client_path()}/goals", sent)
        assert page.status_code == 422
        assert problem in read(page)
        assert sent["words"].strip().replace("\x00", "") in read(page)
    assert every_column(cast, Goal) == []


def test_templates_bring_their_words_and_deadlines(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for kind in ("own-priorities", "new-possibilities", "being-heard", "shared-inquiry"):
        alice.post(f"{alice.client_path()}/goals", {"kind": kind, "words": "", "within": ""})
    kept = stored(cast, Goal.kind, Goal.within, Goal.unit)
    assert kept == [
        ("own-priorities", 3, "visits"),
        ("new-possibilities", 6, "weeks"),
        ("being-heard", 4, "visits"),
        ("shared-inquiry", 1, "visits"),
    ]
    said = read(alice.get(alice.client_path()))
    assert "By the third session: 2 still to come." in said
    assert "By 15 July." in said
    assert "By the first session: that is now." in said


def test_a_goal_for_the_first_sessions_is_offered_while_they_are_to_come(cast: Cast, alice: Desk) -> None:
    first, third = "Our first talk felt like finding out together.", "I have made my own list"
    for weeks_ago, offered in ((0, (True, True)), (1, (False, True)), (2, (False, True)), (3, (False, False))):
        answered(cast, weeks_ago)
        said = read(alice.get(alice.client_path()))
        assert (first in said, third in said) == offered


def test_a_deadline_that_has_gone_by_asks_and_does_not_scold(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    answered(cast, 0)
    alice.post(f"{alice.client_path()}/goals", {"kind": "feels-different"})
    for _ in range(3):
        time.shift(A_WEEK)
        cast.begin(at=clock.now())
    again = read(log_in(cast, cast.alice).get(log_in(cast, cast.alice).client_path()))
    assert "The 2 sessions have gone by. Is it still the right thing to aim for?" in again


def test_a_goal_is_checked_off_together_or_let_go(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for kind in ("each-reflects", "another-account"):
        alice.post(f"{alice.client_path()}/goals", {"kind": kind})
    alice.post(f"{alice.goal_path(1)}/met")
    alice.post(f"{alice.goal_path(2)}/end")
    alice.post(f"{alice.goal_path(1)}/end")
    said = read(alice.get(alice.client_path()))
    assert "Checked off together on 3 June." in said
    assert "Let go on 3 June." in said
    assert stored(cast, Goal.met_by) == ["together", ""]
    assert [ended is None for ended in stored(cast, Goal.ended_at)] == [True, False]


def test_the_rule_checks_a_goal_off_with_the_answer_that_meets_it_once(cast: Cast, alice: Desk) -> None:
    understood(cast, 5, "9.0")
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    understood(cast, 4, "8.9")
    answered(cast, 3, {"topics": "9.0"})
    understood(cast, 2, "8.9")
    assert "1 of 3 so far. It takes four answers: not yet." in read(alice.get(alice.client_path()))
    understood(cast, 1, "9.0")
    assert "2 of the last 4, not yet. The aim is 3 of 4." in read(alice.get(alice.client_path()))
    understood(cast, 0, "9.0")
    understood(cast, 0, "9.0")
    met = stored(cast, Goal.met_at, Goal.met_by)
    assert len(met) == 1
    assert met[0][1] == "rule"
    assert "Checked off by the marks on" in read(alice.get(alice.client_path()))


def test_being_heard_counts_only_what_comes_after_it_was_agreed(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    for week in (4, 3, 2, 1):
        understood(cast, week, "9.5")
    alice.post(f"{alice.client_path()}/goals", {"kind": "being-heard"})
    time.shift(60)
    waiting = cast.begin(at=clock.now())
    cast.send(waiting, understood="9.5")
    assert "1 of 1 so far." in read(alice.get(alice.client_path()))
    assert stored(cast, Goal.met_at) == [None]


def test_declining_never_checks_a_goal_off(cast: Cast, alice: Desk) -> None:
    for week in (4, 3, 2, 1):
        understood(cast, week, "9.5")
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    assert "4 of the last 4. The aim is 3 of 4. The next answer checks it off" in read(alice.get(alice.client_path()))
    answered(cast, 0, {}, decline="yes")
    assert stored(cast, Goal.met_at) == [None]
