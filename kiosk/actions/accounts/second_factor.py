"""Codes as the second factor of a login: switched on and off, checked at the login, and recovery codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.accounts import one_time_codes as codes
from kiosk.actions.accounts.log_in import HALF_LASTS, LoggedIn, begin_login
from kiosk.actions.accounts.present_password import TOO_OFTEN, fault_in_present
from kiosk.actions.accounts.throttle import count_failure, has_failed
from kiosk.domain.actors import Staff, Visitor
from kiosk.domain.audit import Audited
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Invalid, NotAllowed
from kiosk.keys import keys
from kiosk.storage import factors, people
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CodeApp, HalfLogin, Person
from kiosk.storage.work import Work, unit_of_work

MOST_WRONG_CODES = 5
"""Within five minutes. Of a million codes three are right at any time."""
TOO_LATE = phrase("That took more than ten minutes. Log in again.")
NOT_THE_CODE = phrase("That code is wrong, or was used before. Wait for the next one, and type that.")


@dataclass(frozen=True)
class Codes:
    """The codes of one person's login: whether they are asked for, and the number of unused recovery codes."""

    on: bool
    left: int


@dataclass(frozen=True)
class TurnedOn:
    """The secret of the one login that is left, and the codes for when the app is not at hand, shown this once."""

    secret: str
    recovery_codes: Sequence[str]


def codes_of(actor: Staff) -> Codes:
    """Return whether this person's login asks for codes, and the number of unused recovery codes."""
    session, person_id = reading(), actor.person_id
    return Codes(factors.code_app(session, person_id) is not None, factors.recovery_codes_left(session, person_id))


def prove(actor: Staff, password: str, typed: str, now: datetime) -> None:
    """Ask once more for all that logging in asks for, before anything about it is changed. Raises NotAllowed."""
    person = reading().get_one(Person, actor.person_id)
    if fault := fault_in_present(actor, person, password, now):
        raise NotAllowed(fault)
    with unit_of_work(actor, now) as work:
        asks_for_code = factors.code_app(work.session, person.id) is not None
        fault = _fault_in_code(work, person.id, typed) if asks_for_code else None
    if fault:
        raise NotAllowed(fault)


def turn_on_codes(actor: Staff, app_secret: str, typed: str, now: datetime) -> TurnedOn:
    """Ask for a code at every login from here on, if the app shows the right one; ends every other login.

    Raises Invalid where the code is not right, or codes are on already.
    """
    step = codes.step_of(app_secret, codes.figures_in(typed), now)
    with unit_of_work(actor, now) as work:
        if step is None or factors.code_app(work.session, actor.person_id):
            raise Invalid(NOT_THE_CODE)
        person = work.session.get_one(Person, actor.person_id)
        work.session.add(
            CodeApp(practice_id=person.practice_id, person_id=person.id, secret=app_secret, last_step=step, made_at=now)
        )
        work.audit(Audited.CODES_TURNED_ON, person)
        return _renewed(work, person)


def renew_recovery_codes(actor: Staff, now: datetime) -> TurnedOn:
    """Make ten new ones; the old ones and every other login are worth nothing from here on."""
    with unit_of_work(actor, now) as work:
        person = work.session.get_one(Person, actor.person_id)
        work.audit(Audited.RECOVERY_CODES_RENEWED, person)
        return _renewed(work, person)


def turn_off_codes(actor: Staff, now: datetime) -> str:
    """Let the password alone log in again; gives the secret of the one login that is left."""
    with unit_of_work(actor, now) as work:
        factors.forget_codes(work.session, actor.person_id)
        person = work.session.get_one(Person, actor.person_id)
        work.audit(Audited.CODES_TURNED_OFF, person)
        return only_login(work, person)


def come_in_by_code(actor: Visitor, half_secret: str, typed: str, now: datetime) -> LoggedIn:
    """Begin the other half of a login. Raises NotAllowed: the password is too long ago, or the code is not right."""
    with unit_of_work(actor, now, people.practice_by_secret(HalfLogin, half_secret)) as work:
        half = factors.half_login(work.session, half_secret, now - HALF_LASTS)
        if half is None:
            raise NotAllowed(TOO_LATE)
        fault = _fault_in_code(work, half.person_id, typed)
        if not fault:
            work.session.delete(half)
            person = work.session.get_one(Person, half.person_id)
            return LoggedIn(person.public_id, begin_login(work, person))
    raise NotAllowed(fault)


def _fault_in_code(work: Work, person_id: int, typed: str) -> Phrase | None:
    """Use a code up, or say what is wrong with it. Wrong ones are counted, also when they come all at once."""
    if has_failed(work.session, "code", str(person_id), MOST_WRONG_CODES, work.now):
        return TOO_OFTEN
    if _take(work.session, person_id, typed, work.now):
        return None
    count_failure(work, "code", str(person_id))
    work.audit(Audited.SECOND_FACTOR_FAILED, work.session.get_one(Person, person_id))
    return NOT_THE_CODE


def _take(session: ReadSession, person_id: int, typed: str, now: datetime) -> bool:
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


def _renewed(work: Work, person: Person) -> TurnedOn:
    recovery_codes = codes.new_recovery_codes()
    factors.replace_recovery_codes(work.session, person, [_hash(person.id, code) for code in recovery_codes])
    return TurnedOn(only_login(work, person), recovery_codes)


def only_login(work: Work, person: Person) -> str:
    """Begin a login in place of every other: how this person logs in has just changed."""
    people.end_ways_in(work.session, person.id)
    return begin_login(work, person)


def _hash(person_id: int, code: str) -> bytes:
    """Return the hash of a recovery code, keyed because all codes of twelve digits could be tried out."""
    return keys().short_code_hash(f"recovery {person_id} {code}")
