"""Records about a visit of several as a whole: kept beside each person's own, sealed, and picked up again."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Repair, VisitRepair
from tests.support.practice import Cast
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import count, dump, every_column, stored
from tests.web.browsing import Desk, log_in, read
from tests.web.several import BADLY, WELL, Together, begin

NOTE = "Begin with what the yellow door meant."


@pytest.fixture
def couple(alice: Desk, cast: Cast) -> Together:
    """Both have answered."""
    together = begin(alice, cast, "C-001", "C-002")
    for person, marks in zip(together.people, (WELL, BADLY), strict=True):
        cast.send(person, None, **marks)
    return together


def record(desk: Desk, couple: Together, outcome: str, note: str = "") -> int:
    return desk.post(f"{couple.path}/together/repair", {"outcome": outcome, "note": note}).status_code


def test_it_is_kept_for_the_visit_and_for_nobody_alone(couple: Together, alice: Desk) -> None:
    answer = alice.post(f"{couple.path}/together/repair", {"outcome": "talked", "note": NOTE})
    assert (answer.status_code, answer.location) == (303, f"{couple.path}?show=1")
    shown = alice.get(answer.location).text
    assert 'value="talked" aria-pressed="true"' in shown
    assert NOTE in shown
    assert "Saved at 14:48, just now." in shown
    assert every_column(couple.cast, Repair) == []
    alice.post(f"{couple.own(0)}/show")
    assert NOTE not in alice.get(couple.own(0)).text


@pytest.mark.sqlite_file
def test_the_note_is_off_the_screen_until_it_is_asked_for_and_sealed_on_the_disk(couple: Together, alice: Desk) -> None:
    record(alice, couple, "talked", NOTE)
    assert NOTE not in alice.get(couple.path).text
    assert NOTE not in alice.get("/").text
    assert b"yellow" not in raw_bytes(couple.cast)


def test_the_last_record_counts_and_the_first_stays(couple: Together, alice: Desk) -> None:
    for outcome in ("next", "talked"):
        assert record(alice, couple, outcome) == 303
    assert stored(couple.cast, VisitRepair.outcome) == ["next", "talked"]
    assert 'value="talked" aria-pressed="true"' in alice.get(f"{couple.path}?show=1").text


def test_what_was_left_for_next_time_is_picked_up_with_all_their_codes(
    couple: Together, alice: Desk, cast: Cast, time: TimeMachineFixture
) -> None:
    record(alice, couple, "next", NOTE)
    time.shift(timedelta(days=7))
    later = log_in(cast, cast.alice)
    page = read(later.get("/"))
    assert page.count("Begin with what the yellow door meant") == 1
    assert "C-001, C-002 from" in page
    cast.begin("C-001")
    assert "C-002 from" in read(later.get("/"))
    cast.begin("C-002")
    assert "yellow" not in later.get("/").text


def test_before_anybody_has_answered_there_is_nothing_to_record(alice: Desk, cast: Cast) -> None:
    together = begin(alice, cast, "C-001", "C-002")
    assert record(alice, together, "talked") == 303
    assert count(cast, VisitRepair) == 0


@pytest.mark.parametrize("outcome", ["", "praised", "talked\x00"])
def test_no_other_word_is_kept(couple: Together, alice: Desk, outcome: str) -> None:
    assert record(alice, couple, outcome) == 422
    assert count(couple.cast, VisitRepair) == 0


def test_nobody_else_and_no_visit_of_one_has_it(couple: Together, alice: Desk, cast: Cast) -> None:
    single = cast.begin("C-009")
    bob, before = log_in(cast, cast.bob), dump(cast)
    assert record(bob, couple, "talked") == 404
    assert record(alice, Together(cast, single.visit, ()), "talked") == 404
    assert dump(cast) == before


def test_a_visit_that_ran_out_can_still_be_closed_and_then_says_what_it_says(
    alice: Desk, cast: Cast, time: TimeMachineFixture
) -> None:
    group = begin(alice, cast, "C-001", "C-002", "C-003", kind="group")
    for person, marks in zip(group.people, (WELL, BADLY), strict=False):
        cast.send(person, None, **marks)
    time.shift(timedelta(hours=5))
    later = log_in(cast, cast.alice)
    page = later.get(f"{group.path}?show=1")
    assert f'action="{group.path}/close"' in page.text
    later.post(f"{group.path}/close")
    assert "Is there something each of you wants more room for?" in read(later.get(f"{group.path}?show=1"))
