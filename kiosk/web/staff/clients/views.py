"""The pages of the clients. A client of a colleague's is answered exactly like one that does not exist."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.goals import Aim, agree_goal, end_goal, meet_goal, take_back_goal
from kiosk.actions.clients.priorities import add_priorities, move_priority_up
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.caseload import Order, Show, WantedClients
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.caseload import see_clients
from kiosk.queries.client import merged_into, see_client
from kiosk.queries.courses import AskedCourse
from kiosk.queries.erasure import see_due
from kiosk.queries.readable import part
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.readings import has_shown, has_shown_list
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.clients.caseload import clients_page
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.clients.goal_fields import GoalFields
from kiosk.web.staff.clients.pages import ClientPage
from kiosk.web.staff.clients.present import client_page

bp = Blueprint("clients", __name__, url_prefix="/clients")
caseload_bp = Blueprint("caseload", __name__)
bp.context_processor(staff_names)
MOST_OF_A_CODE = 24


@bp.get("")
@needs(Permission.READ_RESULTS)
def everybody() -> ResponseReturnValue:
    """All of the therapist's own clients."""
    now, me = clock.now(), actor()
    wanted = WantedClients(
        request.args.get("show", Show.ALL, Show), request.args.get("sort", Order.LATEST, Order), _code_looked_for()
    )
    has_shown_list("clients")
    seen = see_clients(me, wanted, now, request.args.get("page", 1, int))
    page = clients_page(seen, wanted, now, me.time_zone)
    return render_template("therapist/clients.html", page=page, due=part(lambda: len(see_due(me, now).due), 0))


@caseload_bp.get("/caseload")
@needs(Permission.READ_RESULTS)
def caseload() -> ResponseReturnValue:
    """Lead to the list of clients, of which this is the other name."""
    return redirect(f"{url_for('clients.everybody')}?{request.query_string.decode()}".rstrip("?"), code=303)


@bp.get("/<public_id:client_id>")
@needs(Permission.READ_RESULTS)
def client(client_id: PublicId) -> ResponseReturnValue:
    """One of them: the course, their words, repairs, goals."""
    if into := merged_into(actor(), client_id):
        return redirect(url_for(".client", client_id=into), code=303)
    return render_template("therapist/client.html", page=_page(client_id))


@bp.post("/<public_id:client_id>/goals")
@needs(Permission.ASK_CLIENTS)
def agree(client_id: PublicId) -> ResponseReturnValue:
    """Keep a goal that both have agreed on."""
    form = GoalFields()
    aim = Aim(form.kind.data or "", form.words.data or "", (form.within.data or "").strip(), form.unit.data or "")
    try:
        agree_goal(actor(), client_id, aim, clock.now())
    except Invalid as refusal:
        return render_template("therapist/client.html", page=_page(client_id, aim, refusal)), 422
    return _back(client_id)


@bp.post("/<public_id:client_id>/priorities")
@needs(Permission.ASK_CLIENTS)
def add_to_list(client_id: PublicId) -> ResponseReturnValue:
    """Put what was written together on the client's own list."""
    typed = request.form.get("priorities", "")
    try:
        add_priorities(actor(), client_id, typed, clock.now())
    except Invalid as refusal:
        return render_template("therapist/client.html", page=_page(client_id, typed, refusal)), 422
    return _back(client_id)


@bp.post("/<public_id:client_id>/priorities/<public_id:goal_id>/up")
@needs(Permission.ASK_CLIENTS)
def move_up(client_id: PublicId, goal_id: PublicId) -> ResponseReturnValue:
    """Put an entry of the list before the one above it."""
    return _change(move_priority_up, client_id, goal_id)


@bp.post("/<public_id:client_id>/goals/<public_id:goal_id>/met")
@needs(Permission.ASK_CLIENTS)
def met(client_id: PublicId, goal_id: PublicId) -> ResponseReturnValue:
    """Check a goal off together."""
    return _change(meet_goal, client_id, goal_id)


@bp.post("/<public_id:client_id>/goals/<public_id:goal_id>/end")
@needs(Permission.ASK_CLIENTS)
def end(client_id: PublicId, goal_id: PublicId) -> ResponseReturnValue:
    """Let a goal go."""
    return _change(end_goal, client_id, goal_id)


@bp.post("/<public_id:client_id>/goals/<public_id:goal_id>/take-back")
@needs(Permission.ASK_CLIENTS)
def take_back(client_id: PublicId, goal_id: PublicId) -> ResponseReturnValue:
    """Aim for a goal again that was checked off or let go by mistake."""
    return _change(take_back_goal, client_id, goal_id)


def _code_looked_for() -> str:
    """Read the part of a code that is searched for; a code has no more characters than that."""
    return " ".join(request.args.get("code", "").replace("\0", "").split())[:MOST_OF_A_CODE]


def _page(client_id: PublicId, aim: Aim | str | None = None, fault: Invalid | None = None) -> ClientPage:
    now, me = clock.now(), actor()
    measure, version, marked = (request.args.get(name, "") for name in ("measure", "version", "marked"))
    asked = AskedCourse(measure, version, marked, _part())
    seen = see_client(me, client_id, asked, now)
    if seen is None:
        abort(404)
    has_shown(Audited.CLIENT_READ, "clients", seen.id, seen.id)
    return client_page(seen, Moment(now, me.time_zone), asked, aim, fault)


def _part() -> int:
    """Read which part of a long history is asked for; the latest where that is no number."""
    return request.args.get("part", 1, int)


def _change(
    change: Callable[[Staff, PublicId, PublicId, datetime], None], client_id: PublicId, goal_id: PublicId
) -> ResponseReturnValue:
    change(actor(), client_id, goal_id, clock.now())
    return _back(client_id)


def _back(client_id: PublicId) -> ResponseReturnValue:
    """Lead back to the part of the page that the button stood in."""
    part = "priorities" if "/priorities" in request.path or "list" in request.form else "goals"
    return redirect(url_for(".client", client_id=client_id, _anchor=part), code=303)
