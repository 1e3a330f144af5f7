"""Erasing rows: what belongs to a client or a check-in, counted beforehand and deleted in the order of its references.

Each protected row (`storage.backends.protocol.Backend.protect`) gets its ticket first, and the ticket stays.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.erasure import Counts
from kiosk.domain.lifecycle import OPEN
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    Base,
    CheckIn,
    Client,
    Consent,
    Correction,
    ErasedRow,
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
    Person,
    Plan,
    Practice,
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

AT_ONCE: Final = 400
"""Numbers in one statement; databases have a limit."""
ROW, WORDS, TOLD = "row", "words", "told"
"""The parts for which there are tickets: `ErasedRow.part`."""
EMPTIED: Final[Collection[str]] = tuple(
    one.__tablename__
    for one in (
        CheckIn,
        Client,
        Consent,
        Correction,
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
        Repair,
        Response,
        SafetyRecord,
        SavedGroup,
        SavedMember,
        SentRequest,
        SharedWords,
        Sign,
        TakenBack,
        Visit,
        VisitRepair,
    )
)
"""The tables out of which an erasure takes rows."""
Ids = Collection[int]


def client_in(session: ReadSession, practice_id: int | None, client_id: PublicId) -> Client | None:
    """A client of a practice, or of any, whosever they are."""
    query = select(Client).where(Client.public_id == client_id)
    return session.scalars(query if practice_id is None else query.where(Client.practice_id == practice_id)).first()


def named(session: ReadSession, code: str, email: str | None) -> Sequence[tuple[PublicId, str]]:
    """The clients of that code or public id, each with the email of their therapist, of one therapist or of any."""
    query = (
        select(Client.public_id, Person.email)
        .join(Person, Person.id == Client.therapist_id)
        .where(or_(Client.code == code, Client.public_id == code), Client.merged_into_id.is_(None))
        .order_by(Client.id)
    )
    found = session.execute(query if email is None else query.where(Person.email == email.strip().lower()))
    return [(public_id, whose) for public_id, whose in found]


def check_in_of_client(session: ReadSession, check_in_id: PublicId, therapist: Therapist | None) -> CheckIn | None:
    """A check-in of a client whose therapist this is now, whoever held the session; without one, whosever it is."""
    query = select(CheckIn).join(CheckIn.client).where(CheckIn.public_id == check_in_id)
    found = own_clients(query, therapist) if therapist else query
    load = joinedload(CheckIn.client), joinedload(CheckIn.response), joinedload(CheckIn.visit)
    return session.scalars(found.options(*load)).unique().one_or_none()


def same_person(session: ReadSession, client: Client) -> Sequence[Client]:
    """A client, and everybody who was merged into them."""
    found, ahead = [client], [client.id]
    while ahead:
        merged = session.scalars(select(Client).where(Client.merged_into_id.in_(ahead)).order_by(Client.id)).all()
        found += merged
        ahead = [one.id for one in merged]
    return found


def check_ins_of(session: ReadSession, clients: Sequence[Client]) -> Sequence[CheckIn]:
    """Every check-in of these clients, whether or not it counts, oldest first."""
    query = select(CheckIn).where(CheckIn.client_id.in_([one.id for one in clients])).order_by(CheckIn.id)
    return session.scalars(query.options(joinedload(CheckIn.visit))).unique().all()


def moved_here(session: ReadSession, check_ins: Ids) -> Sequence[PublicId]:
    """The public ids of those check-ins that a correction took from one client to another."""
    query = select(CheckIn.public_id).join(Correction, Correction.check_in_id == CheckIn.id).distinct()
    moved = query.where(Correction.to_client_id.is_not(None))
    return [one for some in _some(check_ins) for one in session.scalars(moved.where(CheckIn.id.in_(some)))]


def last_contact(session: ReadSession, clients: Sequence[Client]) -> date:
    """The day (UTC) of the last session that was begun with them; the day they were added on where there was none."""
    ids = [one.id for one in clients]
    last: datetime | None = session.scalars(select(func.max(CheckIn.begun_at)).where(CheckIn.client_id.in_(ids))).one()
    return max(filter(None, (last, clients[0].made_at))).date()


def count(session: ReadSession, clients: Sequence[Client], check_ins: Sequence[CheckIn]) -> Counts:
    """Count what erasing these clients, or with no clients these check-ins alone, deletes."""
    whose, ids = [one.id for one in clients], [one.id for one in check_ins]
    belongs = CheckIn.client_id.in_(whose) if whose else CheckIn.id.in_(ids)
    mine, visits = select(CheckIn.id).where(belongs), select(CheckIn.visit_id).where(belongs)
    of_clients = Correction.client_id.in_(whose), Correction.to_client_id.in_(whose)
    others = func.count(CheckIn.visit_id.distinct()), CheckIn.visit_id.in_(visits)

    def counted(kind: type[Base], *which: ColumnElement[bool]) -> Any:  # noqa: ANN401 -- SQLAlchemy's own
        return select(func.count()).select_from(kind).where(*which).scalar_subquery()

    row = session.execute(
        select(
            counted(Response, Response.check_in_id.in_(mine)),
            counted(Response, Response.check_in_id.in_(mine), func.length(Response.words) > 0),
            counted(Repair, Repair.check_in_id.in_(mine)) + counted(SafetyRecord, SafetyRecord.check_in_id.in_(mine)),
            counted(Guess, Guess.check_in_id.in_(mine)) + counted(Sign, Sign.check_in_id.in_(mine)),
            counted(Goal, Goal.client_id.in_(whose)),
            counted(Pause, Pause.client_id.in_(whose)),
            counted(Correction, or_(*of_clients) if whose else Correction.check_in_id.in_(mine)),
            counted(Handover, Handover.client_id.in_(whose)),
            counted(Plan, Plan.client_id.in_(whose)) + counted(SavedMember, SavedMember.client_id.in_(whose)),
            select(others[0]).where(others[1], CheckIn.client_id.not_in(whose), ~belongs).scalar_subquery(),
        )
    ).one()
    answers, words, notes, guesses, goals, pauses, corrections, handovers, plans, shared = row
    return Counts(
        sessions=len(ids),
        answers=answers,
        words=words,
        notes=notes,
        guesses=guesses,
        goals=goals,
        pauses=pauses,
        corrections=corrections,
        handovers=handovers,
        plans=plans,
        open_forms=sum(one.state in OPEN for one in check_ins),
        shared=shared,
    )


def add_erasure(session: WriteSession, erasure: Erasure) -> Erasure:
    """Store an erasure, so that tickets can name it."""
    erasure.public_id = new_public_id()
    session.add(erasure)
    session.flush()
    return erasure


def erase_check_ins(session: WriteSession, erasure: Erasure, check_ins: Sequence[CheckIn]) -> Sequence[Visit]:
    """Delete check-ins with all that hangs on them, and sessions that nobody is left in.

    Gives the sessions that are left, of other people too: nothing that was said of their marks together is there.
    """
    session.flush()
    ids, visits = [one.id for one in check_ins], sorted({one.visit_id for one in check_ins})
    named = [one.public_id for one in check_ins]
    _free_tablets(session, ids)
    _delete(session, Event, Event.check_in_id, ids)
    for kind in (Guess, Sign, Repair):
        _delete(session, kind, kind.check_in_id, ids)
    for some in _some(ids):
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
    for kind in (Goal, Pause, Handover):
        _delete(session, kind, kind.client_id, ids)
    _delete(session, Consent, Consent.client_id, ids)
    _delete(session, SharedWords, SharedWords.client_id, ids)
    _leave_groups(session, ids)
    for column in (Correction.client_id, Correction.to_client_id):
        _delete_with_tickets(session, erasure, Correction, column, ids)
    for some in _some(ids[::-1]):
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


def give_ticket(session: WriteSession, erasure: Erasure, about: str, numbers: Iterable[int], part: str) -> None:
    """Allow the database to delete these rows of a table, or to change that part of them; once given, a ticket stays.

    Whoever keeps digests of rows finds here which of them may be gone, or differ from the first one.
    """
    is_there = select(ErasedRow.number).where(ErasedRow.about == about, ErasedRow.part == part)
    for some in _some(numbers):
        before = set(session.scalars(is_there.where(ErasedRow.number.in_(some))))
        for number in some:
            if number not in before:
                session.add(
                    ErasedRow(
                        practice_id=erasure.practice_id,
                        erasure_id=erasure.id,
                        about=about,
                        number=number,
                        part=part,
                    )
                )
    session.flush()


def erasure_of(session: ReadSession, practice_id: int, erasure_id: PublicId) -> Erasure | None:
    """An erasure of a practice."""
    query = select(Erasure).where(Erasure.public_id == erasure_id, Erasure.practice_id == practice_id)
    return session.scalars(query).one_or_none()


def by_number(session: ReadSession, number: int) -> Erasure:
    """The erasure that a kept record belongs to."""
    return session.get_one(Erasure, number)


def erasure_about(session: ReadSession, about_id: PublicId) -> Erasure | None:
    """The latest erasure of the client or check-in that had that public id."""
    return session.scalars(select(Erasure).where(Erasure.about_id == about_id).order_by(Erasure.id.desc())).first()


def every_erasure(session: ReadSession) -> Sequence[Erasure]:
    """All erasures there ever were, the first one first."""
    return session.scalars(select(Erasure).order_by(Erasure.id)).all()


def keep_record(session: WriteSession, erasure: Erasure, whose: Client, content: str, until: date) -> None:
    """Keep a record that the law still asks for, sealed, where no page finds it."""
    session.add(
        KeptRecord(
            practice_id=erasure.practice_id,
            erasure_id=erasure.id,
            therapist_id=whose.therapist_id,
            code=whose.code,
            content=content,
            keep_until=until,
        )
    )


def ended_records(session: ReadSession, today: date) -> Sequence[KeptRecord]:
    """Kept records whose last day is over."""
    return session.scalars(select(KeptRecord).where(KeptRecord.keep_until < today).order_by(KeptRecord.id)).all()


def kept_record(session: ReadSession, erasure_id: PublicId) -> KeptRecord | None:
    """The record that the law asked for when it was to be erased; None once its last day is over."""
    query = select(KeptRecord).join(Erasure, Erasure.id == KeptRecord.erasure_id)
    return session.scalars(query.where(Erasure.public_id == erasure_id)).one_or_none()


def practices_that_retain(session: ReadSession) -> Sequence[Practice]:
    """The practices that keep records or words for a number of years alone."""
    return session.scalars(
        select(Practice).where(or_(Practice.retain_years > 0, Practice.retain_words_years > 0)).order_by(Practice.id)
    ).all()


def contacts(
    session: ReadSession, practice_id: int, person_id: int | None
) -> Sequence[Row[Client, str, datetime | None, Any]]:
    """Each client of a practice, or of one therapist in it, with the last session and whether words are kept."""
    query = (
        select(
            Client,
            Person.email,
            func.max(CheckIn.begun_at).label("last"),
            func.sum(func.length(func.coalesce(Response.words, b""))).label("words"),
        )
        .join(Person, Person.id == Client.therapist_id)
        .outerjoin(CheckIn, CheckIn.client_id == Client.id)
        .outerjoin(Response, Response.check_in_id == CheckIn.id)
        .where(Client.practice_id == practice_id, Client.merged_into_id.is_(None))
        .group_by(Client.id, Person.email)
        .order_by(func.max(CheckIn.begun_at), Client.id)
    )
    return session.execute(query if person_id is None else query.where(Client.therapist_id == person_id)).all()


def answers_with_words(session: ReadSession, client: Client) -> Sequence[Response]:
    """The answers of a client in which words are kept, oldest first."""
    query = select(Response).join(Response.check_in).where(CheckIn.client_id == client.id)
    found = query.where(func.length(Response.words) > 0).order_by(Response.id)
    return session.scalars(found.options(joinedload(Response.check_in))).unique().all()


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
    for some in _some(gone):
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
    for some in _some(plans):
        session.execute(update(NotedSession).where(NotedSession.plan_id.in_(some)).values(plan_id=None))
    _delete(session, Plan, Plan.id, plans)


def _free_tablets(session: WriteSession, check_ins: Ids) -> None:
    """A form that a tablet shows is there no more: another showing begins, of the quiet screen."""
    for some in _some(check_ins):
        for tablet in session.scalars(select(Tablet).where(Tablet.check_in_id.in_(some))):
            tablet.check_in_id, tablet.visit_id, tablet.handed_on, tablet.turn = None, None, "", new_public_id()
    session.flush()


def _clear_visits(session: WriteSession, erasure: Erasure, visits: Ids) -> Sequence[Visit]:
    there = {one for some in _some(visits) for one in session.scalars(_visits_in(some))}
    empty = [one for one in visits if one not in there]
    names = [one for some in _some(empty) for one in session.scalars(select(Visit.public_id).where(Visit.id.in_(some)))]
    _delete(session, Event, Event.visit_id, empty)
    _delete(session, VisitRepair, VisitRepair.visit_id, empty)
    _delete_with_tickets(session, erasure, Correction, Correction.visit_id, empty)
    for some in _some(empty):
        session.execute(update(Tablet).where(Tablet.visit_id.in_(some)).values(visit_id=None))
    _delete(session, SentRequest, SentRequest.visit, names)
    _delete(session, Visit, Visit.id, empty)
    left = [one for some in _some(there) for one in session.scalars(select(Visit).where(Visit.id.in_(some)))]
    for visit in left:
        session.expire(visit)
        if visit.together_at is not None:
            visit.together, visit.together_lead, visit.apart = [], None, []
    session.flush()
    return left


def _visits_in(visits: Ids) -> Select[int]:
    return select(CheckIn.visit_id).where(CheckIn.visit_id.in_(visits)).distinct()


def _delete(session: WriteSession, kind: type[Base], column: Any, values: Collection[Any]) -> None:  # noqa: ANN401 -- a column
    for some in _some(values):
        statement = delete(kind).where(column.in_(some))
        session.execute(statement, execution_options={"synchronize_session": False})


def _delete_with_tickets(
    session: WriteSession,
    erasure: Erasure,
    kind: type[Response] | type[SafetyRecord] | type[Correction],
    column: Any,  # noqa: ANN401 -- a column
    values: Ids,
) -> None:
    for some in _some(values):
        numbers = list(session.scalars(select(kind.id).where(column.in_(some))))
        give_ticket(session, erasure, kind.__tablename__, numbers, ROW)
        _delete(session, kind, kind.id, numbers)


def _some(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
