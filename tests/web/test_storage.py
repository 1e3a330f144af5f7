"""The database under the app: how it is opened, what it refuses, and that writing is all or nothing."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kiosk import catalogue
from kiosk.actions.histories import history_of
from kiosk.domain.answers import Marking
from kiosk.storage import turn
from kiosk.storage.db import WRITER, db, reading, writing
from kiosk.storage.tables import CheckIn, Client, Practice
from kiosk.storage.turn import NotSaved
from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import NOW, answer, change, database, dump, hidden, lines, read, rows

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
    monkeypatch.setattr(turn, "PATIENCE_S", 0.05)


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


def test_what_fails_half_way_is_undone(cast: Cast) -> None:
    before = dump(cast)

    def fail_half_way() -> None:
        with writing() as session:
            session.add(Practice(name="Half", time_zone="UTC", made_at=NOW))
            session.flush()
            raise ValueError("half way")

    with cast.on_stage(), pytest.raises(ValueError, match="half way"):
        fail_half_way()
    assert dump(cast) == before


def test_a_row_that_points_nowhere_is_refused(cast: Cast) -> None:
    with cast.on_stage(), pytest.raises(IntegrityError), writing() as session:
        session.add(Client(practice_id=99, therapist_id=99, code="C", made_at=NOW))
    assert rows(cast, "SELECT count(*) FROM clients") == [(0,)]


@pytest.mark.usefixtures("impatient")
def test_while_somebody_else_writes_for_too_long_nothing_is_stored(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines(topics="7")
    before = dump(cast)
    with closing(sqlite3.connect(database(cast), isolation_level=None)) as backup:
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
    other = turn.Turn(database(cast).with_name("write.lock"))
    with cast.on_stage():
        with other.taken(), pytest.raises(NotSaved), writing():
            raise AssertionError("two had the turn")
        with writing() as session:
            assert session.scalar(text("SELECT 1")) == 1


def test_the_lock_file_is_private(cast: Cast) -> None:
    cast.begin()
    assert database(cast).with_name("write.lock").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("column", ["marks", "words", "total", "declined", "signals"])
def test_a_response_is_never_edited(cast: Cast, phone: FlaskClient, column: str) -> None:
    answer(phone, cast.begin(), lines())
    before = dump(cast)
    with pytest.raises(sqlite3.IntegrityError, match="stored once and never edited"):
        change(cast, f"UPDATE responses SET {column} = 1")  # noqa: S608 -- names from the list above
    assert dump(cast) == before


@pytest.mark.parametrize("column", ["marks", "words", "total", "declined", "received_at", "sending_key"])
def test_help_asked_for_late_is_added_and_nothing_else(cast: Cast, phone: FlaskClient, column: str) -> None:
    answer(phone, cast.begin(), lines())
    for refused in (f"safety = 1, {column} = 1", "safety = 0", "lead = 'safety'"):
        with pytest.raises(sqlite3.IntegrityError, match="stored once and never edited"):
            change(cast, f"UPDATE responses SET {refused}")  # noqa: S608 -- names from the lists above
    change(cast, "UPDATE responses SET safety = 1, signals = '[]', lead = 'safety'")
    for refused in ("safety = 0", "safety = 1", "lead = NULL"):
        with pytest.raises(sqlite3.IntegrityError, match="stored once and never edited"):
            change(cast, f"UPDATE responses SET {refused}")  # noqa: S608 -- the list above


def test_what_a_response_is_made_of_is_kept_by_name(cast: Cast) -> None:
    columns = {name for _, name, *_ in rows(cast, "PRAGMA table_info(responses)")}
    ((made,),) = rows(cast, "SELECT sql FROM sqlite_master WHERE name = 'responses_are_never_edited'")
    assert {name for name in columns if f"OLD.{name}," in made or f"OLD.{name})" in made} == columns - {
        "safety",
        "signals",
        "lead",
    }


def test_a_check_in_has_one_response_at_most(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), lines())
    columns = ", ".join(name for _, name, *_ in rows(cast, "PRAGMA table_info(responses)") if name != "id")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        change(cast, f"INSERT INTO responses ({columns}) SELECT {columns} FROM responses")  # noqa: S608 -- the table's own


def past_totals(cast: Cast, waiting: Waiting, marked: Marking = Marking.LINE) -> list[float]:
    with cast.on_stage():
        return list(history_of(reading(), reading().get_one(CheckIn, waiting.check_in), marked).totals)


def sent(cast: Cast, weeks_ago: int, mark: str, code: str = "C-014", measure: str = "session-check") -> None:
    at = NOW - timedelta(weeks=weeks_ago)
    items = ["understood"] if measure == "felt-understood" else list(WELL)
    cast.send(cast.begin(code, measure=measure, at=at), at, **dict.fromkeys(items, mark))


def test_a_history_is_the_oldest_first_and_today_is_not_in_it(cast: Cast) -> None:
    for ago, mark in ((3, "9.0"), (2, "8.0"), (1, "7.0")):
        sent(cast, ago, mark)
    today = cast.begin()
    assert past_totals(cast, today) == [36.0, 32.0, 28.0]
    cast.send(today, None, **dict.fromkeys(WELL, "1.0"))
    assert past_totals(cast, today) == [36.0, 32.0, 28.0]


def test_a_history_never_mixes_clients_measures_ways_of_marking_or_therapists(cast: Cast) -> None:
    sent(cast, 5, "9.0")
    sent(cast, 4, "8.0", code="C-002")
    sent(cast, 3, "7.0", measure="felt-understood")
    phone, buttons = cast.app.test_client(), cast.begin()
    answer(phone, buttons, {"marked": "buttons"} | {f"item-{item}": "5" for item in WELL})
    today = cast.begin()
    assert past_totals(cast, today) == [36.0]
    assert past_totals(cast, today, Marking.BUTTONS) == [20.0]
    change(cast, "UPDATE visits SET therapist_id = ? WHERE id = ?", cast.bob, today.visit)
    assert past_totals(cast, today) == []


def test_a_new_version_of_a_measure_begins_a_new_history(cast: Cast) -> None:
    sent(cast, 1, "9.0")
    known = catalogue.measures()
    newer = replace(known["session-check"], version=2)
    cast.app.extensions[catalogue.EXTENSION] = catalogue.Catalogue([*known.every(), newer])
    today = cast.begin()
    assert past_totals(cast, today) == []
