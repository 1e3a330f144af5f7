"""Passkeys of a person: adding one, logging in by it, renaming and removing it."""

import secrets
from datetime import datetime, timedelta

from kiosk.actions.accounts.log_in import LoggedIn, begin_login
from kiosk.actions.accounts.passkey_values import NewKey, NotSigned, Owner, Site
from kiosk.actions.accounts.second_factor import only_login
from kiosk.domain.actors import Actor, Staff, Visitor, person_id_of
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotAllowed, NotFound
from kiosk.keys import keys
from kiosk.storage import factors
from kiosk.storage.db import reading
from kiosk.storage.tables import Passkey, Person
from kiosk.storage.work import Work, unit_of_work

CHALLENGE_LASTS = timedelta(minutes=5)
CHALLENGE_BYTES = 32
LONGEST_NAME = 40


def begin_entering(actor: Visitor, site: Site, now: datetime) -> tuple[str, str]:
    """Make a challenge for whoever wants to come in, and what the browser has to know to answer it."""
    from kiosk.actions.accounts import ceremonies

    challenge = _new_challenge(actor, now)
    return challenge, ceremonies.asked_to_enter(site, challenge.encode())


def begin_adding(actor: Staff, site: Site, now: datetime) -> tuple[str, str]:
    """Make the same for one more passkey of somebody who has just proven who they are."""
    from kiosk.actions.accounts import ceremonies

    known = [each.credential_id for each in factors.passkeys_of(reading(), actor.person_id)]
    person = reading().get_one(Person, actor.person_id)
    challenge = _new_challenge(actor, now)
    owner = Owner(keys().passkey_handle(person.public_id), person.email, person.name)
    return challenge, ceremonies.asked_to_add(site, challenge.encode(), owner, known)


def come_in_by_passkey(actor: Visitor, site: Site, challenge: str, answer: str, now: datetime) -> LoggedIn:
    """Begin a whole login: the device has made sure of its owner. Raises NotAllowed.

    A challenge is used up by it, right or wrong.
    """
    with unit_of_work(actor, now) as work:
        person = _owner(work, site, challenge, answer)
        if person is not None:
            return LoggedIn(person.public_id, begin_login(work, person))
    raise NotAllowed


def _owner(work: Work, site: Site, challenge: str, answer: str) -> Person | None:
    """Use the challenge up, and find whose passkey has signed it."""
    from kiosk.actions.accounts import ceremonies

    if not factors.use_challenge(work.session, challenge, None, work.now - CHALLENGE_LASTS):
        return None
    try:
        entry = ceremonies.read_entry(answer)
        passkey = factors.passkey(work.session, entry.raw_id)
        if passkey is None:
            return None
        person = work.session.get_one(Person, passkey.person_id)
        if entry.response.user_handle != keys().passkey_handle(person.public_id):
            return None
        key = NewKey(passkey.credential_id, passkey.public_key, passkey.sign_count)
        passkey.sign_count = ceremonies.new_count(site, challenge.encode(), entry, key)
    except NotSigned:
        return None
    if person.disabled_at is not None:
        return None
    passkey.used_at = work.now
    return person


def add_passkey(actor: Staff, site: Site, challenge: str, answer: str, name: str, now: datetime) -> str:  # noqa: PLR0913, PLR0917 -- one answer, and all that it has to fit
    """Add one more passkey, ending every other login; gives the secret of the one that is left.

    Raises Invalid where the answer does not fit, or the passkey is somebody's already. The challenge is used up by it.
    """
    with unit_of_work(actor, now) as work:
        key = _new_key(work, actor.person_id, site, challenge, answer)
        if key is not None:
            person = work.session.get_one(Person, actor.person_id)
            passkey = Passkey(
                practice_id=person.practice_id,
                person_id=person.id,
                credential_id=key.credential_id,
                public_key=key.public_key,
                sign_count=key.sign_count,
                name=_tidy(name),
                made_at=now,
            )
            work.session.add(passkey)
            work.audit(Audited.PASSKEY_ADDED, passkey)
            return only_login(work, person)
    raise Invalid


def _new_key(work: Work, person_id: int, site: Site, challenge: str, answer: str) -> NewKey | None:
    """Use the challenge up, and read the passkey that was made for it; None where that is no new one."""
    from kiosk.actions.accounts import ceremonies

    if not factors.use_challenge(work.session, challenge, person_id, work.now - CHALLENGE_LASTS):
        return None
    try:
        key = ceremonies.new_key(site, challenge.encode(), answer)
    except NotSigned:
        return None
    return None if factors.passkey(work.session, key.credential_id) else key


def rename_passkey(actor: Staff, passkey_id: PublicId, name: str, now: datetime) -> None:
    """Give a passkey of one's own another name. Raises NotFound."""
    with unit_of_work(actor, now) as work:
        _own(work, actor, passkey_id).name = _tidy(name)


def remove_passkey(actor: Staff, passkey_id: PublicId, now: datetime) -> str:
    """Let a passkey of one's own open nothing any more, and end every other login. Raises NotFound.

    Gives the secret of the login that is left.
    """
    with unit_of_work(actor, now) as work:
        passkey = _own(work, actor, passkey_id)
        work.session.delete(passkey)
        work.audit(Audited.PASSKEY_REMOVED, passkey)
        return only_login(work, work.session.get_one(Person, actor.person_id))


def _own(work: Work, actor: Staff, passkey_id: PublicId) -> Passkey:
    passkey = factors.passkey_of(work.session, actor.person_id, passkey_id)
    if passkey is None:
        raise NotFound
    return passkey


def _new_challenge(actor: Actor, now: datetime) -> str:
    challenge = secrets.token_urlsafe(CHALLENGE_BYTES)
    with unit_of_work(actor, now) as work:
        factors.add_challenge(work.session, challenge, person_id_of(actor), now)
    return challenge


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
