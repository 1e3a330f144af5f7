"""The schema: made, brought up to date step by step, and checked before a server starts on it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import URL, Connection, inspect, update
from sqlalchemy.exc import DBAPIError

from kiosk.domain.refusals import NotSaved
from kiosk.refusals import Refusal
from kiosk.storage.backends import Backend, Unreadable, backend_for
from kiosk.storage.tables import Base, Instance

VERSIONS: tuple[str, ...] = ("kiosk.storage:migrations/versions",)
"""The folders of the steps."""
BOOKKEEPING = "alembic_version"
EARLY = re.compile(r"00[0-2]\d")
CARRIED_OVER = ("0018", "0023", "0019")
LAST_EARLY = "4de6f0b"
"""Steps of the unreleased version: `kiosk.carry_over` goes on from the last three, and its last commit leads there."""


class WrongSchema(Refusal):
    """The database does not have the tables this version needs; its text says what to do."""


@dataclass(frozen=True)
class Migrated:
    """The steps that brought a database up to date."""

    steps: Sequence[str]
    """By revision, in order; empty where it was up to date."""
    copy: Path | None = None
    """The database as it was before, where it is a file."""


def prepare(url: str, key_check: bytes | None = None) -> None:
    """Create the tables where nothing was ever made; raises WrongSchema where what is there is not this version's.

    The database notes the check value of the server key that it is made with, unless it has one.
    """
    backend = backend_for(url)
    if _revision(backend) is None:
        _upgrade(backend, _pending(None))
    check(url)
    if key_check:
        with refusing(backend), backend.schema_change() as connection:
            connection.execute(update(Instance).where(Instance.key_check.is_(None)).values(key_check=key_check))


def prepare_empty(url: str, key_check: bytes | None = None) -> None:
    """Create the tables. Raises WrongSchema where anything was ever made there."""
    check_empty(backend_for(url))
    prepare(url, key_check)


def check_empty(backend: Backend) -> None:
    """Raises WrongSchema where anything was ever made there, or it cannot be read."""
    if _revision(backend) is not None:
        raise WrongSchema(f"The database {backend.place} is not empty, and was left as it is. Name another.")


def make_tables(connection: Connection) -> None:
    """Create the tables of this version within a transaction."""
    command.upgrade(_config(connection), "head")


def take_away(url: str) -> None:
    """Drop every table again, with all that is in it."""
    backend = backend_for(url)
    with refusing(backend), backend.schema_change() as connection:
        command.downgrade(_config(connection), "base")


def migrate(url: str, now: datetime) -> Migrated:
    """Bring an existing database up to date. Raises WrongSchema, having changed nothing, where there is none."""
    backend = backend_for(url)
    revision = _known_revision(backend)
    if not (steps := _pending(revision)):
        _check_columns(backend)
        return Migrated([])
    with refusing(backend):
        copy = backend.copy(f"before-{steps[-1].revision}-{now:%Y%m%dT%H%M%SZ}")
    _upgrade(backend, steps)
    return Migrated([step.revision for step in steps], copy)


def revision(url: str) -> str | None:
    """The step that the database stands at; None where nothing was ever made. Raises WrongSchema as `check` does."""
    return _revision(backend_for(url))


def check(url: str | URL) -> None:
    """Raises WrongSchema unless the database is exactly at this version's step, with every column that it needs."""
    backend = backend_for(url)
    found = _known_revision(backend)
    if found in CARRIED_OVER or _pending(found):
        raise WrongSchema("The database is older than this program. Bring it up to date with: kiosk migrate")
    _check_columns(backend)


def check_version(url: str | URL) -> None:
    """Raises WrongSchema while servers of another version run on the database: the two could not share it."""
    if backend_for(url).is_served_by_another_version():
        raise WrongSchema(
            "A server of another version of this program is running on this database, and two versions cannot share"
            " one. Nothing was changed: stop those servers first, then start this one."
        )


def _upgrade(backend: Backend, steps: Sequence[Script]) -> None:
    """Each step is one transaction, so that a step that was cut short was not begun."""
    for step in steps:
        with refusing(backend), backend.schema_change() as connection:
            if MigrationContext.configure(connection).get_current_revision() == step.down_revision:
                command.upgrade(_config(connection), step.revision)


@contextmanager
def refusing(backend: Backend) -> Iterator[None]:
    """Raise faults of the database and of its disk as WrongSchema, in one sentence."""
    try:
        yield
    except (OSError, DBAPIError, NotSaved, Unreadable) as fault:
        reason = str(fault.orig if isinstance(fault, DBAPIError) else fault).splitlines()[0].rstrip(".")
        raise WrongSchema(f"The database {backend.place} could not be changed: {reason}.") from fault


def _pending(revision: str | None) -> Sequence[Script]:
    """The steps that lead from there to this version. Raises WrongSchema where none do."""
    steps = list(ScriptDirectory.from_config(_config(None)).walk_revisions())[::-1]
    if revision is None:
        return steps
    known = [step.revision for step in steps]
    if EARLY.fullmatch(revision):
        raise WrongSchema(
            f"The database was made by an early version, at its step {revision}. Install the commit {LAST_EARLY} of"
            " this program, run its kiosk migrate, and then this one's."
        )
    if revision not in known:
        raise WrongSchema("The database was made by a newer version of this program. Install that version again.")
    return steps[known.index(revision) + 1 :]


def _known_revision(backend: Backend) -> str:
    if (revision := _revision(backend)) is None:
        raise WrongSchema(f"There is no database {backend.place}, or it is empty. Set it up with: kiosk init")
    return revision


def _check_columns(backend: Backend) -> None:
    """Raises WrongSchema where a column is missing: until the first release, the baseline changes where it stands."""
    with backend.look() as connection:
        found = inspect(connection).get_multi_columns()
    there = {f"{table}.{column['name']}" for (_, table), columns in found.items() for column in columns}
    needed = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    if lacking := needed - there:
        raise WrongSchema(
            f"The database {backend.place} was made by a version that was never released: {min(lacking)} is not in it."
            " Nothing was changed. Go on with that version, or set up another database with: kiosk init"
        )


def _revision(backend: Backend) -> str | None:
    """The step that the database stands at; None where nothing was ever made in it."""
    if backend.file and not backend.file.exists():
        return None
    try:
        with backend.look() as connection:
            tables = set(inspect(connection).get_table_names())
            found = MigrationContext.configure(connection).get_current_heads() if BOOKKEEPING in tables else ()
    except Unreadable as fault:
        raise WrongSchema(f"The database {backend.place} cannot be read: {fault}.") from None
    if not tables - {BOOKKEEPING}:
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
    return found[0]


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "kiosk.storage:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    config.attributes["connection"] = connection
    return config
