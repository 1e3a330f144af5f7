"""Reading all that is kept about a client, to hand it out: one client's, one therapist's, or a whole practice's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.storage import clients, people, records
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Goal, Guess, Pause, Person, Sign


@dataclass(frozen=True)
class Record:
    """All rows about one client; `guesses` and `signs` by check-in."""

    client: Client
    therapist: Person
    check_ins: Sequence[CheckIn]
    guesses: Mapping[int, Guess]
    signs: Mapping[int, Sequence[Sign]]
    pauses: Sequence[Pause]
    goals: Sequence[Goal]


class NoSuchRecord(Exception):
    """There is nobody to read about; the text says who is missing."""


def own_record(therapist: Person, client_id: int) -> Record | None:
    """The record of a client of one's own, or None."""
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    return _record(session, client) if client else None


def read_records(email: str | None = None, code: str | None = None) -> Sequence[Record]:
    """The records of this practice's clients: all, those of one therapist, or the one of that therapist and code.

    Raises NoSuchRecord where there is no such therapist or client.
    """
    session = reading()
    therapist = people.by_any_email(session, email) if email else None
    if email and therapist is None:
        raise NoSuchRecord(f"Nobody has a login with {email}. Those who have: kiosk person list")
    practice = therapist.practice if therapist else people.only_practice(session)
    found = records.clients_of(session, practice.id, therapist, code) if practice else []
    if code is not None and not found:
        raise NoSuchRecord(f"{email} has no client with the code {code}. Codes are as typed, capitals too.")
    return [_record(session, client) for client in found]


def _record(session: Session, client: Client) -> Record:
    return Record(
        client=client,
        therapist=session.get_one(Person, client.therapist_id),
        check_ins=records.every_check_in(session, client.id),
        guesses=records.guesses_on(session, client.id),
        signs=records.signs_at(session, client.id),
        pauses=clients.pauses_of(session, client),
        goals=clients.goals_of(session, client.id),
    )
