"""The list of clients whose therapist can no longer log in: whose they were, and nothing of what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from kiosk import clock, zones
from kiosk.actions.practice.left_clients import put_notice_away
from kiosk.domain.permissions import Permission
from kiosk.queries.left_clients import see_left_clients
from kiosk.storage.left_clients import LeftClient
from kiosk.web.shared.access import actor, needs, staff_names

bp = Blueprint("left_clients", __name__)
bp.context_processor(staff_names)


@dataclass(frozen=True)
class LeftClientRow:
    """One client, and what came since."""

    code: str
    therapist: str
    since: str
    asked_for_help: bool


@dataclass(frozen=True)
class LeftClientsPage:
    """All of them."""

    clients: Sequence[LeftClientRow]
    news: str
    """The fingerprint of what came, while there is a notice of it; else empty."""


@bp.get("/settings/without-therapist")
@needs(Permission.MANAGE_PEOPLE)
def left_clients() -> ResponseReturnValue:
    """The list, for administrators."""
    seen = see_left_clients(actor())
    rows = [_row(one, actor().time_zone) for one in seen.clients]
    page = LeftClientsPage(rows, seen.fingerprint if seen.is_news else "")
    return render_template("practice/left_clients.html", page=page)


@bp.post("/settings/without-therapist/seen")
@needs(Permission.MANAGE_PEOPLE)
def put_away() -> ResponseReturnValue:
    """The administrator knows what came: the day no longer says so, until something else comes."""
    put_notice_away(actor(), request.form.get("news", ""), clock.now())
    return redirect(url_for(".left_clients"), code=303)


def _row(one: LeftClient, zone: str) -> LeftClientRow:
    since = _since(one.answers, one.last_at, zone) if one.last_at else gettext("Nothing has come since.")
    return LeftClientRow(one.code, one.therapist, since, one.asked_for_help)


def _since(answers: int, last_at: datetime, zone: str) -> str:
    when = last_at.astimezone(zones.zone(zone)).strftime("%Y-%m-%d, %H:%M")
    return ngettext(
        "%(num)s answer has come since, at %(when)s.",
        "%(num)s answers have come since, the last at %(when)s.",
        answers,
        when=when,
    )
