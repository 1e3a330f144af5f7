"""The schedule as its therapist sees it: who is expected today and tomorrow, and all that is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk import zones
from kiosk.domain.actors import Staff
from kiosk.domain.noted import Became
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.schedule import Repeats
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.asking import PastForms, Usual, UsualTogether, known_client, usual_for, usual_together
from kiosk.queries.readable import Unshown, each, part, sound
from kiosk.storage import schedule
from kiosk.storage.db import reading
from kiosk.storage.tables import Client, NotedSession, Plan, SavedGroup, Visit


@dataclass(frozen=True)
class PlannedPerson:
    """One person who is expected."""

    code: str
    client: PublicId


@dataclass(frozen=True)
class SeenNoted:
    """One session that was noted without a form."""

    id: PublicId
    became: Became
    name: str
    """The name of a saved group, or the codes of those who were in it."""
    client: PublicId | None
    """None for several."""
    minute: int | None
    """From midnight, on the practice's clock; None where it was not said."""


@dataclass(frozen=True)
class Planned:
    """One session that is expected on a day."""

    id: PublicId
    minute: int
    """From midnight, on the practice's clock."""
    name: str
    """The name of the saved group; empty for a client alone."""
    kind: str
    people: Sequence[PlannedPerson]
    usual: Usual | None
    """The form and place with which one tap asks a client alone; None for several."""
    together: UsualTogether | None
    """The same for several; None for a client alone."""
    is_paused: bool
    """True if somebody of them is not asked at present."""
    has_begun: bool = False
    noted: SeenNoted | None = None
    """The note on it, where it was held without a form, or not at all."""


@dataclass(frozen=True)
class SavedName:
    """A saved group, and who is in it."""

    id: PublicId
    kind: str
    name: str
    codes: Sequence[str]


@dataclass(frozen=True)
class SeenPlan:
    """One plan: who, and on which days."""

    id: PublicId
    who: str
    minute: int
    repeats: Repeats


@dataclass(frozen=True)
class Schedule:
    """All that is planned, and every saved group."""

    today: date
    plans: Sequence[SeenPlan]
    groups: Sequence[SavedName]
    unshown: Sequence[Unshown] = ()
    """Plans that cannot be shown."""


def today_of(actor: Staff, now: datetime) -> date:
    """Return the day by the practice's clock."""
    return now.astimezone(zones.zone(actor.time_zone)).date()


def midnight_of(actor: Staff, now: datetime) -> datetime:
    """Return the beginning of that day."""
    return now.astimezone(zones.zone(actor.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def see_schedule(actor: Staff, now: datetime) -> Schedule:
    """The schedule of this therapist."""
    therapist, session, today = as_therapist(actor, Permission.ASK_CLIENTS), reading(), today_of(actor, now)
    readable, unshown = readable_plans(schedule.plans_from(session, therapist, today))
    plans = [_seen(plan) for plan in readable if plan.calendar_id is None and people_in(plan)]
    groups = [saved_name(group) for group in schedule.groups_of(session, therapist)]
    return Schedule(today, plans, groups, unshown)


@dataclass(frozen=True)
class PlanTimes:
    """The times of a plan, as they are held against their types."""

    repeats: Repeats
    minute: int


def readable_plans(plans: Iterable[Plan]) -> tuple[Sequence[Plan], Sequence[Unshown]]:
    """Tell the plans whose times can be read from those of which one cannot, which are expected on no day."""
    return each(plans, _with_sound_times)


def _with_sound_times(plan: Plan) -> Plan:
    sound(PlanTimes(repeats_of(plan), plan.minute))
    return plan


def people_in(plan: Plan) -> Sequence[Client]:
    """Give the clients of a plan, but for those whom a colleague has taken over since."""
    people = _there(member.client for member in plan.group.members) if plan.group else _there([plan.client])
    return [client for client in people if client.therapist_id == plan.therapist_id]


def _there(clients: Iterable[Client | None]) -> Sequence[Client]:
    """Leave out those whom a damaged row names, and who are nobody."""
    return [client for client in clients if client is not None]


def planned_on(
    plans: Sequence[Plan],
    day: date,
    visits: Sequence[Visit],
    past: Mapping[str, PastForms],
    noted: Sequence[NotedSession] = (),
) -> Sequence[Planned]:
    """Those of the plans that are expected on that day; each visit of the day is one of them at most."""
    left, notes = list(visits), {one.plan_id: one for one in noted if one.plan_id and one.day == day}
    found = []
    for plan in plans:
        if repeats_of(plan).occurs_on(day) and people_in(plan):
            visit = next((visit for visit in left if _is_of(visit, plan)), None)
            if visit:
                left.remove(visit)
            note = notes.get(plan.id) if visit is None else None
            found.append(_planned(plan, past, note, has_begun=visit is not None))
    return found


def unknown_on(plans: Sequence[Plan], day: date) -> Sequence[tuple[int, str]]:
    """Give the minutes and codes of that day's entries of a calendar that are no client's."""
    there = [plan for plan in plans if plan.calendar_id is not None and plan.first_on == day]
    return [(plan.minute, plan.code or "") for plan in there if plan.client is None and plan.group is None]


def repeats_of(plan: Plan) -> Repeats:
    """Give the days of a plan."""
    return Repeats(plan.first_on, plan.weekly, plan.ended_on)


def _is_of(visit: Visit, plan: Plan) -> bool:
    """Return whether that visit is the planned session: of its kind, and with somebody of its people."""
    kind = plan.group.kind if plan.group else ONE_CLIENT
    here = {check_in.client_id for check_in in visit.check_ins}
    return visit.kind == kind and bool(here & {client.id for client in people_in(plan)})


def seen_noted(row: NotedSession) -> SeenNoted:
    """Give a note as its therapist sees it."""
    people = _there(person.client for person in row.people)
    name = row.group.name if row.group else ", ".join(client.code for client in people)
    is_alone = row.kind == ONE_CLIENT and len(people) == 1
    return SeenNoted(row.public_id, Became(row.became), name, people[0].public_id if is_alone else None, row.minute)


def _planned(
    plan: Plan,
    past: Mapping[str, PastForms],
    note: NotedSession | None,
    *,
    has_begun: bool,
) -> Planned:
    people = people_in(plan)
    return Planned(
        id=plan.public_id,
        minute=plan.minute,
        name=plan.group.name if plan.group else "",
        kind=plan.group.kind if plan.group else ONE_CLIENT,
        people=[PlannedPerson(one.code, one.public_id) for one in people],
        usual=usual_for(plan.client, past.get(plan.client.code, {})) if plan.client else None,
        together=usual_together(plan.group.kind, {one.code: known_client(one, past) for one in people})
        if plan.group
        else None,
        is_paused=any(one.pause for one in people),
        has_begun=has_begun,
        noted=part(lambda: seen_noted(note), None) if note else None,
    )


def _seen(plan: Plan) -> SeenPlan:
    who = plan.group.name if plan.group else plan.client.code if plan.client else ""
    return SeenPlan(plan.public_id, who, plan.minute, repeats_of(plan))


def saved_name(group: SavedGroup) -> SavedName:
    """Give a saved group as its therapist sees it."""
    people = _there(member.client for member in group.members)
    return SavedName(group.public_id, group.kind, group.name, [client.code for client in people])
