"""A move between SQLite and PostgreSQL, both ways: everything, or nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Table, select

from kiosk.app import create_app
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.storage import moving, schema
from kiosk.storage.backends import Backend, backend_for
from kiosk.storage.db import db, reading
from kiosk.storage.moving import NotMoved
from kiosk.storage.schema import WrongSchema
from kiosk.storage.tables import Response
from tests.support import databases
from tests.support.practice import WELL, Cast, make_cast
from tests.support.stored import dump

WORDS = "Grüße, 你好, \u202eabc"


@pytest.fixture
def filled(tmp_path: Path) -> Cast:
    """With answers, words, an open form and a tablet: one of most things, in a file."""
    cast = make_cast(tmp_path / "instance")
    for code in ("C-1", "C-2"):
        cast.send(cast.begin(code), None, **WELL, words=WORDS)
    cast.begin("C-OPEN")
    return cast


@pytest.fixture
def elsewhere(cluster: str) -> str:
    return databases.new_database(cluster)


def close(cast: Cast) -> None:
    """Nobody has the database open any more."""
    with cast.app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def source_of(cast: Cast) -> Backend:
    return backend_for(load(cast.environ).database_url)


def moved(cast: Cast, url: str) -> Cast:
    """The same people on the database at that address."""
    environ = cast.environ | {"KIOSK_DATABASE_URL": url}
    return Cast(create_app(load(environ)), environ, cast.alice, cast.bob, cast.carol)


def test_there_and_back_everything_is_as_it_was(filled: Cast, elsewhere: str, tmp_path: Path) -> None:
    before, file = dump(filled), f"sqlite:///{tmp_path / 'back.db'}"
    close(filled)
    there = moving.move(source_of(filled), backend_for(elsewhere))
    assert (there.tables["responses"].count, there.open_forms) == (2, 1)
    back = moving.move(backend_for(elsewhere), backend_for(file))
    assert back.tables == there.tables
    assert dump(moved(filled, file)) == before


def test_an_open_form_is_answered_in_the_new_place_and_rows_are_numbered_on(filled: Cast, elsewhere: str) -> None:
    waiting = filled.begin("C-LATER")
    close(filled)
    moving.move(source_of(filled), backend_for(elsewhere))
    there = moved(filled, elsewhere)
    there.send(waiting, None, **WELL, words=WORDS)
    assert there.begin("C-NEW").visit


def test_the_command_says_what_it_did_and_puts_the_file_aside(
    filled: Cast, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(filled)
    for name, value in filled.environ.items():
        monkeypatch.setenv(name, value)
    said = CliRunner(catch_exceptions=False).invoke(kiosk, ["move", "--to", elsewhere]).output
    assert "responses: 2" in said
    assert "Forms that can still be answered, each by the link and code that it had: 1" in said
    folder = Path(filled.environ["KIOSK_INSTANCE"])
    assert not (folder / "kiosk.db").exists()
    assert len(list(folder.glob("kiosk.db.moved-*"))) == 1


def test_nothing_is_moved_into_what_is_not_empty(filled: Cast, elsewhere: str) -> None:
    close(filled)
    source = source_of(filled)
    moving.move(source, backend_for(elsewhere))
    with pytest.raises(WrongSchema, match="not empty"):
        moving.move(source, backend_for(elsewhere))


def test_a_move_that_is_broken_off_leaves_nothing_there(
    filled: Cast, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(filled)
    close(filled)

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "_compared", broken_off)
    for target in (elsewhere, f"sqlite:///{tmp_path / 'new.db'}"):
        with pytest.raises(KeyboardInterrupt):
            moving.move(source_of(filled), backend_for(target))
        schema.check_empty(backend_for(target))
    assert dump(filled) == before


def test_a_row_that_did_not_arrive_is_found_and_all_of_it_undone(
    filled: Cast, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(filled)
    copy = moving._copy  # noqa: SLF001 -- with a fault in it

    def lossy(there: Connection, here: Connection, table: Table) -> None:
        copy(there, here, table)
        if table.name == "check_ins":
            here.execute(table.update().where(table.c.state == "waiting").values(link_version=2))

    monkeypatch.setattr(moving, "_copy", lossy)
    with pytest.raises(NotMoved, match="not every row of check_ins arrived"):
        moving.move(source_of(filled), backend_for(elsewhere))
    schema.check_empty(backend_for(elsewhere))


def test_nothing_is_moved_while_somebody_has_the_file_open(filled: Cast, elsewhere: str) -> None:
    with filled.on_stage():
        reading().scalars(select(Response.id)).all()
        with pytest.raises(NotMoved, match="a server is running on it"):
            moving.move(source_of(filled), backend_for(elsewhere))
    schema.check_empty(backend_for(elsewhere))
