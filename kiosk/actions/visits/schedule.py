"""Acts on the schedule: people saved under a name, and sessions that are expected."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from kiosk.actions.visits.new_codes import AskWhose, ask_whose
from kiosk.actions.visits.open import CODE, NO_CODE, new_client, tidy
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.domain.visit_kinds import COUPLE, FEWEST, MOST, Together
from kiosk.queries.schedule import today_of
from kiosk.storage import schedule, visits
from kiosk.storage.tables import Client, Plan, SavedGroup, SavedMember
from kiosk.storage.work import Work, unit_of_work

NAME_LIMIT = 40
MINUTES = 24 * 60


def save_group(actor: Staff, kind: str, name: str, codes: Sequence[str], now: datetime) -> None:
    """Save clients who come together under a name. Raises Invalid."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    name, wanted = " ".join(name.split()), list(dict.fromkeys(filter(None, map(tidy, codes))))
    if kind not in set(Together):
        raise Invalid(phrase("Choose who they are to each other: a couple, a family or a group."))
    if not 0 < len(name) <= NAME_LIMIT:
        raise Invalid(phrase("Type a name of up to %(most)s characters, and no client's name.", most=NAME_LIMIT))
    if not FEWEST <= len(wanted) <= (COUPLE if kind == Together.COUPLE else MOST):
        raise Invalid(phrase("A couple is two people; a family or a group, two to %(most)s.", most=MOST))
    with unit_of_work(actor, now) as work:
        found = {code: visits.client_by_code(work.session, therapist, code) for code in wanted}
        if missing := [code for code, client in found.items() if client is None]:
            raise Invalid(phrase("You have no client %(code)s yet.", code=missing[0][:24]))
        group = SavedGroup(
            practice_id=therapist.practice_id, therapist_id=therapist.person_id, kind=kind, name=name, made_at=now
        )
        for client in found.values():
            if client:
                group.members.append(SavedMember(practice_id=therapist.practice_id, client_id=client.id))
        work.session.add(group)
        work.audit(Audited.GROUP_SAVED, group)


def end_group(actor: Staff, group_id: PublicId, now: datetime) -> None:
    """Remove the name; its plans end with it, and the sessions that were held stay. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        group = schedule.group_of(work.session, group_id, therapist)
        if group is None:
            raise NotFound
        group.ended_at, today = now, today_of(actor, now)
        for plan in schedule.plans_from(work.session, therapist, today):
            if plan.group_id == group.id:
                plan.ended_on = today
        work.audit(Audited.GROUP_ENDED, group)


def plan_session(  # noqa: PLR0913, PLR0917 -- who, when, and whether it repeats
    actor: Staff,
    code: str,
    group_id: PublicId | None,
    first_on: date | None,
    minute: int | None,
    now: datetime,
    *,
    weekly: bool,
    new: Collection[str] = (),
) -> AskWhose | None:
    """Plan a session with a client or a saved group, on a day and perhaps every week from it.

    A new code makes a new client, unless it looks like one that is there: then it is asked whose it is. Raises Invalid,
    and NotFound for a group that is not there.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    code = tidy(code)
    if first_on is None or minute is None or not 0 <= minute < MINUTES:
        raise Invalid(phrase("Choose a day and a time."))
    if group_id is None and not CODE.fullmatch(code):
        raise Invalid(NO_CODE)
    with unit_of_work(actor, now) as work:
        group = schedule.group_of(work.session, group_id, therapist) if group_id else None
        if group_id and group is None:
            raise NotFound
        if group is None and (whose := ask_whose(work.session, therapist, [code], new)):
            return whose
        plan = Plan(
            practice_id=therapist.practice_id,
            therapist_id=therapist.person_id,
            client=None if group else _client_of(work, therapist, code),
            group=group,
            first_on=first_on,
            minute=minute,
            weekly=weekly,
            made_at=now,
        )
        work.session.add(plan)
        work.audit(Audited.SESSION_PLANNED, plan)
        return None


def _client_of(work: Work, therapist: Therapist, code: str) -> Client:
    """Find the client of that code, or add one."""
    client = visits.client_by_code(work.session, therapist, code)
    if client is None:
        client = new_client(work, therapist, code)
        work.session.add(client)
    return client


def end_plan(actor: Staff, plan_id: PublicId, now: datetime) -> None:
    """End a plan from today on. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        plan = schedule.plan_of(work.session, plan_id, therapist)
        if plan is None:
            raise NotFound
        plan.ended_on = today_of(actor, now)
        work.audit(Audited.PLAN_ENDED, plan)
