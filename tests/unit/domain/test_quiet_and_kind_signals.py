"""Tests of marks that are all high or all alike, of the sealed guess, and of what is silent beside graver things."""

from dataclasses import replace

import pytest

from kiosk import catalogue
from kiosk.domain.answers import SortedOut, Strain, Talk
from kiosk.domain.history import History, Past
from kiosk.domain.reasons import why
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import score
from kiosk.domain.signals import Guess, Signal, find
from tests.unit.domain.cases import SESSION, answered, found, marks, past_marks, scored, severities

ALIKE = marks(9.2, 9.2, 9.3, 9.2)
HIGH = (10, 10, 10, 10)


def timed(today: dict[str, int], took_s: float | None) -> dict[str, int]:
    return severities(find(SESSION, answered(today), score(SESSION, today), History(), took_s=took_s))


@pytest.mark.parametrize(("took_s", "holds"), [(4.9, True), (5.0, False), (None, False)])
def test_lines_alike_and_sent_under_5_seconds_are_a_straight_line(took_s: float | None, *, holds: bool) -> None:
    assert ("straight-line" in timed(ALIKE, took_s)) is holds


@pytest.mark.parametrize(("apart", "holds"), [(9.3, True), (9.4, False)])
def test_lines_alike_lie_within_a_tenth_of_each_other(apart: float, *, holds: bool) -> None:
    assert ("straight-line" in timed(marks(9.2, 9.2, apart, 9.2), 3.0)) is holds


@pytest.mark.parametrize(("lowest", "holds"), [(9.7, True), (9.8, False)])
def test_a_straight_line_is_none_at_the_ceiling(lowest: float, *, holds: bool) -> None:
    assert ("straight-line" in timed(marks(lowest, lowest, lowest, lowest), 3.0)) is holds


def test_a_straight_line_needs_every_line() -> None:
    assert "straight-line" not in timed(marks(9.2, 9.2, 9.2), 3.0)


def test_where_no_ceiling_is_defined_any_height_can_be_a_straight_line() -> None:
    assert SESSION.rules.straight_line is not None
    bare = replace(SESSION, rules=Rules(straight_line=SESSION.rules.straight_line))
    held = find(bare, answered(marks(*HIGH)), score(bare, marks(*HIGH)), History(), took_s=3.0)
    assert severities(held) == {"straight-line": 0}


@pytest.mark.parametrize(("sorted_out", "holds"), [(SortedOut.YES, True), (SortedOut.NOT_YET, False)])
def test_a_ceiling_is_silent_beside_anything_worth_asking(sorted_out: SortedOut, *, holds: bool) -> None:
    today = answered(marks(*HIGH), strain=Strain.YES, sorted_out=sorted_out)
    held = severities(find(SESSION, today, score(SESSION, today.marks), past_marks(HIGH, HIGH)))
    assert ("ceiling" in held) is holds


def test_a_straight_line_is_silent_beside_anything_worth_asking() -> None:
    today = answered(ALIKE, talk=Talk.NOW)
    assert severities(find(SESSION, today, score(SESSION, ALIKE), History(), took_s=3.0)) == {"talk-now": 3}


def guessed(today: dict[str, int], guess: Guess | None, strain: Strain | None = None) -> Signal | None:
    signals = find(SESSION, answered(today, strain=strain), score(SESSION, today), History(), guess=guess)
    return next((signal for signal in signals if signal.rule == "missed"), None)


GUESS = Guess(marks(9, 9, 9, 9), nothing_got_in_the_way=True)


@pytest.mark.parametrize(("total_short", "holds"), [(6.0, True), (5.9, False)])
def test_a_guess_6_points_above_the_total_missed_it(total_short: float, *, holds: bool) -> None:
    signal = guessed(marks(9, 9, 9, 9 - total_short), GUESS)
    assert (signal is not None) is holds


@pytest.mark.parametrize(
    ("strain", "noticed", "holds"),
    [
        (Strain.YES, False, True),
        (Strain.PARTLY, False, True),
        (Strain.NO, False, False),
        (None, False, False),
        (Strain.YES, True, False),
    ],
)
def test_strain_that_the_therapist_did_not_notice_was_missed(
    strain: Strain | None, *, noticed: bool, holds: bool
) -> None:
    guess = Guess({}, nothing_got_in_the_way=not noticed)
    assert (guessed(marks(9, 9, 9, 9), guess, strain) is not None) is holds


