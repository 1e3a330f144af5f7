"""Prompts about a form for children speak to whoever answered it as to a child."""

import re

import pytest

from kiosk import catalogue
from kiosk.domain import child_words, phase_words, prompt_words
from kiosk.domain.phase_words import Question
from kiosk.domain.prompt_words import SPLIT, Wording
from kiosk.domain.prompts import REPAIR_STEPS, STEPS_WITH_CHILDREN, Advice, Prompt, choose, no_time_left, steps_of
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal

NOW, LOW = Signal("talk-now", 3, {}), Signal("line-low", 2, {}, "understood")
ADULT_WORDS = {value for value in vars(prompt_words).values() if isinstance(value, Wording)}
ADULT_QUESTIONS = {value for value in vars(phase_words).values() if isinstance(value, Question)}
NOT_FOR_CHILDREN = ("alliance", "mark", "agenda", "method", "session", "understood", "approach")
"""Words of therapists that no child is told."""


def advised(form: str, *signals: Signal, phase: str = "") -> Advice:
    measure = catalogue.measure(form)
    return choose(signals, score(measure, {}), None, None, phase).in_words_for(measure)


def led(form: str, signal: Signal, phase: str = "") -> Prompt:
    lead = advised(form, signal, phase=phase).lead
    assert lead is not None
    return lead


def test_everything_an_adult_is_told_or_asked_has_words_for_a_child_but_what_all_hear_together() -> None:
    assert set(child_words.WORDS) == ADULT_WORDS - {SPLIT}
    assert set(child_words.QUESTIONS) == ADULT_QUESTIONS


def test_only_the_words_that_were_a_childs_from_the_first_are_the_same() -> None:
    assert [words for words, childs in child_words.WORDS.items() if words == childs] == [prompt_words.NOT_GOOD]


@pytest.mark.parametrize("words", child_words.WORDS.values())
def test_a_child_hears_short_sentences_and_no_word_of_the_trade(words: Wording) -> None:
    for said in filter(None, (words.say, words.again, words.ask)):
        assert all(len(sentence.split()) <= 16 for sentence in re.split(r"[.?] ", str(said)))
        assert not any(word in str(said).lower() for word in NOT_FOR_CHILDREN)
    assert words.again != words.say
    assert "why" not in str(words.ask)


def test_two_prompts_for_a_child_that_are_asked_together_never_say_the_same() -> None:
    said = [words.say for words in child_words.WORDS.values()]
    assert sorted({str(words) for words in said if said.count(words) > 1}) == [
        "I'm glad it was good.",
        "You don't have to do it. That's completely okay.",
    ]


@pytest.mark.parametrize("form", ["child-check", "child-week", "first-faces"])
def test_the_forms_for_children_speak_to_a_child(form: str) -> None:
    lead = led(form, NOW)
    assert (str(lead.say), str(lead.ask)) == (
        "You'd like to talk about it. Good, I'd like that too.",
        "Do you want to tell me, or show me?",
    )
    assert steps_of(lead, [NOW, LOW]) == STEPS_WITH_CHILDREN


@pytest.mark.parametrize("form", ["session-check", "felt-understood", "family-check", "group-check", "week-check"])
def test_from_13_on_they_are_spoken_to_as_adults(form: str) -> None:
    lead = led(form, NOW)
    assert (str(lead.ask), steps_of(lead, [NOW, LOW])) == ("Where shall we start?", REPAIR_STEPS)


def test_good_news_and_the_second_prompt_are_in_a_childs_words_too() -> None:
    advice = advised(
        "child-check", Signal("strain", 1, {"sorted": "yes"}), Signal("comment", 1, {}), Signal("repair-seen", 0, {})
    )
    assert advice.also is not None
    assert advice.good is not None
    assert str(advice.also.say) == "I've read what you wrote. Thank you for telling me."
    assert str(advice.good.say) == "It looks as if it's good for you here again."


def test_a_phase_of_the_work_asks_a_child_in_a_childs_words() -> None:
    low = Signal("below-expected", 2, {})
    assert str(led("child-check", low, "ending").ask) == "How is it for you that we say goodbye soon?"
    assert str(led("session-check", low, "ending").ask) == "How is it for you that we're coming to an end?"


def test_when_no_time_is_left_a_child_is_told_so_as_a_child() -> None:
    assert str(no_time_left(to_child=True).ask) == "Shall we start with that next time?"
    assert str(no_time_left(to_child=False).ask) == "May we begin with it next time?"


def test_each_step_of_repair_is_the_same_step_with_a_child() -> None:
    assert [(step.name, step.when) for step in STEPS_WITH_CHILDREN] == [(step.name, step.when) for step in REPAIR_STEPS]
    assert not {step.say for step in STEPS_WITH_CHILDREN} & {step.say for step in REPAIR_STEPS}
