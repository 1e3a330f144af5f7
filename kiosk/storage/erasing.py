"""Erasing rows: what belongs to a client or a check-in, deleted in the order of its references.

Each protected row (`storage.backends.protocol.Backend.protect`) gets its ticket first, and the ticket stays.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import joinedload

from kiosk.storage import data_keys
from kiosk.storage.erasures import ROW, TOLD, WORDS, batches, give_ticket
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import (
    Base,
    CalendarCode,
    CheckIn,
    Client,
    Consent,
    Correction,
    Erasure,
    Event,
    Goal,
    Guess,
    Handover,
    KeptRecord,
    NotedPerson,
    NotedSession,
    OpenLoop,
    Pause,
    Plan,
    RecordCopy,
    RecordPatient,
    Repair,
    Response,
    SafetyRecord,
    SavedGroup,
    SavedMember,
    SentRequest,
    SharedWords,
    Sign,
    Tablet,
    TakenBack,
    Visit,
    VisitRepair,
)
from kiosk.storage.tables.base import new_public_id

OF_NOBODY: Final = {Tablet.__tablename__}
"""Tables whose rows stay, and only name no form any more."""
Ids = Collection[int]


def emptied() -> Collection[str]:
    """The tables out of which an erasure takes rows: all that refer to a client, a session or a group, and two more."""
    found = {Client.__tablename__, Visit.__tablename__, SavedGroup.__tablename__}
    for table in Base.metadata.sorted_tables:  # each after those that it refers to
        if table.name not in OF_NOBODY and found & {key.column.table.name for key in table.foreign_keys}:
            found.add(table.name)
    return found | {SentRequest.__tablename__, KeptRecord.__tablename__}


def erase_check_ins(session: WriteSession, erasure: Erasure, check_ins: Sequence[CheckIn]) -> Sequence[Visit]:
    """Delete check-ins with all that hangs on them, and sessions that nobody is left in.

    Gives the sessions that are left, of other people too: nothing that was said of their marks together is there, and
    no note on them together, which may speak of whoever is erased.
    """
    session.flush()
    ids, visits = [one.id for one in check_ins], sorted({one.visit_id for one in check_ins})
    named = [one.public_id for one in check_ins]
    _free_tablets(session, ids)
    _delete(session, Event, Event.check_in_id, ids)
    for kind in (Guess, Sign, Repair, RecordCopy):
        _delete(session, kind, kind.check_in_id, ids)
    for some in batches(ids):
        session.execute(update(OpenLoop).where(OpenLoop.back_id.in_(some)).values(back_id=None))
    _delete(session, OpenLoop, OpenLoop.check_in_id, ids)
    for protected in (SafetyRecord, Response, Correction):
        _delete_with_tickets(session, erasure, protected, protected.check_in_id, ids)
    _delete(session, SentRequest, SentRequest.check_in, named)
    _delete(session, CheckIn, CheckIn.id, ids)
    return _clear_visits(session, erasure, visits)


def erase_clients(session: WriteSession, erasure: Erasure, clients: Sequence[Client]) -> None:
    """Delete clients who have no check-ins any more, with all that is theirs."""
    session.flush()
    ids = [one.id for one in clients]
    _belongs_to_others_now(session, erasure, ids)
    goals = list(session.scalars(select(Goal.id).where(Goal.client_id.in_(ids))))
    _delete(session, OpenLoop, OpenLoop.goal_id, goals)
    _delete(session, OpenLoop, OpenLoop.client_id, ids)
    _delete(session, TakenBack, TakenBack.goal_id, goals)
    _leave_noted_sessions(session, ids)
    plans = list(session.scalars(select(Plan.id).where(Plan.client_id.in_(ids))))
    _delete_plans(session, plans)
    for kind in (Goal, Pause, Handover, RecordCopy, RecordPatient):
        _delete(session, kind, kind.client_id, ids)
    _delete(session, CalendarCode, CalendarCode.client_id, ids)
    _delete(session, Consent, Consent.client_id, ids)
    _delete(session, SharedWords, SharedWords.client_id, ids)
    _leave_groups(session, ids)
    for column in (Correction.client_id, Correction.to_client_id):
        _delete_with_tickets(session, erasure, Correction, column, ids)
    data_keys.erase(session, ids)
    for some in batches(ids[::-1]):
        session.execute(update(Client).where(Client.id.in_(some)).values(merged_into_id=None))
    _delete(session, Client, Client.id, ids)


def empty_words(session: WriteSession, erasure: Erasure, response: Response) -> None:
    """Empty the words of an answer."""
    give_ticket(session, erasure, Response.__tablename__, [response.id], WORDS)
    response.words = ""
    session.flush()


def tell_anew(session: WriteSession, erasure: Erasure, client_id: int) -> None:
    """Let every answer of a client say what it says without the erased one, in place of what it said on its day.

    What was shown beside later answers holds marks of the erased one: `before`, signals and their figures.
    """
    query = select(CheckIn).join(CheckIn.response).where(CheckIn.client_id == client_id, CheckIn.retold.is_not(None))
    told_again = session.scalars(query.options(joinedload(CheckIn.response))).unique().all()
    answers = [(one, one.response) for one in told_again if one.response is not None and one.retold]
    give_ticket(session, erasure, Response.__tablename__, [response.id for _, response in answers], TOLD)
    for check_in, response in answers:
        told = dict(check_in.retold or {})
        response.before, response.signals = told["before"], told["signals"]
        response.lead, response.advice = told["lead"], told["advice"]
        check_in.retold = None
    session.flush()


def _belongs_to_others_now(session: WriteSession, erasure: Erasure, clients: Ids) -> None:
    """Answers that a correction moved away from these clients are wholly the right client's from here on."""
    query = select(Response).join(Response.check_in).where(Response.client_id.in_(clients))
    answers = session.scalars(query.options(joinedload(Response.check_in))).unique().all()
    give_ticket(session, erasure, Response.__tablename__, [one.id for one in answers], TOLD)
    for answer in answers:
        answer.client_id = answer.check_in.client_id
    session.flush()


