"""Agreements of supervision, and the page for the hour. An agreement of others is answered like one that never was."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice.supervise import agree_supervision, end_share, end_supervision, share_words
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Invalid
from kiosk.queries.agreements import see_agreements
from kiosk.queries.supervision import see_hour
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.readings import has_shown
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.supervision.pages import SupervisionPage
from kiosk.web.staff.supervision.present import agreement_row, hour_page

bp = Blueprint("supervision", __name__, url_prefix="/supervision")
bp.context_processor(staff_names)

SAVED: Final = {
    "agreed": phrase("Agreed. Every form that is opened from now on says so."),
    "ended": phrase("Ended. Nothing is shown from now on."),
}


@bp.get("")
@needs(Permission.KEEP_ACCOUNT)
def agreements() -> ResponseReturnValue:
    """One's own agreements."""
    return _shown()


@bp.post("/agree")
@needs(Permission.ASK_CLIENTS)
def agree() -> ResponseReturnValue:
    """Agree with a supervisor."""
    try:
        agree_supervision(actor(), public_id(request.form.get("supervisor", "")), clock.now())
    except Invalid as refusal:
        return _shown(said(refusal.why)), 422
    return redirect(url_for(".agreements", saved="agreed"), code=303)


@bp.post("/<public_id:agreement_id>/end")
@needs(Permission.KEEP_ACCOUNT)
def end(agreement_id: PublicId) -> ResponseReturnValue:
    """End an agreement, at any time, by either of the two."""
    end_supervision(actor(), agreement_id, clock.now())
    return redirect(url_for(".agreements", saved="ended"), code=303)


@bp.get("/<public_id:agreement_id>")
@needs(Permission.KEEP_ACCOUNT)
def hour(agreement_id: PublicId) -> ResponseReturnValue:
    """The page for the hour, the same for both."""
    return _hour_shown(agreement_id)


@bp.post("/<public_id:agreement_id>/share")
@needs(Permission.ASK_CLIENTS)
def share(agreement_id: PublicId) -> ResponseReturnValue:
    """Share one client's words, from the next form on."""
    try:
        share_words(actor(), agreement_id, public_id(request.form.get("client", "")), clock.now())
    except Invalid as refusal:
        return _hour_shown(agreement_id, said(refusal.why)), 422
    return redirect(url_for(".hour", agreement_id=agreement_id, _anchor="shared"), code=303)


@bp.post("/<public_id:agreement_id>/share/<public_id:share_id>/end")
@needs(Permission.KEEP_ACCOUNT)
def unshare(agreement_id: PublicId, share_id: PublicId) -> ResponseReturnValue:
    """End the sharing of one client's words, by either of the two."""
    end_share(actor(), agreement_id, share_id, clock.now())
    return redirect(url_for(".hour", agreement_id=agreement_id, _anchor="shared"), code=303)


def _hour_shown(agreement_id: PublicId, problem: str = "") -> str:
    now, me = clock.now(), actor()
    seen = see_hour(me, agreement_id, now)
    if seen is None:
        abort(404)
    has_shown(Audited.SUPERVISION_READ, "supervisions", agreement_id)
    for client in seen.told_of:
        has_shown(Audited.SUPERVISION_READ, "clients", client, client)
    return render_template("supervision/hour.html", page=replace(hour_page(seen, now, me.time_zone), problem=problem))


def _shown(problem: str = "") -> str:
    me, now = actor(), clock.now()
    seen, saved = see_agreements(me), SAVED.get(request.args.get("saved", ""))
    page = SupervisionPage(
        of_me=[agreement_row(one, one.supervisor, now, me.time_zone) for one in seen.held if one.is_mine],
        by_me=[agreement_row(one, one.therapist, now, me.time_zone) for one in seen.held if not one.is_mine],
        is_therapist=may(me, Permission.ASK_CLIENTS),
        is_supervisor=may(me, Permission.READ_SUPERVISION),
        supervisors=seen.supervisors,
        saved=said(saved) if saved else "",
        problem=problem,
    )
    return render_template("supervision/agreements.html", page=page)
