"""The settings: the practice itself, the numbers its rules speak from, and the forms there are."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kiosk import catalogue
from kiosk.actions.change_practice import PracticeSettings, back_to_default, change_practice, set_thresholds
from kiosk.actions.thresholds import THRESHOLDS
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import phrase
from kiosk.storage.tables import Practice
from kiosk.web.access import needs_administrator, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import languages, said, spoken, translated
from kiosk.web.practice.cues import cues_page
from kiosk.web.practice.forms import TEXT_IN, PracticeForm
from kiosk.web.practice.pages import MeasureRow, MeasuresPage, PracticePage, TextIn
from kiosk.web.settings import settings

bp = Blueprint("practice", __name__)
bp.context_processor(staff_names)

KEPT: Final = {
    "practice": phrase("Kept. Every form that is opened from now on has it."),
    "cues": phrase("Kept. It holds from the next answer on; what was found before stays as it was found."),
    "back": phrase("Back to the default, from the next answer on."),
}


@bp.get("/settings")
@needs_administrator
def practice() -> ResponseReturnValue:
    """The practice itself."""
    found = therapist().practice
    return render_template("practice/practice.html", page=_practice_page(found, _settings(found), saved=_saved()))


@bp.post("/settings")
@needs_administrator
def keep_practice() -> ResponseReturnValue:
    """Keep what was typed, or say what to mend."""
    person = therapist()
    form = PracticeForm(_crisis_language(person.practice), languages("client"))
    form.validate()
    if problems := form.problems():
        page = _practice_page(person.practice, form.settings(), problems)
        return render_template("practice/practice.html", page=page), 422
    change_practice(person, form.settings())
    return redirect(url_for(".practice", saved="practice"), code=303)


@bp.get("/settings/cues")
@needs_administrator
def cues() -> ResponseReturnValue:
    """The thresholds."""
    return render_template("practice/cues.html", page=cues_page(_own(therapist().practice), saved=_saved()))


@bp.post("/settings/cues")
@needs_administrator
def keep_cues() -> ResponseReturnValue:
    """Keep the practice's own, all or none."""
    person = therapist()
    typed = {name: request.form.get(name, "") for name in THRESHOLDS if name in request.form}
    if unsound := set_thresholds(person, typed):
        page = cues_page(_own(person.practice), typed, unsound.problems)
        return render_template("practice/cues.html", page=page), 422
    return redirect(url_for(".cues", saved="cues"), code=303)


@bp.post("/settings/cues/back")
@needs_administrator
def back() -> ResponseReturnValue:
    """Back to the default."""
    name, person = request.form.get("name", ""), therapist()
    if name not in THRESHOLDS and name != "all":
        return problem(phrase("There is no such cue."), phrase("Nothing was changed. Go back to the settings."), 422)
    if unsound := back_to_default(person, name):
        page = cues_page(_own(person.practice), problems=unsound.problems)
        return render_template("practice/cues.html", page=page), 422
    return redirect(url_for(".cues", saved="back"), code=303)


@bp.get("/settings/forms")
@needs_administrator
def measures() -> ResponseReturnValue:
    """The forms there are, with where each comes from."""
    page = MeasuresPage([_measure_row(measure) for measure in catalogue.measures().values()])
    return render_template("practice/measures.html", page=page)


def _saved() -> str:
    return said(KEPT.get(request.args.get("saved", ""), ""))


def _practice_page(
    practice: Practice, shown: PracticeSettings, problems: Sequence[tuple[str, str]] = (), saved: str = ""
) -> PracticePage:
    known = languages("client")
    return PracticePage(
        settings=shown,
        zones=sorted(available_timezones()),
        foot=_foot(practice),
        languages=[(tag, one.own_name) for tag, one in known.items()],
        others=[
            TextIn(TEXT_IN.format(tag), tag, one.own_name, shown.crisis_texts.get(tag, ""), one.locale.text_direction)
            for tag, one in known.items()
            if tag != shown.crisis_language or tag in shown.crisis_texts
        ],
        problems=problems,
        saved=saved,
    )


def _crisis_language(practice: Practice) -> str:
    """In which the sentence is written; as long as there is none, in which clients are asked."""
    written_in = practice.crisis_language if practice.crisis_text else practice.language
    return written_in or settings().language


def _settings(practice: Practice) -> PracticeSettings:
    return PracticeSettings(
        name=practice.name,
        crisis_text=practice.crisis_text,
        crisis_number=practice.crisis_number,
        crisis_language=_crisis_language(practice),
        crisis_texts=practice.crisis_texts,
        asks_strain=practice.asks_strain,
        buttons_first=practice.buttons_first,
        time_zone=practice.time_zone,
    )


def _foot(practice: Practice) -> str:
    return " ".join(part for part in (practice.crisis_text, practice.crisis_number) if practice.crisis_text and part)


def _own(practice: Practice) -> dict[str, float]:
    """The practice's own numbers, as far as they are numbers of thresholds that there are."""
    return {
        name: float(number)
        for name, number in practice.thresholds.items()
        if name in THRESHOLDS and isinstance(number, int | float)
    }


def _measure_row(measure: Measure) -> MeasureRow:
    count = len(measure.items)
    return MeasureRow(
        id=measure.id,
        name=measure.names[spoken()],
        lines=ngettext("One question", "%(num)s questions", count),
        version=measure.version,
        source=translated(measure.source),
        licence=translated(measure.licence),
        note=translated(measure.note),
    )
