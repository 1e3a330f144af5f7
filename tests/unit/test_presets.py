"""Kinds of work and phases: what goes with each, and words that a therapist could honestly say."""

import pytest

from kiosk.domain.introductions import introductions
from kiosk.domain.presets import INDIVIDUAL, PHASES, PRESETS, ROUTINE, hand_over, preset

MOST_WORDS = 260
"""Two minutes of unhurried speech."""
SENTENCE = 32


def said(preset_id: str) -> str:
    return " ".join(str(paragraph) for words in introductions(preset_id) for paragraph in words.paragraphs)


def test_there_are_seven_kinds_of_work_and_four_phases() -> None:
    assert list(PRESETS) == ["individual", "couple", "family", "group", "telehealth", "addiction", "mandated"]
    assert list(PHASES) == ["engagement", "exploration", "working", "ending"]


def test_individual_work_leaves_form_and_place_as_they_were() -> None:
    assert (preset(INDIVIDUAL).measure, preset(INDIVIDUAL).place, preset(INDIVIDUAL).strain) == (None, None, False)


@pytest.mark.parametrize(
    ("kind", "measure"), [("couple", "family-check"), ("family", "family-check"), ("group", "group-check")]
)
def test_several_people_have_the_form_worded_for_several(kind: str, measure: str) -> None:
    assert preset(kind).measure == measure


def test_a_family_has_a_form_for_its_children() -> None:
    assert preset("family").child_measure == "child-check"


def test_a_call_is_held_on_a_call() -> None:
    assert preset("telehealth").place == "telehealth"


def test_a_kind_no_longer_known_counts_as_individual() -> None:
    assert preset("séance") is PRESETS[INDIVIDUAL]


def test_a_routine_hand_over_is_short_and_says_when() -> None:
    assert str(hand_over(INDIVIDUAL, "", first=False)) == (
        "Before you go, I'd like to know how today was for you. "
        "It takes a minute, and we can talk about it straight away."
    )


def test_a_first_hand_over_explains_itself_whatever_the_phase() -> None:
    assert hand_over("couple", "ending", first=True) == hand_over("couple", "", first=True)
    assert "leave whatever you like" in str(hand_over("couple", "", first=True))


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_says_something_of_its_own(phase: str) -> None:
    said = str(hand_over(INDIVIDUAL, phase, first=False))
    assert said.endswith(str(PHASES[phase].adds))
    assert str(ROUTINE) not in said


@pytest.mark.parametrize("kind", PRESETS)
def test_handing_over_takes_a_breath_or_two(kind: str) -> None:
    said = [str(hand_over(kind, phase, first=first)) for phase in ["", *PHASES] for first in (True, False)]
    assert max(len(words.split()) for words in said) <= 36


@pytest.mark.parametrize("kind", PRESETS)
def test_every_introduction_fits_into_two_minutes(kind: str) -> None:
    for words in introductions(kind):
        assert len(" ".join(map(str, words.paragraphs)).split()) <= MOST_WORDS


@pytest.mark.parametrize("kind", PRESETS)
def test_every_kind_has_words_for_a_first_and_for_every_other_time(kind: str) -> None:
    occasions = [words.occasion for words in introductions(kind)]
    assert occasions[0] == ("family" if kind == "family" else "first")
    assert "routine" in occasions


def test_a_family_has_words_for_its_children_too() -> None:
    assert [words.occasion for words in introductions("family")] == ["family", "child", "routine"]


@pytest.mark.parametrize("kind", PRESETS)
def test_every_first_introduction_says_who_sees_it_and_that_it_may_be_left(kind: str) -> None:
    first = " ".join(map(str, introductions(kind)[0].paragraphs))
    assert "I see" in first
    assert "leave out any part, or all of it" in first


@pytest.mark.parametrize("kind", PRESETS)
def test_no_sentence_to_be_said_is_too_long_to_say(kind: str) -> None:
    sentences = said(kind).replace("?", ".").replace("!", ".").split(". ")
    assert [sentence for sentence in sentences if len(sentence.split()) > SENTENCE] == []


@pytest.mark.parametrize("kind", [kind for kind in PRESETS if PRESETS[kind].particular])
def test_what_is_particular_is_said_before_the_last_word_of_a_first_introduction(kind: str) -> None:
    assert introductions(kind)[0].paragraphs[-2] == PRESETS[kind].particular


def test_mandated_work_warns_to_promise_only_what_holds() -> None:
    assert "only if it holds" in str(preset("mandated").care)


@pytest.mark.parametrize("kind", PRESETS)
def test_nothing_asks_for_a_good_mark(kind: str) -> None:
    assert not any(word in said(kind).lower() for word in ("score", "rating", "five stars", "honest", "survey"))
