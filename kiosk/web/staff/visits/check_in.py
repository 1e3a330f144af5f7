"""One check-in of a therapist's own: its page, and what is done with it, with one person asked or several."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.visits.change import (
    Outcome,
    note_seen,
    record_repair,
    renew_short_code,
    reveal_result,
    withdraw_check_in,
)
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.queries.visit import SeenVisit, see_check_in
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.private import private_screen
from kiosk.web.shared.readings import has_shown_answers
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.addresses import alone_page_of, page_of, visit_page_for
from kiosk.web.staff.visits.pages import VisitPage
from kiosk.web.staff.visits.present import visit_page
from kiosk.web.staff.visits.repair import keep_repair

bp = Blueprint("check_ins", __name__, url_prefix="/check-ins/<public_id:check_in_id>")
bp.context_processor(staff_names)


@bp.get("")
@needs(Permission.READ_RESULTS)
def check_in(check_in_id: PublicId) -> ResponseReturnValue:
    """One person's own page in a visit of several, or of its opening; else the visit's page is theirs."""
    seen = _seen(check_in_id)
    if not (seen.check_in.of_several or seen.check_in.is_opening):
        return redirect(page_of(seen.check_in.ids), code=303)
    return render_template("therapist/visit.html", page=_page(seen))


@bp.get("/live")
@needs(Permission.READ_RESULTS)
def live(check_in_id: PublicId) -> ResponseReturnValue:
    """The part of that page that changes."""
    return render_template("therapist/visit_live.html", page=_page(_seen(check_in_id)))


@bp.get("/alone")
@needs(Permission.READ_RESULTS)
def alone(check_in_id: PublicId) -> ResponseReturnValue:
    """A held result on a screen that only the therapist sees: nothing is shown by it anywhere else."""
    return _alone(check_in_id, "therapist/visit.html")


@bp.get("/alone/live")
@needs(Permission.READ_RESULTS)
def alone_live(check_in_id: PublicId) -> ResponseReturnValue:
    """The part of that page that changes."""
    return _alone(check_in_id, "therapist/visit_live.html")


@bp.post("/withdraw")
@needs(Permission.ASK_CLIENTS)
def withdraw(check_in_id: PublicId) -> ResponseReturnValue:
    """End this person's link at once."""
    ids = withdraw_check_in(actor(), check_in_id, clock.now())
    return redirect(url_for("visits.visit", visit_id=ids.visit), code=303)


@bp.post("/short-code")
@needs(Permission.ASK_CLIENTS)
def short_code(check_in_id: PublicId) -> ResponseReturnValue:
    """A new short code."""
    ids = renew_short_code(actor(), check_in_id, clock.now())
    return redirect(visit_page_for(ids), code=303)


@bp.post("/show")
@needs(Permission.ASK_CLIENTS)
def show(check_in_id: PublicId) -> ResponseReturnValue:
    """Show a result that was held back, on its own page."""
    ids = reveal_result(actor(), check_in_id, clock.now())
    return redirect(page_of(ids), code=303)


@bp.post("/repair")
@needs(Permission.ASK_CLIENTS)
def repair(check_in_id: PublicId) -> ResponseReturnValue:
    """Keep what became of it, with this person."""

    def record(outcome: Outcome, note: str) -> str:
        ids = record_repair(actor(), check_in_id, outcome, note, clock.now())
        return alone_page_of(ids) if "alone" in request.form else page_of(ids)

    return keep_repair(record)


@bp.post("/seen")
@needs(Permission.ASK_CLIENTS)
def seen(check_in_id: PublicId) -> ResponseReturnValue:
    """The page tells by itself that the result is on the screen."""
    me = actor()
    screen = private_screen(me) if "alone" in request.form else None
    note_seen(me, check_in_id, clock.now(), screen)
    return "", 204


def _seen(check_in_id: PublicId) -> SeenVisit:
    return see_check_in(actor(), check_in_id, clock.now()) or abort(404)


def _page(seen: SeenVisit) -> VisitPage:
    has_shown_answers(seen.shown)
    return visit_page(seen, clock.now(), actor().time_zone, no_time="no-time" in request.args)


def _alone(check_in_id: PublicId, template: str) -> ResponseReturnValue:
    """Back to the usual page where the switch of this screen is off."""
    now, me = clock.now(), actor()
    screen = private_screen(me)
    seen = see_check_in(me, check_in_id, now, screen) or abort(404)
    if screen is None:
        return redirect(page_of(seen.check_in.ids), code=303)
    has_shown_answers(seen.shown)
    return render_template(template, page=visit_page(seen, now, me.time_zone, alone=True))
