"""The result of a check-in, in the order in which a therapist should meet it: the client's own words first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from flask_babel import gettext

from kiosk.domain.answers import Marking, Talk
from kiosk.domain.measures import Item, Measure
from kiosk.domain.phrases import in_turn, phrase
from kiosk.domain.prompt_words import Wording
from kiosk.domain.prompts import HEADINGS, LATER_FRAME, SOFT_FRAME, Prompt, RepairStep, no_time_left, steps_of
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.queries.results import Result
from kiosk.queries.visit import Guessed, SeenVisit
from kiosk.web.shared.languages import as_printed, said, short_figure, spoken, translated
from kiosk.web.shared.languages import figure as written
from kiosk.web.staff.parts.answer_words import HEADINGS_THEN, lead_heading
from kiosk.web.staff.parts.marks import figure, has_words, mark_words
from kiosk.web.staff.parts.times import at_time
from kiosk.web.staff.visits.result_views import Bar, PromptCard, ResultView, StepView, ThenView

SAID_ABOVE = frozenset({"comment", "talk-now"})
"""Reasons that already stand on the page as the client's own voice."""

APART = phrase("These marks stand apart from the rest of the group. Ask alone, not in the circle.")
IN_THE_WAY = {
    True: phrase("You guessed that something got in the way."),
    False: phrase("You guessed that nothing got in the way."),
}


def shown_result(  # noqa: PLR0913 -- what, when, and how it is looked at
    seen: SeenVisit, result: Result, now: datetime, zone: str, *, no_time: bool = False, then: bool = False
) -> ResultView:
    """The result of a check-in; with `no_time` the prompt is for when no time is left, `then` is on a later day."""
    advice, then = result.advice, then or result.entered_at is not None
    declined, guess = result.declined, seen.guess
    return ResultView(
        words=result.words,
        talk=result.talk or "",
        kind=advice.kind,
        prompt=no_time_card(to_child=seen.measure.is_for_children)
        if no_time
        else _led(advice.lead, result, then=then)
        if advice.lead
        else None,
        also=as_printed(advice.also.say) if advice.also and not no_time else "",
        good=_good(advice.good) if advice.good and not no_time else "",
        frame=_frame(result),
        total=_total(result),
        maximum=written(round(points(result.score.maximum))),
        estimated=result.score.estimate is not None,
        parts=_parts(seen, result),
        last_total="" if declined or result.before.total is None else figure(result.before.total),
        bars=() if declined else bars(seen.measure, result, spoken(), guess.marks if guess else {}),
        why=_reasons(seen, result),
        declined=declined,
        crisis_text=" ".join(seen.crisis),
        measure_note=_note(seen.measure, result),
        guess_words=_guess_words(seen.measure, guess) if guess and not declined else (),
        then=_then(seen, result, now, zone),
        entered=entered_words(result, now, zone),
    )


def entered_words(result: Result, now: datetime, zone: str) -> str:
    """Say who entered it, and when; empty where the client sent it."""
    if result.entered_at is None:
        return ""
    when = at_time(result.entered_at, now, zone)
    if result.marked == Marking.PAPER:
        return gettext("Typed in from paper by %(who)s, %(when)s.", who=result.entered_by, when=when)
    return gettext("Entered by %(who)s, %(when)s.", who=result.entered_by, when=when)


def _then(seen: SeenVisit, result: Result, now: datetime, zone: str) -> ThenView | None:
    """Return what was shown on the day, where it was told again since."""
    then, retold_at = result.then, result.retold_at
    if then is None or retold_at is None:
        return None
    return ThenView(
        since=retold_words(retold_at, now, zone),
        say=as_printed(then.advice.lead.say) if then.advice.lead else "",
        why=_reasons(seen, then),
    )


def retold_words(at: datetime, now: datetime, zone: str) -> str:
    """Say when a result was worked out again."""
    return gettext("Worked out again %(when)s, after a correction.", when=at_time(at, now, zone))


def _frame(result: Result) -> str:
    """Return the sentence for somebody who would rather talk later, or not at all; else empty."""
    if not result.advice.soft:
        return ""
    return said(LATER_FRAME if result.talk is Talk.NEXT else SOFT_FRAME)


def _good(prompt: Prompt) -> str:
    """Return good news in one line, with its question, which is the point of it."""
    return as_printed(in_turn(prompt.say, prompt.ask) if prompt.ask else prompt.say)


