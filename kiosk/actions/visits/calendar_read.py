"""The result of reading a therapist's calendar: entries to choose a pattern on, expected sessions, or a fault."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from kiosk.actions.visits.open import CODE
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.calendars import LOOKED_AT, Entry, codes_in, compiled, pause_after
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.storage import calendars, schedule, visits
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Calendar, Client, Plan, SavedGroup
from kiosk.storage.work import Work, unit_of_work

Key = tuple[date, int, str]
"""Day, minute and code: all that is kept of an entry, and so what tells one from another."""
Whose = Client | SavedGroup | None


def keep_look(actor: Staff, entries: Sequence[Entry], now: datetime) -> None:
    """Keep the next entries, sealed and for a day, to choose a pattern on."""
    with unit_of_work(actor, now) as work:
        if row := _row(work, actor):
            shown = [(one.day.isoformat(), one.minute, one.title) for one in entries[:LOOKED_AT]]
            row.look, row.looked_at = json.dumps(shown), now
            _note_read(row, now)


def keep_fault(actor: Staff, fault: str, now: datetime) -> None:
    """Keep that it could not be read; sessions that it told of before stay."""
    with unit_of_work(actor, now) as work:
        if row := _row(work, actor):
            row.failures += 1
            row.fault = fault
            _plan_next(row, now)


def keep_unchanged(actor: Staff, now: datetime) -> None:
    """Keep that it is as it was when it was last read."""
    with unit_of_work(actor, now) as work:
        if row := _row(work, actor):
            _note_read(row, now)


def keep_sessions(actor: Staff, entries: Sequence[Entry], since: date, now: datetime, etag: str = "") -> None:
    """Expect a session for each code in a title from that day on, and those that are no more in the calendar no more.

    Of sessions about which something is noted, nothing is taken back.
    """
    with unit_of_work(actor, now) as work:
        row = _row(work, actor)
        find = compiled(row.pattern) if row else None
        if row is None or find is None:
            return
        found = [(one, [code for code in codes_in(one.title, find) if CODE.fullmatch(code)]) for one in entries]
        nobodys = {one.code for one in row.codes if one.client_id is None}
        wanted = {(one.day, one.minute, code) for one, codes in found for code in codes if code not in nobodys}
        whose = _whose(work.session, as_therapist(actor, Permission.ASK_CLIENTS), row)
        _bring_up_to_date(work, row, whose, wanted, since)
        row.entries, row.with_code, row.etag = len(entries), sum(bool(codes) for _, codes in found), etag
        _note_read(row, now)


def _bring_up_to_date(work: Work, row: Calendar, whose: Callable[[str], Whose], wanted: set[Key], since: date) -> None:
    session, there = work.session, calendars.plans_of(work.session, row, since)
    noted = calendars.noted_among(session, [one.id for one in there])
    gone = []
    for plan in there:
        key = (plan.first_on, plan.minute, plan.code or "")
        if key in wanted:
            wanted.discard(key)
            _belongs_to(plan, whose(plan.code or ""))
        elif plan.id not in noted:
            gone.append(plan.id)
    calendars.delete_plans(session, gone)
    for day, minute, code in sorted(wanted):
        plan = Plan(
            practice_id=row.practice_id,
            therapist_id=row.therapist_id,
            calendar_id=row.id,
            code=code,
            first_on=day,
            minute=minute,
            weekly=False,
            made_at=work.now,
        )
        _belongs_to(plan, whose(code))
        session.add(plan)


def _belongs_to(plan: Plan, whose: Whose) -> None:
    plan.client = whose if isinstance(whose, Client) else None
    plan.group = whose if isinstance(whose, SavedGroup) else None


def _whose(session: WriteSession, therapist: Therapist, row: Calendar) -> Callable[[str], Whose]:
    """Find whose a code is: as their therapist said, else the client of that code, else a group saved under it."""
    said: Mapping[str, Client | None] = {one.code: one.client for one in row.codes}
    groups = {one.name.casefold(): one for one in schedule.groups_of(session, therapist)}
    known: dict[str, Whose] = {}

    def find(code: str) -> Whose:
        if code not in known:
            told = said.get(code)
            is_own = told is not None and told.therapist_id == row.therapist_id
            client = told if is_own else visits.client_by_code(session, therapist, code)
            known[code] = client or groups.get(code.casefold())
        return known[code]

    return find


def _row(work: Work, actor: Staff) -> Calendar | None:
    """The calendar, unless it was turned off meanwhile."""
    return calendars.calendar_of(work.session, as_therapist(actor, Permission.ASK_CLIENTS))


def _note_read(row: Calendar, now: datetime) -> None:
    row.read_at, row.failures, row.fault = now, 0, ""
    _plan_next(row, now)


def _plan_next(row: Calendar, now: datetime) -> None:
    if row.url and row.pattern:
        row.due_at = now + pause_after(row.failures)
