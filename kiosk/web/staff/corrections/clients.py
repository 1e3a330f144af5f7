"""The page of corrections to one client: another code, two codes that are one client, the work closed or reopened."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.corrections.clients import close_client, merge_clients, rename_client, reopen_client
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.corrections import see_client_to_correct
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.correction_words import CorrectionView, closed_words, correction_views

bp = Blueprint("client_corrections", __name__, url_prefix="/clients/<public_id:client_id>")
bp.context_processor(staff_names)


@dataclass(frozen=True)
class ClientCorrectionPage:
    """One client, what can be corrected, and what was."""

    client: PublicId
    code: str
    codes: tuple[str, ...]
    closed: str
    """A sentence that says since when the work is closed; empty while it goes on."""
    corrections: tuple[CorrectionView, ...]
    typed: str = ""
    other: str = ""
    problem: str = ""
    field: str = ""


@bp.get("/correct")
@needs(Permission.ASK_CLIENTS)
def correct(client_id: PublicId) -> ResponseReturnValue:
    """The page."""
    return render_template("therapist/corrections/client.html", page=_page(client_id))


@bp.post("/code")
@needs(Permission.ASK_CLIENTS)
def rename(client_id: PublicId) -> ResponseReturnValue:
    """Give the client another code."""
    try:
        rename_client(actor(), client_id, request.form.get("code", ""), clock.now())
    except (Invalid, Conflict) as refusal:
        return _again(client_id, refusal)
    return _back(client_id)


@bp.post("/merge")
@needs(Permission.ASK_CLIENTS)
def merge(client_id: PublicId) -> ResponseReturnValue:
    """Let the client have everything of the other code."""
    try:
        merge_clients(actor(), client_id, request.form.get("other", ""), clock.now())
    except (Invalid, Conflict) as refusal:
        return _again(client_id, refusal)
    return _back(client_id)


@bp.post("/close")
@needs(Permission.ASK_CLIENTS)
def close(client_id: PublicId) -> ResponseReturnValue:
    """Say that the work with them has ended."""
    close_client(actor(), client_id, clock.now())
    return _back(client_id)


@bp.post("/reopen")
@needs(Permission.ASK_CLIENTS)
def reopen(client_id: PublicId) -> ResponseReturnValue:
    """Begin anew with them."""
    reopen_client(actor(), client_id, clock.now())
    return _back(client_id)


def _back(client_id: PublicId) -> ResponseReturnValue:
    return redirect(url_for(".correct", client_id=client_id), code=303)


def _again(client_id: PublicId, refusal: Invalid | Conflict) -> ResponseReturnValue:
    status = 422 if isinstance(refusal, Invalid) else 409
    return render_template("therapist/corrections/client.html", page=_page(client_id, refusal)), status


def _page(client_id: PublicId, fault: Invalid | Conflict | None = None) -> ClientCorrectionPage:
    now, zone = clock.now(), actor().time_zone
    seen = see_client_to_correct(actor(), client_id) or abort(404)
    return ClientCorrectionPage(
        client=seen.id,
        code=seen.code,
        codes=tuple(seen.codes),
        closed=closed_words(seen.closed_at, now, zone),
        corrections=tuple(correction_views(seen.corrections, now, zone)),
        typed=request.form.get("code", seen.code),
        other=request.form.get("other", ""),
        problem=said(fault.why) if fault else "",
        field=fault.field if isinstance(fault, Invalid) else "",
    )
