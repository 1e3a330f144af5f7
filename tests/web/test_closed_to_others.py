"""Every route of a visit is closed to everybody but its own therapist, and closed means: as if it did not exist."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import Desk, dump, hidden, log_in, read

CLIENTS_OWN = {"checkin", "tablet", "static_files", "health"}
WITHOUT_LOGIN = {
    "account.login",
    "account.begin",
    "account.end",
    "account.one_time",
    "account.use_one_time",
    "account.set_up",
    "codes.come_in",
    "passkeys.challenge",
    "passkeys.come_in",
}
FIELDS = {
    "outcome": "talked",
    "note": "not mine",
    "client": "C-1",
    "place": "room",
    "measure": "session-check",
    "seen": "short",
}


def of_visits(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every method and route that names a visit."""
    for rule in app.url_map.iter_rules():
        if "visit_id" in rule.arguments:
            yield from ((method, rule) for method in sorted((rule.methods or set()) & {"GET", "HEAD", "POST"}))


def address(rule: Rule, visit: int) -> str:
    return re.sub(r"<[^>]+>", str(visit), rule.rule)


def ask(desk: Desk, method: str, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything that comes back."""
    response = desk.post(path, FIELDS) if method == "POST" else desk.client.open(path, method=method)
    headers = [(name, value) for name, value in response.headers if name != "Set-Cookie"]
    return response.status_code, response.data, headers


@pytest.fixture
def sent(cast: Cast) -> Waiting:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL, words="the yellow door")
    return waiting


def test_the_crawl_knows_every_route_of_a_visit(cast: Cast) -> None:
    found = {(method, rule.rule.rpartition("/")[2]) for method, rule in of_visits(cast.app) if method != "HEAD"}
    assert found == {
        ("GET", "<int:visit_id>"),
        ("GET", "live"),
        ("GET", "code"),
        ("POST", "withdraw"),
        ("POST", "short-code"),
        ("POST", "new-code"),
        ("POST", "show"),
        ("POST", "repair"),
        ("POST", "seen"),
        ("POST", "guess"),
        ("POST", "signs"),
        ("POST", "close"),
        ("POST", "tablet"),
        ("POST", "back"),
        ("GET", "<int:person>"),
    }


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_a_visit_of_somebody_else_is_byte_for_byte_one_that_does_not_exist(
    cast: Cast, sent: Waiting, person: str
) -> None:
    desk, waiting = log_in(cast, getattr(cast, person)), cast.begin("C-002")
    before = dump(cast)
    for method, rule in of_visits(cast.app):
        nothing = ask(desk, method, address(rule, 999_999))
        for visit in (sent.visit, waiting.visit):
            assert ask(desk, method, address(rule, visit)) == nothing
        assert nothing[0] == 404
    assert dump(cast) == before


def test_whoever_is_not_logged_in_cannot_tell_either(cast: Cast, sent: Waiting, phone: FlaskClient) -> None:
    before = dump(cast)
    token = hidden(phone.get("/login"), "csrf_token")
    for method, rule in of_visits(cast.app):
        answers = []
        for visit in (sent.visit, 999_999):
            path = address(rule, visit)
            response = phone.open(
                path, method=method, data=FIELDS | {"csrf_token": token} if method == "POST" else None
            )
            text = re.sub(r'name="csrf_token" value="[^"]*"', "", response.text).replace(path, "")
            answers.append((response.status_code, text))
        assert answers[0] == answers[1]
        assert answers[0][0] == 401
    assert dump(cast) == before


def test_every_route_of_the_staff_asks_for_a_login(cast: Cast, phone: FlaskClient) -> None:
    token = hidden(phone.get("/login"), "csrf_token")
    asked = set()
    for rule in cast.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in CLIENTS_OWN or rule.endpoint in WITHOUT_LOGIN:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = phone.open(
                address(rule, 1), method=method, data={"csrf_token": token} if method == "POST" else None
            )
            assert (rule.endpoint, response.status_code) == (rule.endpoint, 401)
            asked.add(rule.endpoint)
    assert len(asked) >= 10


def test_no_get_of_anybody_changes_a_row(cast: Cast, sent: Waiting, alice: Desk) -> None:
    cast.begin("C-002")
    before = dump(cast)
    for rule in cast.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()) and rule.endpoint != "therapist.events":
            for visit in (sent.visit, sent.visit + 1, 7):
                alice.get(address(rule, visit))
                alice.client.head(address(rule, visit))
    assert dump(cast) == before


@pytest.mark.parametrize("name", ["0", "-1", "1.0", "x", "01x", "1/../2", "%00"])
def test_what_is_no_number_is_no_visit(alice: Desk, name: str) -> None:
    assert alice.get(f"/visits/{name}").status_code == 404


@pytest.mark.usefixtures("sent")
def test_a_therapist_of_another_practice_can_have_the_same_client_code(cast: Cast) -> None:
    carol = log_in(cast, cast.carol)
    where = carol.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"}).location
    assert where is not None
    assert "last time" not in read(carol.get(where))
    assert "yellow" not in carol.get("/").text
