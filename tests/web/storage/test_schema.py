"""The schema: the migrations lead to the tables, every step can be taken back, and a server starts on no other."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, inspect, text

from kiosk.config import load
from kiosk.storage import schema, steps
from kiosk.storage.backends import backend_for
from kiosk.storage.db import db
from kiosk.storage.schema import WrongSchema
from kiosk.storage.tables import Base
from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database
from tests.support.stored import set_revision
from tests.web.browsing import NOW

LATER_VERSIONS = Path(__file__).parents[2] / "support" / "later_versions"


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """Within a transaction, as a step of the program is."""
    with backend_for(url).schema_change() as connection:
        yield connection


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", "kiosk.storage:migrations")
    made.attributes["connection"] = connection
    return made


def things(connection: Connection) -> dict[str, tuple[object, ...]]:
    """Every table, with its columns, indexes and constraints."""
    found = inspect(connection)
    found.clear_cache()
    looks = found.get_columns, found.get_indexes, found.get_unique_constraints, partial(references, found)
    return {table: tuple(str(look(table)) for look in looks) for table in found.get_table_names()}


def references(found: Inspector, table: str) -> object:
    """In an order of their own: a table that was made again has them in another."""
    return sorted(found.get_foreign_keys(table), key=str)


def test_the_migrations_lead_to_the_tables(connection: Connection) -> None:
    command.upgrade(config(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


def test_the_tables_can_be_made_without_the_migrations(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    assert things(connection).keys() == Base.metadata.tables.keys()


def test_each_step_can_be_taken_back_and_again(connection: Connection) -> None:
    made = config(connection)
    found = list(ScriptDirectory.from_config(made).walk_revisions())[::-1]
    assert tuple(step.revision for step in found) == schema.STEPS
    for step in found:
        before = things(connection)
        command.upgrade(made, step.revision)
        after = things(connection)
        command.downgrade(made, str(step.down_revision or "base"))
        assert things(connection).keys() - {"alembic_version"} == before.keys() - {"alembic_version"}
        command.upgrade(made, step.revision)
        assert things(connection) == after


def test_a_database_is_brought_up_to_date_once_and_again(url: str) -> None:
    for _ in range(2):
        steps.prepare(url)
        schema.check(url)


def test_a_server_starts_on_no_other_schema(url: str) -> None:
    with pytest.raises(WrongSchema, match=r"or it is empty\. Set it up with: kiosk init"):
        schema.check(url)
    steps.prepare(url)
    set_revision(url, "9999")
    with pytest.raises(WrongSchema, match="made by a newer version of this program"):
        schema.check(url)


def test_a_database_from_between_releases_is_refused_by_the_column_that_it_lacks(url: str) -> None:
    steps.prepare(url)
    with backend_for(url).schema_change() as connection:
        connection.execute(text("ALTER TABLE calendars DROP COLUMN etag"))
    for act in (lambda: schema.check(url), lambda: steps.prepare(url), lambda: steps.migrate(url, NOW)):
        with pytest.raises(WrongSchema, match=r"was never released, and lacks calendars\.etag\..*export --to"):
            act()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of the program that has one more step."""
    monkeypatch.setattr(steps, "VERSIONS", (*steps.VERSIONS, str(LATER_VERSIONS)))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "invented"))


def test_an_older_schema_says_how_to_go_on_and_goes_on(url: str, request: pytest.FixtureRequest) -> None:
    steps.prepare(url)
    request.getfixturevalue("later")
    with pytest.raises(WrongSchema, match="kiosk migrate"):
        schema.check(url)
    assert steps.migrate(url, NOW).steps == ("invented",)
    schema.check(url)
    assert steps.migrate(url, NOW).steps == ()


@pytest.mark.sqlite_file
@pytest.mark.parametrize(
    ("made_by", "sentence"),
    [
        (None, "empty. Set it up with: kiosk init"),
        ("", "empty. Set it up with: kiosk init"),
        ("CREATE TABLE songs (id INTEGER); INSERT INTO songs VALUES (1)", "tables of another program"),
        ("CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE songs (id INTEGER)", "another program"),
        ("CREATE TABLE people (id INTEGER); INSERT INTO people VALUES (1)", "does not say which version made it"),
        ("not a database, but long enough", "file is not a database"),
    ],
)
def test_what_is_no_database_of_this_program_is_named_and_left_as_it_is(
    tmp_path: Path, made_by: str | None, sentence: str
) -> None:
    file = tmp_path / "kiosk.db"
    if made_by is not None and "not a database" in made_by:
        file.write_text(made_by * 99)
    elif made_by is not None:
        with connected(file) as connection:
            connection.executescript(made_by)
    before = file.read_bytes() if file.exists() else None
    for act in (schema.check, lambda url: steps.migrate(url, NOW)):
        with pytest.raises(WrongSchema, match=sentence):
            act(f"sqlite:///{file}")
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongSchema, match=r"nowhere.*could not be changed: .*No such file"):
        steps.prepare(f"sqlite:///{tmp_path / 'nowhere' / 'kiosk.db'}")


def closed(cast: Cast) -> str:
    """The address of its database, which nobody has open any more."""
    with cast.app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    return load(cast.environ).database_url


@pytest.mark.sqlite_file
@pytest.mark.usefixtures("later")
def test_a_verified_copy_is_made_before_the_first_step(cast: Cast) -> None:
    cast.begin()
    with connected(database(cast)) as connection:
        before = list(connection.iterdump())
    made = steps.migrate(closed(cast), NOW).copy
    assert made
    assert (made.name, made.stat().st_mode & 0o777) == ("kiosk.db.before-invented-20260603T144800Z", 0o600)
    with connected(made) as copy:
        assert list(copy.iterdump()) == before
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.sqlite_file
@pytest.mark.usefixtures("later")
def test_a_damaged_database_is_not_migrated(cast: Cast) -> None:
    url = closed(cast)
    with connected(database(cast)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_visits_therapist_id_began_at'"
        ).fetchone()
    content = bytearray(database(cast).read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    database(cast).write_bytes(content)
    with pytest.raises(WrongSchema, match="no sound copy could be made"):
        steps.migrate(url, NOW)
    assert database(cast).read_bytes() == content
    assert list(database(cast).parent.glob("*before*")) == []


@pytest.mark.usefixtures("later")
@pytest.mark.sqlite_file
def test_a_database_that_a_server_has_open_is_not_migrated(cast: Cast) -> None:
    cast.begin()
    with pytest.raises(WrongSchema, match="a server is running on it, so stop it first"):
        steps.migrate(load(cast.environ).database_url, NOW)
    with pytest.raises(WrongSchema, match="kiosk migrate"):
        schema.check(closed(cast))
