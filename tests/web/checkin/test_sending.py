"""Sending the form: what is kept, and what happens to what cannot be."""

import json

import pytest
from flask.testing import FlaskClient

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import WELL, Cast
from tests.support.stored import count, dump, stored
from tests.web.browsing import JSON, Desk, answer, checked, hidden, leads_to, lines, log_in, read
from tests.web.page_rules import parse, words

OUT_OF_RANGE = ("10.1", "11", "-1", "-0", "4.25", "nan", "inf", "1e1", "5,5", "\u0665", " 5", "five", "010")
GIVEN = (
    Response.marks,
    Response.marked,
    Response.strain,
    Response.sorted_out,
    Response.obstacle,
    Response.talk,
    Response.safety,
    Response.declined,
)
ODD = ("5\x00", "\x00", "\ufffd")


def test_every_field_of_the_form_is_kept(cast: Cast, phone: FlaskClient) -> None:
    cast.settle(asks_strain=True)
    given = {
        "strain": "partly",
        "sorted": "not-yet",
        "obstacle": "pace",
        "words": "It went fast.",
        "talk": "next",
        "safety": "yes",
    }
    sent = answer(phone, cast.begin(), lines() | given)
    assert (sent.status_code, leads_to(sent)) == (303, "/c/thanks")
    [(marks, *kept)] = stored(cast, *GIVEN)
    assert marks == {"understood": 94, "topics": 90, "approach": 92, "overall": 96}
    assert kept == ["line", "partly", "not-yet", "pace", "next", True, False]


@pytest.mark.parametrize(
    "fields",
    [
        lines(understood="0"),
        lines(understood="10.0"),
        lines(understood="5.0", topics="", approach="", overall=""),
        {"words": "Only this."},
        {"talk": "no"},
        {"strain": "yes"},
        {"safety": "yes"},
    ],
)
def test_any_one_answer_is_enough(cast: Cast, phone: FlaskClient, fields: dict[str, str]) -> None:
    assert answer(phone, cast.begin(), fields).status_code == 303
    assert stored(cast, CheckIn.state) == ["sent"]


def test_an_untouched_line_is_missing_and_not_zero(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), lines(understood="0", topics=""))
    [(marks, total)] = stored(cast, Response.marks, Response.total)
    assert (marks, total) == ({"understood": 0}, None)


def test_buttons_and_lines_are_told_apart(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin("C-001"), lines(understood="7"))
    answer(phone, cast.begin("C-002"), lines(understood="7") | {"marked": "buttons"})
    assert stored(cast, Response.marked) == ["line", "buttons"]


def test_declining_keeps_no_mark_and_no_word(cast: Cast, phone: FlaskClient) -> None:
    given = lines(understood="3.0") | {"words": "never mind", "talk": "now", "decline": "yes"}
    assert answer(phone, cast.begin(), given).status_code == 303
    kept = stored(cast, Response.marks, Response.words, Response.talk, Response.declined, Response.safety)
    assert kept == [({}, "", None, True, False)]
    assert stored(cast, CheckIn.state) == ["declined"]


def test_declining_beside_faulty_marks_is_still_a_right(cast: Cast, phone: FlaskClient) -> None:
    given = lines(understood="99") | {"words": "\x00", "decline": "yes"}
    assert answer(phone, cast.begin(), given).status_code == 303


def test_who_declines_and_asks_for_help_is_heard(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    answer(phone, waiting, {"decline": "yes", "safety": "yes"})
    assert stored(cast, Response.declined, Response.safety) == [(1, 1)]
    assert "They asked for help staying safe." in read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}"))


