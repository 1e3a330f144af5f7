"""Visits of several people: starting one, one person's own result, and what is done with one person's check-in."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.asking import form_that_fits
from kiosk.actions.change_visit import (
    Outcome,
    close_visit,
    note_seen,
    record_repair,
    renew_short_code,
    reveal_result,
    withdraw_check_in,
)
from kiosk.actions.open_together import NotOpenedTogether, open_together
from kiosk.actions.open_visit import Wanted, tidy
from kiosk.actions.repair_together import record_repair_together
from kiosk.actions.see_day import see_day
from kiosk.actions.see_visit import see_person
from kiosk.actions.still_open import AlreadyOpen
from kiosk.actions.together import is_of_several
from kiosk.web.access import needs_login, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import languages
from kiosk.web.settings import settings
from kiosk.web.therapist.day.already_open import already_open, instead_of
from kiosk.web.therapist.day.present import day_page
from kiosk.web.therapist.day.together_form import CHILDS, ROWS, together_form
from kiosk.web.therapist.forms import NOT_KEPT, RepairForm
from kiosk.web.therapist.parts.form_languages import usual_language
from kiosk.web.therapist.visit.pages import VisitPage
from kiosk.web.therapist.visit.present import visit_page

bp = Blueprint("several", __name__)
PERSON = "/visits/<int:visit_id>/people/<int:person>"


@bp.context_processor
def names() -> dict[str, object]:
    """These pages belong to the day."""
    return staff_names() | {"here": "today"}


@bp.post("/visits/together")
@needs_login
def begin() -> ResponseReturnValue:
    """Start the check-ins of several people."""
    now, kind, place = clock.now(), request.form.get("kind", ""), request.form.get("place", "")
    numbers = [number for number in ROWS if request.form.get(f"client-{number}", "").strip()]
    people = [_wanted(kind, number) for number in numbers]
    outcome = open_together(therapist(), kind, people, place, now, language=usual_language(), instead=instead_of())
    if isinstance(outcome, AlreadyOpen):
        return already_open(outcome)
    if isinstance(outcome, NotOpenedTogether):
        form = together_form(request.form, [(numbers, fault) for fault in outcome.faults])
        page = day_page(see_day(therapist(), now), therapist(), now, first=settings().measure, together=form)
        return render_template("therapist/day.html", page=page), 422
    return redirect(f"/visits/{outcome.visit}", code=303)


def _wanted(kind: str, number: int) -> Wanted:
    """What was chosen in one person's row."""
    language = request.form.get(f"language-{number}", "")
    return Wanted(
        request.form[f"client-{number}"],
        _form_for(kind, number),
        language if language in languages("client") else "",
        request.form.get(f"tablet-{number}", 0, int),
    )


def _form_for(kind: str, number: int) -> str:
    """The form chosen for a person, or the one that fits who they are."""
    chosen = request.form.get(f"measure-{number}", "")
    if chosen and chosen != CHILDS:
        return chosen
    code = tidy(request.form[f"client-{number}"])
    return form_that_fits(therapist(), code, kind, settings().measure, child=chosen == CHILDS)


@bp.get(PERSON)
@needs_login
def person(visit_id: int, person: int) -> ResponseReturnValue:
    """One person's own page: the only place where their marks stand."""
    return render_template("therapist/visit.html", page=_seen(visit_id, person))


@bp.get(f"{PERSON}/live")
@needs_login
def live(visit_id: int, person: int) -> ResponseReturnValue:
    """The part of that page that changes."""
    return render_template("therapist/visit_live.html", page=_seen(visit_id, person))


@bp.post("/visits/<int:visit_id>/close")
@needs_login
def close(visit_id: int) -> ResponseReturnValue:
    """Ask nobody any more."""
    return _change(close_visit(therapist(), visit_id, clock.now()), f"/visits/{visit_id}")


@bp.post(f"{PERSON}/withdraw")
@needs_login
def withdraw(visit_id: int, person: int) -> ResponseReturnValue:
    """End one person's link at once."""
    done = withdraw_check_in(therapist(), visit_id, clock.now(), check_in=person)
    return _change(done, f"/visits/{visit_id}")


@bp.post(f"{PERSON}/short-code")
@needs_login
def short_code(visit_id: int, person: int) -> ResponseReturnValue:
    """A new short code for one person."""
    done = renew_short_code(therapist(), visit_id, clock.now(), check_in=person)
    return _change(done, f"/visits/{visit_id}?person={person}")


@bp.post(f"{PERSON}/show")
@needs_login
def show(visit_id: int, person: int) -> ResponseReturnValue:
    """Show one person's own result, on its own page."""
    done = reveal_result(therapist(), visit_id, clock.now(), check_in=person)
    return _change(done, f"/visits/{visit_id}/people/{person}")


@bp.post(f"{PERSON}/seen")
@needs_login
def seen(visit_id: int, person: int) -> ResponseReturnValue:
    """The page tells by itself that this person's result is on the screen."""
    return ("", 204) if note_seen(therapist(), visit_id, clock.now(), check_in=person) else abort(404)


@bp.post(f"{PERSON}/repair")
@needs_login
def repair(visit_id: int, person: int) -> ResponseReturnValue:
    """Keep what became of it, with this person."""
    form = RepairForm()
    if not form.validate_on_submit():
        return problem(*NOT_KEPT, 422)
    outcome, note = Outcome(form.outcome.data or ""), form.note.data or ""
    done = record_repair(therapist(), visit_id, outcome, note, clock.now(), check_in=person)
    return _change(done, f"/visits/{visit_id}/people/{person}")


@bp.post("/visits/<int:visit_id>/together/repair")
@needs_login
def repair_together(visit_id: int) -> ResponseReturnValue:
    """Keep what became of it, for all of them together."""
    form = RepairForm()
    if not form.validate_on_submit():
        return problem(*NOT_KEPT, 422)
    outcome, note = Outcome(form.outcome.data or ""), form.note.data or ""
    return _change(
        record_repair_together(therapist(), visit_id, outcome, note, clock.now()), f"/visits/{visit_id}?show=1"
    )


def _seen(visit_id: int, person: int) -> VisitPage:
    now = clock.now()
    seen = see_person(therapist(), visit_id, person, now)
    if seen is None or not is_of_several(seen.visit):
        abort(404)
    return visit_page(seen, now, no_time="no-time" in request.args)


def _change(done: bool, address: str) -> ResponseReturnValue:  # noqa: FBT001 -- whether there was anything to change
    return redirect(address, code=303) if done else abort(404)
