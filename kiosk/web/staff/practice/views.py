"""The settings: the practice itself, the numbers its rules speak from, and the forms there are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kiosk import catalogue, clock, zones
from kiosk.actions.practice.change import back_to_default, change_practice, set_thresholds
from kiosk.core import settings
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.queries.left_clients import NO_LEFT_CLIENTS, see_left_clients
from kiosk.queries.practice import PracticeSettings, see_practice
from kiosk.queries.readable import part
from kiosk.queries.thresholds import THRESHOLDS
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, said, spoken, translated
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.left import left_words
from kiosk.web.staff.practice.cues import cues_page
from kiosk.web.staff.practice.forms import TEXT_IN, PracticeForm
from kiosk.web.staff.practice.pages import MeasureRow, MeasuresPage, PracticePage, TextIn

bp = Blueprint("practice", __name__)
bp.context_processor(staff_names)

KEPT: Final = {
    "practice": phrase("Saved. Every form that is opened from now on has it."),
    "cues": phrase("Saved. It applies from the next answer on; earlier results stay as they are."),
    "back": phrase("Back to the default, from the next answer on."),
}


@bp.get("/settings")
@needs(Permission.CHANGE_PRACTICE)
def practice() -> ResponseReturnValue:
    """The practice itself."""
    kept = _kept()
    return render_template("practice/practice.html", page=_practice_page(kept, kept, saved=_saved()))


@bp.post("/settings")
@needs(Permission.CHANGE_PRACTICE)
def keep_practice() -> ResponseReturnValue:
    """Keep what was typed, or say what to mend."""
    kept = _kept()
    form = PracticeForm(kept.crisis_language, languages("client"))
    form.validate()
    if problems := form.problems():
        page = _practice_page(kept, form.settings(), problems)
        return render_template("practice/practice.html", page=page), 422
    change_practice(actor(), form.settings(), clock.now())
    return redirect(url_for(".practice", saved="practice"), code=303)


@bp.get("/settings/cues")
@needs(Permission.CHANGE_PRACTICE)
def cues() -> ResponseReturnValue:
    """The thresholds."""
    return render_template("practice/cues.html", page=cues_page(_own(), saved=_saved()))


@bp.post("/settings/cues")
@needs(Permission.CHANGE_PRACTICE)
def keep_cues() -> ResponseReturnValue:
    """Keep the practice's own, all or none."""
    typed = {name: request.form.get(name, "") for name in THRESHOLDS if name in request.form}
    if unsound := set_thresholds(actor(), typed, clock.now()):
        page = cues_page(_own(), typed, unsound.problems)
        return render_template("practice/cues.html", page=page), 422
    return redirect(url_for(".cues", saved="cues"), code=303)


@bp.post("/settings/cues/back")
@needs(Permission.CHANGE_PRACTICE)
def back() -> ResponseReturnValue:
    """Back to the default."""
    name = request.form.get("name", "")
    if name not in THRESHOLDS and name != "all":
        return problem(phrase("There is no such cue."), phrase("Nothing was changed. Go back to the settings."), 422)
    if unsound := back_to_default(actor(), name, clock.now()):
        page = cues_page(_own(), problems=unsound.problems)
        return render_template("practice/cues.html", page=page), 422
    return redirect(url_for(".cues", saved="back"), code=303)


@bp.get("/settings/forms")
@needs(Permission.CHANGE_PRACTICE)
def measures() -> ResponseReturnValue:
    """The forms there are, with where each comes from."""
    page = MeasuresPage([_measure_row(measure) for measure in catalogue.measures().values()])
    return render_template("practice/measures.html", page=page)


def _saved() -> str:
    return said(KEPT.get(request.args.get("saved", ""), ""))


def _practice_page(
    kept: PracticeSettings, shown: PracticeSettings, problems: Sequence[tuple[str, str]] = (), saved: str = ""
) -> PracticePage:
    known = languages("client")
    return PracticePage(
        settings=shown,
        zones=zones.offered(),
        foot=_foot(kept),
        languages=[(tag, one.own_name) for tag, one in known.items()],
        others=[
            TextIn(TEXT_IN.format(tag), tag, one.own_name, shown.crisis_texts.get(tag, ""), one.locale.text_direction)
            for tag, one in known.items()
            if tag != shown.crisis_language or tag in shown.crisis_texts
        ],
        problems=problems,
        saved=saved,
        left=left_words(part(lambda: see_left_clients(actor()), NO_LEFT_CLIENTS)),
    )


def _kept() -> PracticeSettings:
    """Read the settings; the help line is written in the server's language where nothing else was chosen."""
    kept = see_practice(actor()).settings
    return replace(kept, crisis_language=kept.crisis_language or settings().language)


def _foot(practice: PracticeSettings) -> str:
    number = practice.crisis_number.replace(" ", "\N{NO-BREAK SPACE}")
    return " ".join(part for part in (practice.crisis_text, number) if practice.crisis_text and part)


def _own() -> dict[str, float]:
    """The practice's own numbers, as far as they are numbers of thresholds that there are."""
    return {
        name: float(number)
        for name, number in see_practice(actor()).thresholds.items()
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
