"""Accounts at their edges: a taken address, no password yet, one browser and two people."""

from flask.testing import FlaskClient

from kiosk.storage.tables import Person, Practice
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import change, stored
from tests.web.browsing import Desk, by_password, hidden, read, with_cookie

FIRST = {"practice": "Riverside", "name": "Dana", "email": "dana@example.org", "password": "four words by the river"}
NOBODYS = "nobody has this password, and checking it takes as long as checking one that somebody has"


def set_up(cast: Cast, phone: FlaskClient, zone: str = "UTC", **fields: str) -> int:
    link = cast.set_up_link(zone)
    form = {"csrf_token": hidden(phone.get(link), "csrf_token")} | FIRST | fields
    return phone.post(link, data=form).status_code


def test_the_time_zone_found_at_init_stays_that_of_the_practice(cast: Cast, phone: FlaskClient) -> None:
    set_up(cast, phone, zone="Asia/Tokyo")
    assert stored(cast, Practice.time_zone, where=Practice.name == "Riverside") == ["Asia/Tokyo"]


def test_an_email_that_somebody_has_is_named_and_not_an_error_of_the_server(cast: Cast, phone: FlaskClient) -> None:
    assert set_up(cast, phone, email="alice@example.org") == 422


def test_a_person_without_a_password_cannot_log_in_with_any(cast: Cast, phone: FlaskClient) -> None:
    change(cast, Person, Person.name == "Alice", password_hash="")
    assert by_password(phone, "alice@example.org", NOBODYS).status_code == 401


def test_the_page_after_changing_the_password_still_works(alice: Desk) -> None:
    page = alice.post("/account", {"password": PASSWORD, "new_password": "eight loud lamps by the lake"})
    token = hidden(page, "csrf_token")
    assert alice.client.post("/logout", data={"csrf_token": token}).status_code == 303


def test_logging_in_again_ends_the_login_this_browser_had(cast: Cast, alice: Desk) -> None:
    copied, link = alice.cookie, cast.one_time_link(cast.bob)
    token = hidden(alice.client.get(link), "csrf_token")
    alice.client.post(link, data={"csrf_token": token})
    assert "Bob" in read(alice.get("/"))
    assert with_cookie(cast, copied).get("/").status_code == 401
