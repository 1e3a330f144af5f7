"""The pages after a form know what they are for by their address: without a cookie, after a reload, for ten minutes."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.keys import keys
from kiosk.storage.tables import GivenRole, Person
from tests.support.practice import Cast, Waiting
from tests.support.stored import remove
from tests.web.browsing import JSON, Desk, answer, hidden, lines, read
from tests.web.several import begin

NUMBER = "0800 555 0134"
SENT = {"sent": lines(), "declined": {"decline": "yes"}, "help": {"safety": "yes"} | lines()}
SENT["declined, with help"] = {"decline": "yes", "safety": "yes"}
SAID = {
    "sent": ["Your answer has arrived."],
    "declined": ["That's all right.", "Your choice has arrived.", "No marks were kept."],
    "help": ["Your answer has arrived.", "Your request for help has arrived."],
    "declined, with help": ["That's all right.", "Your choice has arrived.", "Your request for help has arrived."],
}


def sent_without_cookies(cast: Cast, waiting: Waiting, fields: dict[str, str]) -> str:
    """The address of thanks, as a browser that refuses every cookie is given it."""
    phone = cast.app.test_client(use_cookies=False)
    return str(answer(phone, waiting, fields).location)


@pytest.mark.parametrize("wish", SENT)
def test_without_a_cookie_thanks_know_what_they_are_for_after_a_reload_too(cast: Cast, wish: str) -> None:
    address = sent_without_cookies(cast, cast.begin(), SENT[wish])
    for _ in range(3):
        page = cast.app.test_client(use_cookies=False).get(address)
        said = read(page)
        assert [each for each in SAID[wish] if each not in said] == []
        assert ("Your answer has arrived." in said) == ("declin" not in wish)
        assert ('class="crisis"' in page.text) == ("help" in wish)
        assert page.text.count(NUMBER) >= 1, "whatever was sent"


@pytest.mark.parametrize("wish", SENT)
def test_a_script_is_told_what_thanks_say_with_what_was_stored(cast: Cast, wish: str) -> None:
    waiting, phone = cast.begin(), cast.app.test_client(use_cookies=False)
    fields = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | SENT[wish]
    reply = phone.post(waiting.path, data=fields, headers=JSON).get_json()
    named = " ".join(reply["arrived"]["lines"]).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    assert ("Alice has your answer now." in named) == ("declin" not in wish)
    assert ("Alice knows you'd rather not answer today." in named) == ("declin" in wish)
    assert ("Your request for help has arrived." in named) == ("help" in wish)
    assert "You can close this page." in named
    assert all(each in read(phone.get(reply["next"])) for each in SAID[wish])


def test_the_address_says_nothing_to_anybody_else(cast: Cast) -> None:
    codes = []
    for wish, fields in SENT.items():
        waiting = cast.begin(wish[:8])
        address = sent_without_cookies(cast, waiting, fields)
        assert re.fullmatch(r"/c/thanks\?for=[\w-]{40,120}", address)
        assert waiting.token not in address
        codes.append(address)
    assert len({len(address) for address in codes}) == 1, "not even by its length"


@pytest.mark.parametrize("code", ["", "x", "A" * 46, "é", "a" * 4000, "%00"])
def test_an_address_that_this_server_did_not_make_thanks_for_nothing_in_particular(cast: Cast, code: str) -> None:
    page = cast.app.test_client().get(f"/c/thanks?for={code}")
    assert page.status_code == 200
    assert "Thank you." in read(page)
    assert "arrived" not in read(page)
    assert "all right" not in read(page)


def test_after_ten_minutes_the_history_no_longer_tells_what_was_sent_and_help_stays(
    cast: Cast, time: TimeMachineFixture
) -> None:
    addresses = [sent_without_cookies(cast, cast.begin(wish[:8]), fields) for wish, fields in SENT.items()]
    time.shift(timedelta(minutes=11))
    pages = [read(cast.app.test_client().get(address)) for address in addresses]
    assert len(set(pages)) == 1
    assert "Thank you. You can close this page." in pages[0]
    assert NUMBER in pages[0]
    time.shift(timedelta(days=400))
    assert NUMBER in read(cast.app.test_client().get(addresses[0]))


def test_all_of_it_is_in_the_language_of_the_form(cast: Cast) -> None:
    waiting, phone = cast.begin(language="de"), cast.app.test_client(use_cookies=False)
    address = str(answer(phone, waiting, lines() | {"language": "de"}).location)
    page = phone.get(address, headers={"Accept-Language": "fr"})
    assert '<html lang="de"' in page.text


def test_of_a_held_form_that_was_declined_nobody_says_that_it_is_known(cast: Cast, alice: Desk) -> None:
    person = begin(alice, cast, "C-001", "C-002").people[0]
    phone = cast.app.test_client()
    said = read(phone.get(answer(phone, person, {"decline": "yes"}).location))
    assert "Alice can see that you'd rather not answer today." in said


def test_not_me_and_too_late_need_no_cookie_either(cast: Cast, alice: Desk) -> None:
    phone = cast.app.test_client(use_cookies=False)
    person = begin(alice, cast, "C-001", "C-002").people[0]
    fields = {"key": hidden(phone.get(person.path), "key"), "language": "es"}
    for path, heading in ((f"{person.path}/not-me", "No pasa nada."), (person.path, "")):
        if not heading:
            alice.post(f"/visits/{person.visit}/withdraw")
        reply = phone.post(path, data=fields | {"safety": "yes"}, headers=JSON)
        page = phone.get(reply.get_json()["next"], headers={"Accept-Language": "fr"})
        assert '<html lang="es"' in page.text
        assert heading in read(page)
        assert NUMBER in page.text


def test_a_server_of_one_practice_shows_its_help_line_wherever_a_form_may_have_been(cast: Cast) -> None:
    remove(cast, GivenRole, GivenRole.person_id == cast.carol)
    remove(cast, Person, Person.id == cast.carol)
    for path in ("/c/thanks", "/c/late", "/c/not-me", "/c/AAAAAAAAAAAAAAAAAAAAAA"):
        assert NUMBER in cast.app.test_client().get(path).text, path


def test_where_there_are_several_practices_nobody_is_given_the_number_of_another(phone: FlaskClient) -> None:
    for path in ("/c/thanks", "/c/late", "/c/not-me", "/c/AAAAAAAAAAAAAAAAAAAAAA"):
        assert NUMBER not in phone.get(path).text, path


def test_a_code_for_another_purpose_is_none(cast: Cast) -> None:
    with cast.on_stage():
        other = keys().conceal("something else", "s.1780498080.1.en")
        assert keys().concealed("ended", other) is None
        assert keys().concealed("something else", other) == "s.1780498080.1.en"


REFUSED = {
    "sent": (lines(), "Your answers are still here."),
    "declined": ({"decline": "yes"}, "Your therapist doesn't know yet that you'd rather not answer."),
    "help": ({"safety": "yes"} | lines(), "Your therapist doesn't know yet that you need help."),
}


@pytest.mark.parametrize("wish", REFUSED)
@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
def test_what_could_not_be_taken_is_said_of_each_wish(cast: Cast, wish: str, headers: dict[str, str]) -> None:
    fields, said = REFUSED[wish]
    waiting = cast.begin()
    refused = cast.app.test_client().post(waiting.path, data={"key": "old"} | fields, headers=headers)
    told = refused.get_json()["message"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") if headers else read(refused)
    assert "This page was open too long to send." in told
    assert [each for each, (_, sentence) in REFUSED.items() if sentence in told] == [wish]
    assert said in told
