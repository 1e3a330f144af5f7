"""The pages of the clients. A client of a colleague's is answered exactly like one that does not exist."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.asking import see_asking
from kiosk.actions.goals import Aim, NotAgreed, agree_goal, end_goal, meet_goal, take_back_goal
from kiosk.actions.see_clients import Asked, see_client, see_clients
from kiosk.storage.tables import Person
from kiosk.web.access import needs_login, staff_names, therapist
from kiosk.web.therapist.clients.course import Moment
from kiosk.web.therapist.clients.goal_fields import GoalFields
from kiosk.web.therapist.clients.pages import ClientPage
from kiosk.web.therapist.clients.present import client_page, clients_page

bp = Blueprint("clients", __name__, url_prefix="/clients")
bp.context_processor(staff_names)


@bp.get("")
@needs_login
def everybody() -> ResponseReturnValue:
    """All of the therapist's own clients."""
    now, person = clock.now(), therapist()
    page = clients_page(see_clients(person, now), now, person.practice.time_zone)
    return render_template("therapist/clients.html", page=page)


@bp.get("/<int:client_id>")
@needs_login
def client(client_id: int) -> ResponseReturnValue:
    """One of them: the course, their words, repairs, goals."""
    return render_template("therapist/client.html", page=_page(client_id))


@bp.post("/<int:client_id>/goals")
@needs_login
def agree(client_id: int) -> ResponseReturnValue:
    """Keep a goal that both have agreed on."""
    form = GoalFields()
    aim = Aim(form.kind.data or "", form.words.data or "", (form.within.data or "").strip(), form.unit.data or "")
    outcome = agree_goal(therapist(), client_id, aim, clock.now())
    if isinstance(outcome, NotAgreed):
        return render_template("therapist/client.html", page=_page(client_id, aim, outcome)), 422
    return _back(client_id, found=outcome)


@bp.post("/<int:client_id>/goals/<int:goal_id>/met")
@needs_login
def met(client_id: int, goal_id: int) -> ResponseReturnValue:
    """Check a goal off together."""
    return _change(meet_goal, client_id, goal_id)


@bp.post("/<int:client_id>/goals/<int:goal_id>/end")
@needs_login
def end(client_id: int, goal_id: int) -> ResponseReturnValue:
    """Let a goal go."""
    return _change(end_goal, client_id, goal_id)


@bp.post("/<int:client_id>/goals/<int:goal_id>/take-back")
@needs_login
def take_back(client_id: int, goal_id: int) -> ResponseReturnValue:
    """Aim for a goal again that was checked off or let go by mistake."""
    return _change(take_back_goal, client_id, goal_id)


def _page(client_id: int, aim: Aim | None = None, fault: NotAgreed | None = None) -> ClientPage:
    now, person = clock.now(), therapist()
    asked = Asked(*(request.args.get(name, "") for name in ("measure", "version", "marked")))
    seen, asking = see_client(person, client_id, asked, now), see_asking(person, client_id)
    if seen is None or asking is None:
        abort(404)
    return client_page(seen, asking, Moment(now, person.practice.time_zone), aim, fault)


def _change(change: Callable[[Person, int, int, datetime], bool], client_id: int, goal_id: int) -> ResponseReturnValue:
    return _back(client_id, found=change(therapist(), client_id, goal_id, clock.now()))


def _back(client_id: int, *, found: bool) -> ResponseReturnValue:
    return redirect(url_for(".client", client_id=client_id, _anchor="goals"), code=303) if found else abort(404)
