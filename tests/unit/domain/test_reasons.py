"""Tests of the sentence that says why: plain, with its figures, fit for the client to read."""

import pytest

from kiosk.domain.answers import Answered, SortedOut, Strain, Talk
from kiosk.domain.history import History, Past
from kiosk.domain.reasons import why
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal, find
from tests.unit.domain.cases import SESSION, answered, marks, past_marks, past_totals, scored, spread

HIGH = marks(10, 10, 10, 10)


def reasons(today: Answered, history: History | None = None) -> dict[str, str]:
    signals = find(SESSION, today, score(SESSION, today.marks), history or History())
    return {signal.rule: why(signal, SESSION, "en") for signal in signals}


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (8.4, "What we worked on: 8.4 (a common cue: 9.0)."),
        (6.0, "What we worked on: 6.0 (our own cue: 7.0)."),
        (4.2, "What we worked on: 4.2 (our own cue: 5.0)."),
    ],
)
def test_a_low_line_says_its_mark_and_whose_cue_it_stands_under(mark: float, reason: str) -> None:
    assert reasons(answered(marks(10, mark, 10, 10)))["line-low"] == reason


@pytest.mark.parametrize(
    ("total", "reason"),
    [(34.5, "34.5 of 40 (a common cue: 36.0)."), (27.9, "27.9 of 40 (our own cue: 30.0).")],
)
def test_a_low_total_says_its_figure_and_whose_cue_it_stands_under(total: float, reason: str) -> None:
    assert reasons(answered(spread(total)))["total-low"] == reason


def test_what_is_usual_for_this_person_is_said_to_be() -> None:
    steady = reasons(answered(marks(9.5, 6, 9.5, 9.5)), past_marks(*[(9.5, 6, 9.5, 9.5)] * 4))
    assert steady == {
        "total-low": "34.5 of 40 (a common cue: 36.0). That is not unusual for this person.",
        "line-low": "What we worked on: 6.0 (our own cue: 7.0). That is not unusual for this person.",
    }


def test_changes_say_both_figures() -> None:
    changed = reasons(answered(marks(9, 5.5, 9, 9)), past_marks(*[(9.5, 9, 9.5, 9.5)] * 3))
    assert changed["drop"] == "32.5 today, 5.0 below last time (37.5)."
    assert changed["line-drop"] == "What we worked on: 9.0 last time, 5.5 today."
    assert changed["own-baseline"] == "32.5 today, usually about 37.5 for this person."


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
        "talk-now": "They would like to talk about it now.",
        "comment": "They added something in their own words.",
        "first-high": "A first session, with every line at 9.8 or above.",
    }


def test_a_declined_form_is_said_in_other_words_the_second_time() -> None:
    once = reasons(answered({}, declined=True))
    often = reasons(answered({}, declined=True), History((Past(scored(), declined=True),)))
    assert once == {"declined": "They chose not to answer today."}
    assert often == {"declined": "They chose not to answer today, 2 of the last 3 times."}


def test_too_little_says_how_much_there_is() -> None:
    assert reasons(answered(marks(9.5))) == {"too-little": "1 of 4 lines are marked: too few to say."}


def test_figures_that_came_back_from_storage_as_whole_numbers_read_the_same() -> None:
    stored = Signal("drop", 2, {"total": 32, "before": 37.5, "lower by": 5})
    assert why(stored, SESSION, "en") == "32.0 today, 5.0 below last time (37.5)."


def test_no_reason_shows_a_label_or_a_source() -> None:
    texts = [
        *reasons(answered(marks(1, 1, 1, 1), words="a"), past_totals(40, 40, 40)).values(),
        *reasons(answered({}, declined=True, safety=True)).values(),
    ]
    assert not [text for text in texts for word in ("risk", "alliance", "Gumz", "SD", "et al", "flag") if word in text]
