"""The list of clients whose therapist can no longer log in: whose they were, and nothing of what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from kiosk import clock
from kiosk.actions.clients.handover import offer_waiting
from kiosk.actions.practice.left_clients import put_notice_away
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Invalid
from kiosk.queries.handovers import Colleague, see_waiting
from kiosk.queries.left_clients import Taking, see_left_clients
from kiosk.storage.left_clients import LeftClient
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import isolated, said
from kiosk.web.shared.readings import has_shown_list
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.times import at_time

bp = Blueprint("left_clients", __name__)
bp.context_processor(staff_names)


@dataclass(frozen=True)
class LeftClientRow:
    """One client, and what came since."""

    id: PublicId
    code: str
    therapist: str
    since: str
    asked_for_help: bool
    offered_to: str
    """The name of the colleague to whom they are offered; empty where nobody is."""


@dataclass(frozen=True)
class LeftClientsPage:
    """All of them."""

    clients: Sequence[LeftClientRow]
    news: str
    """The fingerprint of what came and was taken, while there is a notice of it; else empty."""
    takings: Sequence[str]
    """Sentences that say which other administrator took a record, and when, while there is a notice of it."""
    colleagues: Sequence[Colleague]
    problem: tuple[str, str] | None = None
    saved: bool = False


@bp.get("/settings/without-therapist")
@needs(Permission.MANAGE_PEOPLE)
def left_clients() -> ResponseReturnValue:
    """The list, for administrators."""
    has_shown_list("clients")
    return _shown()


@bp.post("/settings/without-therapist/offer")
@needs(Permission.MANAGE_PEOPLE)
def offer() -> ResponseReturnValue:
    """Offer the chosen clients to a colleague, who then accepts or refuses."""
    chosen = [public_id(one) for one in request.form.getlist("client")]
    try:
        offer_waiting(actor(), chosen, public_id(request.form.get("to", "")), clock.now())
    except Invalid as refusal:
        return _shown((refusal.field, said(refusal.why))), 422
    return redirect(url_for(".left_clients", saved="offered"), code=303)


@bp.post("/settings/without-therapist/seen")
@needs(Permission.MANAGE_PEOPLE)
def put_away() -> ResponseReturnValue:
    """The administrator knows what came: the day no longer says so, until something else comes."""
    put_notice_away(actor(), request.form.get("news", ""), clock.now())
    return redirect(url_for(".left_clients"), code=303)


def _shown(problem: tuple[str, str] | None = None) -> str:
    seen, waiting = see_left_clients(actor()), see_waiting(actor())
    zone, now = actor().time_zone, clock.now()
    rows = [_row(one, zone, now, waiting.offered.get(one.id, "")) for one in seen.clients]
    news, saved = seen.fingerprint if seen.is_news else "", request.args.get("saved") == "offered"
    takings = [_taken(one, zone, now) for one in seen.takings]
    page = LeftClientsPage(rows, news, takings, waiting.colleagues, problem, saved)
    return render_template("practice/left_clients.html", page=page)


def _row(one: LeftClient, zone: str, now: datetime, offered_to: str) -> LeftClientRow:
    since = _since(one.answers, one.last_at, zone, now) if one.last_at else gettext("Nothing has come since.")
    return LeftClientRow(one.id, one.code, one.therapist, since, one.asked_for_help, offered_to)


def _taken(one: Taking, zone: str, now: datetime) -> str:
    return gettext("%(name)s, %(when)s", name=isolated(one.name), when=at_time(one.at, now, zone, says_fresh=False))


def _since(answers: int, last_at: datetime, zone: str, now: datetime) -> str:
    return ngettext(
        "%(num)s answer has come since, %(when)s.",
        "%(num)s answers have come since, the last %(when)s.",
        answers,
        when=at_time(last_at, now, zone, says_fresh=False),
    )
