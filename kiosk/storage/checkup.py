"""Queries of a look over the instance: on a connection past the app, which may not start."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, except_, exists, func, inspect, or_, select, table, type_coerce
from sqlalchemy.orm import aliased

from kiosk.domain.place import Place
from kiosk.keys import Keys
from kiosk.storage import data_keys
from kiosk.storage.tables import (
    CheckIn,
    Client,
    Instance,
    Job,
    KeptMeasure,
    Person,
    Practice,
    Response,
    Visit,
    table_of,
)


def passwords(connection: Connection, keys: Keys) -> Sequence[tuple[str, str]]:
    """The address and the password's hash of everybody who can log in with one; the name where no address opens."""
    can_log_in = Person.password_hash != "", Person.disabled_at.is_(None)
    sealed = type_coerce(Person.email, LargeBinary)
    found = connection.execute(select(Person.name, Person.public_id, sealed, Person.password_hash).where(*can_log_in))
    return sorted((_address(keys, whose, email) or name, hashed) for name, whose, email, hashed in found)


def lost_keys(connection: Connection, keys: Keys) -> Sequence[str]:
    """The public ids of clients whose data key is not there, or does not open."""
    ring = data_keys.new_ring(lambda: nullcontext(connection), keys)
    return [name for name in connection.scalars(select(Client.public_id).order_by(Client.id)) if not ring.key(name)]


def _address(keys: Keys, public_id: str, sealed: bytes) -> str:
    kind: Any = table_of(Person).c.email.type
    try:
        return str(kind.opened(keys, sealed, public_id))
    except ValueError:
        return ""


def rows(connection: Connection) -> Mapping[str, int]:
    """The rows of each table of the database, by its name."""
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in sorted(inspect(connection).get_table_names())
    }


def last_backup(connection: Connection) -> datetime | None:
    """The time of the last backup, None where there was none."""
    return connection.scalars(select(Instance.backed_up_at)).one_or_none()


def has_answers(connection: Connection) -> bool:
    """Return whether any response is stored."""
    return bool(connection.scalar(select(exists().select_from(Response))))


def key_check(connection: Connection) -> bytes | None:
    """The check value of the server key that the database was made with; None where it was not noted."""
    return connection.scalars(select(Instance.key_check)).one_or_none()


def measures(connection: Connection) -> Sequence[tuple[str, int]]:
    """Every form that somebody was asked with, and its version, of which the database keeps no copy itself."""
    asked = select(CheckIn.measure, CheckIn.measure_version)
    found = except_(asked, select(KeptMeasure.measure, KeptMeasure.version))
    return [(measure, version) for measure, version in connection.execute(found)]


def time_zones(connection: Connection) -> Sequence[str]:
    """The time zone of each practice that somebody is in."""
    peopled = Practice.id.in_(select(Person.practice_id))
    found = select(Practice.time_zone).where(peopled).distinct().order_by(Practice.time_zone)
    return connection.scalars(found).all()


def jobs_given_up(connection: Connection) -> Sequence[tuple[str, str]]:
    """Each kind of job whose last one to end was given up, and why."""
    later = aliased(Job)
    ended = func.coalesce(later.done_at, later.failed_at)
    made_up_for = exists().where(later.kind == Job.kind, ended > Job.failed_at)
    found = select(Job.kind, Job.reason).where(Job.failed_at.is_not(None), ~made_up_for).order_by(Job.kind)
    return [(kind, reason) for kind, reason in connection.execute(found)]


def has_calls(connection: Connection) -> bool:
    """Return whether a session was held on a call, or is going to be: a client's kind of work says so."""
    held, planned = exists().where(Visit.place == Place.TELEHEALTH), exists().where(Client.preset == "telehealth")
    return bool(connection.scalar(select(or_(held, planned))))
