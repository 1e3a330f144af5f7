"""Goals: both sides of the rule, what counts, and when a deadline has gone by."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.goals import OWN, TEMPLATES, counts_marks_from, deadline, own_words, template, understood, words_of
from kiosk.domain.history import History
from kiosk.domain.scoring import score
from kiosk.domain.signals import find
from tests.unit.domain.cases import SESSION, answered, marks, severities

AGREED = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("marks", "met", "words"),
    [
        ((), False, "Not yet: it takes four answers, and there is none so far."),
        ((95, 95, 95), False, "3 of 3 so far. It takes four answers: not yet."),
        ((90, 90, 89, 89), False, "2 of the last 4, not yet."),
        ((90, 90, 90, 0), True, "3 of the last 4."),
        ((0, 0, 90, 90, 90, 90), True, "4 of the last 4."),
        ((90, 90, 90, 90, 0, 0), False, "2 of the last 4, not yet."),
    ],
)
def test_three_of_the_last_four_at_nine_or_more(marks: tuple[int, ...], met: bool, words: str) -> None:  # noqa: FBT001 -- a row of the table
    found = understood(marks)
    assert (found.is_met, str(found.words)) == (met, words)


def test_a_practice_may_count_from_elsewhere() -> None:
    assert understood((84, 85, 85, 85), held_from=85).last == (False, True, True, True)


def test_a_goal_reached_is_good_news_and_alarms_nobody() -> None:
    today = marks(9.5, 9.5, 9.5, 9.5)
    signals = find(SESSION, answered(today), score(SESSION, today), History(), goal_met=understood((90, 0, 90, 95)))
    said = {signal.rule: (signal.severity, signal.figures) for signal in signals}
    assert said["goal-met"] == (0, {"reached": 3.0, "of last": 4.0, "from": 9.0})


def test_without_a_goal_reached_none_is_spoken_of() -> None:
    today = marks(9.5, 9.5, 9.5, 9.5)
    assert "goal-met" not in severities(find(SESSION, answered(today), score(SESSION, today), History()))


def test_only_being_heard_counts_from_the_agreement() -> None:
    counted = {each.id: counts_marks_from(each.id, AGREED) for each in TEMPLATES if each.has_rule}
    assert counted == {"felt-understood": None, "being-heard": AGREED}


def test_every_template_says_something_of_its_own() -> None:
    assert len({str(each.words) for each in TEMPLATES} & {""}) == 0
    assert len({each.id for each in TEMPLATES}) == len({each.words for each in TEMPLATES}) == len(TEMPLATES) == 8


def test_a_goal_of_their_own_has_no_template() -> None:
    assert template(OWN) is None
    assert counts_marks_from(OWN, AGREED) is None


@pytest.mark.parametrize(("visits", "left", "is_over"), [(0, 4, False), (4, 0, False), (5, -1, True)])
def test_visits_run_out_after_the_last(visits: int, left: int, is_over: bool) -> None:  # noqa: FBT001 -- a row of the table
    found = deadline(4, "visits", AGREED, visits, AGREED)
    assert found is not None
    assert (found.left, found.is_over) == (left, is_over)


def test_weeks_run_out_with_the_clock() -> None:
    ends = AGREED + timedelta(weeks=6)
    at_the_end, after = (deadline(6, "weeks", AGREED, 99, ends + timedelta(seconds=late)) for late in (0, 1))
    assert at_the_end is not None
    assert after is not None
    assert (at_the_end.ends_at, at_the_end.is_over, after.is_over) == (ends, False, True)


@pytest.mark.parametrize(("within", "unit"), [(None, "visits"), (None, ""), (4, "")])
def test_without_a_number_or_a_unit_there_is_no_deadline(within: int | None, unit: str) -> None:
    assert deadline(within, unit, AGREED, 3, AGREED) is None


@pytest.mark.parametrize("kept", ["", "Felt understood in 3 of 4 sessions."])
def test_a_goal_from_a_template_has_its_words_in_every_language_however_it_was_kept(kept: str) -> None:
    found = template("felt-understood")
    assert found is not None
    assert own_words(found.id, kept) == ""
    assert words_of(found.id, kept) is found.words


@pytest.mark.parametrize("kind", [OWN, "felt-understood", "gone"])
def test_a_goals_own_words_stay_as_they_were_typed(kind: str) -> None:
    assert own_words(kind, "Less noise.") == words_of(kind, "Less noise.") == "Less noise."
