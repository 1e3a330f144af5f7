"""The schema: the migrations lead to the tables, every step can be taken back, and a server starts on no other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from kiosk.storage import schema
from kiosk.storage.schema import WrongSchema
from kiosk.storage.tables import Base

EMPTY: list[tuple[str, str]] = [("table", "alembic_version")]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'kiosk.db'}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", "kiosk.storage:migrations")
    made.attributes["connection"] = connection
    return made


def things(connection: Connection) -> list[tuple[str, str]]:
    """All tables, indexes and triggers, with what made them."""
    query = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    return [(kind, name) for kind, name in connection.exec_driver_sql(query)]


def test_the_migrations_lead_to_the_tables(connection: Connection) -> None:
    command.upgrade(config(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


def test_each_step_can_be_taken_back_and_again(connection: Connection) -> None:
    made = config(connection)
    steps = list(ScriptDirectory.from_config(made).walk_revisions())
    for step in reversed(steps):
        before = things(connection)
        command.upgrade(made, step.revision)
        after = things(connection)
        command.downgrade(made, str(step.down_revision or "base"))
        assert things(connection) == (before or EMPTY)
        command.upgrade(made, step.revision)
        assert things(connection) == after
    assert ("trigger", "responses_are_never_edited") in things(connection)


def test_a_database_is_brought_up_to_date_once_and_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    for _ in range(2):
        schema.migrate(url)
        schema.check(url)
    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        (None, "The database is empty. Set it up with: kiosk init"),
        ("9999", "made by a newer version of this program"),
    ],
)
def test_a_server_starts_on_no_other_schema(tmp_path: Path, revision: str | None, sentence: str) -> None:
    file = tmp_path / "kiosk.db"
    if revision:
        schema.migrate(f"sqlite:///{file}")
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    with pytest.raises(WrongSchema, match=sentence):
        schema.check(f"sqlite:///{file}")


def test_an_older_schema_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    schema.migrate(url)
    monkeypatch.setattr(ScriptDirectory, "get_current_head", lambda _: "0002")
    with pytest.raises(WrongSchema, match="kiosk migrate"):
        schema.check(url)
