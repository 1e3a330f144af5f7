"""Visits, of one person or several. A visit of a colleague's is answered exactly like one that does not exist."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.visits.change import Outcome, close_visit, withdraw_visit
from kiosk.actions.visits.repair_together import record_repair_together
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.queries.several import FoundTogether
from kiosk.queries.visit import SeenVisit, see_visit
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.readings import has_shown, has_shown_answers
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.visits.pages import VisitPage
from kiosk.web.staff.visits.present import visit_page
from kiosk.web.staff.visits.repair import keep_repair
from kiosk.web.staff.visits.several.pages import PeoplePage
from kiosk.web.staff.visits.several.present import AskedPeople, people_page

bp = Blueprint("visits", __name__, url_prefix="/visits/<public_id:visit_id>")
bp.context_processor(staff_names)


@bp.get("")
@needs(Permission.READ_RESULTS)
def visit(visit_id: PublicId) -> ResponseReturnValue:
    """One session: the way to the form or forms, then what came of it."""
    page = _page(visit_id)
    return render_template(f"therapist/{'visit' if isinstance(page, VisitPage) else 'together'}.html", page=page)


@bp.get("/live")
@needs(Permission.READ_RESULTS)
def live(visit_id: PublicId) -> ResponseReturnValue:
    """The part of that page that changes."""
    page = _page(visit_id)
    return render_template(f"therapist/{'visit' if isinstance(page, VisitPage) else 'together'}_live.html", page=page)


@bp.post("/withdraw")
@needs(Permission.ASK_CLIENTS)
def withdraw(visit_id: PublicId) -> ResponseReturnValue:
    """End everybody's link at once."""
    withdraw_visit(actor(), visit_id, clock.now())
    return redirect(url_for(".visit", visit_id=visit_id), code=303)


@bp.post("/close")
@needs(Permission.ASK_CLIENTS)
def close(visit_id: PublicId) -> ResponseReturnValue:
    """Ask nobody any more."""
    close_visit(actor(), visit_id, clock.now())
    return redirect(url_for(".visit", visit_id=visit_id), code=303)


@bp.post("/together/repair")
@needs(Permission.ASK_CLIENTS)
def repair_together(visit_id: PublicId) -> ResponseReturnValue:
    """Keep what became of it, for all of them together."""

    def record(outcome: Outcome, note: str) -> str:
        record_repair_together(actor(), visit_id, outcome, note, clock.now())
        return url_for(".visit", visit_id=visit_id, show=1)

    return keep_repair(record)


def _page(visit_id: PublicId) -> VisitPage | PeoplePage:
    now, me, no_time, show = clock.now(), actor(), "no-time" in request.args, "show" in request.args
    asked = AskedPeople(request.args.get("person", None, public_id), show=show, no_time=no_time)
    seen = see_visit(me, visit_id, now, person=asked.person, show=show) or abort(404)
    has_shown_answers(seen.shown)
    if isinstance(seen, SeenVisit):
        return visit_page(seen, now, me.time_zone, no_time=no_time)
    if isinstance(seen.together, FoundTogether):
        has_shown(Audited.RESULT_READ, "visits", seen.id)
    return people_page(seen, now, me.time_zone, asked)
