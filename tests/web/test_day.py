"""The day: who came, who may come, what was left for this time, and starting a check-in."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from tests.support.practice import WELL, Cast
from tests.web.browsing import NOW, Desk, change, checked, dump, log_in, read, rows
from tests.web.conftest import Stage
from tests.web.page_rules import parse

A_WEEK = timedelta(days=7)
GOOD_CODES = ("C-014", "a", "7", "Anna_2", "x.y-z 9", "ÄÖ-1", "C" * 24, "  C-020  ", "two  words")
BAD_CODES = ("", " ", "-C", "C" * 25, "C;1", "<b>", "C\x00", "C/1", "C\u202e1", "'", "😀")


def start(desk: Desk, client: str, **more: str) -> tuple[int, str]:
    response = desk.post("/visits", {"client": client, "measure": "session-check", "place": "room"} | more)
    return response.status_code, response.location or response.text


def test_a_day_without_anybody_says_how_to_begin(alice: Desk) -> None:
    said = read(alice.get("/"))
    assert "Wednesday 3 June" in said
    assert "No check-ins yet today." in said
    assert "No clients yet." in said
    assert "Nothing is left over." in said


def offered(desk: Desk) -> str:
    """The form that is chosen unless another one is."""
    choice = parse(desk.get("/").text).by_id("measure")
    assert choice is not None
    return choice[0].get("value", "")


def test_the_form_begins_in_the_room_with_the_usual_measure(alice: Desk, stage: Stage) -> None:
    assert checked(alice.get("/")) == {"place": "room"}
    assert offered(alice) == "session-check"
    cast = stage(measure="felt-understood")
    assert offered(log_in(cast, cast.alice)) == "felt-understood"


@pytest.mark.parametrize("code", GOOD_CODES)
def test_a_new_code_makes_a_new_client(cast: Cast, alice: Desk, code: str) -> None:
    status, where = start(alice, code)
    assert (status, where) == (303, "/visits/1")
    tidy = " ".join(code.split())
    assert rows(cast, "SELECT code, therapist_id FROM clients") == [(tidy, cast.alice)]
    assert f"Waiting for {tidy}" in read(alice.get(where))


def test_a_known_code_is_the_same_client(cast: Cast, alice: Desk) -> None:
    cast.begin("C-014", at=NOW - A_WEEK)
    assert start(alice, " C-014 ") == (303, "/visits/2")
    assert rows(cast, "SELECT count(*) FROM clients") == [(1,)]


def test_a_colleague_s_same_code_is_another_client(cast: Cast, alice: Desk) -> None:
    start(alice, "C-014")
    start(log_in(cast, cast.bob), "C-014")
    assert rows(cast, "SELECT therapist_id FROM clients ORDER BY id") == [(cast.alice,), (cast.bob,)]


@pytest.mark.parametrize("code", [code for code in BAD_CODES if "\x00" not in code])
def test_a_code_that_cannot_be_taken_starts_nothing_and_is_kept_to_be_mended(
    cast: Cast, alice: Desk, code: str
) -> None:
    before = dump(cast)
    status, page = start(alice, code)
    assert status == 422
    assert "Type a code of up to 24 letters and digits" in page
    field = parse(page).by_id("client")
    assert field is not None
    assert (field.get("value"), field.get("aria-invalid")) == (code, "true")
    assert dump(cast) == before


def test_an_unknown_measure_names_those_there_are(cast: Cast, alice: Desk) -> None:
    before = dump(cast)
    status, page = start(alice, "C-014", measure="sessioncheck")
    assert status == 422
    assert "felt-understood, first-faces, group-check, session-check" in page
    assert dump(cast) == before


@pytest.mark.parametrize("place", ["", "moon", "Room"])
def test_a_session_is_in_the_room_or_on_a_call(alice: Desk, place: str) -> None:
    status, page = start(alice, "C-014", place=place)
    assert status == 422
    assert "in the room, or on a call" in page


def test_a_known_client_is_one_tap_away_with_what_was_chosen_last(cast: Cast, alice: Desk) -> None:
    cast.begin("C-030", place="telehealth", measure="felt-understood", at=NOW - A_WEEK)
    page = parse(alice.get("/").text)
    [form] = [each for each in page.all("form") if any(box.get("value") == "C-030" for box in each.iter("input"))]
    fields = {box.get("name"): box.get("value") for box in form.iter("input")}
    assert fields["place"] == "telehealth"
    sent = alice.client.post(form.get("action", ""), data=fields)
    assert sent.status_code == 303
    assert rows(cast, "SELECT place FROM visits ORDER BY id DESC LIMIT 1") == [("telehealth",)]
    assert rows(cast, "SELECT measure FROM check_ins ORDER BY id DESC LIMIT 1") == [("felt-understood",)]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (WELL, "No concern in the marks."),
        (WELL | {"understood": "4.0"}, "Worth making time for now."),
        (WELL | {"talk": "now"}, "Worth making time for now."),
        ({"approach": "9.5"}, "Not enough is marked to say."),
        ({"decline": "yes"}, "Chose not to answer today."),
        ({"decline": "yes", "safety": "yes"}, "Asked for help staying safe."),
        (WELL | {"safety": "yes"}, "Asked for help staying safe."),
    ],
)
def test_each_answered_session_has_its_sentence(
    cast: Cast, alice: Desk, answers: dict[str, str], sentence: str
) -> None:
    cast.send(cast.begin(), None, **answers)
    said = read(alice.get("/"))
    assert f"C-014 {sentence}" in said
    assert "One check-in today. One has come in." in said


def test_an_open_session_says_how_far_it_is(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    waiting = cast.begin("C-001")
    assert "C-001 Waiting to be opened." in read(alice.get("/"))
    alice.client.post(f"{waiting.path}/seen", data={"state": "opened"})
    assert "C-001 The form is open." in read(alice.get("/"))
    alice.post(f"/visits/{waiting.visit}/withdraw")
    assert "C-001 Withdrawn." in read(alice.get("/"))
    cast.begin("C-002")
    time.shift(2 * 60 * 60 + 1)
    assert "C-002 Not answered." in read(log_in(cast, cast.alice).get("/"))


def test_on_a_call_the_day_shows_nothing_of_a_result_that_is_held(cast: Cast, alice: Desk) -> None:
    for week in (3, 2, 1):
        cast.send(cast.begin("C-030", at=NOW - week * A_WEEK), at=NOW - week * A_WEEK, **WELL)
    cast.send(cast.begin("C-030", place="telehealth"), None, **(WELL | {"understood": "1.2"}))
    page = alice.get("/")
    assert "C-030 Received. Open it to see it." in read(page)
    assert "29.0" not in page.text
    assert "sparkline" not in page.text


def test_what_was_left_for_next_time_stands_on_the_day(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    noted, plain = cast.begin("C-021"), cast.begin("C-022")
    for waiting, note in ((noted, "Begin with the letter."), (plain, "")):
        cast.send(waiting, None, **WELL)
        alice.post(f"/visits/{waiting.visit}/repair", {"outcome": "next", "note": note})
    time.shift(A_WEEK)
    said = read(log_in(cast, cast.alice).get("/"))
    assert "C-021 from last Wednesday “Begin with the letter.” Your note" in said
    assert "C-022 from last Wednesday “What did we want to come back to?”" in said
    assert "letter" not in read(log_in(cast, cast.bob).get("/"))
    time.shift(timedelta(days=53))
    assert "Nothing is left over." in read(log_in(cast, cast.alice).get("/"))


def test_the_course_of_a_client_is_told_in_figures_too(cast: Cast, alice: Desk) -> None:
    for week, understood in ((3, "9.4"), (2, "8.0"), (1, "9.0")):
        at = NOW - week * A_WEEK
        cast.send(cast.begin("C-003", at=at), at, **(WELL | {"understood": understood}))
    said = read(alice.get("/"))
    assert "C-003 36.8, last Wednesday." in said
    assert "Totals, the oldest first 1 37.2 2 35.8 3 36.8" in said


def test_the_day_begins_at_midnight_of_the_practice(cast: Cast, alice: Desk) -> None:
    change(cast, "UPDATE practices SET time_zone = 'Asia/Tokyo'")
    midnight = NOW.astimezone(ZoneInfo("Asia/Tokyo")).replace(hour=0, minute=0)
    for code, minutes in (("yesterday", -1), ("today", 1)):
        cast.begin(code, at=midnight + timedelta(minutes=minutes))
    said = read(alice.get("/"))
    assert "One check-in today." in said
    assert "00:01 today" in said


def test_a_colleague_s_day_shows_nothing_of_it(cast: Cast) -> None:
    cast.send(cast.begin("C-014"), None, **WELL)
    for person in (cast.bob, cast.carol):
        said = read(log_in(cast, person).get("/"))
        assert "C-014" not in said
        assert "No check-ins yet today." in said
