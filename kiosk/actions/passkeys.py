"""People add passkeys, come in by them, rename and remove them."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.actions import ceremonies
from kiosk.actions.ceremonies import NewKey, NotSigned, Owner, Site
from kiosk.actions.log_in import LoggedIn, begin_login
from kiosk.actions.second_factor import only_login
from kiosk.keys import keys
from kiosk.storage import factors
from kiosk.storage.db import reading, writing
from kiosk.storage.factor_tables import Passkey
from kiosk.storage.tables import Person

CHALLENGE_LASTS = timedelta(minutes=5)
CHALLENGE_BYTES = 32
LONGEST_NAME = 40


def passkeys_of(person_id: int) -> Sequence[Passkey]:
    """All passkeys of this person, the oldest first."""
    return factors.passkeys_of(reading(), person_id)


def begin_entering(site: Site, now: datetime) -> tuple[str, str]:
    """A challenge for whoever wants to come in, and what the browser has to know to answer it."""
    challenge = _new_challenge(None, now)
    return challenge, ceremonies.asked_to_enter(site, challenge.encode())


def begin_adding(site: Site, person: Person, now: datetime) -> tuple[str, str]:
    """The same for one more passkey of somebody who has just proven who they are."""
    known = [each.credential_id for each in passkeys_of(person.id)]
    challenge = _new_challenge(person.id, now)
    owner = Owner(keys().passkey_handle(person.id), person.email, person.name)
    return challenge, ceremonies.asked_to_add(site, challenge.encode(), owner, known)


def come_in_by_passkey(site: Site, challenge: str, answer: str, now: datetime) -> LoggedIn | None:
    """A whole login: the device has made sure of its owner. A challenge is used up by it, right or wrong."""
    with writing() as session:
        if not factors.use_challenge(session, challenge, None, now - CHALLENGE_LASTS):
            return None
        try:
            entry = ceremonies.read_entry(answer)
            passkey = factors.passkey(session, entry.raw_id)
            if passkey is None or entry.response.user_handle != keys().passkey_handle(passkey.person_id):
                return None
            key = NewKey(passkey.credential_id, passkey.public_key, passkey.sign_count)
            passkey.sign_count = ceremonies.new_count(site, challenge.encode(), entry, key)
        except NotSigned:
            return None
        person = session.get_one(Person, passkey.person_id)
        if person.disabled_at is not None:
            return None
        passkey.used_at = now
        return LoggedIn(person.id, begin_login(session, person, now))


def add_passkey(person_id: int, site: Site, challenge: str, answer: str, name: str, now: datetime) -> str | None:  # noqa: PLR0913, PLR0917 -- one answer, and all that it has to fit
    """One more passkey, ending every other login; gives the secret of the one that is left, or None."""
    with writing() as session:
        if not factors.use_challenge(session, challenge, person_id, now - CHALLENGE_LASTS):
            return None
        try:
            key = ceremonies.new_key(site, challenge.encode(), answer)
        except NotSigned:
            return None
        if factors.passkey(session, key.credential_id):
            return None
        person = session.get_one(Person, person_id)
        passkey = Passkey(
            practice_id=person.practice_id,
            person_id=person.id,
            credential_id=key.credential_id,
            public_key=key.public_key,
            sign_count=key.sign_count,
            name=_tidy(name),
            made_at=now,
        )
        session.add(passkey)
        return only_login(session, person, now)


def rename_passkey(person_id: int, passkey_id: int, name: str) -> bool:
    """Whether there was such a passkey of theirs."""
    with writing() as session:
        passkey = factors.passkey_of(session, person_id, passkey_id)
        if passkey is None:
            return False
        passkey.name = _tidy(name)
        return True


def remove_passkey(person_id: int, passkey_id: int, now: datetime) -> str | None:
    """It opens nothing any more, and every other login is ended; the secret of the one that is left, or None."""
    with writing() as session:
        passkey = factors.passkey_of(session, person_id, passkey_id)
        if passkey is None:
            return None
        session.delete(passkey)
        return only_login(session, session.get_one(Person, person_id), now)


def _new_challenge(person_id: int | None, now: datetime) -> str:
    challenge = secrets.token_urlsafe(CHALLENGE_BYTES)
    with writing() as session:
        factors.add_challenge(session, challenge, person_id, now, now - CHALLENGE_LASTS)
    return challenge


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
