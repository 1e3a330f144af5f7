"""The code alone, for a screen that others see: the way to one form, and nothing else of the practice."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.visits.change import renew_link
from kiosk.domain.lifecycle import State
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.visit import SeenVisit, see_check_in
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.cues import CueView, cue_view
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.addresses import base_of, code_page_of, visit_page_for
from kiosk.web.staff.visits.pages import Invitation
from kiosk.web.staff.visits.waiting import STATUS, STOPS, invitation

bp = Blueprint("code_alone", __name__)
OVER = phrase("The code is no longer needed.")


@dataclass(frozen=True)
class CodePage:
    """The way to one form. How it ended is never said here: others may read it."""

    visit: PublicId
    state: str
    """A state in which the link opens the form, or `over`."""
    status: str
    invitation: Invitation | None
    """None when there is nothing to open any more, and while the code is hidden."""
    hidden: bool
    cue: CueView | None
    address: str
    """Of this page, with the code shown."""
    hidden_address: str
    base: str
    """The address below which everything about this check-in is posted."""
    back: str


@bp.get("/check-ins/<public_id:check_in_id>/code")
@needs(Permission.READ_RESULTS)
def code(check_in_id: PublicId) -> ResponseReturnValue:
    """The code of one person's form."""
    seen = see_check_in(actor(), check_in_id, clock.now()) or abort(404)
    return render_template("therapist/code.html", page=_page(seen, actor().time_zone, hidden="hidden" in request.args))


@bp.post("/check-ins/<public_id:check_in_id>/new-code")
@needs(Permission.ASK_CLIENTS)
def new_code(check_in_id: PublicId) -> ResponseReturnValue:
    """A new link, QR code and short code; back to where it was asked for."""
    ids = renew_link(actor(), check_in_id, clock.now())
    return redirect(code_page_of(ids) if "alone" in request.form else visit_page_for(ids), code=303)


def _page(seen: SeenVisit, zone: str, *, hidden: bool) -> CodePage:
    check_in, ids = seen.check_in, seen.check_in.ids
    return CodePage(
        visit=ids.visit,
        state=check_in.state if check_in.opens else "over",
        status=_status(check_in),
        invitation=invitation(seen.link, check_in.place, clock.now(), zone) if seen.link and not hidden else None,
        hidden=hidden,
        cue=cue_view(seen.cue, check_in.language) if seen.cue else None,
        address=code_page_of(ids),
        hidden_address=code_page_of(ids, hidden=True),
        base=base_of(ids),
        back=visit_page_for(ids),
    )


def _status(check_in: SeenCheckIn) -> str:
    """Say how far it is, for everybody's eyes."""
    if not check_in.opens:
        return said(OVER)
    return said(STATUS[check_in.state if check_in.state in STOPS else State.WAITING])
