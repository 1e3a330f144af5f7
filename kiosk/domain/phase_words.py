"""Questions to ask and mistakes to avoid where the phase of the work changes them; the sentences to say stay the same.

Our own words. They never touch what the client said outright (safety, talk-now, strain, words of their own, declining),
nor the apology for a session in which somebody was on their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals import DIFFERENT, Signal


@dataclass(frozen=True)
class Question:
    """One question that fits a phase, and what would not."""

    ask: Phrase
    avoid: Phrase


NOT_KNOWN_YET: Final = Question(
    phrase("What should I know about you that I haven't asked yet?"), phrase("acting as if I knew you already")
)
HOPED_FOR_TODAY: Final = Question(
    phrase("What did you hope for today that didn't happen?"), phrase("promising that it gets better")
)
HOPED_FOR_HELP: Final = Question(phrase("What kind of help were you hoping for?"), phrase("explaining how I work"))
FIRST_CHANGE: Final = Question(
    phrase("What would you wish for from me next time?"), phrase("putting it down to nerves")
)

NOT_SEEN_YET: Final = Question(phrase("What am I not seeing yet?"), phrase("summing up"))
NOT_COME_TO: Final = Question(phrase("What haven't we come to yet?"), phrase("settling on a theme too soon"))
CAME_UP: Final = Question(
    phrase("Did something come up today that you hadn't expected?"), phrase("going deeper right now")
)

WHAT_FITS: Final = Question(
    phrase("Of the things we're trying, what fits you, and what doesn't?"), phrase("one more exercise")
)
HARDER: Final = Question(phrase("Was something harder today than at other times?"), phrase("pushing on as planned"))
STILL_WANTED: Final = Question(phrase("Is what we're working on still what you want?"), phrase("more of the same"))

BEFORE_WE_STOP: Final = Question(
    phrase("What would you want me to have understood by our last session?"),
    phrase("promising that there will be time"),
)
IN_WHAT_IS_LEFT: Final = Question(
    phrase("What should have a place in the sessions that are left?"), phrase("opening something new")
)
ABOUT_THE_END: Final = Question(
    phrase("How is it for you that we're coming to an end?"), phrase("taking it for a step back")
)
STILL_MISSING: Final = Question(
    phrase("What is still missing that we have time for?"), phrase("starting something new")
)
NEEDED_TO_END: Final = Question(
    phrase("What do you need from the sessions that are left?"), phrase("waiting for the end")
)
TO_KEEP: Final = Question(phrase("How could you keep that when we don't meet any more?"), phrase("closing the topic"))

NOT_BETTER: Final = ("unrepaired",)

BY_PHASE: Final[Mapping[str, Mapping[str, Question]]] = MappingProxyType(
    {
        "engagement": {
            "understood": NOT_KNOWN_YET,
            "approach": HOPED_FOR_HELP,
            "total-low": HOPED_FOR_TODAY,
            **dict.fromkeys(DIFFERENT, FIRST_CHANGE),
        },
        "exploration": {
            "understood": NOT_SEEN_YET,
            "topics": NOT_COME_TO,
            **dict.fromkeys(DIFFERENT, CAME_UP),
        },
        "working": {
            "approach": WHAT_FITS,
            **dict.fromkeys(DIFFERENT, HARDER),
            **dict.fromkeys(NOT_BETTER, STILL_WANTED),
        },
        "ending": {
            "understood": BEFORE_WE_STOP,
            "topics": IN_WHAT_IS_LEFT,
            "total-low": STILL_MISSING,
            "goal-met": TO_KEEP,
            **dict.fromkeys(DIFFERENT, ABOUT_THE_END),
            **dict.fromkeys(NOT_BETTER, NEEDED_TO_END),
        },
    }
)
"""By phase, then by rule or, for a low line, by the line."""

ALONE_FROM: Final = 3
"""The severity from which *understood* is met with an apology, in every phase alike."""


def question(phase_id: str, signal: Signal) -> Question | None:
    """Give what to ask in this phase; None where it is as in any other."""
    if signal.rule == "line-low":
        is_apology = signal.item == "understood" and signal.severity >= ALONE_FROM
        place = "" if is_apology else signal.item or ""
    else:
        place = signal.rule
    return BY_PHASE.get(phase_id, {}).get(place)
