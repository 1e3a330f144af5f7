"""A therapist's own calendar: its address or file, the pattern tried on the next entries, and whose codes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.visits import calendar as acts
from kiosk.actions.visits import calendar_codes as codes
from kiosk.core import settings
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.visit_kinds import Together
from kiosk.queries.calendar import SeenCalendar, UnknownCode, see_calendar, suggest_pattern, try_pattern
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.exchange.calendar_words import (
    fault_words,
    reading_words,
    tried_words,
    unknown_words,
    when_words,
)
from kiosk.web.staff.exchange.uploading import EMPTY, uploaded_file
from kiosk.web.staff.parts.choices import Choice

bp = Blueprint("calendar", __name__)
bp.context_processor(staff_names)

DONE: dict[str, Phrase] = {
    "off": phrase("Turned off. Everything of the calendar was deleted."),
    "code": phrase("Saved."),
}


OF_SEVERAL: Final[Sequence[tuple[str, Phrase]]] = (
    (Together.COUPLE, phrase("They come together, as a couple")),
    (Together.FAMILY, phrase("They come together, as a family")),
    (Together.GROUP, phrase("They come together, as a group")),
    (codes.APART, phrase("Each has a session of their own")),
    (codes.NOBODY, phrase("No clients of mine")),
)


@dataclass(frozen=True)
class TriedRow:
    """One of the next entries, with what the pattern finds in it."""

    when: str
    title: str
    code: str
    words: str


@dataclass(frozen=True)
class UnknownRow:
    """A code that is no client's yet, and whose it may be."""

    code: str
    words: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class CalendarPage:
    """The calendar, or the ways to give one; what was typed is kept where it could not be taken."""

    has_calendar: bool
    told: Sequence[str] = ()
    fault: str = ""
    is_being_chosen: bool = False
    pattern: str = ""
    """The one that is tried, or in use."""
    tried: Sequence[TriedRow] = ()
    unknown: Sequence[UnknownRow] = ()
    has_decisions: bool = False
    is_file: bool = False
    url: str = ""
    problems: Sequence[tuple[str, str]] = ()


@bp.get("/calendar")
@needs(Permission.ASK_CLIENTS)
def show() -> ResponseReturnValue:
    """The page of the calendar."""
    return _rendered(saved=DONE.get(request.args.get("done", "")))


@bp.post("/calendar")
@needs(Permission.ASK_CLIENTS)
def give() -> ResponseReturnValue:
    """Keep an address, and have a look at what is there."""
    url = request.form.get("url", "")
    try:
        return _to(acts.give_address(actor(), url, settings().private_networks, clock.now()))
    except Invalid as fault:
        return _rendered(problems=[(fault.field, said(fault.why))], url=url[: acts.LONGEST_URL]), 422


@bp.post("/calendar/file")
@needs(Permission.ASK_CLIENTS)
def upload() -> ResponseReturnValue:
    """Keep a file sealed, and have it looked at beside the workers."""
    file, sealed = request.files.get("file"), uploaded_file()
    if file is None or sealed is None or not sealed.size:
        return _rendered(problems=[("file", gettext("Choose a file.") if sealed is None else said(EMPTY))]), 422
    sealed.close()
    return _to(acts.give_file(actor(), sealed.id, clock.now()))


@bp.post("/calendar/pattern")
@needs(Permission.ASK_CLIENTS)
def pattern() -> ResponseReturnValue:
    """Try a pattern on the next entries, or keep it."""
    typed = request.form.get("pattern", "")
    try:
        acts.check_pattern(typed)
        if request.form.get("do") == "save":
            return _to(acts.choose_pattern(actor(), typed, clock.now()))
    except Invalid as fault:
        return _rendered(typed, problems=[(fault.field, said(fault.why))]), 422
    return _rendered(typed)


@bp.post("/calendar/look")
@needs(Permission.ASK_CLIENTS)
def look() -> ResponseReturnValue:
    """Look at the next entries once more."""
    return _to(acts.look_again(actor(), clock.now()))


