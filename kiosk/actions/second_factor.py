"""People ask for codes at their login, come in with one, and look after both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.actions import one_time_codes as codes
from kiosk.actions.log_in import HALF_LASTS, LoggedIn, begin_login
from kiosk.actions.present_password import TOO_OFTEN, fault_in_present
from kiosk.actions.throttle import count_failure, has_failed
from kiosk.domain.phrases import Phrase, phrase
from kiosk.keys import keys
from kiosk.storage import factors, people
from kiosk.storage.db import reading, writing
from kiosk.storage.factor_tables import CodeApp
from kiosk.storage.tables import Person

MOST_WRONG_CODES = 5
"""Within five minutes. Of a million codes three are right at any time."""
TOO_LATE = phrase("That took more than ten minutes. Log in once more.")
NOT_THE_CODE = phrase("That code is not right, or was used before. Wait for the next one, and type that.")


@dataclass(frozen=True)
class Codes:
    """Whether this person's login asks for a code, and how many recovery codes still work."""

    on: bool
    left: int


@dataclass(frozen=True)
class TurnedOn:
    """The secret of the one login that is left, and the codes for when the app is not at hand, shown this once."""

    secret: str
    recovery_codes: Sequence[str]


def codes_of(person_id: int) -> Codes:
    """How this person's login stands."""
    session = reading()
    return Codes(factors.code_app(session, person_id) is not None, factors.recovery_codes_left(session, person_id))


def prove(person: Person, password: str, typed: str, now: datetime) -> Phrase | None:
    """All that logging in asks for, once more, before anything about it is changed. What is missing, or nothing."""
    if fault := fault_in_present(person, password, now):
        return fault
    with writing() as session:
        asks_for_code = factors.code_app(session, person.id) is not None
        return _fault_in_code(session, person.id, typed, now) if asks_for_code else None


def turn_on_codes(person_id: int, app_secret: str, typed: str, now: datetime) -> TurnedOn | None:
    """Ask for a code at every login from here on, if the app shows the right one; ends every other login."""
    step = codes.step_of(app_secret, codes.figures_in(typed), now)
    with writing() as session:
        if step is None or factors.code_app(session, person_id):
            return None
        person = session.get_one(Person, person_id)
        session.add(
            CodeApp(practice_id=person.practice_id, person_id=person.id, secret=app_secret, last_step=step, made_at=now)
        )
        return _renewed(session, person, now)


def renew_recovery_codes(person_id: int, now: datetime) -> TurnedOn:
    """Ten new ones; the old ones and every other login are worth nothing from here on."""
    with writing() as session:
        return _renewed(session, session.get_one(Person, person_id), now)


def turn_off_codes(person_id: int, now: datetime) -> str:
    """The password alone logs in again; gives the secret of the one login that is left."""
    with writing() as session:
        factors.forget_codes(session, person_id)
        return only_login(session, session.get_one(Person, person_id), now)


def come_in_by_code(half_secret: str, typed: str, now: datetime) -> LoggedIn | Phrase:
    """The other half of a login, or why not: the password is too long ago, or the code is not right."""
    with writing() as session:
        half = factors.half_login(session, half_secret, now - HALF_LASTS)
        if half is None:
            return TOO_LATE
        if fault := _fault_in_code(session, half.person_id, typed, now):
            return fault
        session.delete(half)
        person = session.get_one(Person, half.person_id)
        return LoggedIn(person.id, begin_login(session, person, now))


def _fault_in_code(session: Session, person_id: int, typed: str, now: datetime) -> Phrase | None:
    """Use a code up, or say what is wrong with it. Wrong ones are counted, also when they come all at once."""
    if has_failed(session, "code", str(person_id), MOST_WRONG_CODES, now):
        return TOO_OFTEN
    if _take(session, person_id, typed, now):
        return None
    count_failure(session, "code", str(person_id), now)
    return NOT_THE_CODE


def _take(session: Session, person_id: int, typed: str, now: datetime) -> bool:
    """A code of the app that is newer than the last one, or a recovery code. Each works once, whoever types it."""
    app, code = factors.code_app(session, person_id), codes.figures_in(typed)
    if app is None or not code:
        return False
    step = codes.step_of(app.secret, code, now)
    if step is not None and step > app.last_step:
        app.last_step = step
        return True
    recovery = factors.recovery_code(session, _hash(person_id, code))
    if recovery is None:
        return False
    recovery.used_at = now
    return True


def _renewed(session: Session, person: Person, now: datetime) -> TurnedOn:
    recovery_codes = codes.new_recovery_codes()
    factors.replace_recovery_codes(session, person, [_hash(person.id, code) for code in recovery_codes])
    return TurnedOn(only_login(session, person, now), recovery_codes)


def only_login(session: Session, person: Person, now: datetime) -> str:
    """A new login in place of every other: how this person logs in has just changed."""
    people.end_logins(session, person.id)
    return begin_login(session, person, now)


def _hash(person_id: int, code: str) -> bytes:
    """What is kept of a recovery code: keyed, because twelve figures alone could be tried out."""
    return keys().short_code_hash(f"recovery {person_id} {code}")
