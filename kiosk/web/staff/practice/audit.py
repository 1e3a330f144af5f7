"""The audit log, for administrators: who did and who saw what, and when; looked through, and taken along as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock, zones
from kiosk.actions.practice.keep_log import keep_log_for, take_log
from kiosk.domain.audit import AUDIT_YEARS_LEAST, AUDIT_YEARS_MOST, Audited
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import public_id
from kiosk.domain.refusals import Invalid
from kiosk.interchange.csv_table import BYTE_ORDER_MARK, csv_line
from kiosk.queries.audit import ActGroup, acts_of, see_log
from kiosk.storage.audit_log import LogEntry, LogSearch
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.readings import has_shown
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.audit_words import about_words, act_words, actor_words
from kiosk.web.staff.parts.times import clock_time, full_date

bp = Blueprint("audit", __name__)
bp.context_processor(staff_names)

KINDS: Final = {
    ActGroup.READ: phrase("What was seen"),
    ActGroup.LOGIN: phrase("Logins and programs"),
    ActGroup.PEOPLE: phrase("People and roles"),
    ActGroup.SESSIONS: phrase("Sessions and answers"),
    ActGroup.CLIENTS: phrase("Clients and corrections"),
    ActGroup.OTHER: phrase("Settings, tablets and the server"),
}
SAVED: Final = phrase("Saved. Older entries are deleted within an hour.")
NO_DAY: Final = phrase("That is not a day. Choose one, such as 2026-06-03.")
SHORT: Final = 8
"""Characters of a public id that are shown; the file has all of them."""
COLUMNS: Final = ("at", "actor", "name", "email", "act", "about", "about_id", "client", "from", "count")


@dataclass(frozen=True)
class Filter:
    """The search, as the address has it."""

    person: str = ""
    kind: str = ""
    about: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The parts of it that narrow anything."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class EntryLine:
    """One entry as it is shown."""

    day: str
    time: str
    who: str
    act: str
    about: str
    about_id: str
    whole_id: str
    origin: str
    count: int


@dataclass(frozen=True)
class AuditPage:
    """A page of the log."""

    lines: Sequence[EntryLine]
    filter: Filter
    people: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    years: str
    least: int
    most: int
    earlier: str
    later: str
    export: str
    saved: str = ""
    problems: Sequence[tuple[str, str]] = ()


@bp.get("/settings/audit")
@needs(Permission.READ_AUDIT)
def log() -> ResponseReturnValue:
    """Look through it, the latest entries first."""
    has_shown(Audited.LOG_READ, "practices", str(actor().practice_id))
    wanted = _filter()
    problems = [(name, said(NO_DAY)) for name in ("since", "until") if getattr(wanted, name) and not _day(wanted, name)]
    saved = said(SAVED) if "saved" in request.args else ""
    return _shown(wanted, problems=problems, saved=saved), 422 if problems else 200


@bp.get("/settings/audit.csv")
@needs(Permission.EXPORT_AUDIT)
def export() -> ResponseReturnValue:
    """Take along what is looked for, the oldest entries first, with whole ids and times in UTC."""
    me, now = actor(), clock.now()
    text = "".join(_rows(take_log(me, _sought(_filter(), me.time_zone), now)))
    headers = {"Content-Disposition": f'attachment; filename="audit-{now:%Y%m%d}.csv"', "Cache-Control": "no-store"}
    return Response(text, mimetype="text/csv; charset=utf-8", headers=headers)


@bp.post("/settings/audit")
@needs(Permission.CHANGE_PRACTICE)
def keep() -> ResponseReturnValue:
    """Save for how many years entries are kept."""
    typed = request.form.get("years", "")[:10]
    try:
        keep_log_for(actor(), typed, clock.now())
    except Invalid as refusal:
        return _shown(Filter(), typed=typed, problems=[("years", said(refusal.why))]), 422
    return redirect(url_for(".log", saved="yes"), code=303)


def _shown(
    wanted: Filter, *, typed: str | None = None, problems: Sequence[tuple[str, str]] = (), saved: str = ""
) -> str:
    me, now = actor(), clock.now()
    seen = see_log(me, _sought(wanted, me.time_zone), request.args.get("page", 1, int))
    page = AuditPage(
        lines=[_line(entry, now, me.time_zone) for entry in seen.entries],
        filter=wanted,
        people=seen.people,
        kinds=[(kind.value, said(words)) for kind, words in KINDS.items()],
        years=str(seen.years) if typed is None else typed,
        least=AUDIT_YEARS_LEAST,
        most=AUDIT_YEARS_MOST,
        earlier=_address(".log", wanted, seen.page + 1) if seen.has_more else "",
        later=_address(".log", wanted, seen.page - 1) if seen.page > 1 else "",
        export=_address(".export", wanted),
        saved=saved,
        problems=problems,
    )
    return render_template("practice/audit.html", page=page)


def _address(endpoint: str, wanted: Filter, page: int = 1) -> str:
    query = wanted.query | ({"page": str(page)} if page > 1 else {})
    return f"{url_for(endpoint)}?{urlencode(query)}".rstrip("?")


def _line(entry: LogEntry, now: datetime, zone: str) -> EntryLine:
    named = entry.client if entry.about == "clients" and entry.client else entry.about_id
    is_public = bool(public_id(named))
    return EntryLine(
        day=full_date(entry.at, now, zone),
        time=clock_time(entry.at, zone),
        who=actor_words(entry.actor, entry.name),
        act=act_words(entry.act),
        about=about_words(entry.about, entry.about_id),
        about_id=named[:SHORT] if is_public else "",
        whole_id=named if is_public else "",
        origin=entry.origin,
        count=entry.count,
    )


def _filter() -> Filter:
    typed = {name: request.args.get(name, "").replace("\0", "").strip()[:32] for name in vars(Filter())}
    wanted = Filter(**typed)
    return wanted if wanted.kind in set(ActGroup) else replace(wanted, kind="")


def _sought(wanted: Filter, zone: str) -> LogSearch:
    since, until = _day(wanted, "since"), _day(wanted, "until")
    return LogSearch(
        person=wanted.person,
        acts=acts_of(ActGroup(wanted.kind)) if wanted.kind else (),
        about=wanted.about,
        since=_begins(since, zone) if since else None,
        until=_begins(until + timedelta(days=1), zone) if until else None,
    )


def _day(wanted: Filter, name: str) -> date | None:
    try:
        found = date.fromisoformat(getattr(wanted, name))
    except ValueError:
        return None
    return found if date.min.year < found.year < date.max.year else None


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zones.zone(zone)).astimezone(UTC)


def _rows(entries: Iterable[LogEntry]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(COLUMNS)
    for one in entries:
        whole = (one.at.isoformat(), one.actor, one.name, one.email, one.act, one.about, one.about_id)
        yield csv_line((*whole, one.client or "", one.origin, one.count))
