"""What came of a check-in, in the order in which a therapist should meet it: the client's own words first."""

from collections.abc import Sequence

from flask_babel import gettext

from kiosk.actions.see_visit import Reading, SeenVisit
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import phrase
from kiosk.domain.prompt_words import NO_TIME_LEFT, Wording
from kiosk.domain.prompts import HEADINGS, SOFT_FRAME, Prompt
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.storage.tables import Response
from kiosk.web.languages import figure as written
from kiosk.web.languages import said, spoken, translated
from kiosk.web.therapist.parts.marks import bars, figure
from kiosk.web.therapist.parts.printing import as_printed
from kiosk.web.therapist.visit.guess_words import guess_words
from kiosk.web.therapist.visit.pages import PromptCard, Result

SAID_ABOVE = frozenset({"comment", "talk-now"})
"""Reasons that already stand on the page as the client's own voice."""

APART = phrase("These marks stand apart from the rest of the group. Ask alone, not in the circle.")


def result_of(seen: SeenVisit, reading: Reading, *, no_time: bool = False) -> Result:
    """The result of a check-in; with `no_time` the prompt is the one for when no time is left."""
    response, advice = reading.response, reading.advice
    practice = seen.visit.therapist.practice
    declined, guess = response.declined, seen.guess
    return Result(
        words=response.words,
        talk=response.talk or "",
        kind=advice.kind,
        prompt=no_time_card() if no_time else card(advice.lead) if advice.lead else None,
        also=as_printed(advice.also.say) if advice.also and not no_time else "",
        frame=said(SOFT_FRAME) if advice.soft else "",
        total=_total(reading),
        maximum=written(round(points(reading.score.maximum))),
        estimated=reading.score.estimate is not None,
        parts=_parts(seen, reading),
        last_total="" if declined or reading.history.last_total is None else figure(reading.history.last_total),
        bars=() if declined else bars(seen.measure, reading, spoken(), guess.marks if guess else {}),
        why=_reasons(seen, reading),
        declined=declined,
        crisis_text=" ".join(part for part in (practice.crisis_text, practice.crisis_number) if part),
        measure_note=_note(seen.measure, response),
        guess_words=guess_words(seen.measure, guess) if guess and not declined else (),
    )


def card(prompt: Prompt) -> PromptCard:
    """The prompt as it stands on the page."""
    return _card(said(HEADINGS[prompt.severity]), prompt)


def no_time_card() -> PromptCard:
    """The prompt for when the therapist says that no time is left."""
    return _card(gettext("No time left"), NO_TIME_LEFT)


def _card(heading: str, words: Prompt | Wording) -> PromptCard:
    return PromptCard(heading, as_printed(words.say), as_printed(words.ask or ""), said(words.avoid))


def _total(reading: Reading) -> str:
    if reading.score.total is not None:
        return figure(reading.score.total)
    return "" if reading.score.estimate is None else written(float(reading.score.estimate))


def _parts(seen: SeenVisit, reading: Reading) -> str:
    language, scored = spoken(), reading.score
    band = seen.measure.band(scored.total) if scored.total is not None else None
    parts = {part.id: part.names[language] for part in seen.measure.scoring.subscales}
    told = [f"{parts[part]} {figure(value)}" for part, value in scored.subscales.items() if value is not None]
    return ", ".join([band.names[language], *told] if band else told)


def _note(measure: Measure, response: Response) -> str:
    """Whose wording it is; where the form is gone, its marks as they were sent."""
    if not (measure.is_gone and response.marks):
        return translated(measure.note)
    marks = ", ".join(f"{item} {figure(mark)}" for item, mark in response.marks.items())
    told = gettext("Marked as %(form)s: %(marks)s.", form=measure.names[spoken()], marks=marks)
    return f"{translated(measure.note)} {told}"


def _reasons(seen: SeenVisit, reading: Reading) -> Sequence[str]:
    lead = reading.advice.lead.rule if reading.advice.lead else None
    told = [signal for signal in reading.signals if signal.rule == lead or signal.rule not in SAID_ABOVE]
    reasons = [said(why(signal, seen.measure, spoken())) for signal in told]
    return [*reasons, said(APART)] if seen.stands_apart else reasons
