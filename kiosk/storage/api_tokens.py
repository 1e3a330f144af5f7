"""Tokens by which programs act for a therapist."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, delete, select, update

from kiosk.domain.actors import ByToken, CommandLine, Role, Scope, Staff
from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import ApiToken, GivenRole, Person

Columns = TypeVarTuple("Columns")


def by_secret(session: ReadSession, secret: str, now: datetime) -> ApiToken | None:
    """The token with that secret, before its end, while its owner can log in and is a therapist."""
    return session.scalars(_working(now).where(ApiToken.secret_hash == hash_of(secret))).one_or_none()


def actors_by_secret(session: ReadSession, secrets: Collection[str], now: datetime) -> Mapping[str, ByToken]:
    """The actors of tokens that work, by their secrets: open streams ask for many of them again and again."""
    by_hash = {hash_of(secret): secret for secret in secrets}
    found = session.scalars(_working(now).where(ApiToken.secret_hash.in_(by_hash))).all()
    return {by_hash[token.secret_hash]: actor(token) for token in found}


def _working(now: datetime) -> Select[ApiToken]:
    return (
        select(ApiToken)
        .join(Person, Person.id == ApiToken.person_id)
        .join(GivenRole, GivenRole.person_id == Person.id)
        .where(ApiToken.ends_at > now, Person.disabled_at.is_(None), GivenRole.role == Role.THERAPIST)
    )


def actor(token: ApiToken) -> ByToken:
    """Give the actor that a program with this token is."""
    return ByToken(token.id, token.person_id, token.practice_id, scopes_of(token))


def made_at(session: ReadSession, actor: ByToken) -> datetime:
    """The time at which a token was made: no form that was shown before names its program."""
    return session.scalars(select(ApiToken.made_at).where(ApiToken.id == actor.token_id)).one()


def scopes_of(token: ApiToken) -> frozenset[Scope]:
    """The scopes of a token; a word that is no scope allows nothing."""
    return frozenset(Scope(word) for word in token.scopes.split() if word in set(Scope))


def all_of(session: ReadSession, owner: Staff | CommandLine) -> Sequence[tuple[ApiToken, Person]]:
    """One's own tokens with their owner, the oldest first; for the command line everybody's."""
    found = _found_by(select(ApiToken, Person).join(Person, Person.id == ApiToken.person_id), owner)
    return [(token, person) for token, person in session.execute(found.order_by(ApiToken.id))]


def token_of(session: ReadSession, token_id: PublicId, owner: Staff | CommandLine) -> ApiToken | None:
    """One of one's own, and of nobody else's; the command line finds everybody's."""
    return session.scalars(_found_by(select(ApiToken), owner).where(ApiToken.public_id == token_id)).one_or_none()


def _found_by(query: Select[*Columns], owner: Staff | CommandLine) -> Select[*Columns]:
    return query if isinstance(owner, CommandLine) else query.where(ApiToken.person_id == owner.person_id)


def note_use(session: WriteSession, token_id: int, now: datetime) -> None:
    """Keep when a token was used last."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=now))


def forget_all(session: WriteSession, person_id: int) -> bool:
    """No program acts for this person any more; whether one did."""
    had_tokens = session.scalars(select(ApiToken.id).where(ApiToken.person_id == person_id).limit(1)).first()
    session.execute(delete(ApiToken).where(ApiToken.person_id == person_id))
    return had_tokens is not None
