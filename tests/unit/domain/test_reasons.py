"""Tests of the sentence that says why: plain, with its figures, fit for the client to read."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain.answers import Answered, SortedOut, Strain, Talk
from kiosk.domain.goals import understood
from kiosk.domain.history import History, Past
from kiosk.domain.reasons import why
from kiosk.domain.scoring import score
from kiosk.domain.signals import Guess, Signal, find
from tests.unit.domain.cases import SESSION, answered, marks, past_marks, past_totals, scored, spread

HIGH = marks(10, 10, 10, 10)
UNNOTICED = "They marked that something got in the way, which you had not noticed."
GUESSED = "You guessed 36.0; they marked 28.0. Our cue is a difference of 6."
CHILD = catalogue.measure("child-check")


def reasons(today: Answered, history: History | None = None) -> dict[str, str]:
    signals = find(SESSION, today, score(SESSION, today.marks), history or History())
    return {signal.rule: str(why(signal, SESSION, "en")) for signal in signals}


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (8.4, "What we worked on: 8.4, below a common cue of 9."),
        (6.0, "What we worked on: 6.0, below our cue of 7."),
        (4.2, "What we worked on: 4.2, below our cue of 5."),
    ],
)
def test_a_low_line_says_its_mark_and_whose_cue_it_stands_under(mark: float, reason: str) -> None:
    assert reasons(answered(marks(10, mark, 10, 10)))["line-low"] == reason


@pytest.mark.parametrize(
    ("total", "reason"),
    [(34.5, "34.5 of 40, below a common cue of 36."), (27.9, "27.9 of 40, below our cue of 30.")],
)
def test_a_low_total_says_its_figure_and_whose_cue_it_stands_under(total: float, reason: str) -> None:
    assert reasons(answered(spread(total)))["total-low"] == reason


def test_what_is_usual_for_this_person_is_said_to_be() -> None:
    steady = reasons(answered(marks(9.5, 6, 9.5, 9.5)), past_marks(*[(9.5, 6, 9.5, 9.5)] * 4))
    assert steady == {
        "total-low": "34.5 of 40, below a common cue of 36. That is not unusual for this person.",
        "line-low": "What we worked on: 6.0, below our cue of 7. That is not unusual for this person.",
    }


def test_nothing_is_called_usual_where_today_is_lower_than_usual() -> None:
    lower = reasons(answered(spread(35.0)), past_totals(37.5, 38.0, 37.0, 37.5))
    assert (
        lower["below-expected"]
        == "35.0 today, usually about 37.5 for this person. Our cue for this person is 35.0 or less."
    )
    assert lower["total-low"] == "35.0 of 40, below a common cue of 36."


def test_nothing_is_called_usual_where_there_is_no_total_to_tell() -> None:
    said = reasons(answered(marks(9.8, 9.8, 5.0, None)), past_marks(*[(9.8, None, 6.0, 9.8)] * 3))
    assert said == {"line-low": "How we worked: 5.0, at our cue of 5."}


def test_what_is_compared_with_something_older_is_not_said_to_be_of_last_time() -> None:
    history = past_marks((9.5, 9.5, 9.5, 9.5), (None, 9.5, 9.5, 9.5))
    changed = reasons(answered(marks(7, 9.5, 9.5, 9.5)), history)
    assert changed["drop"] == "35.5 today, 2.5 below their last total (38.0)."
    assert (
        changed["line-below-expected"]
        == "Being understood: 7.0 today, last time 9.5. Our cue for this person is 8.0 or less."
    )
    declined = History((*past_totals(38.0).past, Past(scored())), is_first=False)
    assert reasons(answered(spread(34.0)), declined)["drop"] == "34.0 today, 4.0 below last time (38.0)."


def test_changes_say_both_figures() -> None:
    changed = reasons(answered(marks(9, 5.5, 9, 9)), past_marks(*[(9.5, 9, 9.5, 9.5)] * 3))
    assert changed["drop"] == "32.5 today, 5.0 below last time (37.5)."
    assert (
        changed["line-below-expected"]
        == "What we worked on: 5.5 today, usually about 9.0. Our cue for this person is 7.5 or less."
    )
    assert (
        changed["below-expected"]
        == "32.5 today, usually about 37.5 for this person. Our cue for this person is 34.8 or less."
    )


def test_after_one_time_nothing_is_called_usual() -> None:
    changed = reasons(answered(spread(33.0)), past_totals(38.0))
    assert changed["below-expected"] == "33.0 today, last time 38.0. Our cue for this person is 34.9 or less."


def test_across_a_long_gap_it_says_when_last_time_was() -> None:
    history = replace(past_totals(38.0), today=date(2026, 9, 1))
    before = replace(history, past=tuple(replace(past, day=date(2026, 3, 9)) for past in history.past))
    changed = reasons(answered(spread(33.0)), before)
    assert changed["below-expected"].startswith("33.0 today, last time 38.0. ")
    assert changed["below-expected"].endswith(" Last time was on 9 March 2026.")
    assert changed["drop"] == "33.0 today, 5.0 below last time (38.0). Last time was on 9 March 2026."


def test_what_stays_low_says_its_cue() -> None:
    low = reasons(answered(marks(9, 2, 9, 9)), past_marks(*[(9, 2, 9, 9)] * 5))
    assert low["floor"] == "What we worked on: 2.0, below our cue of 5."
    edge = reasons(answered(marks(9, 5, 9, 9)), past_marks(*[(9, 5, 9, 9)] * 5))
    assert edge["floor"] == "What we worked on: 5.0, at our cue of 5."
    even = reasons(answered(spread(29.9)), past_totals(*[29.9] * 5))
    assert even["floor"] == "29.9 of 40, below our cue of 30."


def test_a_line_that_leads_from_near_the_lowest_says_what_the_lowest_is() -> None:
    said = reasons(answered(marks(7.2, 9.5, 9.5, 6.8)))["line-low"]
    assert said == "Being understood: 7.2, close to the lowest line. Overall: 6.8, below our cue of 7."


@pytest.mark.parametrize(
    ("strain", "sorted_out", "reason"),
    [
        (Strain.YES, None, "They marked that something got in the way, and that it is not sorted out yet."),
        (Strain.PARTLY, SortedOut.YES, "They marked that something partly got in the way, and that it is sorted out."),
    ],
)
def test_strain_is_said_as_they_marked_it(strain: Strain, sorted_out: SortedOut | None, reason: str) -> None:
    assert reasons(answered(HIGH, strain=strain, sorted_out=sorted_out))["strain"] == reason


def test_what_they_said_outright_is_said_outright() -> None:
    said = reasons(answered(HIGH, talk=Talk.NOW, safety=True, words="a word"))
    assert said == {
        "safety": "They tapped that they need help staying safe.",
        "talk-now": "They answered that they want to talk about it right away.",
        "comment": "They added something in their own words.",
        "first-high": "A first answer, with every line at 9.8 or above.",
    }


def test_a_declined_form_is_said_in_other_words_the_second_time() -> None:
    once = reasons(answered({}, declined=True))
    often = reasons(answered({}, declined=True), History(lately=(False, True)))
    twice = reasons(answered({}, declined=True), History(lately=(True,)))
    assert once == {"declined": "They chose not to answer today."}
    assert often == {"declined": "They chose not to answer today, 2 of the last 3 times."}
    assert twice == {"declined": "They chose not to answer today, 2 of the last 2 times."}
    stored = Signal("declined", 1, {"of last three": 2})
    assert str(why(stored, SESSION, "en")) == "They chose not to answer today, 2 of the last 3 times."


def test_too_little_says_how_much_there_is() -> None:
    assert reasons(answered(marks(9.5))) == {"too-little": "1 of 4 lines are marked: too few to say."}


def test_series_say_where_they_began() -> None:
    low = reasons(answered(spread(35.0)), past_totals(35.0, 35.0, 35.0))
    assert low["persistent-low"] == "The last 4 totals were all below a common cue of 36."
    high = reasons(answered(HIGH), past_totals(40.0, 40.0))
    assert high["ceiling"] == "Every line at 9.8 or above, 3 times running."


def test_a_repair_and_its_lack_say_what_they_are_measured_by() -> None:
    back = reasons(answered(spread(37.5)), past_totals(38.0, 38.0, 33.0))
    assert back["repair-seen"] == "37.5 today, about as before the dip (38.0)."
    not_back = reasons(answered(spread(34.0)), past_totals(38.0, 38.0, 33.0, 34.0, 31.0))
    assert not_back["unrepaired"] == "3 times since the dip, and not back at 38.0 yet."


@pytest.mark.parametrize(
    ("today", "guess", "reason"),
    [
        ((7, 7, 7, 7), Guess(marks(9, 9, 9, 9), nothing_got_in_the_way=False), GUESSED),
        ((9, 9, 9, 9), Guess({}, nothing_got_in_the_way=True), UNNOTICED),
        (
            (7, 7, 7, 7),
            Guess(marks(9, 9, 9, 9), nothing_got_in_the_way=True),
            f"{UNNOTICED} {GUESSED}",
        ),
    ],
)
def test_what_was_missed_is_said_without_reproach(today: tuple[float, ...], guess: Guess, reason: str) -> None:
    check_in = answered(marks(*today), strain=Strain.YES)
    signals = find(SESSION, check_in, scored(*today), History(), guess=guess)
    assert [str(why(signal, SESSION, "en")) for signal in signals if signal.rule == "missed"] == [reason]


def test_a_goal_and_a_straight_line_say_their_figures() -> None:
    today, history = marks(9.2, 9.2, 9.2, 9.2), past_marks(*[(9.1,)] * 3)
    goal = understood((91, 91, 91, 92))
    signals = find(SESSION, answered(today), score(SESSION, today), history, took_s=3.2, goal_met=goal)
    said = {signal.rule: str(why(signal, SESSION, "en")) for signal in signals}
    assert said["goal-met"] == "4 of the last 4 times they marked 9.0 or more for being understood."
    assert said["straight-line"] == "All lines alike, sent 3.2 seconds after the form was shown."


def test_figures_that_came_back_from_storage_as_whole_numbers_read_the_same() -> None:
    stored = Signal("drop", 0, {"total": 32, "before": 37.5, "lower by": 5})
    assert str(why(stored, SESSION, "en")) == "32.0 today, 5.0 below last time (37.5)."


@pytest.mark.parametrize(("language", "words"), [("en", ("Mostly", "No")), ("de", ("Meistens", "Nein"))])
def test_a_childs_answer_is_said_in_the_words_under_the_faces(language: str, words: tuple[str, str]) -> None:
    low = Signal("line-low", 3, {"mark": 0.0, "cue": 0.1, "cue from": "ours"}, "understood")
    once = Signal("line-below-expected", 2, {"mark": 0, "usual": 7.5, "earlier": 1}, "understood")
    often = Signal("line-below-expected", 2, {"mark": 0, "usual": 8.1, "earlier": 4}, "understood")
    floor = Signal("floor", 1, {"mark": 0.0}, "understood")
    label, (before, now) = CHILD.item("understood").texts[language].label, words
    assert str(why(low, CHILD, language)) == f"{label}: “{now}”."
    assert str(why(floor, CHILD, language)) == f"{label}: “{now}”."
    assert str(why(once, CHILD, language)) == f"{label}: “{before}” last time, “{now}” today."
    assert str(why(often, CHILD, language)) == f"{label}: usually “{before}”, “{now}” today."


def test_no_reason_shows_a_label_or_a_source() -> None:
    texts = [
        *reasons(answered(marks(1, 1, 1, 1), words="a"), past_totals(40, 40, 40)).values(),
        *reasons(answered({}, declined=True, safety=True)).values(),
    ]
    assert not [text for text in texts for word in ("risk", "alliance", "Gumz", "SD", "et al", "flag") if word in text]
