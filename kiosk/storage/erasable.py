"""Clients, check-ins and answers that can be erased: found for an act, counted for its page, or due after the years."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.erasure import Counts
from kiosk.domain.lifecycle import OPEN
from kiosk.domain.public_ids import PublicId
from kiosk.storage.erasures import batches
from kiosk.storage.scope import own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import (
    Base,
    CheckIn,
    Client,
    Correction,
    Goal,
    Guess,
    Handover,
    Pause,
    Person,
    Plan,
    Practice,
    Repair,
    Response,
    SafetyRecord,
    SavedMember,
    Sign,
)


def client_in(session: ReadSession, practice_id: int | None, client_id: PublicId) -> Client | None:
    """A client of a practice, or of any, whosever they are."""
    query = select(Client).where(Client.public_id == client_id)
    return session.scalars(query if practice_id is None else query.where(Client.practice_id == practice_id)).first()


def named(session: ReadSession, code: str, email: str | None) -> Sequence[tuple[PublicId, str]]:
    """The clients of that code or public id, each with the email of their therapist, of one therapist or of any."""
    query = (
        select(Client.public_id, Person.email)
        .join(Person, Person.id == Client.therapist_id)
        .where(or_(Client.code_index == code, Client.public_id == code), Client.merged_into_id.is_(None))
        .order_by(Client.id)
    )
    found = session.execute(query if email is None else query.where(Person.email_index == email.strip().lower()))
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


def moved_here(session: ReadSession, check_ins: Collection[int]) -> Sequence[PublicId]:
    """The public ids of those check-ins that a correction took from one client to another."""
    query = select(CheckIn.public_id).join(Correction, Correction.check_in_id == CheckIn.id).distinct()
    moved = query.where(Correction.to_client_id.is_not(None))
    return [one for some in batches(check_ins) for one in session.scalars(moved.where(CheckIn.id.in_(some)))]


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
        .group_by(Client.id, Person.id)
        .order_by(func.max(CheckIn.begun_at), Client.id)
    )
    return session.execute(query if person_id is None else query.where(Client.therapist_id == person_id)).all()


def answers_with_words(session: ReadSession, client: Client) -> Sequence[Response]:
    """The answers of a client in which words are kept, oldest first."""
    query = select(Response).join(Response.check_in).where(CheckIn.client_id == client.id)
    found = query.where(func.length(Response.words) > 0).order_by(Response.id)
    return session.scalars(found.options(joinedload(Response.check_in))).unique().all()
