"""What came of a check-in, in the order in which a therapist should meet it: the client's own words first."""

from collections.abc import Sequence

from kiosk.actions.see_visit import Reading, SeenVisit
from kiosk.domain.prompts import HEADINGS, SOFT_FRAME, Prompt
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.web.therapist.marks import bars, figure
from kiosk.web.therapist.pages import PromptCard, Result

SAID_ABOVE = frozenset({"comment", "talk-now"})
"""Reasons that already stand on the page as the client's own voice."""


def result_of(seen: SeenVisit, reading: Reading) -> Result:
    """The result of a visit's check-in."""
    response, advice = reading.response, reading.advice
    practice = seen.visit.therapist.practice
    declined = response.declined
    return Result(
        words=response.words,
        talk=response.talk or "",
        kind=advice.kind,
        prompt=_card(advice.lead) if advice.lead else None,
        also=_as_printed(advice.also.say) if advice.also else "",
        frame=SOFT_FRAME if advice.soft else "",
        total=_total(reading),
        maximum=f"{points(reading.score.maximum):.0f}",
        estimated=reading.score.estimate is not None,
        last_total="" if declined or reading.history.last_total is None else figure(reading.history.last_total),
        bars=() if declined else bars(seen.measure, reading, seen.check_in.language),
        why=_reasons(seen, reading),
        declined=declined,
        crisis_text=" ".join(part for part in (practice.crisis_text, practice.crisis_number) if part),
        measure_note=seen.measure.note,
    )


def _card(prompt: Prompt) -> PromptCard:
    return PromptCard(HEADINGS[prompt.severity], _as_printed(prompt.say), _as_printed(prompt.ask), prompt.avoid)


def _as_printed(words: str) -> str:
    """With the apostrophe of a printed page; the client's own words are never touched."""
    return words.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def _total(reading: Reading) -> str:
    if reading.score.total is not None:
        return figure(reading.score.total)
    return "" if reading.score.estimate is None else f"{reading.score.estimate:.1f}"


def _reasons(seen: SeenVisit, reading: Reading) -> Sequence[str]:
    lead = reading.advice.lead.rule if reading.advice.lead else None
    told = [signal for signal in reading.signals if signal.rule == lead or signal.rule not in SAID_ABOVE]
    return [why(signal, seen.measure, seen.check_in.language) for signal in told]