def _leave_groups(session: WriteSession, clients: Ids) -> None:
    """Take these clients out of saved groups; a group in which fewer than two are left is none, and goes."""
    groups = list(session.scalars(select(SavedMember.group_id).where(SavedMember.client_id.in_(clients)).distinct()))
    _delete(session, SavedMember, SavedMember.client_id, clients)
    members = select(SavedMember.group_id).where(SavedMember.group_id.in_(groups)).group_by(SavedMember.group_id)
    left = set(session.scalars(members.having(func.count() > 1)))
    gone = [group for group in groups if group not in left]
    _delete_plans(session, list(session.scalars(select(Plan.id).where(Plan.group_id.in_(gone)))))
    _delete(session, SavedMember, SavedMember.group_id, gone)
    for some in batches(gone):
        session.execute(update(NotedSession).where(NotedSession.group_id.in_(some)).values(group_id=None))
    _delete(session, SavedGroup, SavedGroup.id, gone)


def _leave_noted_sessions(session: WriteSession, clients: Ids) -> None:
    """Take these clients out of sessions in which nobody was asked; one that nobody is left in goes."""
    theirs = select(NotedPerson.noted_id).where(NotedPerson.client_id.in_(clients)).distinct()
    noted = list(session.scalars(theirs))
    _delete(session, NotedPerson, NotedPerson.client_id, clients)
    left = set(session.scalars(select(NotedPerson.noted_id).where(NotedPerson.noted_id.in_(noted))))
    _delete(session, NotedSession, NotedSession.id, [one for one in noted if one not in left])


def _delete_plans(session: WriteSession, plans: Ids) -> None:
    for some in batches(plans):
        session.execute(update(NotedSession).where(NotedSession.plan_id.in_(some)).values(plan_id=None))
    _delete(session, Plan, Plan.id, plans)


def _free_tablets(session: WriteSession, check_ins: Ids) -> None:
    """A form that a tablet shows is there no more: another showing begins, of the quiet screen."""
    for some in batches(check_ins):
        for tablet in session.scalars(select(Tablet).where(Tablet.check_in_id.in_(some))):
            tablet.check_in_id, tablet.visit_id, tablet.handed_on, tablet.turn = None, None, "", new_public_id()
    session.flush()


def _clear_visits(session: WriteSession, erasure: Erasure, visits: Ids) -> Sequence[Visit]:
    there = {one for some in batches(visits) for one in session.scalars(_visits_in(some))}
    empty = [one for one in visits if one not in there]
    names = [
        one for some in batches(empty) for one in session.scalars(select(Visit.public_id).where(Visit.id.in_(some)))
    ]
    _delete(session, Event, Event.visit_id, empty)
    _delete(session, VisitRepair, VisitRepair.visit_id, empty)
    _delete_with_tickets(session, erasure, Correction, Correction.visit_id, empty)
    for some in batches(empty):
        session.execute(update(Tablet).where(Tablet.visit_id.in_(some)).values(visit_id=None))
    _delete(session, SentRequest, SentRequest.visit, names)
    _delete(session, Visit, Visit.id, empty)
    left = [one for some in batches(there) for one in session.scalars(select(Visit).where(Visit.id.in_(some)))]
    for visit in left:
        session.expire(visit)
        if visit.together_at is not None:
            visit.together, visit.together_lead, visit.apart, visit.together_retold = [], None, [], None
        for repair in visit.repairs:
            repair.note = ""
    session.flush()
    return left


def _visits_in(visits: Ids) -> Select[int]:
    return select(CheckIn.visit_id).where(CheckIn.visit_id.in_(visits)).distinct()


def _delete(session: WriteSession, kind: type[Base], column: Any, values: Collection[Any]) -> None:  # noqa: ANN401 -- a column
    for some in batches(values):
        statement = delete(kind).where(column.in_(some))
        session.execute(statement, execution_options={"synchronize_session": False})


def _delete_with_tickets(
    session: WriteSession,
    erasure: Erasure,
    kind: type[Response] | type[SafetyRecord] | type[Correction],
    column: Any,  # noqa: ANN401 -- a column
    values: Ids,
) -> None:
    for some in batches(values):
        numbers = list(session.scalars(select(kind.id).where(column.in_(some))))
        give_ticket(session, erasure, kind.__tablename__, numbers, ROW)
        _delete(session, kind, kind.id, numbers)
