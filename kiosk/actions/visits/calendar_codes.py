"""Acts on the codes in a therapist's own calendar: saying whose one is, and asking about all of them again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from kiosk.actions.exchange.ask import ask
from kiosk.actions.visits.calendar import STEP, TAKE, own_calendar
from kiosk.actions.visits.calendar_read import take_apart
from kiosk.actions.visits.new_codes import ask_whose
from kiosk.actions.visits.open import CODE, new_client
from kiosk.actions.visits.schedule import NAME_LIMIT
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.calendars import SEVERAL, codes_of_session
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.domain.tasks import TaskKind
from kiosk.domain.visit_kinds import COUPLE, Together
from kiosk.queries.schedule import today_of
from kiosk.storage import calendars, clients, visits
from kiosk.storage.tables import Calendar, CalendarCode, Client, Plan, SavedGroup, SavedMember
from kiosk.storage.work import Work, unit_of_work

NEW, NOBODY = "new", "nobody"
"""In place of a client's id: the code is a new client's, or no client's at all."""
APART: Final = "apart"
"""The same for several codes of one entry: each is a session of its own."""


def say_whose(actor: Staff, code: str, whose: str, now: datetime) -> None:
    """Keep whose a code is: a client's, by public id, a new one's, or nobody's.

    Several codes of one entry are a couple's, a family's or a group's, sessions of their own, or nobody's. Raises
    NotFound, Conflict and Invalid.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        row, today = own_calendar(work.session, therapist), today_of(actor, now)
        waiting = [one for one in calendars.unknown_of(work.session, therapist, today) if one.code == code]
        if not waiting:
            raise NotFound
        if len(codes_of_session(code)) > 1 and whose != NOBODY:
            _say_of_several(work, therapist, row, waiting, whose)
            return
        client = _whose(work, therapist, code, whose)
        if client is None or client.code != code:
            work.session.add(
                CalendarCode(
                    practice_id=row.practice_id, calendar_id=row.id, code=code, client_id=_number(work, client)
                )
            )
        for plan in waiting:
            plan.client = client
        if client is None:
            calendars.delete_plans(work.session, [plan.id for plan in waiting])
        work.audit(Audited.CALENDAR_CODE, row)


def _say_of_several(work: Work, therapist: Therapist, row: Calendar, waiting: Sequence[Plan], whose: str) -> None:
    """Keep that these people come together, saved as what they are, or that each has a session of their own."""
    name = waiting[0].code or ""
    if whose == APART:
        work.session.add(CalendarCode(practice_id=row.practice_id, calendar_id=row.id, code=name, is_apart=True))
        work.session.flush()
        take_apart(work, therapist, row, waiting)
    elif whose in set(Together):
        group = _save_group(work, therapist, row, codes_of_session(name), Together(whose))
        for plan in waiting:
            plan.group = group
    else:
        raise NotFound
    work.audit(Audited.CALENDAR_CODE, row)


def _save_group(work: Work, therapist: Therapist, row: Calendar, codes: Sequence[str], kind: Together) -> SavedGroup:
    """Save these people under their codes; who is new becomes a client. Raises Invalid."""
    said = {one.code: one.client for one in row.codes if one.client}
    _check_people(work, therapist, codes, kind, said)
    group = SavedGroup(
        practice_id=therapist.practice_id,
        therapist_id=therapist.person_id,
        kind=kind,
        name=SEVERAL.join(codes)[:NAME_LIMIT],
        made_at=work.now,
    )
    for code in codes:
        client = said.get(code) or visits.client_by_code(work.session, therapist, code)
        client = client or new_client(work, therapist, code)
        work.session.add(client)
        work.session.flush()
        group.members.append(SavedMember(practice_id=therapist.practice_id, client_id=client.id))
    work.session.add(group)
    work.session.flush()
    work.audit(Audited.GROUP_SAVED, group)
    return group


def _check_people(
    work: Work, therapist: Therapist, codes: Sequence[str], kind: Together, said: Collection[str]
) -> None:
    """Refuse a couple that is not two, and a code that looks like another and is not `said`. Raises Invalid."""
    if kind is Together.COUPLE and len(codes) != COUPLE:
        raise Invalid(phrase("A couple is two people. Choose a family or a group."), "codes")
    unsaid = [code for code in codes if code not in said]
    if whose := ask_whose(work.session, therapist, unsaid, ()):
        alike = whose.questions[0]
        other = [*(one.code for one in alike.known), *alike.typed][0]
        raise Invalid(
            phrase(
                "%(code)s looks like %(other)s. Choose a session each, and say whose it is.",
                code=alike.code,
                other=other,
            ),
            "codes",
        )


def _number(work: Work, client: Client | None) -> int | None:
    work.session.flush()
    return client.id if client else None


def _whose(work: Work, therapist: Therapist, code: str, whose: str) -> Client | None:
    if whose == NOBODY:
        return None
    if whose == NEW and CODE.fullmatch(code):
        found = visits.client_by_code(work.session, therapist, code) or new_client(work, therapist, code)
        work.session.add(found)
        return found
    client = clients.client_of(work.session, public_id(whose), therapist)
    if client is None or client.merged_into_id is not None:
        raise NotFound
    return client


def forget_decisions(actor: Staff, now: datetime) -> PublicId:
    """Ask again about every code of which it was said whose it is; gives the task that reads it. Raises Conflict."""
    with unit_of_work(actor, now) as work:
        row = own_calendar(work.session, as_therapist(actor, Permission.ASK_CLIENTS))
        row.codes.clear()
        row.etag = ""
        return ask(work, actor, TaskKind.CALENDAR, {STEP: TAKE})
