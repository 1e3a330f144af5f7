"""The sessions of a day, today's or an earlier one: what is noted of those in which nobody was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from kiosk import clock
from kiosk.actions.visits.new_codes import AskWhose
from kiosk.actions.visits.note import ToNote, change_noted, note_session, take_back
from kiosk.domain.noted import Became
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.noted import AskedSession, DaySheet, see_day_sheet
from kiosk.queries.schedule import Planned
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.day.planned import clock_words, minute_of, who
from kiosk.web.staff.day.whose import ask, confirmed_new
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.noted_words import WORDS, NotedRow, NoteTap, note_tap, noted_row
from kiosk.web.staff.parts.times import clock_time, day_named
from kiosk.web.staff.parts.typed import day_typed, minute_typed

bp = Blueprint("noted", __name__)
bp.context_processor(staff_names)

SESSIONS: Final = "/sessions"
FROM_DAY: Final = "day"
"""The field `from` of a tap on the day's own page, to which it leads back."""


@dataclass(frozen=True)
class AskedRow:
    """One session in which somebody was asked."""

    visit: PublicId
    time: str
    codes: str


@dataclass(frozen=True)
class WaitingRow:
    """One session that was expected, and of which nothing is known yet."""

    time: str
    code: str
    tap: NoteTap


@dataclass(frozen=True)
class SheetPage:
    """The sessions of one day; what was typed is kept where it could not be taken."""

    heading: str
    day: str
    latest: str
    earlier: str
    later: str
    """The day after it; empty for today."""
    waiting: Sequence[WaitingRow]
    asked: Sequence[AskedRow]
    noted: Sequence[NotedRow]
    choices: Sequence[Choice]
    groups: Sequence[Choice]
    typed: MultiDict[str, str]
    problem: str = ""
    field: str = ""


@bp.get(SESSIONS)
@needs(Permission.ASK_CLIENTS)
def sheet() -> ResponseReturnValue:
    """The sessions of a day."""
    return render_template("therapist/sessions.html", page=_page(day_typed(request.args.get("day", ""))))


@bp.post(SESSIONS)
@needs(Permission.ASK_CLIENTS)
def note() -> ResponseReturnValue:
    """Note one; what was typed stays where that cannot be done."""
    typed, time = request.form, request.form.get("time", "").strip()
    day, minute = day_typed(typed.get("day", "")), minute_typed(time)
    to_note = ToNote(
        became=typed.get("became", ""),
        day=day,
        minute=-1 if time and minute is None else minute,
        plan=public_id(typed.get("plan", "")) or None,
        group=public_id(typed.get("group", "")) or None,
        code=typed.get("client", ""),
    )
    try:
        outcome = note_session(actor(), to_note, clock.now(), confirmed_new())
    except (Conflict, Invalid) as refusal:
        field = refusal.field if isinstance(refusal, Invalid) else ""
        page = _page(day, problem=said(refusal.why), field=field)
        return render_template("therapist/sessions.html", page=page), 409 if isinstance(refusal, Conflict) else 422
    return ask(outcome) if isinstance(outcome, AskWhose) else _back(day)


@bp.post(f"{SESSIONS}/<public_id:noted_id>")
@needs(Permission.ASK_CLIENTS)
def change(noted_id: PublicId) -> ResponseReturnValue:
    """Note something else of it."""
    return _back(change_noted(actor(), noted_id, request.form.get("became", ""), clock.now()))


@bp.post(f"{SESSIONS}/<public_id:noted_id>/undo")
@needs(Permission.ASK_CLIENTS)
def undo(noted_id: PublicId) -> ResponseReturnValue:
    """Undo the note."""
    return _back(take_back(actor(), noted_id, clock.now()))


def _back(day: date | None) -> ResponseReturnValue:
    if request.form.get("from") == FROM_DAY:
        return redirect("/", code=303)
    return redirect(url_for(".sheet", day=day.isoformat() if day else None), code=303)


def _page(day: date | None, *, problem: str = "", field: str = "") -> SheetPage:
    now, zone = clock.now(), actor().time_zone
    seen = see_day_sheet(actor(), day, now)
    is_today, minute = seen.day == seen.today, minute_of(now, zone)
    left = [one for one in seen.planned if not one.has_begun]
    return SheetPage(
        heading=gettext("Sessions on %(day)s", day=day_named(seen.day, gettext("EEEE d MMMM"))),
        day=seen.day.isoformat(),
        latest=seen.today.isoformat(),
        earlier=(seen.day - timedelta(days=1)).isoformat() if seen.day > date.min else "",
        later="" if is_today else (seen.day + timedelta(days=1)).isoformat(),
        waiting=[
            _waiting(one, seen, has_come=not is_today or one.minute <= minute) for one in left if one.noted is None
        ],
        asked=[_asked(one, zone) for one in seen.asked],
        noted=[noted_row(one) for one in (*(one.noted for one in left), *seen.noted) if one],
        choices=[Choice(one, said(WORDS[one])) for one in Became],
        groups=[Choice(group.id, group.name) for group in seen.groups],
        typed=request.form,
        problem=problem,
        field=field,
    )


def _waiting(planned: Planned, seen: DaySheet, *, has_come: bool) -> WaitingRow:
    tap = note_tap(planned.id, seen.day.isoformat(), has_come=has_come)
    return WaitingRow(clock_words(planned.minute), who(planned), tap)


def _asked(one: AskedSession, zone: str) -> AskedRow:
    return AskedRow(one.visit, clock_time(one.began_at, zone), ", ".join(one.codes))
