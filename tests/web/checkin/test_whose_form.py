"""Telling forms apart: a word on both screens, and "This is not me" for whoever holds the wrong one."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.storage.tables import CheckIn, Event, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import count, dump, every_column, stored
from tests.web.browsing import NOW, Desk, answer, hidden, leads_to, lines, read
from tests.web.several import WELL, Together, begin

TOLD = "Somebody said: this is not me."
LANTERN = "فانوس"


def not_me(phone: FlaskClient, person: Waiting, fields: Mapping[str, str] | None = None) -> TestResponse:
    """Open the form and say so."""
    key = hidden(phone.get(person.path), "key")
    return phone.post(f"{person.path}/not-me", data={"key": key} | dict(fields or {}))


@pytest.fixture
def couple(alice: Desk, cast: Cast) -> Together:
    return begin(alice, cast, "C-001", "C-002")


def test_form_thanks_and_visit_say_the_same_word(couple: Together, alice: Desk, phone: FlaskClient) -> None:
    page = alice.get(couple.path).text
    for person, word, colour in zip(couple.people, ("River", "Lantern"), ("blue", "gold"), strict=True):
        shown = f'<span class="cue-word cue-{colour}" translate="no">{word}</span>'
        assert shown in page
        assert shown in phone.get(person.path).text
        answer(phone, person, lines(**WELL))
        assert shown in phone.get("/c/thanks").text
        assert word not in phone.get("/c/thanks").text


def test_in_two_languages_both_screens_say_both_words(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    cast.begin("C-001", language="ar", at=NOW - timedelta(days=7))
    alice.post("/account/language", {"language": "de"})
    couple = begin(alice, cast, "C-001", "C-002")
    person = couple.people[0]
    theirs, hers = f">{LANTERN} · \u2068Laterne\u2069</span>", f">Laterne · \u2068{LANTERN}\u2069</span>"
    assert theirs in phone.get(person.path).text
    for page in (couple.path, couple.own(0), f"{couple.own(0)}/code"):
        assert hers in alice.get(page).text
    answer(phone, person, lines(**WELL) | {"language": "ar"})
    assert theirs in phone.get("/c/thanks").text


def test_a_form_that_nobody_could_mix_up_says_no_word(cast: Cast, phone: FlaskClient) -> None:
    page = phone.get(cast.begin().path).text
    assert "cue-word" not in page
    assert "This is not me" not in page


def test_not_me_tells_the_therapist_and_keeps_nothing(couple: Together, alice: Desk, phone: FlaskClient) -> None:
    person = couple.people[0]
    phone.post(f"{person.path}/seen", data={"state": "opened"})
    left = not_me(phone, person, {"words": "the yellow door"} | lines(**WELL))
    assert (left.status_code, leads_to(left)) == (303, "/c/not-me")
    said = read(phone.get(left.location))
    assert "That's all right. Nothing was kept. Your therapist will help" in said
    assert "0800 555 0134" in said
    assert TOLD in read(alice.get(couple.path))
    assert TOLD in read(alice.get(f"{couple.own(0)}/live"))
    assert TOLD not in read(alice.get(couple.own(1)))
    assert "yellow" not in dump(couple.cast)
    assert every_column(couple.cast, Response) == []


def test_the_right_person_then_answers_the_same_form(couple: Together, alice: Desk, phone: FlaskClient) -> None:
    person = couple.people[0]
    not_me(phone, person)
    phone.post(f"{person.path}/seen", data={"state": "opened"})
    assert TOLD not in read(alice.get(couple.path))
    assert "The form is open" in read(alice.get(couple.path))
    assert answer(phone, person, lines(**WELL)).status_code == 303
    assert stored(couple.cast, CheckIn.state) == ["sent", "waiting"]


def test_it_is_told_once_however_often_it_is_tapped(couple: Together, phone: FlaskClient) -> None:
    for _ in range(3):
        not_me(phone, couple.people[0])
    assert count(couple.cast, Event, Event.kind == "not-me") == 1


def test_only_a_form_that_is_open_and_was_shown_can_be_handed_back(couple: Together, phone: FlaskClient) -> None:
    one, other = couple.people
    key, others = (hidden(phone.get(person.path), "key") for person in couple.people)
    answer(phone, one, lines(**WELL))
    before = dump(couple.cast)
    for path, given in ((one.path, key), (other.path, key), (other.path, "x"), ("/c/no-such-link", others)):
        assert phone.post(f"{path}/not-me", data={"key": given}).status_code == 410
    assert dump(couple.cast) == before


def test_the_page_after_it_says_nothing_about_anybody(phone: FlaskClient) -> None:
    page = phone.get("/c/not-me")
    assert page.status_code == 200
    assert "0800" not in page.text
