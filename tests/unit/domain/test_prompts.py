"""Tests of what the therapist is offered: which prompt leads, which comes along, in which words."""

import pytest

from kiosk.domain import prompt_words
from kiosk.domain.answers import Talk
from kiosk.domain.prompt_words import BY_PLACE, Wording, wording
from kiosk.domain.prompts import HEADINGS, REPAIR_STEPS, Advice, choose, choose_for_visit, steps_of
from kiosk.domain.scoring import Score
from kiosk.domain.signals import ORDER, Signal
from tests.unit.domain.cases import scored

COMPLETE = scored(9.5, 9.5, 9.5, 9.5)
COMMENT = Signal("comment", 1, {})
NOW = Signal("talk-now", 3, {})
TOTAL_LOW = Signal("total-low", 2, {})
LOWER = Signal("below-expected", 2, {})
FIRST_HIGH = Signal("first-high", 0, {})
NOT_SORTED = Signal("strain", 2, {"strain": "yes", "sorted": "not-yet"})
SORTED = Signal("strain", 1, {"strain": "yes", "sorted": "yes"})

NOT_BETTER = Signal("unrepaired", 2, {})
STEADY_LOW = Signal("persistent-low", 1, {"steady": "yes"})
LASTING_LOW = Signal("persistent-low", 1, {"steady": "no"})
MONTH = "waiting another month"
LESS_OR_MORE = "asking for a higher mark"
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
        (line_low("understood", 1), "Was there a moment when I didn't quite get you?", "explaining what I meant"),
        (line_low("understood", 2), "Thank you. I think I missed something today.", "explaining what I meant"),
        (line_low("understood", 3), "I'm sorry. It sounds as if you were on your own with that.", "asking for proof"),
        (line_low("topics", 3), "We may have spent our time on the wrong thing.", "defending the agenda"),
        (line_low("topics", 1), "Was there something we didn't get to today?", "defending the agenda"),
        (line_low("approach", 2), "The way I worked may not have suited you.", "selling the method"),
        (
            line_low("approach", 1),
            "Was there something in how we worked that didn't quite suit you?",
            "selling the method",
        ),
        (line_low("overall", 1), "Was there something about today that wasn't quite right?", "guessing the reason"),
        (
            line_low("overall", 2),
            "Something about today didn't sit right, and I'd like to know.",
            "guessing the reason",
        ),
        (
            line_low("belonging", 2),
            "Something about today didn't sit right, and I'd like to know.",
            "guessing the reason",
        ),
        (COMMENT, "I've read what you wrote, and I'm glad you told me.", "reading it aloud to others"),
        (Signal("talk-now", 3, {}), "You'd like to talk about it, and I'd like that too.", "looking at the clock"),
        (TOTAL_LOW, "Thank you for marking it as it was.", LESS_OR_MORE),
        (
            Signal("total-low", 3, {}),
            "Thank you for showing me. It looks as if today wasn't what you needed.",
            LESS_OR_MORE,
        ),
        (
            Signal("below-expected", 3, {}),
            "Today seems to have been very different from other times, and I don't want to pass over that.",
            "quoting numbers",
        ),
        (LOWER, "Today seems to have been different from other times.", "quoting numbers"),
        (
            Signal("line-below-expected", 2, {}, "topics"),
            "Today seems to have been different from other times.",
            "quoting numbers",
        ),
        (Signal("floor", 1, {}), "These have been low for a while.", LESS_OR_MORE),
        (Signal("floor", 1, {"lately": "yes"}), "Thank you for showing me this.", LESS_OR_MORE),
        (Signal("face-low", 1, {}, "here"), "Thank you for showing me.", "cheering them up"),
        (Signal("ceiling", 1, {}), "I'm glad it felt right.", "asking whether they are sure"),
        (Signal("missed", 2, {}), "I hadn't noticed, so I'm glad you marked it.", "surprise as reproach"),
        (
            NOT_BETTER,
            "Something shifted a few sessions ago, and I'm not sure it's right again yet.",
            MONTH,
        ),
        (STEADY_LOW, "Your marks have been much the same for a while.", MONTH),
        (LASTING_LOW, "For a while, your marks have been higher at some times and lower at others.", MONTH),
        (declined(1.0), "It's completely fine to skip it.", "asking why"),
        (declined(2.0), "It's completely fine to skip it.", "pressing"),
        (declined(3.0), "It's fine to skip it, as often as you like.", "pressing"),
        (NOT_SORTED, "Something got in the way between us, and I want to own my part.", "interpreting"),
        (SORTED, "Thank you for telling me we hit a bump.", "re-opening it"),
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
    advice = advised(LOWER, Signal("line-below-expected", 2, {}, "topics"), COMMENT)
    assert advice.also is not None
    assert advice.also.rule == "comment"


