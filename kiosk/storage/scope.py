"""Scoping: the only place that says which rows a person can find; whatever is read for them is narrowed by it."""

from dataclasses import dataclass
from typing import Final, TypeVarTuple

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, exists, or_

from kiosk.domain.actors import CommandLine, Staff, Therapist
from kiosk.storage.tables import (
    Calendar,
    CheckIn,
    Client,
    Guess,
    Handover,
    Import,
    NotedSession,
    Person,
    Plan,
    SavedGroup,
    Supervision,
    Tablet,
    Task,
    Visit,
)

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class BoundTherapist:
    """Stands for the therapist in a statement that is built once, and is asked with `therapist_bound`."""

    person_id: BindParameter[int]
    practice_id: BindParameter[int]


BOUND: Final = BoundTherapist(bindparam("own_person", type_=Integer), bindparam("own_practice", type_=Integer))
"""A statement narrowed to it finds nothing without the therapist: SQLAlchemy refuses to send it."""


def therapist_bound(therapist: Therapist) -> dict[str, int]:
    """Give the parameters of a statement that was narrowed to `BOUND`."""
    return {"own_person": therapist.person_id, "own_practice": therapist.practice_id}


def own_visits(query: Select[*Columns], therapist: Therapist | BoundTherapist) -> Select[*Columns]:
    """Narrow a query with visits in it to those that this therapist held."""
    return query.where(Visit.therapist_id == therapist.person_id, Visit.practice_id == therapist.practice_id)


def own_check_ins(query: Select[*Columns], therapist: Therapist | BoundTherapist) -> Select[*Columns]:
    """Narrow a query with check-ins and visits in it to those that this therapist held, of clients they still have.

    A session of a client who was handed over is found by nobody: its marks are on the client's page.
    """
    return own_visits(query, therapist).where(is_of_own_client(therapist))


def visits_with_own(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with visits in it to those that this therapist held with anybody whom they still have.

    A visit whose check-ins are none yet is theirs too.
    """
    still = exists().where(CheckIn.visit_id == Visit.id, is_of_own_client(therapist))
    return own_visits(query, therapist).where(or_(still, ~exists().where(CheckIn.visit_id == Visit.id)))


def is_of_own_client(therapist: Therapist | BoundTherapist) -> ColumnElement[bool]:
    """The condition on a check-in that its client is this therapist's now, also where it is loaded with its visit."""
    return exists().where(Client.id == CheckIn.client_id, Client.therapist_id == therapist.person_id)


def own_clients(query: Select[*Columns], therapist: Therapist | BoundTherapist) -> Select[*Columns]:
    """Narrow a query with clients in it to those whose therapist this is now."""
    return query.where(Client.therapist_id == therapist.person_id, Client.practice_id == therapist.practice_id)


def own_guesses(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with guesses in it to those that this therapist made: nobody else ever sees them."""
    return query.where(Guess.person_id == therapist.person_id, Guess.practice_id == therapist.practice_id)


def offers_to(query: Select[*Columns], therapist: Therapist | BoundTherapist) -> Select[*Columns]:
    """Narrow a query with handovers in it to those that were offered to this therapist."""
    return query.where(Handover.to_id == therapist.person_id, Handover.practice_id == therapist.practice_id)


def offers_by(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with handovers in it to those of clients whom this therapist gives away, or gave."""
    return query.where(Handover.from_id == therapist.person_id, Handover.practice_id == therapist.practice_id)


def supervisions_of(query: Select[*Columns], person: Staff) -> Select[*Columns]:
    """Narrow a query with agreements in it to those of this person, whichever of the two they are."""
    either = or_(Supervision.therapist_id == person.person_id, Supervision.supervisor_id == person.person_id)
    return query.where(either, Supervision.practice_id == person.practice_id)


def own_plans(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with expected sessions in it to those of this therapist."""
    return query.where(Plan.therapist_id == therapist.person_id, Plan.practice_id == therapist.practice_id)


def own_calendar(query: Select[*Columns], therapist: Therapist | BoundTherapist) -> Select[*Columns]:
    """Narrow a query with calendars in it to that of this therapist."""
    return query.where(Calendar.therapist_id == therapist.person_id, Calendar.practice_id == therapist.practice_id)


def own_groups(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with saved groups in it to those of this therapist."""
    return query.where(SavedGroup.therapist_id == therapist.person_id, SavedGroup.practice_id == therapist.practice_id)


def own_noted(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with sessions noted without a form in it to those of this therapist."""
    return query.where(
        NotedSession.therapist_id == therapist.person_id, NotedSession.practice_id == therapist.practice_id
    )


def own_imports(query: Select[*Columns], therapist: Therapist) -> Select[*Columns]:
    """Narrow a query with imports in it to those of this therapist."""
    return query.where(Import.person_id == therapist.person_id, Import.practice_id == therapist.practice_id)


def own_tasks(query: Select[*Columns], person: Staff) -> Select[*Columns]:
    """Narrow a query with long work in it to what this person asked for."""
    return query.where(Task.person_id == person.person_id, Task.practice_id == person.practice_id)


def tablets_of(query: Select[*Columns], practice_id: int | BindParameter[int]) -> Select[*Columns]:
    """Narrow a query with tablets in it to those of a practice, which are there for everybody in it."""
    return query.where(Tablet.practice_id == practice_id)


def clients_in(query: Select[*Columns], practice_id: int) -> Select[*Columns]:
    """Narrow a query with clients in it to those of a practice: for its administrators, and without content."""
    return query.where(Client.practice_id == practice_id)


def left_clients(query: Select[*Columns], practice_id: int) -> Select[*Columns]:
    """Narrow a query with clients in it to those of a practice whose therapist can no longer log in."""
    gone = exists().where(Person.id == Client.therapist_id, Person.disabled_at.is_not(None))
    return clients_in(query, practice_id).where(gone, Client.merged_into_id.is_(None))


def people_of(query: Select[*Columns], manager: Staff | CommandLine) -> Select[*Columns]:
    """Narrow a query with people in it to those of an administrator's practice; the command line finds everybody."""
    return query if isinstance(manager, CommandLine) else query.where(Person.practice_id == manager.practice_id)
