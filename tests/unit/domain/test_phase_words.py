"""The phase of the work changes what to ask and to avoid, and nothing else."""

import pytest

from kiosk import catalogue
from kiosk.domain.phase_words import BY_PHASE, Question, question
from kiosk.domain.presets import PHASES
from kiosk.domain.prompt_words import wording
from kiosk.domain.prompts import choose
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.domain.signals.order import ORDER

SESSION = catalogue.measure("session-check")
SCORE = score(SESSION, {"understood": 90, "topics": 90, "approach": 90, "overall": 90})
THEIR_OWN_WORD = ("safety", "talk-now", "strain", "comment", "declined")
EVERY = [(phase, place, asks) for phase, places in BY_PHASE.items() for place, asks in places.items()]


def low(item: str, severity: int = 2) -> Signal:
    return Signal("line-low", severity, {}, item)


@pytest.mark.parametrize(("phase", "place", "asks"), EVERY)
def test_every_question_belongs_to_a_phase_and_a_rule_or_line(phase: str, place: str, asks: Question) -> None:
    assert phase in PHASES
    assert place in {*ORDER, *(item.id for item in SESSION.items)}
    assert place not in THEIR_OWN_WORD
    assert str(asks.ask).endswith("?")
    assert str(asks.avoid)[0].islower()


def test_every_phase_changes_something() -> None:
    assert list(BY_PHASE) == list(PHASES)


@pytest.mark.parametrize("phase", PHASES)
def test_only_what_to_ask_and_to_avoid_depend_on_the_phase(phase: str) -> None:
    signal = Signal("below-expected", 2, {})
    usual, there = choose([signal], SCORE, None, None).lead, choose([signal], SCORE, None, None, phase).lead
    assert usual is not None
    assert there is not None
    assert (there.say, there.severity, there.rule) == (usual.say, usual.severity, usual.rule)
    assert (there.ask, there.avoid) != (usual.ask, usual.avoid)


@pytest.mark.parametrize("phase", ["", "a phase of another version"])
def test_without_a_phase_the_prompt_is_the_usual_one(phase: str) -> None:
    lead = choose([low("topics")], SCORE, None, None, phase).lead
    assert lead is not None
    assert lead.ask == wording(low("topics")).ask


@pytest.mark.parametrize(("severity", "is_asked"), [(2, True), (3, False)])
def test_the_apology_is_the_same_in_every_phase(severity: int, *, is_asked: bool) -> None:
    found = [question(phase, low("understood", severity)) for phase in ("engagement", "exploration", "ending")]
    assert [asks is not None for asks in found] == [is_asked] * 3


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("rule", THEIR_OWN_WORD)
def test_what_they_said_outright_is_answered_alike_in_every_phase(phase: str, rule: str) -> None:
    assert question(phase, Signal(rule, 3, {})) is None


def test_coming_to_an_end_asks_about_the_end() -> None:
    lead = choose([low("approach", 2), Signal("below-expected", 3, {})], SCORE, None, None, "ending").lead
    assert lead is not None
    assert str(lead.ask) == "How is it for you that we're coming to an end?"
