"""The first person's link: one page, one practice, once; and the link that opens one person's day, once."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import GivenRole, Person, Practice
from tests.support.practice import Cast
from tests.support.stored import dump, stored
from tests.web.browsing import by_password, hidden, read
from tests.web.page_rules import parse

FIRST = {
    "practice": "Riverside",
    "name": "Dana",
    "email": " Dana@Example.org ",
    "password": "four words by the river",
    "crisis_text": "If you need help right now, call",
    "crisis_number": "0800 555 0199",
}


def send(phone: FlaskClient, link: str, **fields: str) -> tuple[int, str]:
    token = hidden(phone.get(link), "csrf_token")
    response = phone.post(link, data={"csrf_token": token} | FIRST | fields)
    return response.status_code, response.text


def test_a_fresh_server_knows_nobody(cast: Cast, phone: FlaskClient) -> None:
    cast.set_up_link()
    for email, password in (("admin", "admin"), ("dana@example.org", ""), ("", "")):
        assert by_password(phone, email, password).status_code == 401


def test_the_first_person_names_the_practice_and_is_logged_in(cast: Cast, phone: FlaskClient) -> None:
    assert send(phone, cast.set_up_link(), ask_strain="yes")[0] == 303
    assert "Dana" in read(phone.get("/"))
    [practice] = stored(
        cast, Practice.crisis_text, Practice.crisis_number, Practice.asks_strain, where=Practice.name == "Riverside"
    )
    assert practice == ("If you need help right now, call", "0800 555 0199", 1)
    [(dana, email)] = stored(cast, Person.id, Person.email, where=Person.name == "Dana")
    assert email == "dana@example.org"
    given = stored(cast, GivenRole.role, GivenRole.given_by, where=GivenRole.person_id == dana)
    assert sorted(given) == [("administrator", None), ("therapist", None)]


def test_the_first_person_logs_in_with_that_password_from_then_on(cast: Cast, phone: FlaskClient) -> None:
    send(phone, cast.set_up_link())
    assert by_password(cast.app.test_client(), "DANA@example.org", FIRST["password"]).status_code == 303


def test_the_link_dies_with_its_use(cast: Cast, phone: FlaskClient) -> None:
    link = cast.set_up_link()
    token = hidden(cast.app.test_client().get(link), "csrf_token")
    send(phone, link)
    before = dump(cast)
    other = cast.app.test_client()
    assert other.get(link).status_code == 410
    token = hidden(other.get("/login"), "csrf_token")
    assert other.post(link, data={"csrf_token": token} | FIRST | {"email": "eve@example.org"}).status_code == 410
    assert dump(cast) == before


def test_looking_at_the_link_uses_nothing_up(cast: Cast, phone: FlaskClient) -> None:
    link = cast.set_up_link()
    before = dump(cast)
    for _ in range(5):
        assert phone.get(link).status_code == 200
        assert phone.head(link).status_code == 200
    assert dump(cast) == before


def test_a_link_lives_for_a_day(cast: Cast, phone: FlaskClient, time: TimeMachineFixture) -> None:
    set_up, alice = cast.set_up_link(), cast.one_time_link(cast.alice)
    time.shift(timedelta(hours=24))
    assert {phone.get(set_up).status_code, phone.get(alice).status_code} == {200}
    time.shift(1)
    assert {phone.get(set_up).status_code, phone.get(alice).status_code} == {410}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("practice", "  ", "Give the practice a name"),
        ("practice", "a" * 81, "80 characters at most"),
        ("name", "", "Give the name by which your clients know you."),
        ("email", "dana", "That does not look like an email address."),
        ("email", "", "An email address is needed"),
        ("password", "fourteen chars", "A password needs 15 characters or more."),
        ("password", "password password", "one of the first that would be tried"),
        ("crisis_text", "a" * 301, "Use 300 characters at most."),
        ("crisis_number", "1" * 41, "Use 40 characters at most."),
    ],
)
def test_what_is_missing_is_named_and_the_rest_stays(
    cast: Cast, phone: FlaskClient, field: str, value: str, sentence: str
) -> None:
    link = cast.set_up_link()
    before = dump(cast)
    status, page = send(phone, link, **{field: value})
    assert status == 422
    assert sentence in page
    kept = {each.get("name"): each.get("value") for each in parse(page).all("input")}
    assert kept["password"] == ""
    assert {kept["name"], kept["practice"]} - {value} <= {"Dana", "Riverside"}
    assert dump(cast) == before


def test_a_one_time_link_shows_one_button_and_is_used_up_by_it(cast: Cast, phone: FlaskClient) -> None:
    link = cast.one_time_link(cast.alice)
    before = dump(cast)
    assert [read(phone.get(link)) for _ in range(3)][2].count("Open as Alice") == 3
    phone.head(link)
    assert dump(cast) == before
    form = {"csrf_token": hidden(phone.get(link), "csrf_token")}
    opened = phone.post(link, data=form)
    assert (opened.status_code, opened.location) == (303, "/")
    assert phone.get("/").status_code == 200
    other = cast.app.test_client()
    assert other.get(link).status_code == 410
    assert other.post(link, data={"csrf_token": hidden(other.get("/login"), "csrf_token")}).status_code == 410


def test_a_used_a_wrong_and_a_foreign_link_say_the_same(cast: Cast, phone: FlaskClient) -> None:
    link, other_kind = cast.one_time_link(cast.alice), cast.set_up_link()
    phone.post(link, data={"csrf_token": hidden(phone.get(link), "csrf_token")})
    paths = (link, "/open/never", "/set-up/never", other_kind.replace("set-up", "open"), link.replace("open", "set-up"))
    looks = [cast.app.test_client().get(path) for path in paths]
    assert {look.status_code for look in looks} == {410}
    assert len({look.data for look in looks}) == 1


def test_links_are_kept_as_hashes_only(cast: Cast) -> None:
    secrets = [link.rpartition("/")[2] for link in (cast.one_time_link(cast.alice), cast.set_up_link())]
    kept = dump(cast)
    assert not [secret for secret in secrets if secret in kept]
