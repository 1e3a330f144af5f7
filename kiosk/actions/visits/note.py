"""Noting a session in which nobody was asked: held or not, and why not asked; also afterwards, corrected or undone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kiosk import zones
from kiosk.actions.visits.new_codes import AskWhose, ask_whose
from kiosk.actions.visits.open import CODE, NO_CODE, new_client, tidy
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.lifecycle import OLDEST_SESSION
from kiosk.domain.noted import Became
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.schedule import people_in, repeats_of
from kiosk.storage import noted, schedule, visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, NotedPerson, NotedSession, Plan, SavedGroup
from kiosk.storage.work import Work, unit_of_work

MINUTES = 24 * 60
NO_DAY = phrase("Choose the day of the session, up to today and within the last ten years.")
NO_TIME = phrase("Type the time as 14:00, or leave it out.")
NO_CHOICE = phrase("Choose what became of the session.")
ASKED = phrase("A check-in was started in this session, so it counts as held already. Withdraw that first.")


@dataclass(frozen=True)
class ToNote:
    """A session as it was typed or tapped: an expected one by its plan, else a client's code or a saved group."""

    became: str
    """A word of `domain.noted.Became`."""
    day: date | None
    """By the practice's clock."""
    minute: int | None = None
    """From midnight; None where it is not said."""
    plan: PublicId | None = None
    group: PublicId | None = None
    code: str = ""


@dataclass(frozen=True)
class _Who:
    """The people of a session, by which plan it was expected, and under which name they come."""

    kind: str
    people: Sequence[Client]
    plan: Plan | None = None
    group: SavedGroup | None = None


def note_session(actor: Staff, typed: ToNote, now: datetime, new: Collection[str] = ()) -> AskWhose | PublicId:
    """Note it, or note something else of a session that is noted already; gives its id.

    A new code makes a new client, unless it looks like one that is there: then it is asked whose it is. Raises Invalid,
    NotFound for a plan or a group that is not there, and Conflict where somebody was asked in that session.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    became, day = _checked(actor, typed, now)
    with unit_of_work(actor, now) as work:
        who = _who(work, therapist, typed, day, new)
        if isinstance(who, AskWhose):
            return who
        if _was_asked(work.session, actor, therapist, who, day):
            raise Conflict(ASKED)
        here = noted.between(work.session, therapist, day, day)
        minute = who.plan.minute if who.plan else typed.minute
        found = next((one for one in here if _is_same(one, who, minute)), None)
        row = found or _add(work, therapist, who, day, minute)
        row.became, row.noted_at = became, now
        work.audit(Audited.SESSION_NOTED, row)
        return row.public_id


def change_noted(actor: Staff, noted_id: PublicId, became: str, now: datetime) -> date:
    """Note something else of it; gives its day. Raises NotFound and Invalid."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    chosen = _became(became)
    with unit_of_work(actor, now) as work:
        row = _own(work.session, noted_id, therapist)
        if row.became != chosen:
            row.became, row.noted_at = chosen, now
            work.audit(Audited.SESSION_NOTED, row)
        return row.day


def take_back(actor: Staff, noted_id: PublicId, now: datetime) -> date:
    """Undo the note, so that the session is as it was before; gives its day. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = _own(work.session, noted_id, therapist)
        work.audit(Audited.NOTED_TAKEN_BACK, row)
        work.session.delete(row)
        return row.day


def _checked(actor: Staff, typed: ToNote, now: datetime) -> tuple[Became, date]:
    became, today = _became(typed.became), now.astimezone(zones.zone(actor.time_zone)).date()
    if typed.day is None or not today - OLDEST_SESSION <= typed.day <= today:
        raise Invalid(NO_DAY, "day")
    if typed.minute is not None and not 0 <= typed.minute < MINUTES:
        raise Invalid(NO_TIME, "time")
    if not (typed.plan or typed.group) and not CODE.fullmatch(tidy(typed.code)):
        raise Invalid(NO_CODE, "client")
    return became, typed.day


def _became(word: str) -> Became:
    if word not in set(Became):
        raise Invalid(NO_CHOICE, "became")
    return Became(word)


def _own(session: ReadSession, noted_id: PublicId, therapist: Therapist) -> NotedSession:
    row = noted.noted_of(session, noted_id, therapist)
    if row is None:
        raise NotFound
    return row


def _who(work: Work, therapist: Therapist, typed: ToNote, day: date, new: Collection[str]) -> _Who | AskWhose:
    if typed.plan:
        return _planned(work.session, therapist, typed.plan, day)
    who = _saved(work.session, therapist, typed.group) if typed.group else _alone(work, therapist, typed.code, new)
    return who if isinstance(who, AskWhose) else _as_planned(work.session, therapist, who, day)


def _planned(session: ReadSession, therapist: Therapist, plan_id: PublicId, day: date) -> _Who:
    plan = schedule.plan_of(session, plan_id, therapist)
    if plan is None or not repeats_of(plan).occurs_on(day) or not people_in(plan):
        raise NotFound
    return _Who(plan.group.kind if plan.group else ONE_CLIENT, people_in(plan), plan, plan.group)


def _saved(session: ReadSession, therapist: Therapist, group_id: PublicId) -> _Who:
    group = schedule.group_of(session, group_id, therapist)
    if group is None:
        raise NotFound
    people = [one.client for one in group.members if one.client.therapist_id == therapist.person_id]
    return _Who(group.kind, people, group=group)


def _alone(work: Work, therapist: Therapist, typed: str, new: Collection[str]) -> _Who | AskWhose:
    code = tidy(typed)
    if whose := ask_whose(work.session, therapist, [code], new):
        return whose
    client = visits.client_by_code(work.session, therapist, code)
    if client is None:
        client = new_client(work, therapist, code)
        work.session.add(client)
        work.session.flush()
    return _Who(ONE_CLIENT, [client])


def _as_planned(session: ReadSession, therapist: Therapist, who: _Who, day: date) -> _Who:
    """Find the plan by which these people were expected that day, so that it does not wait any more."""
    there = {client.id for client in who.people}
    for plan in schedule.plans_from(session, therapist, day, day):
        kind = plan.group.kind if plan.group else ONE_CLIENT
        is_theirs = kind == who.kind and {client.id for client in people_in(plan)} == there
        if is_theirs and repeats_of(plan).occurs_on(day):
            return _Who(who.kind, who.people, plan, who.group)
    return who


def _was_asked(session: ReadSession, actor: Staff, therapist: Therapist, who: _Who, day: date) -> bool:
    """Return whether a check-in of such a session was begun that day with one of them."""
    begins = datetime.combine(day, time(), zones.zone(actor.time_zone))
    asked = noted.asked_between(session, therapist, begins, begins + timedelta(days=1))
    people = {client.id for client in who.people}
    return any(kind == who.kind and client in people for kind, client, _ in asked)


def _is_same(one: NotedSession, who: _Who, minute: int | None) -> bool:
    if who.plan or one.plan_id:
        return who.plan is not None and one.plan_id == who.plan.id
    people = {person.client_id for person in one.people}
    return one.kind == who.kind and one.minute == minute and people == {client.id for client in who.people}


def _add(work: Work, therapist: Therapist, who: _Who, day: date, minute: int | None) -> NotedSession:
    row = NotedSession(
        practice_id=therapist.practice_id,
        therapist_id=therapist.person_id,
        plan_id=who.plan.id if who.plan else None,
        group=who.group,
        kind=who.kind,
        day=day,
        minute=minute,
        people=[NotedPerson(practice_id=therapist.practice_id, client_id=client.id) for client in who.people],
    )
    work.session.add(row)
    return row
