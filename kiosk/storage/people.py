"""People, their logins, and links that work once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from kiosk.keys import hash_of
from kiosk.storage.factor_tables import HalfLogin
from kiosk.storage.tables import Login, OneTimeLink, Person, Practice


def by_email(session: Session, email: str) -> Person | None:
    """The person who logs in with that address, unless disabled."""
    return session.scalars(
        select(Person).where(Person.email == email.strip().casefold(), Person.disabled_at.is_(None))
    ).one_or_none()


def by_any_email(session: Session, email: str) -> Person | None:
    """The same, disabled or not."""
    return session.scalars(select(Person).where(Person.email == email.strip().casefold())).one_or_none()


def everybody(session: Session) -> Sequence[Person]:
    """All people, by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def only_practice(session: Session) -> Practice | None:
    """The practice of this server, once its first person has set it up; of several, the first."""
    first = select(Practice).join(Person, Person.practice_id == Practice.id).order_by(Practice.id).limit(1)
    return session.scalars(first).one_or_none()


def is_set_up(session: Session, practice_id: int) -> bool:
    """Whether somebody is in that practice already."""
    return session.scalars(select(Person.id).where(Person.practice_id == practice_id).limit(1)).first() is not None


def empty_practice(session: Session) -> Practice | None:
    """The practice that waits for its first person."""
    return session.scalars(select(Practice).order_by(Practice.id).limit(1)).one_or_none()


def by_login(session: Session, secret: str, not_before: datetime) -> Person | None:
    """Who is logged in with that secret, if the login began late enough and nobody disabled them."""
    found = session.scalars(
        select(Login)
        .where(Login.secret_hash == hash_of(secret), Login.begun_at >= not_before)
        .options(joinedload(Login.person).joinedload(Person.practice))
    ).one_or_none()
    return found.person if found and found.person.disabled_at is None else None


def end_login(session: Session, secret: str) -> None:
    """The secret is worth nothing from here on."""
    session.execute(delete(Login).where(Login.secret_hash == hash_of(secret)))


def end_logins(session: Session, person_id: int) -> None:
    """Logs the person out everywhere; who is on the way in begins anew."""
    session.execute(delete(Login).where(Login.person_id == person_id))
    session.execute(delete(HalfLogin).where(HalfLogin.person_id == person_id))


def begun_login(session: Session, secret: str, person_id: int, not_before: datetime) -> Login | None:
    """The login with that secret, if it is this person's and began late enough."""
    return session.scalars(
        select(Login).where(
            Login.secret_hash == hash_of(secret), Login.person_id == person_id, Login.begun_at >= not_before
        )
    ).one_or_none()


def usable_link(session: Session, secret: str, now: datetime) -> OneTimeLink | None:
    """A one-time link that was not used and has not run out."""
    return session.scalars(
        select(OneTimeLink).where(
            OneTimeLink.secret_hash == hash_of(secret), OneTimeLink.used_at.is_(None), OneTimeLink.ends_at >= now
        )
    ).one_or_none()