def test_one_signal_alone_has_no_second_prompt() -> None:
    assert advised(LOWER).also is None


def test_what_is_shown_and_not_asked_is_no_second_prompt() -> None:
    assert advised(COMMENT, FIRST_HIGH, Signal("drop", 0, {})).also is None


def test_a_rule_that_led_last_time_too_has_other_words() -> None:
    lead = advised(line_low("understood", 2), last="line-low").lead
    assert lead is not None
    assert (lead.still, str(lead.say)) == (True, "I'm glad you keep telling me. I think I missed something today.")


def test_what_has_no_other_words_is_said_once_more() -> None:
    lead = advised(Signal("safety", 3, {}), last="safety").lead
    assert lead is not None
    assert (lead.still, str(lead.say)) == (True, "Let's put the form away. Are you safe right now?")


@pytest.mark.parametrize(("times", "asks"), [(1.0, None), (2.0, "Is there a better way for me to ask?"), (3.0, None)])
def test_whoever_declines_is_asked_about_it_at_the_second_of_three_alone(times: float, asks: str | None) -> None:
    lead = advised(declined(times)).lead
    assert lead is not None
    assert (str(lead.ask) if lead.ask else None) == asks


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
def test_the_words_for_a_second_time_are_others_and_blame_nobody_with_still(words: Wording) -> None:
    assert words.again != words.say
    assert "still" not in f"{words.again} {words.say}"


def test_no_need_to_talk_softens_the_frame_and_hides_nothing() -> None:
    soft, plain = advised(LOWER, talk=Talk.NO), advised(LOWER)
    assert (soft.soft, plain.soft) == (True, False)
    assert (soft.kind, soft.lead) == (plain.kind, plain.lead)


@pytest.mark.parametrize("signals", [(), (Signal("drop", 0, {}),), (Signal("total-low", 0, {}), line_low("topics", 0))])
def test_no_concern_is_said_where_a_total_exists_and_nothing_is_worth_a_word(signals: tuple[Signal, ...]) -> None:
    assert advised(*signals) == Advice("no-concern", None, None, soft=False)


def test_a_client_who_wants_to_talk_next_time_is_asked_nothing_today() -> None:
    advice = advised(line_low("topics", 3), LOWER, talk=Talk.NEXT)
    assert advice.lead is not None
    assert advice.also is not None
    assert advice.soft
    assert str(advice.lead.say) == "We may have spent our time on the wrong thing."
    assert {str(advice.lead.ask), str(advice.also.ask)} == {"May we begin with it next time?"}


def test_help_staying_safe_never_waits_for_next_time() -> None:
    lead = advised(Signal("safety", 3, {}), talk=Talk.NEXT).lead
    assert lead is not None
    assert not lead.later


@pytest.mark.parametrize(
    ("rule", "say", "ask"),
    [
        ("first-high", "I'm glad.", "How will you let me know if I get it wrong?"),
        ("repair-seen", "It feels as if we're back on the same track.", "What made the difference?"),
        (
            "goal-met",
            "Lately, you've often told me that you felt understood.",
            "Is that still the right thing to aim for?",
        ),
    ],
)
@pytest.mark.parametrize("beside", [(), (COMMENT,), (LOWER, COMMENT), (line_low("topics", 3),)])
def test_good_news_stands_beside_whatever_else_is_found(
    rule: str, say: str, ask: str, beside: tuple[Signal, ...]
) -> None:
    advice = advised(Signal(rule, 0, {}), *beside)
    assert advice.kind == ("prompt" if beside else "no-concern")
    assert advice.good is not None
    assert (str(advice.good.say), str(advice.good.ask)) == (say, ask)


def test_beside_a_call_for_help_there_is_no_good_news() -> None:
    assert advised(Signal("safety", 3, {}), Signal("goal-met", 0, {})).good is None


