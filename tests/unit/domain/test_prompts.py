"""Tests of what the therapist is offered: which prompt leads, which comes along, in which words."""

import pytest

from kiosk.domain import prompt_words
from kiosk.domain.answers import Talk
from kiosk.domain.prompt_words import BY_PLACE, Wording, wording
from kiosk.domain.prompts import HEADINGS, REPAIR_STEPS, Advice, choose, choose_for_visit
from kiosk.domain.scoring import Score
from kiosk.domain.signals import ORDER, Signal
from tests.unit.domain.cases import scored

COMPLETE = scored(9.5, 9.5, 9.5, 9.5)
COMMENT = Signal("comment", 1, {})
TOTAL_LOW = Signal("total-low", 2, {})
DROP = Signal("drop", 2, {})
FIRST_HIGH = Signal("first-high", 0, {})
NOT_SORTED = Signal("strain", 2, {"strain": "yes", "sorted": "not-yet"})
SORTED = Signal("strain", 1, {"strain": "yes", "sorted": "yes"})

NOT_BETTER = Signal("unrepaired", 2, {})
LASTING_LOW = Signal("persistent-low", 2, {})
MONTH = "waiting another month"
APART = Signal("apart-from-group", 2, {})


def line_low(item: str, severity: int) -> Signal:
    return Signal("line-low", severity, {}, item)


def declined(of_last_three: float) -> Signal:
    return Signal("declined", 1, {"of last three": of_last_three})


def advised(*signals: Signal, score: Score = COMPLETE, talk: Talk | None = None, last: str | None = None) -> Advice:
    return choose(signals, score, talk, last)


@pytest.mark.parametrize(
    ("signal", "say", "avoid"),
    [
        (line_low("understood", 1), "Thank you. I think I missed something today.", "explaining what I meant"),
        (line_low("understood", 2), "Thank you. I think I missed something today.", "explaining what I meant"),
        (line_low("understood", 3), "I'm sorry. It sounds as if you were on your own with that.", "asking for proof"),
        (line_low("topics", 3), "We may have spent our time on the wrong thing.", "defending the agenda"),
        (line_low("approach", 1), "The way I worked may not have suited you.", "selling the method"),
        (
            line_low("overall", 1),
            "Something about today didn't sit right, and I'd like to know.",
            "guessing the reason",
        ),
        (
            line_low("belonging", 1),
            "Something about today didn't sit right, and I'd like to know.",
            "guessing the reason",
        ),
        (COMMENT, "I've read what you wrote, and I'm glad you told me.", "reading it aloud to others"),
        (Signal("talk-now", 3, {}), "You'd like to talk about it, and I'd like that too.", "looking at the clock"),
        (TOTAL_LOW, "Thank you for marking it as it was.", "asking for a higher mark"),
        (DROP, "Today seems to have been different from other times.", "quoting numbers"),
        (
            Signal("line-drop", 2, {}, "topics"),
            "Today seems to have been different from other times.",
            "quoting numbers",
        ),
        (Signal("own-baseline", 1, {}), "Today seems to have been different from other times.", "quoting numbers"),
        (Signal("own-range", 2, {}), "Today seems to have been different from other times.", "quoting numbers"),
        (Signal("near-range", 1, {}), "I have a feeling we've been drifting a little.", "alarm"),
        (Signal("slide", 1, {}), "I have a feeling we've been drifting a little.", "alarm"),
        (Signal("ceiling", 1, {}), "I'm glad it felt right.", "asking whether they are sure"),
        (Signal("missed", 2, {}), "I hadn't noticed, so I'm glad you marked it.", "surprise as reproach"),
        (NOT_BETTER, "We've been at this a while without it getting better, and I take that seriously.", MONTH),
        (LASTING_LOW, "We've been at this a while without it getting better, and I take that seriously.", MONTH),
        (declined(1.0), "It's fine that you left it.", "pressing"),
        (declined(2.0), "It's fine to leave it, as often as you like.", "pressing"),
        (NOT_SORTED, "Something got in the way between us, and I want to own my part.", "interpreting"),
        (SORTED, "I noticed we had a bump and found our way back.", "re-opening it"),
    ],
)
def test_each_signal_has_its_words(signal: Signal, say: str, avoid: str) -> None:
    lead = advised(signal).lead
    assert lead is not None
    assert (str(lead.say), str(lead.avoid), lead.item) == (say, avoid, signal.item)


def test_safety_puts_the_form_away_and_leaves_the_question_to_the_practice() -> None:
    advice = advised(Signal("safety", 3, {}), TOTAL_LOW, talk=Talk.NO)
    assert (advice.kind, advice.also, advice.soft) == ("safety", None, False)
    assert advice.lead is not None
    assert (str(advice.lead.say), advice.lead.ask) == ("Let's put the form away. Are you safe right now?", None)


def test_the_gravest_leads_and_one_more_comes_along() -> None:
    advice = advised(COMMENT, SORTED, line_low("topics", 3), TOTAL_LOW)
    assert advice.lead is not None
    assert advice.also is not None
    assert (advice.kind, advice.lead.rule, advice.also.rule) == ("prompt", "line-low", "total-low")


def test_among_equals_the_written_order_leads() -> None:
    advice = advised(TOTAL_LOW, line_low("topics", 2), line_low("understood", 2), NOT_SORTED)
    assert advice.lead is not None
    assert advice.also is not None
    assert (advice.lead.rule, advice.also.item) == ("strain", "understood")


def test_the_second_prompt_never_says_the_same_again() -> None:
    advice = advised(Signal("own-baseline", 2, {}), DROP, Signal("line-drop", 2, {}, "topics"), COMMENT)
    assert advice.also is not None
    assert advice.also.rule == "comment"


