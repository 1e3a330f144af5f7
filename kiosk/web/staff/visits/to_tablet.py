"""The therapist sends a form to a tablet, and takes it back."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.tablets.free import free_and_send
from kiosk.actions.tablets.send import send_to_tablet, take_back
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Conflict
from kiosk.queries.readable import whole
from kiosk.queries.tablets import see_blocked, see_ids
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.addresses import visit_page_for
from kiosk.web.staff.parts.tablet_rows import blocked_words, label_of

bp = Blueprint("to_tablet", __name__)
bp.context_processor(staff_names)
TABLET = "/check-ins/<public_id:check_in_id>/tablet"
NOT_SENT = phrase("It was not sent to the tablet.")


@dataclass(frozen=True)
class FreePage:
    """The question before a colleague's form makes way."""

    heading: Phrase
    words: Phrase
    turn: PublicId
    """The showing that is asked about."""
    address: str
    back: str


@bp.post(TABLET)
@needs(Permission.ASK_CLIENTS)
def send(check_in_id: PublicId) -> ResponseReturnValue:
    """Show the form there."""
    try:
        ids = send_to_tablet(actor(), check_in_id, public_id(request.form.get("tablet", "")), clock.now())
    except Conflict as refusal:
        return problem(NOT_SENT, refusal.why, 422)
    return redirect(visit_page_for(ids), code=303)


@bp.post(f"{TABLET}/back")
@needs(Permission.ASK_CLIENTS)
def back(check_in_id: PublicId) -> ResponseReturnValue:
    """Take it back."""
    return redirect(visit_page_for(take_back(actor(), check_in_id, clock.now())), code=303)


@bp.get(f"{TABLET}/<public_id:tablet>/free")
@needs(Permission.READ_RESULTS)
def ask_to_free(check_in_id: PublicId, tablet: PublicId) -> ResponseReturnValue:
    """Ask whether a colleague's form that nobody touches makes way for this one."""
    ids = see_ids(actor(), check_in_id) or abort(404)
    blocked = whole(lambda: see_blocked(actor(), check_in_id, tablet, clock.now()))
    if blocked is None:
        return redirect(visit_page_for(ids), code=303)
    page = FreePage(
        heading=phrase("Free the tablet in %(tablet)s?", tablet=label_of(blocked)),
        words=blocked_words(blocked, actor().time_zone, clock.now()),
        turn=blocked.turn,
        address=request.path,
        back=visit_page_for(ids),
    )
    return render_template("therapist/free_tablet.html", page=page)


@bp.post(f"{TABLET}/<public_id:tablet>/free")
@needs(Permission.ASK_CLIENTS)
def free(check_in_id: PublicId, tablet: PublicId) -> ResponseReturnValue:
    """It makes way, and this form stands there."""
    turn = public_id(request.form.get("turn", ""))
    try:
        ids = free_and_send(actor(), check_in_id, tablet, turn, clock.now())
    except Conflict as refusal:
        return problem(NOT_SENT, refusal.why, 422)
    return redirect(visit_page_for(ids), code=303)