def test_without_a_guess_nothing_was_missed() -> None:
    assert guessed(marks(1, 1, 1, 1), None, Strain.YES) is None


def test_a_guess_or_a_form_with_a_line_left_out_is_not_compared_by_total() -> None:
    assert guessed(marks(1, 1, 1), GUESS) is None
    assert guessed(marks(1, 1, 1, 1), Guess(marks(9, 9, 9), nothing_got_in_the_way=False)) is None


def test_a_guess_under_the_total_missed_nothing() -> None:
    assert guessed(marks(*HIGH), Guess(marks(1, 1, 1, 1), nothing_got_in_the_way=False)) is None


def test_a_measure_may_have_no_threshold_for_guesses() -> None:
    bare = replace(SESSION, rules=Rules())
    today = marks(1, 1, 1, 1)
    assert find(bare, answered(today), score(bare, today), History(), guess=GUESS) == ()


def noticed(*marked: tuple[float, bool]) -> History:
    """Earlier check-ins, each with all lines at one mark, and whether a sign was noticed at it."""
    past = tuple(Past(scored(mark, mark, mark, mark), noticed=("one-word",) * seen) for mark, seen in marked)
    return History(past, is_first=not past)


@pytest.mark.parametrize(
    ("history", "today", "holds"),
    [
        (noticed(*[(9.0, True)] * 3), 9.0, True),
        (noticed(*[(9.0, True)] * 2), 9.0, False),
        (noticed(*[(9.0, True)] * 4), 9.0, False),
        (noticed((9.0, True), (9.0, False), *[(9.0, True)] * 3), 9.0, True),
        (noticed((9.0, True), (9.0, True), (9.0, False)), 9.0, False),
        (noticed((8.9, True), (9.0, True), (9.0, True)), 9.0, False),
        (noticed(*[(9.0, True)] * 3), 8.9, False),
        (History((*noticed(*[(9.0, True)] * 3).past, Past(scored())), is_first=False), 9.0, True),
    ],
)
def test_signs_beside_high_marks_three_times_are_a_cue_once_a_run(
    history: History, today: float, *, holds: bool
) -> None:
    held = severities(found(marks(*[today] * 4), history))
    assert held.get("signs") == (1 if holds else None)


def test_the_signs_that_were_noticed_are_named_once_each() -> None:
    high, seen = scored(9.5, 9.5, 9.5, 9.5), (("one-word",), ("one-word", "upset"), ("shut-down",))
    history = History(tuple(Past(high, noticed=kinds) for kinds in seen), is_first=False)
    [cue] = [signal for signal in found(marks(*[9.5] * 4), history) if signal.rule == "signs"]
    named = "Short answers, Upset with me, Shut down"
    assert str(why(cue, SESSION, "en")).endswith(f"each of the last 3 times: {named}.")


def test_signs_beside_high_marks_are_silent_beside_anything_worth_asking() -> None:
    history, today = noticed(*[(9.5, True)] * 3), marks(*[9.5] * 4)
    strained = answered(today, strain=Strain.YES)
    assert "signs" not in severities(find(SESSION, strained, score(SESSION, today), history))


@pytest.mark.parametrize(("face", "holds"), [(10, True), (7.5, False)])
def test_a_childs_marks_are_high_where_every_face_is_the_highest(face: float, *, holds: bool) -> None:
    child = catalogue.measure("child-check")
    high, today = score(child, marks(10, 10, 10, 10)), marks(10, 10, 10, face)
    history = History((Past(high, noticed=("one-word",)),) * 3, is_first=False)
    held = severities(find(child, answered(today), score(child, today), history))
    assert ("signs" in held) is holds


def test_a_measure_without_a_rule_for_low_lines_has_none_for_signs() -> None:
    bare = replace(SESSION, rules=Rules())
    today = marks(*[9.5] * 4)
    assert find(bare, answered(today), score(bare, today), noticed(*[(9.5, True)] * 3)) == ()
