"""Larger text is chosen for a client by the therapist, or by a practice for its tablets; on the form it is a start."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.storage.tables import Client, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import Desk, answer, hidden, lines, log_in, read
from tests.web.tablets import id_of, paired

ONE_AT_A_TIME = "Question 1 of 5"


def choose(desk: Desk, text: str, client: int = 1) -> TestResponse:
    return desk.post(f"{desk.client_path(client)}/asking", {"text": text})


@pytest.fixture
def waiting(cast: Cast) -> Waiting:
    return cast.begin("C-1")


def test_what_the_therapist_chose_is_how_the_form_begins(
    cast: Cast, alice: Desk, phone: FlaskClient, waiting: Waiting
) -> None:
    other = cast.begin("C-2")
    assert choose(alice, "larger").status_code == 303
    assert ONE_AT_A_TIME in read(phone.get(waiting.path))
    assert ONE_AT_A_TIME not in read(phone.get(other.path))
    assert '<option value="larger" selected>' in alice.get(f"{alice.client_path()}/asking").text
    choose(alice, "")
    assert ONE_AT_A_TIME not in read(phone.get(waiting.path))


def test_the_client_can_see_it_all_at_once_and_send_it(
    cast: Cast, alice: Desk, phone: FlaskClient, waiting: Waiting
) -> None:
    choose(alice, "larger")
    key = hidden(phone.get(waiting.path), "key")
    fields = {"key": key, "marked": "buttons", "item-topics": "7", "shown": "easy", "show": "whole"}
    whole = phone.post(waiting.path, data=fields)
    assert ONE_AT_A_TIME not in read(whole)
    sent = phone.post(waiting.path, data={name: fields[name] for name in ("key", "marked", "item-topics")})
    assert sent.status_code == 303
    assert stored(cast, Response.marks) == [{"topics": 70}]


def test_whoever_sees_it_all_at_once_goes_on_doing_so_in_another_language(
    alice: Desk, phone: FlaskClient, waiting: Waiting
) -> None:
    choose(alice, "larger")
    key = hidden(phone.get(waiting.path), "key")
    assert "Frage 1 von 5" not in read(phone.post(waiting.path, data={"key": key, "to": "de"}))
    assert "Frage 1 von 5" in read(phone.post(waiting.path, data={"key": key, "to": "de", "shown": "easy"}))


def test_it_is_chosen_while_nothing_is_open_and_kept_for_the_next_time(
    cast: Cast, alice: Desk, phone: FlaskClient, waiting: Waiting
) -> None:
    answer(phone, waiting, lines())
    choose(alice, "larger")
    assert ONE_AT_A_TIME in read(phone.get(cast.begin("C-1").path))


@pytest.mark.usefixtures("waiting")
def test_a_colleague_does_not_choose_it(cast: Cast) -> None:
    assert choose(log_in(cast, cast.bob), "larger").status_code == 404
    assert stored(cast, Client.larger_text) == [False]


def test_on_the_tablets_of_a_practice_every_form_begins_in_it(
    cast: Cast, alice: Desk, phone: FlaskClient, waiting: Waiting
) -> None:
    tablet = paired(cast)
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    assert "How was today?" in read(tablet.look())
    for field, begins in (({"larger": "yes"}, True), ({}, False)):
        saved = alice.post("/settings/tablets/text", field)
        assert saved.location == "/settings/tablets?saved=text"
        assert (ONE_AT_A_TIME in read(tablet.look())) is begins
        assert ONE_AT_A_TIME not in read(phone.get(waiting.path))
        assert ('name="larger" value="yes" checked' in alice.get(saved.location).text) is begins