def test_one_signal_alone_has_no_second_prompt() -> None:
    assert advised(DROP).also is None


def test_what_is_shown_and_not_asked_is_no_second_prompt() -> None:
    assert advised(COMMENT, FIRST_HIGH, Signal("drop", 0, {})).also is None


def test_a_rule_that_led_last_time_too_says_still() -> None:
    lead = advised(line_low("understood", 1), last="line-low").lead
    assert lead is not None
    assert (lead.still, str(lead.say)) == (True, "Thank you. I think I am still missing something.")


@pytest.mark.parametrize(("last", "still"), [("strain (sorted)", False), ("strain (not sorted)", True)])
def test_what_was_sorted_out_last_time_is_not_still_in_the_way(last: str, *, still: bool) -> None:
    lead = advised(Signal("strain", 2, {"strain": "yes", "sorted": "not-yet"}), last=last).lead
    assert lead is not None
    assert lead.still is still


def test_another_rule_than_last_time_does_not_say_still() -> None:
    lead = advised(line_low("understood", 1), last="total-low").lead
    assert lead is not None
    assert not lead.still


@pytest.mark.parametrize("words", [value for value in vars(prompt_words).values() if isinstance(value, Wording)])
def test_the_words_for_a_second_time_are_other_words_and_say_still(words: Wording) -> None:
    assert "still" in str(words.still).lower()
    assert "still" not in str(words.say).lower()


def test_no_need_to_talk_softens_the_frame_and_hides_nothing() -> None:
    soft, plain = advised(DROP, talk=Talk.NO), advised(DROP, talk=Talk.NEXT)
    assert (soft.soft, plain.soft) == (True, False)
    assert (soft.kind, soft.lead) == (plain.kind, plain.lead)


@pytest.mark.parametrize("signals", [(), (Signal("drop", 0, {}),), (Signal("total-low", 0, {}), line_low("topics", 0))])
def test_no_concern_is_said_where_a_total_exists_and_nothing_is_worth_a_word(signals: tuple[Signal, ...]) -> None:
    assert advised(*signals) == Advice("no-concern", None, None, soft=False)


def test_a_high_first_visit_is_no_concern_with_a_hint() -> None:
    advice = advised(FIRST_HIGH)
    assert (advice.kind, advice.lead) == ("no-concern", None)
    assert advice.also is not None
    assert str(advice.also.say) == "Thanks. You don't know me yet, so it may be hard to say."


@pytest.mark.parametrize(
    ("rule", "say"),
    [
        ("repair-seen", "It feels as if we're back on the same track."),
        ("goal-met", "You've told me three times out of four that you felt understood."),
    ],
)
def test_good_news_stands_beside_no_concern(rule: str, say: str) -> None:
    advice = advised(Signal(rule, 0, {}))
    assert advice.kind == "no-concern"
    assert advice.also is not None
    assert str(advice.also.say) == say


def test_of_two_good_news_the_first_in_the_written_order_is_said() -> None:
    advice = advised(Signal("goal-met", 0, {}), Signal("repair-seen", 0, {}))
    assert advice.also is not None
    assert advice.also.rule == "repair-seen"


def test_a_drift_and_its_slide_are_said_once() -> None:
    assert advised(Signal("near-range", 1, {}), Signal("slide", 1, {})).also is None


@pytest.mark.parametrize(
    ("signals", "say", "avoid"),
    [
        (
            [Signal("split", 2, {})],
            "I'd like this to be useful for each of you, and I don't think I managed it evenly today.",
            "naming who marked what",
        ),
        ([APART], "I wanted to check how the group was for you.", "raising it in the circle"),
        ([APART, Signal("split", 2, {})], "I'd like this to be useful for each of you", "naming who marked what"),
    ],
)
def test_a_visit_of_several_has_a_prompt_that_names_nobody(signals: list[Signal], say: str, avoid: str) -> None:
    prompt = choose_for_visit(signals)
    assert prompt is not None
    assert (str(prompt.say).startswith(say), str(prompt.avoid), prompt.item) == (True, avoid, None)


def test_a_visit_of_several_with_nothing_found_has_no_prompt() -> None:
    assert choose_for_visit([]) is None


def test_when_there_is_no_time_left_it_is_left_for_next_time() -> None:
    assert str(prompt_words.NO_TIME_LEFT.ask) == "May we begin with it next time?"


def test_every_rule_that_can_ask_has_words() -> None:
    only_shown = {"too-little", "straight-line"}
    assert {"line-low (understood)", "line-low (others)", "declined", *BY_PLACE} == set(ORDER) - only_shown


def test_some_lines_without_a_total_are_not_enough_to_say() -> None:
    assert advised(Signal("too-little", 0, {}), score=scored(9.5)).kind == "not-enough"


def test_an_answer_without_any_line_is_noted() -> None:
    assert advised(score=scored(), talk=Talk.NEXT).kind == "noted"


def test_every_severity_that_asks_has_a_heading() -> None:
    said = [str(HEADINGS[severity]) for severity in (1, 2, 3)]
    assert said == ["Worth a word", "Worth asking before they go", "Worth making time for now"]


def test_the_steps_of_repair_are_five() -> None:
    assert str(REPAIR_STEPS[0]) == "Acknowledge"
    assert len(REPAIR_STEPS) == 5


def test_a_rule_without_words_is_an_error_and_not_an_empty_prompt() -> None:
    with pytest.raises(KeyError):
        wording(Signal("straight-line", 0, {}))
