"""After the answer: on a call it is kept off the screen until asked for; and what became of it is kept."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import CheckIn, Repair
from tests.support.practice import WELL, Cast, Waiting
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import count, dump, stored
from tests.web.browsing import Desk, read
from tests.web.page_rules import parse

LOW = WELL | {"topics": "4.2", "words": "the yellow door", "talk": "next"}
TOLD = ("4.2", "32.4", "the yellow door", "Wants to talk", "wrong thing")


def pressed(desk: Desk, visit: PublicId) -> list[str]:
    """The one of the three that is shown as recorded."""
    buttons = parse(desk.get(f"/visits/{visit}").text).all("button")
    return [each.get("value", "") for each in buttons if each.get("aria-pressed") == "true" and each.get("value")]


def note_of(desk: Desk, visit: PublicId) -> str:
    note = parse(desk.get(f"/visits/{visit}").text).by_id("note")
    assert note is not None
    return note.text or ""


@pytest.fixture
def held(cast: Cast) -> Waiting:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **LOW)
    return waiting


@pytest.fixture
def sent(cast: Cast) -> Waiting:
    waiting = cast.begin()
    cast.send(waiting, None, **LOW)
    return waiting


def test_in_the_room_the_result_is_there_at_once(alice: Desk, sent: Waiting) -> None:
    page = alice.get(f"/visits/{sent.visit}").text
    assert [word for word in TOLD if word not in page] == []


def test_on_a_call_it_is_received_and_nothing_of_it_is_on_any_page(alice: Desk, held: Waiting) -> None:
    for path in (f"/visits/{held.visit}", f"/visits/{held.visit}/live", f"/check-ins/{held.check_in}/code", "/"):
        page = alice.get(path).text
        assert [word for word in TOLD if word in page] == []
    assert "Show answer" in read(alice.get(f"/visits/{held.visit}"))


def test_one_tap_shows_it_and_it_stays_shown(cast: Cast, alice: Desk, held: Waiting, time: TimeMachineFixture) -> None:
    shown = alice.post(f"/check-ins/{held.check_in}/show")
    assert (shown.status_code, shown.location) == (303, f"/visits/{held.visit}")
    time.shift(60)
    revealed = stored(cast, CheckIn.revealed_at)
    alice.post(f"/check-ins/{held.check_in}/show")
    assert stored(cast, CheckIn.revealed_at) == revealed
    page = alice.get(f"/visits/{held.visit}").text
    assert [word for word in TOLD if word not in page] == []


def test_before_there_is_an_answer_nothing_can_be_shown_ahead(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    alice.post(f"/check-ins/{waiting.check_in}/show")
    cast.send(waiting, None, **LOW)
    assert "Show answer" in read(alice.get(f"/visits/{waiting.visit}"))


@pytest.mark.parametrize("outcome", ["talked", "next", "not-needed"])
def test_what_became_of_it_is_kept_with_its_note(alice: Desk, sent: Waiting, outcome: str) -> None:
    kept = alice.post(f"/check-ins/{sent.check_in}/repair", {"outcome": outcome, "note": " She wants\nto begin. "})
    assert (kept.status_code, kept.location) == (303, f"/visits/{sent.visit}")
    assert pressed(alice, sent.visit) == [outcome]
    assert note_of(alice, sent.visit) == "She wants\nto begin."
    assert "Saved at 14:48, just now." in read(alice.get(f"/visits/{sent.visit}"))


def test_a_later_record_is_the_one_shown_and_the_earlier_stays(
    cast: Cast, alice: Desk, sent: Waiting, time: TimeMachineFixture
) -> None:
    alice.post(f"/check-ins/{sent.check_in}/repair", {"outcome": "next", "note": "first"})
    time.shift(timedelta(minutes=10))
    alice.post(f"/check-ins/{sent.check_in}/repair", {"outcome": "talked", "note": "second"})
    assert pressed(alice, sent.visit) == ["talked"]
    assert note_of(alice, sent.visit) == "second"
    assert stored(cast, Repair.outcome) == ["next", "talked"]


@pytest.mark.parametrize("fields", [{}, {"outcome": ""}, {"outcome": "fixed"}])
def test_a_record_that_cannot_be_kept_says_so(cast: Cast, alice: Desk, sent: Waiting, fields: dict[str, str]) -> None:
    before = dump(cast)
    refused = alice.post(f"/check-ins/{sent.check_in}/repair", fields)
    assert refused.status_code == 422
    assert "That was not saved." in read(refused)
    assert dump(cast) == before


def test_nothing_is_recorded_before_there_is_an_answer(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": ""})
    assert count(cast, Repair) == 0


@pytest.mark.sqlite_file
def test_neither_words_nor_notes_can_be_read_in_a_stolen_database(cast: Cast, alice: Desk, sent: Waiting) -> None:
    alice.post(f"/check-ins/{sent.check_in}/repair", {"outcome": "next", "note": "the green gate"})
    kept = raw_bytes(cast)
    for secret in (b"C-014", b"yellow door", b"green gate"):
        assert secret not in kept
    assert note_of(alice, sent.visit) == "the green gate"
