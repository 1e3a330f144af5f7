"""Settings for asking a client: kind and phase of the work, language, text, pauses. A colleague's client gives 404."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.asking import choose_language, choose_opening, choose_phase, choose_preset, choose_text
from kiosk.actions.clients.pauses import Reason, pause_client, resume_client
from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.asking import see_asking
from kiosk.web.shared.access import actor, needs, safe_next, staff_names
from kiosk.web.shared.errors import problem
from kiosk.web.shared.languages import languages
from kiosk.web.staff.clients.ways import asking_page

bp = Blueprint("asking", __name__)
bp.context_processor(staff_names)


@bp.get("/clients/<public_id:client_id>/asking")
@needs(Permission.READ_RESULTS)
def asking(client_id: PublicId) -> ResponseReturnValue:
    """Show how this client is asked, and words for introducing it."""
    found = see_asking(actor(), client_id)
    if found is None:
        abort(404)
    return render_template("therapist/asking.html", page=asking_page(found, actor().time_zone, request.path))


@bp.post("/clients/<public_id:client_id>/preset")
@needs(Permission.ASK_CLIENTS)
def preset(client_id: PublicId) -> ResponseReturnValue:
    """Say what kind of work it is."""
    return _change(client_id, lambda me, now: choose_preset(me, client_id, request.form.get("preset", ""), now))


@bp.post("/clients/<public_id:client_id>/phase")
@needs(Permission.ASK_CLIENTS)
def phase(client_id: PublicId) -> ResponseReturnValue:
    """Say where the work stands."""
    return _change(client_id, lambda me, now: choose_phase(me, client_id, request.form.get("phase", ""), now))


@bp.post("/clients/<public_id:client_id>/language")
@needs(Permission.ASK_CLIENTS)
def language(client_id: PublicId) -> ResponseReturnValue:
    """Say in which language they are asked."""
    if (chosen := request.form.get("language", "")) not in {"", *languages("client")}:
        return problem(phrase("That was not saved."), phrase("Choose a language of the list. Then save it again."), 422)
    return _change(client_id, lambda me, now: choose_language(me, client_id, chosen, now))


@bp.post("/clients/<public_id:client_id>/text")
@needs(Permission.ASK_CLIENTS)
def text(client_id: PublicId) -> ResponseReturnValue:
    """Say whether their form begins in larger text."""
    larger = request.form.get("text", "") == "larger"
    return _change(client_id, lambda me, now: choose_text(me, client_id, now, larger=larger))


@bp.post("/clients/<public_id:client_id>/opening")
@needs(Permission.ASK_CLIENTS)
def opening(client_id: PublicId) -> ResponseReturnValue:
    """Say whether a session may begin with how the week was, and by which form."""
    return _change(client_id, lambda me, now: choose_opening(me, client_id, request.form.get("opening", ""), now))


@bp.post("/clients/<public_id:client_id>/pause")
@needs(Permission.ASK_CLIENTS)
def pause(client_id: PublicId) -> ResponseReturnValue:
    """Ask nothing for a while."""
    reason = request.form.get("reason", "")
    if reason not in set(Reason):
        return problem(
            phrase("Nothing is paused yet."), phrase("Choose what kind of reason there is. Then pause again."), 422
        )
    return _change(client_id, lambda me, now: pause_client(me, client_id, Reason(reason), now))


@bp.post("/clients/<public_id:client_id>/resume")
@needs(Permission.ASK_CLIENTS)
def resume(client_id: PublicId) -> ResponseReturnValue:
    """Ask again."""
    return _change(client_id, lambda me, now: resume_client(me, client_id, now))


def _change(client_id: PublicId, change: Callable[[Staff, datetime], None]) -> ResponseReturnValue:
    """Make the change, and lead back to the page that its button stood on."""
    try:
        change(actor(), clock.now())
    except Invalid as refusal:
        return problem(phrase("That was not saved."), refusal.why, 422)
    asked_from = request.form.get("next", "")
    here = url_for(".asking", client_id=client_id)
    return redirect(safe_next(asked_from) if asked_from else here, code=303)
