"""`kiosk migrate` on an instance of the unreleased version: a new database beside the old, and then in its place."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk.actions.practice.unreleased import carry_over as carry_rows_over
from kiosk.config import Config
from kiosk.core import core_over
from kiosk.storage import schema, steps, unreleased
from kiosk.storage.backends import DatabaseUnreadable
from kiosk.storage.backends.sqlite import Sqlite
from kiosk.storage.schema import WrongSchema
from kiosk.storage.unreleased import Counts

ENDED = (
    "Links and short codes that were given out before open nothing any more; the session's page shows new ones."
    " Pair every tablet anew, and give roles with kiosk person role: everybody is a therapist now, and whoever set"
    " the practice up its administrator."
)


@dataclass(frozen=True)
class CarriedOver:
    """The rows of each table, as many as there were, and the old database as it was."""

    counts: Counts
    copy: Path


def is_unreleased(config: Config) -> bool:
    """Return whether the database is of the unreleased version, at a step from which it can be carried over."""
    return schema.revision(config.database_url) in schema.CARRIED_OVER


def carry_over(config: Config, now: datetime) -> CarriedOver:
    """Make a database of this version from it: all of it, or nothing is changed. Raises WrongSchema.

    What stands half made beside it after a crash is made again from the beginning the next time.
    """
    old = Sqlite.at(config.database_url)
    new = Sqlite.at(f"sqlite:///{old.file}.new")
    with schema.refusing(old):
        copy = old.copy(f"unreleased-{now:%Y%m%dT%H%M%SZ}")
        try:
            _check(old)
            new.make_empty()
            counts = _fill(config, old, new, now)
            _check(new)
            new.fold_journal()
            new.move_to(old.file)
        except BaseException:
            new.remove()
            copy.unlink()
            raise
    return CarriedOver(counts, copy)


def _check(database: Sqlite) -> None:
    if found := database.faults():
        raise DatabaseUnreadable("; ".join(found))


def _fill(config: Config, old: Sqlite, new: Sqlite, now: datetime) -> Counts:
    """Raises WrongSchema unless every row that is kept is in the new one."""
    steps.prepare(new.address, config.key_check)
    with old.look() as connection, core_over(replace(config, database_url=new.address)):
        if tables := unreleased.cut_short(connection):
            raise WrongSchema(
                f"An upgrade was cut short in this database ({', '.join(tables)}). Put your last backup in its place."
            )
        carry_rows_over(connection, now)
        expected = unreleased.expected(connection)
    with new.look() as connection:
        found = unreleased.expected(connection)
    if differ := [f"{name}: {count} became {found[name]}" for name, count in expected.items() if found[name] != count]:
        raise WrongSchema(f"Not every row was carried over ({'; '.join(differ)}). The database is as it was.")
    return found
