"""The code alone, for a screen that others see: the way to one form, and nothing else of the practice."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.change_visit import renew_link
from kiosk.actions.see_visit import SeenVisit, see_person, see_visit
from kiosk.actions.together import is_of_several
from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import phrase
from kiosk.web.access import needs_login, therapist
from kiosk.web.cues import CueView
from kiosk.web.languages import said
from kiosk.web.therapist.visit.pages import Invitation
from kiosk.web.therapist.visit.present import STATUS, STOPS, code_address, cue_of_several, invitation

bp = Blueprint("code_alone", __name__)
OVER = phrase("The code is not needed any more.")


@dataclass(frozen=True)
class CodePage:
    """The way to one form. How it ended is never said here: others may read it."""

    visit: int
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


@bp.get("/visits/<int:visit_id>/code")
@needs_login
def code(visit_id: int) -> ResponseReturnValue:
    """The code of one person's form."""
    person, now = request.args.get("person", type=int), clock.now()
    seen = see_person(therapist(), visit_id, person, now) if person else see_visit(therapist(), visit_id, now)
    if isinstance(seen, SeenVisit):
        return render_template("therapist/code.html", page=_page(seen, hidden="hidden" in request.args))
    return redirect(url_for("therapist.visit", visit_id=visit_id), code=303) if seen else abort(404)


@bp.post("/visits/<int:visit_id>/new-code")
@bp.post("/visits/<int:visit_id>/people/<int:person>/new-code")
@needs_login
def new_code(visit_id: int, person: int | None = None) -> ResponseReturnValue:
    """A new link, QR code and short code; back to where it was asked for."""
    if not renew_link(therapist(), visit_id, clock.now(), check_in=person):
        abort(404)
    if "alone" in request.form:
        return redirect(code_address(visit_id, person), code=303)
    return redirect(url_for("therapist.visit", visit_id=visit_id, person=person), code=303)


def _page(seen: SeenVisit, *, hidden: bool) -> CodePage:
    visit, person = seen.visit.id, seen.check_in.id if is_of_several(seen.visit) else None
    address = code_address(visit, person)
    return CodePage(
        visit=visit,
        state=seen.state if seen.opens else "over",
        status=_status(seen),
        invitation=invitation(seen.check_in, clock.now()) if seen.opens and not hidden else None,
        hidden=hidden,
        cue=cue_of_several(seen.check_in),
        address=address,
        hidden_address=f"{address}{'&' if '?' in address else '?'}hidden=1",
        base=f"/visits/{visit}" + (f"/people/{person}" if person else ""),
        back=f"/visits/{visit}" + (f"?person={person}" if person else ""),
    )


def _status(seen: SeenVisit) -> str:
    """How far it is, for everybody's eyes."""
    if not seen.opens:
        return said(OVER)
    return said(STATUS[seen.state if seen.state in STOPS else State.WAITING])
