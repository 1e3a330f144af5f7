"""The therapist's pages. A visit of a colleague's is answered exactly like one that does not exist."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.change_visit import (
    Outcome,
    note_seen,
    record_repair,
    renew_short_code,
    reveal_result,
    withdraw_check_in,
)
from kiosk.actions.open_visit import NotOpened, Opened, open_visit
from kiosk.actions.see_day import see_day
from kiosk.actions.see_visit import SeenVisit, see_visit
from kiosk.actions.still_open import AlreadyOpen
from kiosk.live.sse import last_id
from kiosk.live.stream import stream
from kiosk.storage.tables import Person
from kiosk.web.access import login_check, needs_login, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import languages, said
from kiosk.web.settings import settings
from kiosk.web.therapist.day.already_open import already_open, instead_of
from kiosk.web.therapist.day.present import day_page
from kiosk.web.therapist.forms import NOT_KEPT, OpenVisitForm, RepairForm
from kiosk.web.therapist.parts.form_languages import usual_language
from kiosk.web.therapist.several.pages import PeoplePage
from kiosk.web.therapist.several.present import Asked, people_page
from kiosk.web.therapist.visit.pages import VisitPage
from kiosk.web.therapist.visit.present import visit_page

bp = Blueprint("therapist", __name__)
bp.context_processor(staff_names)


@bp.get("/")
@needs_login
def day() -> ResponseReturnValue:
    """Today."""
    return _day()


@bp.post("/visits")
@needs_login
def begin() -> ResponseReturnValue:
    """Start a check-in."""
    form, now = OpenVisitForm(), clock.now()
    code = form.client.data or ""
    chosen = form.measure.data or settings().measure
    place, tablet = form.place.data or "", request.form.get("tablet", 0, int)
    theirs = language if (language := form.language.data or "") in languages("client") else ""
    outcome = open_visit(
        therapist(),
        code,
        chosen,
        place,
        now,
        language=usual_language(),
        theirs=theirs,
        tablet=tablet,
        instead=instead_of(),
    )
    match outcome:
        case NotOpened(why):
            return _day(code=code[:80], fault=said(why))
        case AlreadyOpen():
            return already_open(outcome)
        case Opened(number):
            return redirect(url_for(".visit", visit_id=number), code=303)


@bp.get("/visits/<int:visit_id>")
@needs_login
def visit(visit_id: int) -> ResponseReturnValue:
    """One session: the way to the form or forms, then what came of it."""
    page = _seen(visit_id)
    return render_template(f"therapist/{'visit' if isinstance(page, VisitPage) else 'together'}.html", page=page)


@bp.get("/visits/<int:visit_id>/live")
@needs_login
def live(visit_id: int) -> ResponseReturnValue:
    """The part of that page that changes."""
    page = _seen(visit_id)
    return render_template(f"therapist/{'visit' if isinstance(page, VisitPage) else 'together'}_live.html", page=page)


@bp.post("/visits/<int:visit_id>/withdraw")
@needs_login
def withdraw(visit_id: int) -> ResponseReturnValue:
    """End the link at once."""
    return _change(visit_id, withdraw_check_in)


@bp.post("/visits/<int:visit_id>/short-code")
@needs_login
def short_code(visit_id: int) -> ResponseReturnValue:
    """A new short code."""
    return _change(visit_id, renew_short_code)


@bp.post("/visits/<int:visit_id>/show")
@needs_login
def show(visit_id: int) -> ResponseReturnValue:
    """Show a result that was held back."""
    return _change(visit_id, reveal_result)


@bp.post("/visits/<int:visit_id>/repair")
@needs_login
def repair(visit_id: int) -> ResponseReturnValue:
    """Keep what became of it."""
    form = RepairForm()
    if not form.validate_on_submit():
        return problem(*NOT_KEPT, 422)
    outcome, note = Outcome(form.outcome.data or ""), form.note.data or ""
    return _change(visit_id, lambda person, number, now: record_repair(person, number, outcome, note, now))


@bp.post("/visits/<int:visit_id>/seen")
@needs_login
def seen(visit_id: int) -> ResponseReturnValue:
    """The page tells by itself that the result is on the screen."""
    return ("", 204) if note_seen(therapist(), visit_id, clock.now()) else abort(404)


@bp.get("/events")
@needs_login
def events() -> ResponseReturnValue:
    """The one stream of a person."""
    body = stream(
        current_app._get_current_object(),  # type: ignore[attr-defined]  # noqa: SLF001 -- the stream outlives the request
        therapist().id,
        last_id(request.headers.get("Last-Event-ID")),
        still_allowed=login_check(),
    )
    return Response(body, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _day(*, code: str = "", fault: str = "") -> ResponseReturnValue:
    now, person = clock.now(), therapist()
    page = day_page(see_day(person, now), person, now, first=settings().measure, code=code, problem=fault)
    return render_template("therapist/day.html", page=page), 422 if fault else 200


def _seen(visit_id: int) -> VisitPage | PeoplePage:
    now = clock.now()
    no_time = "no-time" in request.args
    seen = see_visit(therapist(), visit_id, now)
    if isinstance(seen, SeenVisit):
        return visit_page(seen, now, no_time=no_time)
    asked = Asked(request.args.get("person", type=int), show="show" in request.args, no_time=no_time)
    return people_page(seen, now, asked) if seen else abort(404)


def _change(visit_id: int, change: Callable[[Person, int, datetime], bool]) -> ResponseReturnValue:
    if not change(therapist(), visit_id, clock.now()):
        abort(404)
    return redirect(url_for(".visit", visit_id=visit_id), code=303)