def test_a_form_with_nothing_on_it_is_shown_again_with_the_way_out(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    again = answer(phone, waiting, {})
    assert again.status_code == 422
    page = parse(again.text)
    assert next(page.all("title")).text == "Error: How was today?"
    summary = page.by_id("problems")
    assert summary is not None
    assert "Nothing is marked yet." in words(summary)
    assert "rather not answer" in words(summary)
    assert count(cast, Response) == 0


@pytest.mark.parametrize("mark", OUT_OF_RANGE)
def test_a_mark_off_the_line_is_refused_and_the_others_stay(cast: Cast, phone: FlaskClient, mark: str) -> None:
    waiting = cast.begin()
    before = dump(cast)
    given = lines(understood=mark, topics="7") | {"talk": "next", "words": "Still here"}
    again = answer(phone, waiting, given)
    assert again.status_code == 422
    assert checked(again) == {"item-topics": "7", "talk": "next"}
    assert "Still here" in again.text
    assert "Please mark a place from 0 to 10" in read(again)
    assert dump(cast) == before


def test_a_mark_in_tenths_is_kept_for_the_line_when_the_form_comes_again(cast: Cast, phone: FlaskClient) -> None:
    again = answer(phone, cast.begin(), lines(understood="4.3", topics="11"))
    field = parse(again.text).by_id("item-understood")
    assert field is not None
    assert field.get("data-value") == "4.3"


def test_buttons_have_no_tenths(cast: Cast, phone: FlaskClient) -> None:
    given = lines(understood="4.3") | {"marked": "buttons"}
    assert answer(phone, cast.begin(), given).status_code == 422


@pytest.mark.parametrize(
    "field",
    [
        {"item-unknown": "5"},
        {"marked": "faces"},
        {"marked": ""},
        {"strain": "maybe"},
        {"sorted": "soon"},
        {"strain": "yes", "obstacle": "you"},
        {"talk": "later"},
        {"safety": "no"},
        {"decline": "no"},
        {"words": "a" * 4_001},
    ],
)
def test_a_value_no_form_of_ours_has_is_refused(cast: Cast, phone: FlaskClient, field: dict[str, str]) -> None:
    waiting = cast.begin()
    before = dump(cast)
    assert answer(phone, waiting, lines() | field).status_code == 422
    assert dump(cast) == before


def test_four_thousand_characters_of_own_words_arrive_whole(cast: Cast, phone: FlaskClient, alice: Desk) -> None:
    waiting, told = cast.begin(), "ä" * 3_998 + "\n!"
    answer(phone, waiting, {"words": told.replace("\n", "\r\n")})
    assert told in alice.get(f"/visits/{waiting.visit}").text


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", ["words", "talk", "marked", "item-\x00", "strain", "safety"])
def test_what_cannot_be_stored_is_refused_and_nothing_is(cast: Cast, phone: FlaskClient, field: str, odd: str) -> None:
    waiting = cast.begin()
    before = dump(cast)
    assert answer(phone, waiting, lines() | {field: odd}).status_code == 422
    assert dump(cast) == before


def test_half_a_character_in_a_form_sent_in_parts_is_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key, before = hidden(phone.get(waiting.path), "key"), dump(cast)
    parts = {"key": key.encode(), "words": b"\xed\xa0\x80"}
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), part)
        for name, part in parts.items()
    )
    sent = phone.post(waiting.path, data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 422
    assert dump(cast) == before


def test_a_body_over_64_kib_is_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    start = f"key={hidden(phone.get(waiting.path), 'key')}&talk=now&words="
    form = "application/x-www-form-urlencoded"
    before = dump(cast)
    too_much = phone.post(waiting.path, data=start.ljust(64 * 1024 + 1, "a"), content_type=form)
    assert too_much.status_code == 413
    assert "Nothing was stored." in read(too_much)
    assert dump(cast) == before
    assert phone.post(waiting.path, data=start.ljust(64 * 1024, "a"), content_type=form).status_code == 422


def test_ten_thousand_fields_are_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    body = f"key={key}&talk=now&" + "&".join(f"{number:x}" for number in range(10_001))
    sent = phone.post(waiting.path, data=body[:65_536], content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 400
    assert count(cast, Response) == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_a_body_that_is_no_form_is_refused(cast: Cast, phone: FlaskClient, content_type: str) -> None:
    body = json.dumps({"item-understood": {"deep": [[[[1]]]]}})
    assert phone.post(cast.begin().path, data=body, content_type=content_type).status_code == 400


def test_a_field_that_comes_twice_is_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key, before = hidden(phone.get(waiting.path), "key"), dump(cast)
    twice = {"key": key, "marked": "line", "item-understood": ["3.0", "9.0"]}
    assert phone.post(waiting.path, data=twice).status_code == 400
    assert dump(cast) == before


def test_a_form_sent_from_another_site_is_refused(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    before = dump(cast)
    for path in (waiting.path, f"{waiting.path}/seen", "/join"):
        assert phone.post(path, headers={"Sec-Fetch-Site": "cross-site"}, data={"state": "opened"}).status_code == 403
    sent = answer(phone, waiting, lines(), headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert dump(cast) == before
    assert answer(phone, waiting, lines(), headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_a_script_is_told_the_same_in_json(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    nothing = answer(phone, waiting, {}, headers=JSON)
    assert (nothing.status_code, nothing.mimetype) == (422, "application/json")
    assert nothing.get_json()["message"].startswith("Nothing is marked yet.")
    off = answer(phone, waiting, lines(understood="11"), headers=JSON)
    assert [each["target"] for each in off.get_json()["problems"]] == ["item-understood"]
    bad = phone.post(waiting.path, data=lines(), headers=JSON)
    assert (bad.status_code, bad.get_json()["problems"][0]["target"]) == (400, "")
    big = phone.post(waiting.path, data={"words": "a" * 70_000}, headers=JSON)
    assert (big.status_code, big.get_json()["message"][:8]) == (413, "That was")
    foreign = answer(phone, waiting, lines(), headers=JSON | {"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, foreign.mimetype) == (403, "application/json")
    key = hidden(phone.get(waiting.path), "key")
    good = phone.post(waiting.path, data={"key": key, "marked": "line", "item-understood": "1"}, headers=JSON)
    assert (good.status_code, leads_to(good)) == (200, "/c/thanks")
    closed = phone.post(waiting.path, data={"key": "x"} | lines(), headers=JSON)
    assert (closed.status_code, closed.get_json()) == (410, {"next": waiting.path})
    gone = phone.get(waiting.path, headers=JSON)
    assert (gone.status_code, gone.get_json()) == (410, {"next": waiting.path})


def test_the_cast_of_every_form_is_complete() -> None:
    assert set(lines()) == {f"item-{item}" for item in WELL}
