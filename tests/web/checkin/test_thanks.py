"""After sending: thanks, once by name, and nothing of the answers in anything that follows."""

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from tests.support.practice import Cast
from tests.web.browsing import answer, lines, read
from tests.web.conftest import Stage

SENTINEL = "only for Alice: the yellow door"


def test_thanks_are_said_by_name_once_and_not_after_a_reload(cast: Cast, phone: FlaskClient) -> None:
    thanks = answer(phone, cast.begin(), lines()).location
    assert "Alice has your answer now." in read(phone.get(thanks))
    reloaded = read(phone.get(thanks))
    assert "Your answer has arrived." in reloaded
    assert "Alice" not in reloaded


def test_who_declined_is_told_that_this_is_all_right(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), {"decline": "yes"})
    said = read(phone.get("/c/thanks"))
    assert "That's all right. Alice knows you'd rather not answer today." in said
    assert "No marks were kept." in said


def test_who_asked_for_help_gets_the_number_to_call(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), {"safety": "yes"})
    assert 'href="tel:08005550134"' in phone.get("/c/thanks").text


def test_on_a_phone_the_number_at_the_foot_calls_whatever_was_asked(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    assert phone.get(waiting.path).text.count('href="tel:08005550134"') == 2
    answer(phone, waiting, lines())
    assert phone.get("/c/thanks").text.count('href="tel:08005550134"') == 1


def test_nobody_else_is_shown_the_name(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), lines())
    assert "Alice" not in cast.app.test_client().get("/c/thanks").text


def test_a_thanks_cookie_made_by_somebody_else_is_worth_nothing(phone: FlaskClient) -> None:
    phone.set_cookie("__Host-done", "eyJ0aGVyYXBpc3QiOiJFdmUifQ.AAAA")
    assert "Eve" not in phone.get("/c/thanks").text


def test_nothing_of_the_answers_is_in_any_later_response(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    given = lines(understood="3.7") | {"words": SENTINEL, "talk": "next"}
    sent = answer(phone, waiting, given)
    later = [sent, *(phone.get(path) for path in ("/c/thanks", "/c/thanks", waiting.path, "/join", "/"))]
    later.append(phone.post(waiting.path, data={"key": "x"} | given))
    for response in later[:-1]:
        everything = f"{response.headers}{response.text}"
        assert SENTINEL not in everything
        assert "3.7" not in everything
    assert later[-1].status_code == 410
    assert SENTINEL not in later[-1].text


def test_every_page_of_the_client_is_kept_out_of_every_cache(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    for response in (phone.get(waiting.path), answer(phone, waiting, lines()), phone.get("/c/thanks")):
        assert response.headers["Cache-Control"] == "no-store"


def test_sending_changes_a_cookie_that_no_script_can_read_and_that_lasts_two_minutes(
    cast: Cast, phone: FlaskClient
) -> None:
    [cookie] = answer(phone, cast.begin(), lines()).headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-done=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=120"} <= set(cookie.split("; "))
    [taken_away] = phone.get("/c/thanks").headers.getlist("Set-Cookie")
    assert taken_away.startswith("__Host-done=;")


@pytest.mark.parametrize("setting", ["demo", "insecure_lan"])
def test_over_plain_http_the_cookie_is_one_that_browsers_keep(stage: Stage, setting: str) -> None:
    cast = stage(host="127.0.0.2", **{setting: "1"})
    [cookie] = answer(cast.app.test_client(), cast.begin(), lines()).headers.getlist("Set-Cookie")
    assert cookie.startswith("done=")
    assert "Secure" not in cookie


def test_the_form_s_address_shows_the_closed_page_once_used(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    answer(phone, waiting, lines())
    for _ in range(2):
        assert phone.get(waiting.path).status_code == 410
        time.shift(3600)
