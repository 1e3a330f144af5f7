"""People, their logins, and links that work once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import LargeBinary, Select, bindparam, delete, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kiosk.domain.actors import CommandLine, Role, Staff, Therapist
from kiosk.keys import hash_of
from kiosk.storage.scope import people_of
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Challenge, GivenRole, HalfLogin, Login, OneTimeLink, Person, Practice, known_roles
from kiosk.storage.types import UTCDateTime

NOBODY: Final = 0
"""The number of no person, for acts that change no practice."""
_ROLES = selectinload(Person.given_roles)


def by_email(session: ReadSession, email: str) -> Person | None:
    """The person who logs in with that address, unless disabled."""
    return session.scalars(
        select(Person).where(Person.email_index == email.strip().casefold(), Person.disabled_at.is_(None))
    ).one_or_none()


def by_any_email(session: ReadSession, email: str) -> Person | None:
    """The person of that address, disabled or not."""
    return session.scalars(select(Person).where(Person.email_index == email.strip().casefold())).one_or_none()


def enabled(session: ReadSession, person_id: int) -> Person | None:
    """The person of that number, unless disabled."""
    return session.scalars(select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))).one_or_none()


def practice_of(person_id: int) -> Select[int]:
    """A query for the practice of a person."""
    return select(Person.practice_id).where(Person.id == person_id)


def practice_by_secret(kept: type[Login | HalfLogin | OneTimeLink], secret: str) -> Select[int]:
    """A query for the practice of a login, of half of one, or of a link that works once."""
    return select(kept.practice_id).where(kept.secret_hash == hash_of(secret))


def managed(session: ReadSession, manager: Staff | CommandLine, whom: str) -> Person | None:
    """The person of that address or public id whom this actor manages, disabled or not."""
    named = or_(Person.email_index == whom.strip().casefold(), Person.public_id == whom)
    found = people_of(select(Person), manager).where(named)
    return session.scalars(found).one_or_none()


def all_managed(session: ReadSession, manager: Staff | CommandLine) -> Sequence[Person]:
    """Everybody whom this actor manages, by name."""
    found = people_of(select(Person), manager).order_by(Person.name, Person.id)
    return session.scalars(found.options(_ROLES)).all()


def only_practice(session: ReadSession) -> Practice | None:
    """The practice of this server, once its first person has set it up; of several, the first."""
    first = select(Practice).join(Person, Person.practice_id == Practice.id).order_by(Practice.id).limit(1)
    return session.scalars(first).one_or_none()


def administrators(session: ReadSession, practice_id: int) -> Sequence[int]:
    """The numbers of those who look after a practice and can log in."""
    return session.scalars(
        select(Person.id)
        .join(GivenRole, GivenRole.person_id == Person.id)
        .where(
            Person.practice_id == practice_id,
            Person.disabled_at.is_(None),
            GivenRole.role == Role.ADMINISTRATOR,
        )
        .order_by(Person.id)
    ).all()


def give_roles(session: WriteSession, person: Person, roles: Iterable[Role], by: int | None, now: datetime) -> None:
    """Give a person the roles that they do not hold yet; `by` is the colleague who gives them."""
    for role in sorted(set(roles) - person.roles):
        person.given_roles.append(
            GivenRole(practice_id=person.practice_id, role=role, given_by=by, given_at=now),
        )
    session.flush()


def take_roles(session: WriteSession, person: Person, roles: Iterable[Role]) -> None:
    """Take these roles from a person; one that they do not hold stays so."""
    taken = set(roles)
    person.given_roles = [given for given in person.given_roles if given.role not in taken]
    session.flush()


def staff(person: Person) -> Staff:
    """Give the actor that this person is while they are logged in."""
    return Staff(
        person_id=person.id,
        practice_id=person.practice_id,
        roles=person.roles,
        id=person.public_id,
        name=person.name,
        language=f"{person.language}",
        time_zone=f"{person.practice.time_zone}",
        duty_minutes=person.practice.duty_minutes if person.on_duty else 0,
    )


def therapist(person: Person) -> Therapist:
    """Give this person as the therapist whose clients and visits are meant, for whoever may name anybody."""
    return Therapist(person.id, person.practice_id)


def sole_practice(session: ReadSession) -> Practice | None:
    """The one practice that is set up here; None where there are several, since nobody knows which one is meant."""
    found = session.scalars(select(Practice).where(Practice.id.in_(select(Person.practice_id))).limit(2)).all()
    return found[0] if len(found) == 1 else None


def practices(session: ReadSession) -> Sequence[Practice]:
    """Every practice of this server."""
    return session.scalars(select(Practice).order_by(Practice.id)).all()


def practice_by_id(session: ReadSession, practice_id: int) -> Practice | None:
    """A practice by its number."""
    return session.get(Practice, practice_id)


def is_set_up(session: ReadSession, practice_id: int) -> bool:
    """Return whether that practice has a person already."""
    return session.scalars(select(Person.id).where(Person.practice_id == practice_id).limit(1)).first() is not None


def empty_practice(session: ReadSession) -> Practice | None:
    """The practice that waits for its first person."""
    return session.scalars(select(Practice).order_by(Practice.id).limit(1)).one_or_none()


# Put together once: every page of the staff asks it.
_BY_LOGIN = (
    select(Login)
    .where(
        Login.secret_hash == bindparam("hash", type_=LargeBinary),
        Login.begun_at >= bindparam("not_before", type_=UTCDateTime),
    )
    .options(joinedload(Login.person).options(joinedload(Person.practice), joinedload(Person.given_roles)))
)


def by_login(session: ReadSession, secret: str, not_before: datetime) -> Login | None:
    """Return the login of that secret, with its person, unless it began too early or they are disabled."""
    asked = {"hash": hash_of(secret), "not_before": not_before}
    found = session.scalars(_BY_LOGIN, asked).unique().one_or_none()
    return found if found and found.person.disabled_at is None else None


_BY_LOGINS = (
    select(Login.secret_hash, Person.id, Person.practice_id, Person.public_id, GivenRole.role)
    .join(Person, Login.person_id == Person.id)
    .outerjoin(GivenRole, GivenRole.person_id == Person.id)
    .where(
        Login.secret_hash.in_(bindparam("hashes", type_=LargeBinary, expanding=True)),
        Login.begun_at >= bindparam("not_before", type_=UTCDateTime),
        Person.disabled_at.is_(None),
    )
)


def actors_by_login(session: ReadSession, secrets: Iterable[str], not_before: datetime) -> Mapping[str, Staff]:
    """The actors who are logged in, by their secrets: open pages ask for many of them again and again.

    What pages say of a person is left out.
    """
    by_hash = {hash_of(secret): secret for secret in secrets}
    rows = session.execute(_BY_LOGINS, {"hashes": list(by_hash), "not_before": not_before}).all()
    roles = defaultdict[bytes, list[str | None]](list)
    for row in rows:
        roles[row.secret_hash].append(row.role)
    return {
        by_hash[hashed]: Staff(person_id, practice_id, known_roles(roles[hashed]), public_id)
        for hashed, person_id, practice_id, public_id, _ in rows
    }


def end_login(session: WriteSession, secret: str) -> Person | None:
    """End the login of that secret; gives the person whose it was."""
    found = session.scalars(
        select(Login).where(Login.secret_hash == hash_of(secret)).options(joinedload(Login.person))
    ).one_or_none()
    if found is None:
        return None
    session.delete(found)
    return found.person


def end_ways_in(session: WriteSession, person_id: int) -> None:
    """Log the person out everywhere; half logins, one-time links and passkeys on their way to be added end too."""
    for table in (Login, HalfLogin, OneTimeLink, Challenge):
        session.execute(delete(table).where(table.person_id == person_id))


def begun_login(session: ReadSession, secret: str, person_id: int, not_before: datetime) -> Login | None:
    """The login with that secret, if it is this person's and began late enough."""
    return session.scalars(
        select(Login).where(
            Login.secret_hash == hash_of(secret), Login.person_id == person_id, Login.begun_at >= not_before
        )
    ).one_or_none()


def login_of(session: ReadSession, secret: str) -> Login | None:
    """The login with that secret, whosever it is."""
    return session.scalars(select(Login).where(Login.secret_hash == hash_of(secret))).one_or_none()


def logins_of(session: ReadSession, person_id: int, not_before: datetime) -> Sequence[Login]:
    """The logins of a person that began late enough, the latest first."""
    found = select(Login).where(Login.person_id == person_id, Login.begun_at >= not_before)
    return session.scalars(found.order_by(Login.id.desc())).all()


def usable_link(session: ReadSession, secret: str, now: datetime) -> OneTimeLink | None:
    """The one-time link with that secret, within its day; one that was used or superseded is deleted."""
    found = select(OneTimeLink).where(OneTimeLink.secret_hash == hash_of(secret), OneTimeLink.ends_at >= now)
    return session.scalars(found).one_or_none()


def replace_link(session: WriteSession, link: OneTimeLink) -> None:
    """Add the link; every earlier one of the same person, or for the same practice's set-up, ends."""
    earlier = OneTimeLink.practice_id == link.practice_id, OneTimeLink.person_id == link.person_id
    session.execute(delete(OneTimeLink).where(*earlier))
    session.add(link)
