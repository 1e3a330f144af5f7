"""The steps that make the schema and bring it up to date: one transaction each, so that none is ever half done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, update

from kiosk.storage import schema
from kiosk.storage.backends import Backend, backend_for
from kiosk.storage.schema import check_columns, check_empty, found_revision, known_revision, pending, refusing
from kiosk.storage.tables import Instance

VERSIONS: tuple[str, ...] = ("kiosk.storage:migrations/versions",)
"""The folders of the steps."""


@dataclass(frozen=True)
class Migrated:
    """The steps that brought a database up to date."""

    steps: tuple[str, ...]
    """By revision, in order; empty where it was up to date."""
    copy: Path | None = None
    """The database as it was before, where it is a file."""


def prepare(url: str, key_check: bytes | None = None) -> None:
    """Create the tables where nothing was ever made; raises WrongSchema where what is there is not this version's.

    The database notes the check value of the server key that it is made with, unless it has one.
    """
    backend = backend_for(url)
    if found_revision(backend) is None:
        _upgrade(backend, pending(None))
    schema.check(url)
    if key_check:
        with refusing(backend), backend.schema_change() as connection:
            connection.execute(update(Instance).where(Instance.key_check.is_(None)).values(key_check=key_check))


def prepare_empty(url: str, key_check: bytes | None = None) -> None:
    """Create the tables. Raises WrongSchema where anything was ever made there."""
    check_empty(backend_for(url))
    prepare(url, key_check)


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
    revision = known_revision(backend)
    if not (steps := pending(revision)):
        check_columns(backend)
        return Migrated(())
    with refusing(backend):
        copy = backend.copy(f"before-{steps[-1]}-{now:%Y%m%dT%H%M%SZ}")
    _upgrade(backend, steps)
    return Migrated(steps, copy)


def _upgrade(backend: Backend, steps: Sequence[str]) -> None:
    """Each step is one transaction, so that a step that was cut short was not begun."""
    for step in steps:
        with refusing(backend), backend.schema_change() as connection:
            stands_at = MigrationContext.configure(connection).get_current_revision()
            if pending(stands_at)[:1] == (step,):
                command.upgrade(_config(connection), step)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "kiosk.storage:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    config.attributes["connection"] = connection
    return config
