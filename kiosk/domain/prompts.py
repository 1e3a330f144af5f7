"""Prompts for the therapist, by the signals found: a sentence to say, a question, what to avoid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from kiosk.domain import child_words
from kiosk.domain.answers import Talk
from kiosk.domain.measures import Measure
from kiosk.domain.phase_words import Question, question
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.prompt_words import NO_TIME_LEFT, Wording, wording
from kiosk.domain.scoring import Score
from kiosk.domain.signals import Signal, in_leading_order

HEADINGS = {1: phrase("Worth a word"), 2: phrase("Worth asking before they go"), 3: phrase("Worth making time for now")}
"""The headings of prompts, by severity."""


@dataclass(frozen=True)
class RepairStep:
    """One step of a repair: a sentence to choose from, and when there is time for it."""

    name: Phrase
    say: Phrase
    when: Phrase


NOW = phrase("Now, in the last minutes.")
NOW_AS_IT_WAS = phrase("Now, in the last minutes. Name what it was, as you see it.")
NEXT_TIME = phrase("At the next session, when there is time for it.")
TO_BE_ASKED = phrase("Now, and ask at the next session: its page reminds you.")

REPAIR_STEPS = (
    RepairStep(phrase("Acknowledge"), phrase("I can see this didn't sit right with you."), NOW),
    RepairStep(phrase("Clarify"), phrase("Help me understand what it was like."), NOW),
    RepairStep(phrase("Own your part"), phrase("I think I went too fast there, and that's mine."), NOW_AS_IT_WAS),
    RepairStep(phrase("Change something together"), phrase("What would make next time a bit better?"), NEXT_TIME),
    RepairStep(phrase("Check again"), phrase("I'll ask you about this next time."), TO_BE_ASKED),
)
"""The steps of a repair, in order: validate and explore now, change next time (Eubanks et al. 2018)."""

STEPS_WITH_CHILDREN = tuple(
    replace(step, say=say)
    for step, say in zip(
        REPAIR_STEPS,
        (
            phrase("I can see that wasn't nice for you."),
            phrase("Can you tell me or show me what it was like?"),
            phrase("I think I went too fast there. That was my mistake, not yours."),
            phrase("What could we do differently next time?"),
            phrase("I'll ask you next time if it's better."),
        ),
        strict=True,
    )
)
"""The same steps with a child: a mistake is said to be the adult's."""

NOTHING_TO_REPAIR = frozenset(
    {
        "ceiling",
        "comment",
        "declined",
        "face-low",
        "safety",
        "signs",
        "split",
        "strain (sorted)",
        "talk-now",
        "week-worse",
        *("goal-met", "first-high", "repair-seen"),
        *("drop", "straight-line", "too-little"),
    }
)
"""Places in `ORDER` that tell of nothing that went wrong between the two and waits; `split` is said to several."""

SOFT_FRAME = phrase("They would rather not now: thank them, and leave the door open.")
"""Beside the prompt when the client sees no need to talk; it softens the frame and hides nothing."""
LATER_FRAME = phrase("Thank them, and begin with it then.")
"""The same when the client wants to talk next time."""

GOOD_NEWS = frozenset({"repair-seen", "goal-met", "first-high"})
"""Rules whose signals are good news: they stand beside, small, whatever else is found."""


@dataclass(frozen=True)
class Prompt:
    """The signal that words are offered for, whether its rule led last time too, and the phase of the work then.

    `later` is where the client wants to talk about it next time, `to_child` where the form was one for children. The
    words to choose from follow from these, so that only these are stored.
    """

    signal: Signal
    still: bool
    phase: str = ""
    later: bool = False
    to_child: bool = False

    @property
    def rule(self) -> str:
        """The rule that found the signal."""
        return self.signal.rule

    @property
    def severity(self) -> int:
        """The severity of the signal."""
        return self.signal.severity

    @property
    def item(self) -> str | None:
        """The line that the signal is about."""
        return self.signal.item

    @property
    def say(self) -> Phrase:
        """The sentence to say."""
        return self._words.again or self._words.say if self.still else self._words.say

    @property
    def ask(self) -> Phrase | None:
        """The question to ask, which the phase of the work may change; what waits for next time is only agreed on."""
        if self.later:
            return no_time_left(to_child=self.to_child).ask
        return (self._question or self._words).ask

    @property
    def avoid(self) -> Phrase:
        """The mistake to avoid, which the phase of the work may change."""
        return (self._question or self._words).avoid

    @cached_property
    def _words(self) -> Wording:
        words = wording(self.signal)
        return child_words.WORDS.get(words, words) if self.to_child else words

    @property
    def _question(self) -> Question | None:
        asked = question(self.phase, self.signal)
        return child_words.QUESTIONS[asked] if asked and self.to_child else asked