def test_of_two_good_news_the_first_in_the_written_order_is_said() -> None:
    advice = advised(Signal("goal-met", 0, {}), Signal("repair-seen", 0, {}))
    assert advice.good is not None
    assert advice.good.rule == "repair-seen"


@pytest.mark.parametrize(
    ("signals", "say", "avoid"),
    [
        (
            [Signal("split", 2, {})],
            "Is there something each of you wants more room for?",
            "naming who marked what, or asking this only when the marks differ",
        ),
        ([APART], "I wanted to check how the group was for you.", "raising it in the circle"),
        (
            [APART, Signal("split", 2, {})],
            "Is there something each of you wants more room for?",
            "naming who marked what, or asking this only when the marks differ",
        ),
    ],
)
def test_a_visit_of_several_has_a_prompt_that_names_nobody(signals: list[Signal], say: str, avoid: str) -> None:
    prompt = choose_for_visit(signals)
    assert prompt is not None
    assert (str(prompt.say), str(prompt.avoid), prompt.item) == (say, avoid, None)


def test_a_visit_of_several_with_nothing_found_has_no_prompt() -> None:
    assert choose_for_visit([]) is None


def test_when_there_is_no_time_left_it_is_left_for_next_time() -> None:
    assert str(prompt_words.NO_TIME_LEFT.ask) == "May we begin with it next time?"


def test_every_rule_that_can_ask_has_words() -> None:
    only_shown = {"too-little", "straight-line", "drop"}
    assert set(BY_PLACE) == set(ORDER) - only_shown


def test_some_lines_without_a_total_are_not_enough_to_say() -> None:
    assert advised(Signal("too-little", 0, {}), score=scored(9.5)).kind == "not-enough"


def test_an_answer_without_any_line_is_noted() -> None:
    assert advised(score=scored(), talk=Talk.NEXT).kind == "noted"


def test_every_severity_that_asks_has_a_heading() -> None:
    said = [str(HEADINGS[severity]) for severity in (1, 2, 3)]
    assert said == ["Worth a word", "Worth asking before they go", "Worth making time for now"]


def test_the_steps_of_repair_are_five() -> None:
    assert [str(step.name) for step in REPAIR_STEPS] == [
        "Acknowledge",
        "Clarify",
        "Own your part",
        "Change something together",
        "Check again",
    ]


TO_REPAIR = {
    "strain (not sorted)",
    "line-low (understood)",
    "line-low (others)",
    "below-expected",
    "line-below-expected",
    "total-low",
    "apart-from-group",
    "missed",
    "unrepaired",
    "persistent-low",
    "floor",
}
"""Something went wrong between the two, and still waits."""


def in_place(place: str, severity: int = 1) -> Signal:
    rule, _, part = place.rstrip(")").partition(" (")
    figures = {"sorted": "yes" if part == "sorted" else "not-yet", "of last three": 1.0}
    return Signal(rule, severity, figures, {"understood": "understood", "others": "topics"}.get(part))


def steps_under(*signals: Signal, talk: Talk | None = None) -> bool:
    lead = advised(*signals, talk=talk).lead
    assert lead is not None
    return bool(steps_of(lead, signals))


@pytest.mark.parametrize("severity", [1, 2, 3])
@pytest.mark.parametrize("place", BY_PLACE)
def test_steps_of_repair_stand_only_where_something_is_to_repair(place: str, severity: int) -> None:
    signal = in_place(place, severity)
    assert signal.place == place
    assert steps_under(signal) == (place in TO_REPAIR)
    assert not steps_under(signal, talk=Talk.NEXT)
    assert steps_under(NOW, signal) == (place in TO_REPAIR)


def test_marks_that_are_always_the_same_are_no_dip_to_repair() -> None:
    assert not steps_under(STEADY_LOW)
    assert steps_under(LASTING_LOW)
    assert steps_under(NOW, STEADY_LOW, TOTAL_LOW)


def test_what_is_changed_waits_for_the_next_session_and_the_rest_is_for_now() -> None:
    later = [str(step.name) for step in REPAIR_STEPS if not str(step.when).startswith("Now")]
    assert later == ["Change something together"]


def test_a_rule_without_words_is_an_error_and_not_an_empty_prompt() -> None:
    with pytest.raises(KeyError):
        wording(Signal("straight-line", 0, {}))
