"""The day: who came, who may come, what was left for this time, and starting a check-in."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Client, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import count, dump, stored
from tests.web.browsing import NOW, Desk, checked, log_in, read
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
    assert "Nothing to pick up." in said


def test_a_new_client_begins_in_the_room_with_the_usual_measure(alice: Desk, cast: Cast, stage: Stage) -> None:
    assert checked(alice.get("/")) == {"place": "room"}, "of several"
    alice.post("/visits", {"client": "C-014"})
    assert (stored(cast, CheckIn.measure), stored(cast, Visit.place)) == (["session-check"], ["room"])
    cast = stage(measure="felt-understood")
    log_in(cast, cast.alice).post("/visits", {"client": "C-014"})
    assert stored(cast, CheckIn.measure) == ["felt-understood"]


@pytest.mark.parametrize(
    ("talk", "leads"),
    [
        ("now", "They want to talk about it now"),
        ("next", "They want to talk about it next time"),
        ("no", "They see no need to talk"),
    ],
)
def test_the_clients_own_word_leads_the_heading(cast: Cast, alice: Desk, talk: str, leads: str) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **dict.fromkeys(WELL, "3.2"), talk=talk)
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert leads in page
    assert "Worth making time for now" not in page


def test_what_the_client_left_for_next_time_is_there_to_pick_up_without_a_tap(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="Asia/Tokyo")
    cast.send(cast.begin("C-014"), None, **WELL, talk="next", words="The letter.")
    cast.send(cast.begin("C-015", place="telehealth"), None, **WELL, talk="next", words="Not shown yet.")
    time.shift(A_WEEK)
    alice = log_in(cast, cast.alice)
    page = read(alice.get("/"))
    assert "C-014 from last Wednesday “What did we want to come back to?” Wanted to talk about it next time" in page
    assert "Nothing to pick up" not in page
    assert "The letter." not in page, "another client may see this screen"
    alice.post("/private", {"on": "yes"})
    page = read(alice.get("/"))
    assert "C-014 from last Wednesday “The letter.” Wanted to talk about it next time" in page
    assert "Not shown yet." not in page
    alice.post(f"{alice.check_in_path()}/repair", {"outcome": "talked"})
    assert "Nothing to pick up" in read(alice.get("/"))


def to_pick_up(cast: Cast) -> str:
    """The text under that heading of the day page, on a private screen."""
    alice = log_in(cast, cast.alice)
    alice.post("/private", {"on": "yes"})
    return left_over(alice)


def left_over(desk: Desk) -> str:
    side = next(each for each in parse(desk.get("/").text).all("section") if each.get("class") == "day-side")
    return " ".join(" ".join(side.itertext()).split())


def test_a_wish_for_now_that_nobody_took_up_is_there_from_the_next_day_on(cast: Cast, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="Asia/Tokyo")
    cast.send(cast.begin("C-014"), None, **WELL, talk="now", words="The letter.")
    cast.send(cast.begin("C-015"), None, **WELL, talk="now")
    assert "C-014" not in to_pick_up(cast)
    time.shift(timedelta(minutes=20))  # there a new day has begun
    later = to_pick_up(cast)
    assert "C-014 from yesterday “The letter.” Wanted to talk about it then" in later
    assert "C-015 from yesterday “What did we want to come back to?” Wanted to talk about it then" in later
    log_in(cast, cast.alice).post(f"{log_in(cast, cast.alice).check_in_path()}/repair", {"outcome": "not-needed"})
    assert "C-014" not in to_pick_up(cast)


@pytest.mark.parametrize(
    ("then", "is_left"),
    [
        (None, True),
        ({}, True),
        ({"talk": "no"}, False),
        ({"talk": "next", "words": "Something new."}, True),
    ],
)
def test_a_wish_outlives_the_next_check_in_until_it_is_settled(
    cast: Cast, time: TimeMachineFixture, then: dict[str, str] | None, *, is_left: bool
) -> None:
    cast.send(cast.begin("C-014"), None, **WELL, talk="next")
    time.shift(A_WEEK)
    later = cast.begin("C-014")
    if then is not None:
        cast.send(later, None, **WELL, **then)
    shown = to_pick_up(cast)
    assert ("C-014" in shown) == is_left
    assert shown.count("C-014") <= 1
    assert ("Something new." in shown) == bool(then and "words" in then)
    log_in(cast, cast.alice).post(f"/check-ins/{later.check_in}/repair", {"outcome": "talked"})
    if then is not None:
        assert "C-014" not in to_pick_up(cast)


def test_a_wish_in_a_held_answer_neither_shows_nor_settles_another(cast: Cast, time: TimeMachineFixture) -> None:
    cast.send(cast.begin("C-014"), None, **WELL, talk="next", words="The letter.")
    time.shift(A_WEEK)
    cast.send(cast.begin("C-014", place="telehealth"), None, **WELL, talk="no")
    assert "The letter." in to_pick_up(cast)
    time.shift(timedelta(days=60))
    assert "Nothing to pick up" in to_pick_up(cast)


def test_on_a_later_day_the_result_speaks_of_what_was(cast: Cast, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="America/New_York")
    low = dict.fromkeys(WELL, "3.2")
    cast.send(cast.begin("C-014"), None, **low, talk="now")
    cast.send(cast.begin("C-015"), None, **low)
    time.shift(timedelta(days=1))
    alice = log_in(cast, cast.alice)
    wished, graver = read(alice.get(alice.visit_path())), read(alice.get(alice.visit_path(2)))
    assert "They wanted to talk about it then" in wished
    assert "Wanted to talk then" in wished
    assert "Worth making time for" in graver
    for page in (wished, graver):
        assert "to talk about it now" not in page
        assert "for now" not in page


def test_an_old_session_names_its_day_by_the_clock_of_the_practice(cast: Cast, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="Pacific/Kiritimati")  # there it is 4 June already
    cast.send(cast.begin(), None, **WELL)
    for shift, says, not_so in (
        (timedelta(0), "Today's marks", "Marks of"),
        (A_WEEK, "Marks of Thursday 4 June", "today's marks"),
    ):
        time.move_to(NOW + shift)
        page = read(log_in(cast, cast.alice).get(log_in(cast, cast.alice).visit_path()))
        assert says in page
        assert not_so not in page


def test_what_was_withdrawn_is_not_counted(cast: Cast, alice: Desk) -> None:
    alice.post(f"/visits/{cast.begin('C-1').visit}/withdraw")
    assert "No check-ins yet today." in read(alice.get("/"))
    cast.send(cast.begin("C-2"), None, **WELL)
    assert "One check-in today. One is answered." in read(alice.get("/"))


def test_a_mornings_row_does_not_draw_the_afternoons_mark(cast: Cast, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="America/New_York")
    for hours in (-200, 0, 3):
        time.move_to(NOW + timedelta(hours=hours))
        cast.send(cast.begin(), None, **WELL)
    rows_of_today = log_in(cast, cast.alice).get("/").text.split('<li class="row visit-row">')[1:]
    drawn = [row.count("<polyline") for row in rows_of_today]
    assert drawn == [0, 1]


@pytest.mark.parametrize("code", GOOD_CODES)
def test_a_new_code_makes_a_new_client(cast: Cast, alice: Desk, code: str) -> None:
    status, where = start(alice, code)
    assert (status, where) == (303, alice.visit_path())
    tidy = " ".join(code.split())
    assert stored(cast, Client.code, Client.therapist_id) == [(tidy, cast.alice)]
    assert f"Waiting for {tidy}" in read(alice.get(where))


def test_a_known_code_is_the_same_client(cast: Cast, alice: Desk) -> None:
    cast.begin("C-014", at=NOW - A_WEEK)
    assert start(alice, " C-014 ") == (303, alice.visit_path(2))
    assert count(cast, Client) == 1


def test_a_colleague_s_same_code_is_another_client(cast: Cast, alice: Desk) -> None:
    start(alice, "C-014")
    start(log_in(cast, cast.bob), "C-014")
    assert stored(cast, Client.therapist_id) == [cast.alice, cast.bob]


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
    cast.begin("C-030", place="telehealth", measure="felt-understood", at=NOW - 2 * A_WEEK)
    page = parse(alice.get("/").text)
    [form] = [each for each in page.all("form") if any(box.get("value") == "C-030" for box in each.iter("input"))]
    fields = {box.get("name"): box.get("value") for box in form.iter("input")}
    assert fields["where"] == "call"
    assert "Felt understood on a call" in read(alice.get("/"))
    sent = alice.client.post(form.get("action", ""), data=fields)
    assert sent.status_code == 303
    assert stored(cast, Visit.place)[-1:] == ["telehealth"]
    assert stored(cast, CheckIn.measure)[-1:] == ["felt-understood"]


def test_whoever_came_a_week_ago_at_this_time_is_the_card_with_the_only_primary_button(
    cast: Cast, time: TimeMachineFixture
) -> None:
    for code, minutes in (("C-1", 0), ("C-2", -60), ("C-3", 60)):
        at = NOW + timedelta(minutes=minutes)
        cast.send(cast.begin(code, at=at), at, talk="next", **WELL)
    time.move_to(NOW + A_WEEK + timedelta(minutes=20))
    alice = log_in(cast, cast.alice)
    page = parse(alice.get("/").text)
    primary = [each for each in (*page.all("button"), *page.all("a")) if "primary" in (each.get("class") or "").split()]
    assert ["".join(each.itertext()) for each in primary] == ["Start check-in with C-1, in the room"]
    assert "Here a week ago at 14:48." in read(alice.get("/"))
    assert left_over(alice).startswith("To pick up again C-1 from"), "their own promise comes first"
    alice.post("/visits", {"client": "C-1"})
    assert "Here a week ago" not in read(alice.get("/"))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (WELL, "No concern in the marks."),
        (WELL | {"understood": "4.0"}, "Worth making time for now."),
        (WELL | {"talk": "now"}, "They want to talk about it now."),
        (WELL | {"talk": "next"}, "They want to talk about it next time."),
        (WELL | {"talk": "no"}, "No concern in the marks."),
        (WELL | {"understood": "4.0", "talk": "next"}, "They want to talk about it next time."),
        (WELL | {"understood": "4.0", "talk": "no"}, "They see no need to talk."),
        (WELL | {"talk": "next", "safety": "yes"}, "Asked for help staying safe."),
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
    assert "One check-in today. One is answered." in said


def test_an_open_session_says_how_far_it_is(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    waiting = cast.begin("C-001")
    assert "C-001 Waiting to be opened." in read(alice.get("/"))
    alice.client.post(f"{waiting.path}/seen", data={"state": "opened"})
    assert "C-001 The form is open." in read(alice.get("/"))
    alice.post(f"/visits/{waiting.visit}/withdraw")
    assert "One withdrawn 14:48 C-001 Withdrawn." in read(alice.get("/"))
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


def test_while_an_answer_is_held_the_words_to_hand_over_with_stay(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin("C-030", place="telehealth")
    cast.send(waiting, None, **WELL)
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Show answer You might hand it over like this" in page


def test_what_was_left_for_next_time_stands_on_the_day(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    noted, plain = cast.begin("C-021"), cast.begin("C-022")
    for waiting, note in ((noted, "Begin with the letter."), (plain, "")):
        cast.send(waiting, None, **WELL)
        alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "next", "note": note})
    time.shift(A_WEEK)
    said = read(log_in(cast, cast.alice).get("/"))
    assert "C-021 from last Wednesday “Begin with the letter.” Your note" in said
    assert "C-022 from last Wednesday “What did we want to come back to?”" in said
    assert "letter" not in read(log_in(cast, cast.bob).get("/"))
    time.shift(timedelta(days=53))
    assert "Nothing to pick up." in read(log_in(cast, cast.alice).get("/"))


def test_the_day_and_the_next_session_ask_how_it_went_since_they_talked_about_it(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    low, fine = cast.begin("C-021"), cast.begin("C-022")
    for waiting, topics in ((low, "4.2"), (fine, "9.0")):
        cast.send(waiting, None, **WELL | {"topics": topics})
        alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": "About the letter."})
    assert "Nothing to pick up." in read(alice.get("/")), "it is not asked on the day itself"
    time.shift(A_WEEK)
    later = log_in(cast, cast.alice)
    to_ask = "C-021 from last Wednesday “How has it been since we talked about it?” You talked about it."
    said = read(later.get("/"))
    assert to_ask in said
    assert "C-022" not in left_over(later)
    assert "About the letter." not in said
    began = cast.begin("C-021")
    card = "You talked about it (last Wednesday). Ask how it went: “How has it been since we talked about it?”"
    assert card in read(later.get(f"/visits/{began.visit}"))
    assert to_ask not in read(later.get("/"))
    cast.send(began, None, **WELL)
    assert "Ask how it went" not in read(later.get(f"/visits/{began.visit}"))
    assert "Ask how it went" not in read(later.get(f"/visits/{cast.begin('C-021').visit}"))


def test_after_60_days_nothing_asks_how_it_went(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    low = cast.begin("C-021")
    cast.send(low, None, **WELL | {"topics": "4.2"})
    alice.post(f"/check-ins/{low.check_in}/repair", {"outcome": "talked"})
    time.shift(timedelta(days=60))
    later = log_in(cast, cast.alice)
    assert "Nothing to pick up." in read(later.get("/"))
    assert "Ask how it went" not in read(later.get(f"/visits/{cast.begin('C-021').visit}"))


def test_the_course_of_a_client_is_told_in_figures_too(cast: Cast, alice: Desk) -> None:
    for week, understood in ((3, "9.4"), (2, "8.0"), (1, "9.0")):
        at = NOW - week * A_WEEK
        cast.send(cast.begin("C-003", at=at), at, **(WELL | {"understood": understood}))
    said = read(alice.get("/"))
    assert "C-003 36.8, last Wednesday." in said
    assert "Totals, the oldest first 1 37.2 2 35.8 3 36.8" in said


def test_the_day_begins_at_midnight_of_the_practice(cast: Cast, alice: Desk) -> None:
    cast.settle(time_zone="Asia/Tokyo")
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