Kind = Literal["safety", "prompt", "no-concern", "not-enough", "noted"]


@dataclass(frozen=True)
class Advice:
    """The first statement on the visit's page.

    `no-concern` only where a total exists and nothing is worth a word; `not-enough` where lines are
    marked without a total; `noted` where no line was marked. `also` is the second prompt at most, `good` good news
    beside all that. `soft` is where the client wants to talk later, or not at all.
    """

    kind: Kind
    lead: Prompt | None
    also: Prompt | None
    soft: bool
    good: Prompt | None = None

    def in_words_for(self, measure: Measure) -> "Advice":
        """Give the same advice in the words for whoever that form is for."""
        if not measure.is_for_children:
            return self
        lead, also, good = (prompt and replace(prompt, to_child=True) for prompt in (self.lead, self.also, self.good))
        return replace(self, lead=lead, also=also, good=good)


def is_to_repair(signal: Signal) -> bool:
    """Say whether something is to repair; marks that are always the same may be how that person marks a good place."""
    return signal.place not in NOTHING_TO_REPAIR and signal.figures.get("steady") != "yes"


def steps_of(lead: Prompt, found: Sequence[Signal]) -> Sequence[RepairStep]:
    """Give the steps of a repair under the prompt that leads; none where nothing is to repair, or not today.

    Where the wish to talk leads, it depends on whatever else was found.
    """
    reasons = found if lead.rule == "talk-now" else (lead.signal,)
    if lead.later or not any(is_to_repair(signal) for signal in reasons):
        return ()
    return STEPS_WITH_CHILDREN if lead.to_child else REPAIR_STEPS


def no_time_left(*, to_child: bool) -> Wording:
    """Give the words for any prompt when the therapist taps that there is no time left."""
    return child_words.NO_TIME_LEFT if to_child else NO_TIME_LEFT


def choose(
    signals: Sequence[Signal], score: Score, talk: Talk | None, last_lead: str | None, phase: str = ""
) -> Advice:
    """Choose the lead prompt, at most one more, and good news; `last_lead` is the rule that led the check-in before.

    The phase of the work changes what to ask and to avoid, never which prompt leads or what it says. A client who wants
    to talk next time is asked nothing today.
    """
    ordered = in_leading_order(signals)
    asked = [signal for signal in ordered if signal.severity >= 1]
    good = next((Prompt(signal, still=False, phase=phase) for signal in ordered if signal.rule in GOOD_NEWS), None)
    if not asked:
        return Advice(_nothing_to_ask(score), None, None, soft=False, good=good)
    later = talk is Talk.NEXT
    lead = _prompt(asked[0], last_lead, phase, later=later)
    # No talk of the session beside safety, and no frame that leaves it for later.
    if lead.rule == "safety":
        return Advice("safety", _prompt(asked[0], last_lead, phase), None, soft=False)
    also = next(_others(asked, phase, later=later), None)
    return Advice("prompt", lead, also, soft=later or talk is Talk.NO, good=good)


def choose_at_start(signals: Sequence[Signal], score: Score, last_lead: str | None, phase: str = "") -> Advice:
    """Choose as for the end of a session, but never say that there is no concern: nothing judges a week in itself."""
    advice = choose(signals, score, None, last_lead, phase)
    return replace(advice, kind="noted") if advice.kind == "no-concern" else advice


def choose_for_visit(signals: Sequence[Signal]) -> Prompt | None:
    """Choose the prompt that leads the page of a visit of several; it names nobody."""
    return next((_prompt(signal, None) for signal in in_leading_order(signals)), None)


def _others(asked: Sequence[Signal], phase: str, *, later: bool) -> Iterator[Prompt]:
    """Give the prompts after the lead that would not say the same over again."""
    said = wording(asked[0])
    return (_prompt(signal, None, phase, later=later) for signal in asked[1:] if wording(signal) != said)


def _nothing_to_ask(score: Score) -> Kind:
    if score.total is not None:
        return "no-concern"
    return "not-enough" if score.marked and score.is_scored else "noted"


def _prompt(signal: Signal, last_lead: str | None, phase: str = "", *, later: bool = False) -> Prompt:
    return Prompt(signal, last_lead in {signal.rule, signal.place}, phase, later)