def _led(prompt: Prompt, result: Result, *, then: bool) -> PromptCard:
    """The prompt under the client's own word, where they said one."""
    return _card(lead_heading(result, prompt.severity, then=then), prompt, steps_of(prompt, result.signals))


def card(prompt: Prompt, *, then: bool) -> PromptCard:
    """The prompt of several people as it stands on the page; steps of a repair are for each person's own form."""
    return _card(said((HEADINGS_THEN if then else HEADINGS)[prompt.severity]), prompt)


def no_time_card(*, to_child: bool = False) -> PromptCard:
    """The prompt for when the therapist says that no time is left."""
    return _card(gettext("No time left"), no_time_left(to_child=to_child))


def _card(heading: str, words: Prompt | Wording, steps: Sequence[RepairStep] = ()) -> PromptCard:
    return PromptCard(
        heading,
        as_printed(words.say),
        as_printed(words.ask or ""),
        said(words.avoid),
        [StepView(said(step.name), as_printed(step.say), said(step.when)) for step in steps],
    )


def _total(result: Result) -> str:
    if result.score.total is not None:
        return figure(result.score.total)
    return "" if result.score.estimate is None else written(float(result.score.estimate))


def _parts(seen: SeenVisit, result: Result) -> str:
    language, scored = spoken(), result.score
    band = seen.measure.band(scored.total) if scored.total is not None else None
    parts = {part.id: part.names[language] for part in seen.measure.scoring.subscales}
    told = [f"{parts[part]} {figure(value)}" for part, value in scored.subscales.items() if value is not None]
    return gettext(", ").join([band.names[language], *told] if band else told)


def _note(measure: Measure, result: Result) -> str:
    """Return the measure's note; where the form is gone, with its marks as they were sent."""
    if not (measure.is_gone and result.marks):
        return translated(measure.note)
    marks = gettext(", ").join(f"{item} {figure(mark)}" for item, mark in result.marks.items())
    told = gettext("Marked as %(form)s: %(marks)s.", form=measure.names[spoken()], marks=marks)
    return f"{translated(measure.note)} {told}"


def _reasons(seen: SeenVisit, result: Result) -> Sequence[str]:
    """Return the reasons, the strongest first."""
    lead = result.advice.lead.rule if result.advice.lead else None
    told = [signal for signal in result.signals if signal.rule == lead or signal.rule not in SAID_ABOVE]
    reasons = [said(why(signal, seen.measure, spoken())) for signal in told]
    return [said(APART), *reasons] if seen.stands_apart else reasons


def _guess_words(measure: Measure, guess: Guessed) -> Sequence[str]:
    """Say what was guessed beside the single lines."""
    total = guess.total
    words = (
        []
        if total is None or len(measure.items) == 1
        else [gettext("Your guess adds up to %(total)s.", total=short_figure(points(total)))]
    )
    return words if guess.in_the_way is None else [*words, said(IN_THE_WAY[guess.in_the_way])]


def bars(
    measure: Measure, result: Result, language: str, guess: Mapping[str, int] = MappingProxyType({})
) -> Sequence[Bar]:
    """One bar for each line, with last time's mark on it, and the therapist's own guess (tenths) where there is one."""
    prompts = [prompt.item for prompt in (result.advice.lead, result.advice.also) if prompt]
    # Where the client's own word leads, the line that was found low is marked all the same.
    about = next(filter(None, (*prompts, *(signal.item for signal in result.signals))), None)
    return [
        replace(
            _bar(measure, item, result, language),
            is_about=item.id == about,
            guess_figure=_guessed(measure, item, language, guess[item.id]) if item.id in guess else "",
            guess_percent=item.percent(guess[item.id]) if item.id in guess else None,
        )
        for item in measure.items
    ]


def _bar(measure: Measure, item: Item, result: Result, language: str) -> Bar:
    mark = result.score.lines[item.id]
    last = result.before.lines.get(item.id)
    lower = last - mark if mark is not None and last is not None and last > mark else 0
    shown = partial(mark_words, measure, item, language)
    return Bar(
        label=item.texts[language].label,
        figure="" if mark is None else shown(mark),
        percent=None if mark is None else item.percent(mark),
        last_figure="" if last is None else shown(last),
        last_percent=None if last is None else item.percent(last),
        is_about=False,
        lower_by="" if not lower or has_words(measure, item) else gettext("%(by)s lower", by=figure(lower)),
    )


def _guessed(measure: Measure, item: Item, language: str, guess: int) -> str:
    return mark_words(measure, item, language, guess) if has_words(measure, item) else short_figure(points(guess))
