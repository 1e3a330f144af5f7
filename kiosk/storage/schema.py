"""The schema: brought up to date, and checked before a server starts on it."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError


class WrongSchema(Exception):
    """The database does not have the tables this version needs; its text says what to do."""


def migrate(url: str) -> None:
    """Bring the database at that address up to date, making it when it is not there."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")
    engine.dispose()


def check(url: str) -> None:
    """Raises WrongSchema unless the database is exactly at this version's step."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise WrongSchema(f"The database {engine.url.database} cannot be read: {error.orig}.") from None
    finally:
        engine.dispose()
    script = ScriptDirectory.from_config(_config(None))
    if found is None:
        raise WrongSchema("The database is empty. Set it up with: kiosk init")
    if found != script.get_current_head():
        known = found in {step.revision for step in script.walk_revisions()}
        raise WrongSchema(
            "The database is older than this program. Bring it up to date with: kiosk migrate"
            if known
            else "The database was made by a newer version of this program. Install that version again."
        )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "kiosk.storage:migrations")
    config.attributes["connection"] = connection
    return config
