"""SQLite alone: how each connection is set up, who writes when, and the files beside the database."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from kiosk.domain.refusals import NotSaved
from kiosk.storage import steps
from kiosk.storage.backends.sqlite import write_lock
from kiosk.storage.db import WRITER, db, writing
from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database
from tests.support.stored import dump
from tests.web.browsing import hidden, lines, read

pytestmark = pytest.mark.sqlite_file

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 0,
    "secure_delete": 1,
    "trusted_schema": 0,
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "PATIENCE_S", 0.05)


@pytest.mark.parametrize("engine", [None, WRITER])
def test_every_connection_is_set_up_for_power_cuts_and_against_strangers(cast: Cast, engine: str | None) -> None:
    with cast.on_stage(), db.engines[engine].connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS}
    assert found == PRAGMAS


def test_one_connection_writes_and_it_stays_open(cast: Cast) -> None:
    with cast.on_stage():
        used = []
        for _ in range(3):
            with writing() as session:
                used.append(id(session.connection().connection.dbapi_connection))
    assert len(set(used)) == 1


@pytest.mark.usefixtures("impatient")
def test_while_somebody_else_writes_for_too_long_nothing_is_stored(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines(topics="7")
    before = dump(cast)
    with connected(database(cast)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        refused = phone.post(waiting.path, data=form)
        assert refused.status_code == 503
        assert "Not saved yet." in read(refused)
        with cast.on_stage(), pytest.raises(NotSaved), writing():
            raise AssertionError("the turn was given though another connection writes")
        assert phone.get(waiting.path).status_code == 200
        backup.execute("ROLLBACK")
    assert dump(cast) == before
    assert phone.post(waiting.path, data=form).status_code == 303


@pytest.mark.usefixtures("impatient")
def test_while_another_process_has_the_turn_nobody_else_writes(cast: Cast) -> None:
    other = write_lock.WriteLock(database(cast).with_name("write.lock"))
    with cast.on_stage():
        with other.taken(), pytest.raises(NotSaved), writing():
            raise AssertionError("two had the turn")
        with writing() as session:
            assert session.scalar(text("SELECT 1")) == 1


def test_the_lock_file_is_private(cast: Cast) -> None:
    cast.begin()
    assert database(cast).with_name("write.lock").stat().st_mode & 0o077 == 0


def test_an_sqlite_file_keeps_its_journal_apart(tmp_path: Path) -> None:
    steps.prepare(f"sqlite:///{tmp_path / 'kiosk.db'}")
    with connected(tmp_path / "kiosk.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
