"""Therapists' own calendars, and the expected sessions that they tell of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Role, Therapist
from kiosk.domain.calendars import FAILS_AFTER
from kiosk.domain.jobs import JobKind
from kiosk.storage import jobs
from kiosk.storage.scope import BoundTherapist, own_calendar, own_plans
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Calendar, CalendarCode, GivenRole, NotedSession, Person, Plan

BATCH = 500


def calendar_of(session: ReadSession, therapist: Therapist) -> Calendar | None:
    """The calendar of this therapist."""
    query = own_calendar(select(Calendar), therapist).options(
        joinedload(Calendar.codes).joinedload(CalendarCode.client)
    )
    return session.scalars(query).unique().one_or_none()


def last_read_of_failing(therapist: Therapist | BoundTherapist) -> Select[datetime | None]:
    """A query for the time when this therapist's calendar was last read, where it could not be for a while."""
    failing = Calendar.failures >= FAILS_AFTER, Calendar.due_at.is_not(None)
    return own_calendar(select(Calendar.read_at), therapist).where(*failing)


def plans_of(session: ReadSession, calendar: Calendar, since: date) -> Sequence[Plan]:
    """The sessions that this calendar tells of, from that day on, in their order."""
    query = select(Plan).where(Plan.calendar_id == calendar.id, Plan.first_on >= since)
    return session.scalars(query.order_by(Plan.first_on, Plan.minute, Plan.id).options(joinedload(Plan.client))).all()


def unknown_of(session: ReadSession, therapist: Therapist, since: date) -> Sequence[Plan]:
    """The sessions from that day on, in this therapist's calendar, of which it is not known whose they are."""
    nobody = Plan.calendar_id.is_not(None), Plan.client_id.is_(None), Plan.group_id.is_(None)
    query = own_plans(select(Plan), therapist).where(*nobody, Plan.first_on >= since)
    return session.scalars(query.order_by(Plan.first_on, Plan.minute, Plan.id)).all()


def noted_among(session: ReadSession, plans: Collection[int]) -> Collection[int]:
    """Those of these plans about which something is noted."""
    return set(session.scalars(select(Plan.id).join(NotedSession).where(Plan.id.in_(plans)).distinct()))


def delete_plans(session: WriteSession, plans: Sequence[int]) -> None:
    """Delete plans; what was noted about them stays, as of a session that was not expected."""
    for place in range(0, len(plans), BATCH):
        some = plans[place : place + BATCH]
        session.execute(update(NotedSession).where(NotedSession.plan_id.in_(some)).values(plan_id=None))
        session.execute(delete(Plan).where(Plan.id.in_(some)))


def delete_calendar(session: WriteSession, calendar: Calendar) -> None:
    """Delete everything of a calendar."""
    delete_plans(session, session.scalars(select(Plan.id).where(Plan.calendar_id == calendar.id)).all())
    session.flush()
    session.expire_all()
    session.delete(calendar)


def files(session: WriteSession) -> Collection[str]:
    """The names of all files that were uploaded."""
    return set(session.scalars(select(Calendar.file).where(Calendar.file != "")))


def next_of_all(session: ReadSession, now: datetime) -> Calendar | None:
    """The calendar that has been due longest, of those whose therapist still is one and can log in."""
    return session.scalars(_working().where(Calendar.due_at <= now).order_by(Calendar.due_at).limit(1)).first()


def wake(session: WriteSession, now: datetime) -> None:
    """Have calendars read when they are due, unless that is arranged already."""
    due_at = session.scalars(_working().with_only_columns(func.min(Calendar.due_at))).one()
    if due_at and not jobs.has_waiting(session, JobKind.CALENDAR):
        jobs.add(session, JobKind.CALENDAR, max(due_at, now))


def _working() -> Any:  # noqa: ANN401 -- a query of calendars
    is_therapist = exists().where(GivenRole.person_id == Person.id, GivenRole.role == Role.THERAPIST)
    return (
        select(Calendar)
        .join(Person, Person.id == Calendar.therapist_id)
        .where(Person.disabled_at.is_(None), is_therapist, Calendar.due_at.is_not(None))
    )


def delete_old(session: WriteSession, before: date, looked_before: datetime) -> None:
    """Delete sessions that are long over, and what was looked at to choose a pattern and never was."""
    last_used = func.coalesce(Calendar.looked_at, Calendar.made_at)
    for unfinished in session.scalars(select(Calendar).where(last_used < looked_before)).all():
        if not unfinished.pattern:
            delete_calendar(session, unfinished)
    session.execute(
        update(Calendar)
        .where(Calendar.looked_at < looked_before)
        .values(look="", looked_at=None)
        .execution_options(synchronize_session=False)
    )
    over = select(Plan.id).where(Plan.calendar_id.is_not(None), Plan.first_on < before)
    delete_plans(session, session.scalars(over).all())
