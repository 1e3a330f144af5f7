"""How a client is asked: kind and phase of the work, language, text, pauses. A colleague's client is not there."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.asking import NotOnTheList, choose_language, choose_phase, choose_preset, choose_text, see_asking
from kiosk.actions.pauses import Reason, pause_client, resume_client
from kiosk.domain.phrases import phrase
from kiosk.storage.tables import Person
from kiosk.web.access import needs_login, safe_next, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import languages
from kiosk.web.therapist.clients.ways import asking_page

bp = Blueprint("asking", __name__)
bp.context_processor(staff_names)


@bp.get("/clients/<int:client_id>/asking")
@needs_login
def asking(client_id: int) -> ResponseReturnValue:
    """How this client is asked, and what one might say."""
    person = therapist()
    found = see_asking(person, client_id)
    if found is None:
        abort(404)
    return render_template("therapist/asking.html", page=asking_page(found, person.practice.time_zone, request.path))


@bp.post("/clients/<int:client_id>/preset")
@needs_login
def preset(client_id: int) -> ResponseReturnValue:
    """Say what kind of work it is."""
    return _change(client_id, lambda person, _: choose_preset(person, client_id, request.form.get("preset", "")))


@bp.post("/clients/<int:client_id>/phase")
@needs_login
def phase(client_id: int) -> ResponseReturnValue:
    """Say where the work stands."""
    return _change(client_id, lambda person, _: choose_phase(person, client_id, request.form.get("phase", "")))


@bp.post("/clients/<int:client_id>/language")
@needs_login
def language(client_id: int) -> ResponseReturnValue:
    """Say in which language they are asked."""
    if (chosen := request.form.get("language", "")) not in {"", *languages("client")}:
        return problem(phrase("That was not kept."), phrase("Choose a language of the list. Then keep it again."), 422)
    return _change(client_id, lambda person, _: choose_language(person, client_id, chosen))


@bp.post("/clients/<int:client_id>/text")
@needs_login
def text(client_id: int) -> ResponseReturnValue:
    """Say whether their form begins in larger text."""
    larger = request.form.get("text", "") == "larger"
    return _change(client_id, lambda person, _: choose_text(person, client_id, larger=larger))


@bp.post("/clients/<int:client_id>/pause")
@needs_login
def pause(client_id: int) -> ResponseReturnValue:
    """Ask nothing for a while."""
    reason = request.form.get("reason", "")
    if reason not in set(Reason):
        return problem(
            phrase("Nothing is paused yet."), phrase("Choose what kind of reason there is. Then pause again."), 422
        )
    return _change(client_id, lambda person, now: pause_client(person, client_id, Reason(reason), now))


@bp.post("/clients/<int:client_id>/resume")
@needs_login
def resume(client_id: int) -> ResponseReturnValue:
    """Ask again."""
    return _change(client_id, lambda person, now: resume_client(person, client_id, now))


def _change(client_id: int, change: Callable[[Person, datetime], bool]) -> ResponseReturnValue:
    """Make the change, and lead back to the page that its button stood on."""
    try:
        if not change(therapist(), clock.now()):
            abort(404)
    except NotOnTheList as error:
        return problem(phrase("That was not kept."), error.why, 422)
    asked_from = request.form.get("next", "")
    here = url_for(".asking", client_id=client_id)
    return redirect(safe_next(asked_from) if asked_from else here, code=303)
