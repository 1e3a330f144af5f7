"""The therapist starts a check-in."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.actions.keep_measures import keep_measure
from kiosk.actions.send_to_tablet import put_on_tablet
from kiosk.actions.still_open import AlreadyOpen, make_way
from kiosk.domain.lifecycle import SHORT_CODE_WORKS, State
from kiosk.domain.phrases import Phrase, phrase
from kiosk.keys import hash_of, keys
from kiosk.storage import events, pauses, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Client, Person, Practice, Visit

CODE = re.compile(r"[^\W_](?:[\w .-]{0,22}[\w.-])?")
SHORT_CODE_TURNS = 5


class Place(StrEnum):
    """Where the session is held."""

    ROOM = "room"
    TELEHEALTH = "telehealth"


@dataclass(frozen=True)
class Wanted:
    """Whose check-in, and which form; as typed. A language is kept for the client, an empty one changes nothing."""

    code: str
    measure: str
    language: str = ""
    tablet: int | None = None
    """Where the form is shown from the start; None leaves it to their own phone."""


@dataclass(frozen=True)
class Opened:
    """The visit is there, and its check-in is waiting."""

    visit: int
    check_in: int


@dataclass(frozen=True)
class NotOpened:
    """Nothing was begun, and why."""

    problem: Phrase


def open_visit(  # noqa: PLR0913 -- each is one thing the therapist chose, and `now`
    therapist: Person,
    code: str,
    measure: str,
    place: str,
    now: datetime,
    *,
    language: str = "en",
    theirs: str = "",
    tablet: int | None = None,
    instead: Collection[int] = (),
) -> Opened | AlreadyOpen | NotOpened:
    """Begin a visit with one client and one check-in, on a tablet of the room where one is named.

    A code not used before makes a new client. They are asked in `theirs`, which is kept for them, or in what was kept
    before, or in `language`. Nothing is begun when the tablet cannot be had, or while a form of theirs is open that
    `instead` does not name: those that it names end, so that nobody has two by accident.
    """
    wanted = Wanted(tidy(code), measure, theirs)
    if problem := fault_in(wanted) or fault_in_place(place):
        return NotOpened(problem)
    with writing() as session:
        if problem := fault_in_asking(session, therapist, wanted.code):
            return NotOpened(problem)
        if in_the_way := make_way(session, therapist, {wanted.code}, instead, now):
            return in_the_way
        visit = Visit(practice_id=therapist.practice_id, therapist_id=therapist.id, place=place, began_at=now)
        check_in = add_check_in(session, visit, therapist, wanted, language)
        if tablet and place == Place.ROOM and (taken := put_on_tablet(session, therapist, check_in, tablet, now)):
            session.rollback()
            return NotOpened(taken)
        return Opened(visit.id, check_in.id)


def tidy(code: str) -> str:
    """A client's code as it is kept."""
    return " ".join(code.split())


def fault_in(wanted: Wanted) -> Phrase | None:
    """Why this check-in cannot be begun; None when it can."""
    if not CODE.fullmatch(wanted.code):
        return phrase("Type a code of up to 24 letters and digits, such as C-014, and no name.")
    try:
        catalogue.measure(wanted.measure)
    except catalogue.UnknownMeasure:
        there = ", ".join(sorted(catalogue.measures()))
        return phrase("There is no form “%(form)s”. There are: %(there)s.", form=wanted.measure[:40], there=there)
    return None


def fault_in_place(place: str) -> Phrase | None:
    """Why the visit cannot be held there; None when it can."""
    return None if place in set(Place) else phrase("Choose where the session is: in the room, or on a call.")


def fault_in_asking(session: Session, therapist: Person, code: str) -> Phrase | None:
    """Why this client is not asked at present; None when they are, or are new."""
    known = visits.client_by_code(session, therapist.id, code)
    if known and pauses.now_paused(session, [known.id]):
        return phrase("%(code)s is paused. Resume below or on their own page, then start the check-in.", code=code)
    return None


def add_check_in(session: Session, visit: Visit, therapist: Person, wanted: Wanted, language: str) -> CheckIn:
    """One more person's check-in, with a link and a short code of its own.

    In their own language, or in `language`; a form that has neither is shown in its first.
    """
    now = visit.began_at
    client = visits.client_by_code(session, therapist.id, wanted.code) or _new_client(therapist, wanted.code, now)
    client.language = wanted.language or client.language or ""
    spoken = catalogue.measure(wanted.measure).language_for(client.language, language)
    check_in = _new_check_in(visit, client, wanted.measure, spoken, link_ends(session, visit, now))
    session.add_all([client, visit, check_in])
    session.flush()
    keep_measure(session, check_in.measure, check_in.measure_version, now)
    check_in.link_hash = hash_of(keys().link_token(check_in.id, check_in.link_version))
    give_short_code(session, check_in, now)
    events.tell(session, check_in, State.WAITING, now)
    return check_in


def give_short_code(session: Session, check_in: CheckIn, now: datetime) -> None:
    """A short code that no other check-in has, for the next 15 minutes."""
    for _ in range(SHORT_CODE_TURNS):
        code_hash = keys().short_code_hash(keys().short_code(check_in.id, check_in.short_code_turn))
        holder = visits.holder_of_short_code(session, code_hash)
        if holder in {None, check_in.id}:
            check_in.short_code_hash = code_hash
            check_in.short_code_ends_at = now + SHORT_CODE_WORKS
            return
        check_in.short_code_turn += 1
    raise RuntimeError("Five short codes in a row were taken, of 54 thousand million: the server key is not random.")


def _new_client(therapist: Person, code: str, now: datetime) -> Client:
    return Client(practice_id=therapist.practice_id, therapist_id=therapist.id, code=code, made_at=now)


def link_ends(session: Session, visit: Visit, now: datetime) -> datetime:
    """Until when a link that is made now opens its form."""
    return now + timedelta(minutes=session.get_one(Practice, visit.practice_id).link_minutes)


def _new_check_in(visit: Visit, client: Client, measure: str, language: str, link_ends_at: datetime) -> CheckIn:
    now = visit.began_at
    return CheckIn(
        practice_id=visit.practice_id,
        visit=visit,
        client=client,
        measure=measure,
        measure_version=catalogue.measure(measure).version,
        language=language,
        link_version=1,
        link_ends_at=link_ends_at,
        short_code_turn=1,
        short_code_ends_at=now + SHORT_CODE_WORKS,
        state=State.WAITING,
        begun_at=now,
    )
