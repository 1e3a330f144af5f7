"""The result of reading a therapist's calendar: entries to choose a pattern on, expected sessions, or a fault."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from kiosk.actions.visits.open import CODE
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.calendars import (
    LOOKED_AT,
    MOST_TOGETHER,
    CalendarEntry,
    codes_in,
    codes_of_session,
    compiled,
    pause_after,
    session_codes,
)
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.refusals import Unreadable
from kiosk.storage import calendars, schedule, visits
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Calendar, Client, Plan, SavedGroup
from kiosk.storage.work import Work, unit_of_work

Key = tuple[date, int, str]
"""Day, minute and code: all that is kept of an entry, and so what tells one from another."""
Whose = Client | SavedGroup | None


def keep_look(actor: Staff, entries: Sequence[CalendarEntry], now: datetime) -> None:
    """Keep the next entries, sealed and for an hour, to choose a pattern on."""
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


def keep_sessions(actor: Staff, entries: Sequence[CalendarEntry], since: date, now: datetime, etag: str = "") -> None:
    """Expect a session for each code in a title from that day on, and those that are no more in the calendar no more.

    Of sessions about which something is noted, nothing is taken back.
    """
    with unit_of_work(actor, now) as work:
        row = _row(work, actor)
        find = compiled(row.pattern) if row else None
        if row is None or find is None:
            return
        found = [(one, [code for code in codes_in(one.title, find) if CODE.fullmatch(code)]) for one in entries]
        names = partial(_sessions_of, row)
        wanted = {(one.day, one.minute, name) for one, codes in found for name in names(codes)}
        whose = _whose(work.session, as_therapist(actor, Permission.ASK_CLIENTS), row)
        _bring_up_to_date(work, row, whose, wanted, since)
        row.entries, row.with_code, row.etag = len(entries), sum(bool(codes) for _, codes in found), etag
        _note_read(row, now)


def _sessions_of(row: Calendar, codes: Sequence[str]) -> Sequence[str]:
    """Name the sessions of an entry: several codes are one session of several people, unless it was said otherwise."""
    apart = {one.code for one in row.codes if one.is_apart}
    nobodys = {one.code for one in row.codes if one.client_id is None} - apart
    left = [code for code in codes if code not in nobodys]
    together = session_codes(left)
    if len(left) == 1 or len(left) > MOST_TOGETHER or together in apart:
        return left
    return [together] if left and together not in nobodys else []


def take_apart(work: Work, therapist: Therapist, row: Calendar, plans: Sequence[Plan]) -> None:
    """Within an act: put a session with each of them in place of the session of several people."""
    whose, there = _whose(work.session, therapist, row), {_key(plan) for plan in plans}
    for plan in plans:
        for code in codes_of_session(plan.code or ""):
            key = plan.first_on, plan.minute, code
            if key not in there:
                there.add(key)
                _add(work, row, whose, key)
    calendars.delete_plans(work.session, [plan.id for plan in plans])


def _key(plan: Plan) -> Key:
    return plan.first_on, plan.minute, plan.code or ""


def _bring_up_to_date(work: Work, row: Calendar, whose: Callable[[str], Whose], wanted: set[Key], since: date) -> None:
    session, there = work.session, calendars.plans_of(work.session, row, since)
    noted = calendars.noted_among(session, [one.id for one in there])
    gone = []
    for plan in there:
        if (key := _key(plan)) in wanted:
            wanted.discard(key)
            _belongs_to(plan, whose(plan.code or ""))
        elif plan.id not in noted:
            gone.append(plan.id)
    calendars.delete_plans(session, gone)
    for key in sorted(wanted):
        _add(work, row, whose, key)


def _add(work: Work, row: Calendar, whose: Callable[[str], Whose], key: Key) -> None:
    day, minute, name = key
    plan = Plan(
        practice_id=row.practice_id,
        therapist_id=row.therapist_id,
        calendar_id=row.id,
        code=name,
        first_on=day,
        minute=minute,
        weekly=False,
        made_at=work.now,
    )
    _belongs_to(plan, whose(name))
    work.session.add(plan)


def _belongs_to(plan: Plan, whose: Whose) -> None:
    plan.client = whose if isinstance(whose, Client) else None
    plan.group = whose if isinstance(whose, SavedGroup) else None


def _whose(session: WriteSession, therapist: Therapist, row: Calendar) -> Callable[[str], Whose]:
    """Find whose a code is: as their therapist said, else the client of that code, else a group saved under it.

    Of several codes it is the group that was saved with exactly these people.
    """
    said: Mapping[str, Client | None] = {one.code: one.client for one in row.codes}
    saved = schedule.groups_of(session, therapist)
    groups = {one.name.casefold(): one for one in saved}
    of_people = {frozenset(member.client_id for member in one.members): one for one in reversed(saved)}
    known: dict[str, Whose] = {}

    def find(name: str) -> Whose:
        if name not in known:
            codes = codes_of_session(name)
            known[name] = find_one(name) if len(codes) == 1 else find_all([find(code) for code in codes])
        return known[name]

    def find_one(code: str) -> Whose:
        told = said.get(code)
        is_own = told is not None and told.therapist_id == row.therapist_id
        try:
            client = told if is_own else visits.client_by_code(session, therapist, code)
        except Unreadable:  # one wrong value takes no other session along: this code is asked about
            client = None
        return client or groups.get(code.casefold())

    def find_all(whose: Sequence[Whose]) -> Whose:
        clients = {one.id: one for one in whose if isinstance(one, Client)}
        if len(clients) == 1 and all(isinstance(one, Client) for one in whose):
            return next(iter(clients.values()))
        return of_people.get(frozenset(clients)) if len(clients) == len(whose) else None

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
