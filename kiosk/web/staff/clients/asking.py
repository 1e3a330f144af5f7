"""Settings for asking a client: kind and phase of the work, language, text, pauses. A colleague's client gives 404."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.asking import Choices, change_asking
from kiosk.actions.clients.consents import record_told, record_withdrawn
from kiosk.actions.clients.pauses import PauseReason, pause_client, resume_client
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.asking import see_asking
from kiosk.queries.managed import see_managed
from kiosk.queries.onward import see_patient
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, said
from kiosk.web.shared.readings import has_shown
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.clients.ways import asking_page

bp = Blueprint("asking", __name__)
bp.context_processor(staff_names)


@bp.get("/clients/<public_id:client_id>/asking")
@needs(Permission.READ_RESULTS)
def asking(client_id: PublicId) -> ResponseReturnValue:
    """Show how this client is asked, words for introducing it, their record, and what was corrected."""
    return shown(client_id)


@bp.post("/clients/<public_id:client_id>/told")
@needs(Permission.ASK_CLIENTS)
def told(client_id: PublicId) -> ResponseReturnValue:
    """Record that they were told what is kept."""
    try:
        record_told(actor(), client_id, request.form.get("told_on", "")[:20], clock.now())
    except Invalid as refusal:
        return shown(client_id, [(refusal.field, said(refusal.why))]), 422
    return redirect(url_for(".asking", client_id=client_id, _anchor="consent"), code=303)


@bp.post("/clients/<public_id:client_id>/told/<public_id:consent_id>/withdrawn")
@needs(Permission.ASK_CLIENTS)
def withdrawn(client_id: PublicId, consent_id: PublicId) -> ResponseReturnValue:
    """Record that they withdrew."""
    try:
        record_withdrawn(actor(), client_id, consent_id, request.form.get("withdrawn_on", "")[:20], clock.now())
    except Invalid as refusal:
        return shown(client_id, [(refusal.field, said(refusal.why))]), 422
    return redirect(url_for(".asking", client_id=client_id, _anchor="consent"), code=303)


def shown(client_id: PublicId, problems: Sequence[tuple[str, str]] = (), patient: str | None = None) -> str:
    """Show the page, or show it again with what is to be mended; `patient` is what was typed as their id elsewhere."""
    now, me = clock.now(), actor()
    found, seen = see_asking(me, client_id), see_managed(me, client_id)
    if found is None or seen is None:
        abort(404)
    has_shown(Audited.CLIENT_READ, "clients", seen.id, seen.id)
    here = url_for("asking.asking", client_id=client_id)
    page = asking_page(found, seen, Moment(now, me.time_zone), here, problems)
    known = see_patient(me, client_id)
    if known and patient is not None:
        known = replace(known, patient=patient)
    page = replace(page, patient=known)
    return render_template("therapist/asking.html", page=page)


@bp.post("/clients/<public_id:client_id>/asking")
@needs(Permission.ASK_CLIENTS)
def change(client_id: PublicId) -> ResponseReturnValue:
    """Save how they are asked: everything that the form has in it."""
    form = request.form
    if form.get("language", "") not in {"", *languages("client")}:
        return problem(phrase("That was not saved."), phrase("Choose a language from the list, then save again."), 422)
    chosen = Choices(
        preset=form.get("preset"),
        phase=form.get("phase"),
        language=form.get("language"),
        larger_text=form["text"] == "larger" if "text" in form else None,
        opening_measure=form.get("opening"),
    )
    return _change(client_id, lambda me, now: change_asking(me, client_id, chosen, now))


@bp.post("/clients/<public_id:client_id>/pause")
@needs(Permission.ASK_CLIENTS)
def pause(client_id: PublicId) -> ResponseReturnValue:
    """Ask nothing for a while."""
    reason = request.form.get("reason", "")
    if reason not in set(PauseReason):
        return problem(
            phrase("Nothing is paused yet."), phrase("Choose what kind of reason there is. Then pause again."), 422
        )
    return _change(client_id, lambda me, now: pause_client(me, client_id, PauseReason(reason), now))


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
