"""Links and results: how long a link opens its form, and where a result waits until it is asked for."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from time_machine import TimeMachineFixture

from kiosk.storage import schema
from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import Desk, answer, checked, hidden, lines, read, rows
from tests.web.several import begin

MINUTES = "Type whole minutes, from 10 to 1440."
CASES = ("room", "calls", "several")


def keep(desk: Desk, *waiting: str, minutes: str = "60") -> None:
    """Keep these settings; what is not named does not wait."""
    chosen = {f"hold_{case}": "yes" for case in waiting}
    assert desk.post("/settings/results", {"link_minutes": minutes} | chosen).status_code == 303


def page_of(desk: Desk, waiting: Waiting) -> str:
    return read(desk.get(f"/visits/{waiting.visit}"))


def test_the_defaults_are_an_hour_and_what_others_could_see_waits(alice: Desk) -> None:
    page = alice.get("/settings/results")
    assert checked(page) == {"hold_calls": "yes", "hold_several": "yes"}
    assert 'name="link_minutes" type="number" value="60"' in page.text


def test_what_is_kept_is_shown_and_is_this_practices_alone(cast: Cast, alice: Desk) -> None:
    keep(alice, "room", minutes="15")
    page = alice.get("/settings/results?saved=yes")
    assert "Kept." in read(page)
    assert checked(page) == {"hold_room": "yes"}
    assert 'value="15"' in page.text
    kept = "SELECT link_minutes, holds_room, holds_calls, holds_several FROM practices ORDER BY id"
    assert rows(cast, kept) == [(15, 1, 0, 0), (60, 0, 1, 1)]


@pytest.mark.parametrize("typed", ["", "9", "1441", "-60", "1.5", "an hour", "9" * 400])
def test_minutes_that_cannot_be_are_refused_and_nothing_is_changed(cast: Cast, alice: Desk, typed: str) -> None:
    before = rows(cast, "SELECT * FROM practices")
    refused = alice.post("/settings/results", {"link_minutes": typed, "hold_room": "yes"})
    assert (refused.status_code, MINUTES in read(refused)) == (422, True)
    assert checked(refused) == {"hold_room": "yes"}
    assert rows(cast, "SELECT * FROM practices") == before


def test_links_made_from_now_on_last_as_long_as_the_practice_says(
    cast: Cast, alice: Desk, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    earlier = cast.begin("C-001")
    keep(alice, minutes="15")
    later = cast.begin("C-002")
    time.shift(15 * 60)
    assert phone.get(later.path).status_code == 200
    time.shift(1)
    assert [phone.get(one.path).status_code for one in (later, earlier)] == [410, 200]
    assert "The link has run out without an answer." in page_of(alice, later)


def test_a_form_that_was_shown_in_time_is_taken_long_after_its_link_has_run_out(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    time.shift(59 * 60)
    key = hidden(phone.get(waiting.path), "key")
    time.shift(timedelta(hours=19, minutes=59))
    assert phone.get(waiting.path).status_code == 410
    assert phone.post(waiting.path, data={"key": key, "marked": "line"} | lines()).status_code == 303


@pytest.mark.parametrize("place", ["room", "telehealth"])
@pytest.mark.parametrize("waits", [True, False])
def test_with_one_client_the_practice_says_whether_a_result_waits(
    cast: Cast, alice: Desk, phone: FlaskClient, place: str, *, waits: bool
) -> None:
    keep(alice, *({"room": ["room"], "telehealth": ["calls"]}[place] if waits else []))
    waiting = cast.begin(place=place)
    answer(phone, waiting, lines())
    assert ("Received: show" in page_of(alice, waiting)) is waits
    assert ("37.2 of 40" in page_of(alice, waiting)) is not waits


def test_with_several_people_the_practice_says_whether_results_wait(cast: Cast, alice: Desk) -> None:
    keep(alice)
    couple = begin(alice, cast, "C-001", "C-002")
    for person in couple.people:
        cast.send(person, None, **WELL)
    page = read(alice.get(couple.path))
    assert "Received: show" not in page
    assert "Nothing stands out between their marks." in page
    assert "37.2" not in page, "who marked what stands on their own pages"
    assert "37.2 of 40" in read(alice.get(couple.own(0)))


def test_several_people_on_a_call_wait_as_long_as_either_asks_for_it(cast: Cast, alice: Desk) -> None:
    keep(alice, "calls")
    couple = begin(alice, cast, "C-001", "C-002", place="telehealth")
    cast.send(couple.people[0], None, **WELL)
    assert "Received: show" in read(alice.get(couple.own(0)))


def test_what_waits_goes_on_waiting_and_what_was_shown_stays_so(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    held, shown = cast.begin("C-001", place="telehealth"), cast.begin("C-002")
    for waiting in (held, shown):
        answer(phone, waiting, lines())
    keep(alice, "room")
    assert "Received: show" in page_of(alice, held)
    assert "37.2 of 40" in page_of(alice, shown)


def test_open_links_of_an_older_version_keep_their_two_hours_and_shown_results_stay_shown(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kiosk.db'}"
    with create_engine(url).begin() as connection:
        made = Config()
        made.set_main_option("script_location", "kiosk.storage:migrations")
        made.attributes["connection"] = connection
        command.upgrade(made, "0004")
    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as database, database:
        database.executescript(OLDER)
    schema.migrate(url)
    with closing(sqlite3.connect(tmp_path / "kiosk.db")) as database:
        after = database.execute("SELECT link_ends_at, revealed_at FROM check_ins ORDER BY id").fetchall()
    assert after == [
        ("2026-06-03 16:48:00.250000", "2026-06-03 14:50:00.000000"),
        ("2026-06-03 16:48:00.250000", None),
        ("2026-06-03 16:48:00.250000", None),
    ]


OLDER = """
INSERT INTO practices (id, name, crisis_text, crisis_number, asks_strain, time_zone, made_at)
VALUES (1, 'Lindenhof', '', '', 0, 'UTC', '2026-06-01 00:00:00.000000');
INSERT INTO visits (id, practice_id, therapist_id, place, began_at) VALUES
(1, 1, 1, 'room', '2026-06-03 14:48:00.250000'), (2, 1, 1, 'telehealth', '2026-06-03 14:48:00.250000');
INSERT INTO check_ins (id, practice_id, visit_id, client_id, measure, measure_version, language, link_version,
short_code_turn, short_code_ends_at, state, begun_at, closed_at) VALUES
(1, 1, 1, 1, 'session-check', 1, 'en', 1, 1, '2026-06-03 15:03:00.000000', 'sent',
'2026-06-03 14:48:00.250000', '2026-06-03 14:50:00.000000'),
(2, 1, 2, 1, 'session-check', 1, 'en', 1, 1, '2026-06-03 15:03:00.000000', 'sent',
'2026-06-03 14:48:00.250000', '2026-06-03 14:50:00.000000'),
(3, 1, 1, 1, 'session-check', 1, 'en', 1, 1, '2026-06-03 15:03:00.000000', 'waiting',
'2026-06-03 14:48:00.250000', NULL);
"""
