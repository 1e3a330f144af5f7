"""What the therapist is offered for the signals found: a sentence to say, a question, what to avoid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.answers import Talk
from kiosk.domain.phase_words import question
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.prompt_words import wording
from kiosk.domain.scoring import Score
from kiosk.domain.signals import Signal, in_leading_order

HEADINGS = {1: phrase("Worth a word"), 2: phrase("Worth asking before they go"), 3: phrase("Worth making time for now")}
"""What stands above a prompt, by severity."""

REPAIR_STEPS = (
    phrase("Acknowledge"),
    phrase("Clarify"),
    phrase("Own your part"),
    phrase("Change something together"),
    phrase("Check again"),
)
"""How to stay with it, in order."""

SOFT_FRAME = phrase("They would rather not now: thank them, and leave the door open.")
"""Beside the prompt when the client sees no need to talk; it softens the frame and hides nothing."""

HINTS = frozenset({"repair-seen", "goal-met", "first-high"})
"""What may stand beside "no concern": good news, or a kind doubt."""


@dataclass(frozen=True)
class Prompt:
    """Words to choose from, the rule and line they are for, and whether that rule led last time too."""

    rule: str
    severity: int
    say: Phrase
    ask: Phrase | None
    avoid: Phrase
    still: bool
    item: str | None = None


@dataclass(frozen=True)
class Advice:
    """What the visit's page says first.

    `no-concern` only where a total exists and nothing is worth a word; `not-enough` where lines are
    marked without a total; `noted` where no line was marked. `also` is the second prompt at most.
    """

    kind: Literal["safety", "prompt", "no-concern", "not-enough", "noted"]
    lead: Prompt | None
    also: Prompt | None
    soft: bool


def choose(
    signals: Sequence[Signal], score: Score, talk: Talk | None, last_lead: str | None, phase: str = ""
) -> Advice:
    """Choose the lead prompt and at most one more; `last_lead` is the rule that led the check-in before.

    The phase of the work changes what to ask and to avoid, never which prompt leads or what it says.
    """
    ordered = in_leading_order(signals)
    asked = [signal for signal in ordered if signal.severity >= 1]
    if not asked:
        return _nothing_to_ask(ordered, score, phase)
    lead = _prompt(asked[0], last_lead, phase)
    # No talk of the session beside safety, and no frame that leaves it for later.
    if lead.rule == "safety":
        return Advice("safety", lead, None, soft=False)
    return Advice("prompt", lead, next(_others(asked, phase), None), soft=talk is Talk.NO)


def choose_for_visit(signals: Sequence[Signal]) -> Prompt | None:
    """Choose the prompt that leads the page of a visit of several; it names nobody."""
    return next((_prompt(signal, None) for signal in in_leading_order(signals)), None)


def _others(asked: Sequence[Signal], phase: str) -> Iterator[Prompt]:
    """Give the prompts after the lead that would not say the same over again."""
    said = wording(asked[0])
    return (_prompt(signal, None, phase) for signal in asked[1:] if wording(signal) != said)


def _nothing_to_ask(ordered: Sequence[Signal], score: Score, phase: str) -> Advice:
    if score.total is not None:
        hints = (_prompt(signal, None, phase) for signal in ordered if signal.rule in HINTS)
        return Advice("no-concern", None, next(hints, None), soft=False)
    return Advice("not-enough" if score.marked and score.is_scored else "noted", None, None, soft=False)


def _prompt(signal: Signal, last_lead: str | None, phase: str = "") -> Prompt:
    words = wording(signal)
    asks = question(phase, signal) or words
    still = last_lead in {signal.rule, signal.place}
    return Prompt(
        rule=signal.rule,
        severity=signal.severity,
        say=words.still if still else words.say,
        ask=asks.ask,
        avoid=asks.avoid,
        still=still,
        item=signal.item,
    )