@bp.post("/calendar/read")
@needs(Permission.ASK_CLIENTS)
def read() -> ResponseReturnValue:
    """Read it now."""
    return _to(acts.read_now(actor(), clock.now()))


@bp.post("/calendar/codes")
@needs(Permission.ASK_CLIENTS)
def whose() -> ResponseReturnValue:
    """Keep whose a code is."""
    form = request.form
    if not form.get("whose"):
        return _rendered(problems=[("codes", gettext("Choose whose it is."))]), 422
    try:
        codes.say_whose(actor(), form.get("code", ""), form["whose"], clock.now())
    except Invalid as fault:
        return _rendered(problems=[(fault.field, said(fault.why))]), 422
    return redirect(url_for(".show", done="code"), code=303)


@bp.post("/calendar/codes/forget")
@needs(Permission.ASK_CLIENTS)
def forget() -> ResponseReturnValue:
    """Ask again whose codes are."""
    return _to(codes.forget_decisions(actor(), clock.now()))


@bp.post("/calendar/off")
@needs(Permission.ASK_CLIENTS)
def off() -> ResponseReturnValue:
    """Delete everything of it."""
    acts.turn_off(actor(), clock.now())
    return redirect(url_for(".show", done="off"), code=303)


def _to(task: PublicId) -> ResponseReturnValue:
    return redirect(url_for("work.task", task_id=task), code=303)


def _rendered(
    typed: str | None = None,
    *,
    problems: Sequence[tuple[str, str]] = (),
    url: str = "",
    saved: Phrase | None = None,
) -> str:
    seen = see_calendar(actor(), clock.now())
    if seen is None and (typed is not None or "codes" in dict(problems)):
        raise Conflict(acts.NONE)
    page = _page(seen, typed, problems, url) if seen else CalendarPage(has_calendar=False, url=url, problems=problems)
    return render_template("exchange/calendar.html", page=page, saved=said(saved) if saved else "")


def _page(seen: SeenCalendar, typed: str | None, problems: Sequence[tuple[str, str]], url: str) -> CalendarPage:
    now, me = clock.now(), actor()
    tried = (typed or seen.pattern or suggest_pattern(me)) if seen.is_being_chosen else seen.pattern
    return CalendarPage(
        has_calendar=True,
        told=reading_words(seen, now, me.time_zone),
        fault=fault_words(seen.fault),
        is_being_chosen=seen.is_being_chosen,
        pattern=tried if typed is None else typed,
        tried=[
            TriedRow(when_words(one.entry.day, one.entry.minute), one.entry.title, one.code, tried_words(one))
            for one in (try_pattern(me, tried) if seen.is_being_chosen else ())
        ],
        unknown=[UnknownRow(one.code, unknown_words(one), _choices(one, seen)) for one in seen.unknown],
        has_decisions=seen.has_decisions,
        is_file=seen.is_file,
        url=url,
        problems=[(field if _is_there(field, seen) else "", text) for field, text in problems],
    )


def _is_there(field: str, seen: SeenCalendar) -> bool:
    """Return whether the page has that field now."""
    return seen.is_being_chosen if field == "pattern" else bool(seen.unknown) if field == "codes" else True


def _choices(one: UnknownCode, seen: SeenCalendar) -> Sequence[Choice]:
    """The clients that the code may mean, those whose codes look like it first; of several codes, how they come."""
    if one.is_of_several:
        return [Choice(value, said(words)) for value, words in OF_SEVERAL]
    own = sorted(seen.known, key=lambda pair: pair[1] not in one.alike)
    return [
        *(Choice(client, code) for client, code in own if code in one.alike),
        Choice(codes.NEW, gettext("A new client")),
        Choice(codes.NOBODY, gettext("No client of mine")),
        *(Choice(client, code) for client, code in own if code not in one.alike),
    ]
