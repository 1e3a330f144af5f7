"""Making, using and revoking the tokens by which programs act for a therapist."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.actors import ByToken, CommandLine, Role, Scope, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound, NotSaved
from kiosk.keys import hash_of
from kiosk.storage import api_tokens, people
from kiosk.storage.db import reading
from kiosk.storage.tables import ApiToken, Person
from kiosk.storage.work import Work, unit_of_work

PREFIX: Final = "byg_"
"""It begins every secret, so that programs that look for secrets in files know one."""
SECRET_BYTES: Final = 32
LONGEST_NAME: Final = 40
DAYS: Final = (30, 90, 365)
"""Days after which a token ends: one of these."""
USUAL_DAYS: Final = 90
NOTED_EVERY: Final = timedelta(hours=1)
"""The precision of its last use, so that a program that asks every second does not write every second."""


@dataclass(frozen=True)
class WantedToken:
    """A token as it is asked for: the name of the program, what it may do, and how long."""

    name: str
    scopes: Collection[str]
    days: int = USUAL_DAYS


def make_token(actor: Staff, wanted: WantedToken, now: datetime) -> str:
    """Make a token for a program of one's own; gives its secret, of which only a hash is kept. Raises Invalid."""
    require(actor, Permission.MAKE_TOKENS)
    with unit_of_work(actor, now) as work:
        return _make(work, work.session.get_one(Person, actor.person_id), wanted)


def make_token_for(actor: CommandLine, email: str, wanted: WantedToken, now: datetime) -> str:
    """Make one for the therapist of that address. Raises NotFound and Invalid."""
    require(actor, Permission.MAKE_TOKENS)
    with unit_of_work(actor, now) as work:
        person = people.by_email(work.session, email)
        if person is None or Role.THERAPIST not in person.roles:
            raise NotFound(f"No therapist logs in with {email}. To see who does: kiosk person list")
        return _make(work, person, wanted)


def _make(work: Work, person: Person, wanted: WantedToken) -> str:
    check_token(wanted)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        practice_id=person.practice_id,
        person_id=person.id,
        name=_tidy(wanted.name),
        secret_hash=hash_of(secret),
        scopes=" ".join(scope for scope in Scope if scope in wanted.scopes),
        made_at=work.now,
        ends_at=work.now + timedelta(days=wanted.days),
    )
    work.session.add(token)
    work.session.flush()
    work.audit(Audited.TOKEN_MADE, token)
    return secret


def check_token(wanted: WantedToken) -> None:
    """Refuse what cannot be made. Raises Invalid."""
    name = _tidy(wanted.name)
    if not name:
        raise Invalid(phrase("Give the program a name. Clients read it on the form."), "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(phrase("Use %(most)s characters at most.", most=LONGEST_NAME), "name")
    if not wanted.scopes or set(wanted.scopes) - set(Scope):
        raise Invalid(phrase("Choose what the program may do."), "scopes")
    if Scope.READ_WORDS in wanted.scopes and Scope.READ_RESULTS not in wanted.scopes:
        raise Invalid(phrase("Words come only with results: choose both, or results alone."), "scopes")
    if wanted.days not in DAYS:
        raise Invalid(phrase("Choose how long it works: 30, 90 or 365 days."), "days")


def revoke_token(actor: Staff | CommandLine, token_id: PublicId, now: datetime) -> None:
    """Let a token open nothing any more; a therapist revokes their own. Raises NotFound."""
    require(actor, Permission.MAKE_TOKENS)
    with unit_of_work(actor, now) as work:
        token = api_tokens.token_of(work.session, token_id, actor)
        if token is None:
            raise NotFound(f"There is no token {token_id}. To see which there are: kiosk api-token list")
        work.session.delete(token)
        work.audit(Audited.TOKEN_REVOKED, token)


def who_by_token(secret: str, now: datetime) -> ByToken | None:
    """The actor that a program with this secret is, or None. Its use is noted, to the hour."""
    token = api_tokens.by_secret(reading(), secret, now)
    if token is None:
        return None
    actor = api_tokens.actor(token)
    if token.used_at is None or now - token.used_at >= NOTED_EVERY:
        _note_use(actor, now)
    return actor


def those_with_tokens(secrets_held: Collection[str], now: datetime) -> Mapping[str, ByToken]:
    """The actors behind those of these secrets that still hold; their use is not noted."""
    return api_tokens.actors_by_secret(reading(), secrets_held, now)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _note_use(actor: ByToken, now: datetime) -> None:
    """Keep that it was used; a database that is busy refuses nobody for that."""
    try:
        with unit_of_work(actor, now) as work:
            api_tokens.note_use(work.session, actor.token_id, now)
    except NotSaved:
        return
