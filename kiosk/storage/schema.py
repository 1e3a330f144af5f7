"""The schema, looked at before anything runs on it: `kiosk.storage.steps` makes it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from kiosk.domain.refusals import NotSaved
from kiosk.refusals import Refusal
from kiosk.storage.backends import Backend, DatabaseUnreadable, backend_for
from kiosk.storage.tables import Base

STEPS: tuple[str, ...] = ("first_release",)
"""Every step of this version by its revision, in order: the last one is what it needs."""
BOOKKEEPING = table("alembic_version", column("version_num"))
EARLY = re.compile(r"00[0-2]\d")
CARRIED_OVER = ("0018", "0023", "0019")
LAST_EARLY = "4de6f0b"
"""Steps of the unreleased version: `kiosk.carry_over` goes on from the last three, and its last commit leads there."""


class WrongSchema(Refusal):
    """The database does not have the tables this version needs; its text says what to do."""


def check_empty(backend: Backend) -> None:
    """Raises WrongSchema where anything was ever made there, or it cannot be read."""
    if found_revision(backend) is not None:
        raise WrongSchema(f"The database {backend.place} is not empty, and was left as it is. Name another.")


def revision(url: str) -> str | None:
    """The step that the database stands at; None where nothing was ever made. Raises WrongSchema as `check` does."""
    return found_revision(backend_for(url))


def check(url: str | URL) -> None:
    """Raises WrongSchema unless the database is exactly at this version's step, with every column that it needs."""
    backend = backend_for(url)
    found = known_revision(backend)
    if found in CARRIED_OVER or pending(found):
        raise WrongSchema("The database is older than this program. Bring it up to date with: kiosk migrate")
    check_columns(backend)


def check_version(url: str | URL) -> None:
    """Raises WrongSchema while servers of another version run on the database: the two could not share it."""
    if backend_for(url).is_served_by_another_version():
        raise WrongSchema(
            "A server of another version of this program is running on this database, and two versions cannot share"
            " one. Nothing was changed: stop those servers first, then start this one."
        )


@contextmanager
def refusing(backend: Backend) -> Iterator[None]:
    """Raise faults of the database and of its disk as WrongSchema, in one sentence."""
    try:
        yield
    except (OSError, DBAPIError, NotSaved, DatabaseUnreadable) as fault:
        reason = str(fault.orig if isinstance(fault, DBAPIError) else fault).splitlines()[0].rstrip(".")
        raise WrongSchema(f"The database {backend.place} could not be changed: {reason}.") from fault


def pending(revision: str | None) -> tuple[str, ...]:
    """The steps that lead from there to this version. Raises WrongSchema where none do."""
    if revision is None:
        return STEPS
    if EARLY.fullmatch(revision):
        raise WrongSchema(
            f"The database was made by an early version, at its step {revision}. Install the commit {LAST_EARLY} of"
            " this program, run its kiosk migrate, and then this one's."
        )
    if revision not in STEPS:
        raise WrongSchema("The database was made by a newer version of this program. Install that version again.")
    return STEPS[STEPS.index(revision) + 1 :]


def known_revision(backend: Backend) -> str:
    """The last step that the database was brought to. Raises WrongSchema where there is none, or it is empty."""
    if (revision := found_revision(backend)) is None:
        raise WrongSchema(f"There is no database {backend.place}, or it is empty. Set it up with: kiosk init")
    return revision


def check_columns(backend: Backend) -> None:
    """Raises WrongSchema where a column is missing: until the first release, the baseline changes where it stands."""
    with backend.look() as connection:
        found = inspect(connection).get_multi_columns()
    there = {f"{table}.{column['name']}" for (_, table), columns in found.items() for column in columns}
    needed = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    if lacking := needed - there:
        raise WrongSchema(
            f"The database {backend.place} was made by a version that was never released, and lacks {min(lacking)}."
            " Nothing was changed. Go on with the version that made it, which can also take everything out:"
            " kiosk export --to FILE. Or begin anew in another folder: kiosk --instance FOLDER init"
        )


def found_revision(backend: Backend) -> str | None:
    """The step that the database stands at; None where nothing was ever made in it."""
    if backend.file and not backend.file.exists():
        return None
    try:
        with backend.look() as connection:
            tables = set(inspect(connection).get_table_names())
            found = connection.scalars(select(BOOKKEEPING)).all() if BOOKKEEPING.name in tables else ()
    except DatabaseUnreadable as fault:
        raise WrongSchema(f"The database {backend.place} cannot be read: {fault}.") from None
    if not tables - {BOOKKEEPING.name}:
        return None
    if not tables & Base.metadata.tables.keys():
        raise WrongSchema(
            f"The database {backend.place} holds the tables of another program, and was left as it is."
            " Name another place with KIOSK_DATABASE_URL."
        )
    if len(found) != 1:
        raise WrongSchema(
            f"The database {backend.place} does not say which version made it: an upgrade of an early version was"
            " cut short in it, or rows are missing. Put your last backup of the folder in its place."
        )
    return str(found[0])
