"""Erasures and what stays of them: tickets for protected rows, and records that the law still asks for."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, select

from kiosk.domain.actors import Therapist
from kiosk.domain.erasure import What
from kiosk.domain.public_ids import PublicId
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    Client,
    ErasedRow,
    Erasure,
    KeptRecord,
)
from kiosk.storage.tables.base import new_public_id

AT_ONCE: Final = 400
"""Numbers in one statement; databases have a limit."""
ROW, WORDS, TOLD = "row", "words", "told"
"""The parts for which there are tickets: `ErasedRow.part`."""


def add_erasure(session: WriteSession, erasure: Erasure) -> Erasure:
    """Store an erasure, so that tickets can name it."""
    erasure.public_id = new_public_id()
    session.add(erasure)
    session.flush()
    return erasure


def give_ticket(session: WriteSession, erasure: Erasure, about: str, numbers: Iterable[int], part: str) -> None:
    """Allow the database to delete these rows of a table, or to change that part of them; once given, a ticket stays.

    Whoever keeps digests of rows finds here which of them may be gone, or differ from the first one.
    """
    is_there = select(ErasedRow.number).where(ErasedRow.about == about, ErasedRow.part == part)
    for some in batches(numbers):
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


def erasure_of_therapist(session: ReadSession, therapist: Therapist, erasure_id: PublicId) -> Erasure | None:
    """An erasure of something that was this therapist's."""
    return session.scalars(_of(therapist).where(Erasure.public_id == erasure_id)).one_or_none()


def of_therapist(session: ReadSession, therapist: Therapist, after: Erasure | None, most: int) -> Sequence[Erasure]:
    """Erasures of this therapist's clients, the first one first, from behind one of them on."""
    query = _of(therapist) if after is None else _of(therapist).where(Erasure.id > after.id)
    return session.scalars(query.order_by(Erasure.id).limit(most)).all()


def is_gone(session: ReadSession, therapist: Therapist, about_id: PublicId) -> bool:
    """Return whether the client or check-in that had this public id was this therapist's and is erased."""
    query = _of(therapist).where(Erasure.about_id == about_id, Erasure.what != What.WORDS)
    return session.scalars(query.limit(1)).first() is not None


def _of(therapist: Therapist) -> Select[Erasure]:
    return select(Erasure).where(Erasure.therapist_id == therapist.person_id)


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


def batches(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Values in lists that fit in one statement."""
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
