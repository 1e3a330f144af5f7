"""Forms of the staff are sent from our own pages, or not at all."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.practice import PASSWORD, Cast
from tests.web.browsing import Desk, dump, hidden, log_in, read
from tests.web.conftest import Stage

POSTS = {
    "/visits": {"client": "C-1", "measure": "session-check", "place": "room"},
    "/visits/1/withdraw": {},
    "/visits/1/short-code": {},
    "/visits/1/show": {},
    "/visits/1/repair": {"outcome": "talked"},
    "/visits/1/guess": {"guess-understood": "9"},
    "/visits/1/signs": {"seen": "short"},
    "/visits/1/close": {},
    "/visits/1/new-code": {},
    "/visits/1/people/1/new-code": {},
    "/visits/1/seen": {},
    "/visits/1/together/repair": {"outcome": "talked"},
    "/visits/1/tablet": {"tablet": "1"},
    "/visits/1/tablet/back": {},
    "/visits/1/people/1/tablet": {"tablet": "1"},
    "/visits/1/people/1/tablet/back": {},
    "/visits/together": {"kind": "couple", "place": "room", "client-1": "C-1", "client-2": "C-2"},
    "/visits/1/people/1/withdraw": {},
    "/visits/1/people/1/short-code": {},
    "/visits/1/people/1/show": {},
    "/visits/1/people/1/seen": {},
    "/visits/1/people/1/repair": {"outcome": "talked"},
    "/visits/1/people/1/guess": {"guess-understood": "9"},
    "/visits/1/people/1/signs": {"seen": "short"},
    "/clients/1/preset": {"preset": "couple"},
    "/clients/1/phase": {"phase": "working"},
    "/clients/1/language": {"language": "de"},
    "/clients/1/text": {"text": "larger"},
    "/clients/1/pause": {"reason": "crisis"},
    "/clients/1/resume": {},
    "/clients/1/goals": {"kind": "own", "words": "To be asked first."},
    "/clients/1/goals/1/met": {},
    "/clients/1/goals/1/end": {},
    "/clients/1/goals/1/take-back": {},
    "/settings": {"name": "Elsewhere", "time_zone": "UTC"},
    "/settings/results": {"link_minutes": "30"},
    "/settings/languages": {"language": "de"},
    "/settings/cues": {"line_low.word_below": "8"},
    "/settings/cues/back": {"name": "all"},
    "/settings/tablets/pair": {"code": "CDFGHJ", "room": "Room 2"},
    "/settings/tablets/1": {"room": "Room 2"},
    "/settings/tablets/1/off": {},
    "/settings/tablets/1/seen": {},
    "/settings/tablets/idle": {"idle_s": "60"},
    "/settings/tablets/text": {"larger": "yes"},
    "/account": {"password": PASSWORD, "new_password": "eight loud lamps by the lake"},
    "/account/language": {"language": "de"},
    "/account/codes": {"password": PASSWORD},
    "/account/codes/on": {"offer": "x", "code": "000000"},
    "/account/codes/recovery": {"password": PASSWORD, "code": "000000"},
    "/account/codes/off": {"password": PASSWORD, "code": "000000"},
    "/account/passkeys/challenge": {"password": PASSWORD},
    "/account/passkeys": {"answer": "{}", "name": "Laptop"},
    "/account/passkeys/1": {"name": "Laptop"},
    "/account/passkeys/1/remove": {"password": PASSWORD},
    "/login/code": {"code": "000000"},
    "/login/passkey/challenge": {},
    "/login/passkey": {"answer": "{}"},
    "/login": {"email": "alice@example.org", "password": PASSWORD},
    "/logout": {},
}


def test_every_form_of_the_staff_is_among_those_tried(cast: Cast) -> None:
    rules = [rule for rule in cast.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    staff = {
        re.sub(r"<int:\w+>", "1", rule.rule) for rule in rules if not rule.endpoint.startswith(("checkin.", "tablet."))
    }
    assert staff - {"/open/<secret>", "/set-up/<secret>"} == POSTS.keys()


@pytest.mark.parametrize("path", POSTS)
def test_without_its_token_or_with_a_foreign_one_nothing_is_done(cast: Cast, alice: Desk, path: str) -> None:
    cast.begin()
    foreign = hidden(log_in(cast, cast.bob).get("/account"), "csrf_token")
    before = dump(cast)
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": foreign}):
        refused = alice.client.post(path, data=POSTS[path] | token)
        assert refused.status_code == 400
        assert "Nothing was changed." in read(refused)
    assert dump(cast) == before


@pytest.mark.parametrize("kind", ["one-time", "set-up"])
def test_a_one_time_link_is_not_used_up_by_another_site(cast: Cast, phone: FlaskClient, kind: str) -> None:
    link = cast.one_time_link(cast.alice) if kind == "one-time" else "/set-up/never"
    before = dump(cast)
    assert phone.post(link).status_code == 400
    assert dump(cast) == before


def test_the_token_of_before_the_login_is_worth_nothing_after_it(cast: Cast, phone: FlaskClient) -> None:
    link = cast.one_time_link(cast.alice)
    token = hidden(phone.get(link), "csrf_token")
    phone.post(link, data={"csrf_token": token})
    assert phone.post("/logout", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    ("referrer", "status"),
    [("https://go.example.org/", 303), ("https://evil.example/", 400), ("http://go.example.org/", 400), (None, 400)],
)
def test_over_https_a_form_comes_from_this_site_s_own_address(stage: Stage, referrer: str | None, status: int) -> None:
    cast = stage(public_url="https://go.example.org")
    client, site = cast.app.test_client(), "https://go.example.org"
    token = hidden(client.get("/login", base_url=site), "csrf_token")
    form = {"csrf_token": token, "email": "alice@example.org", "password": PASSWORD}
    headers = {"Referer": referrer} if referrer else {}
    assert client.post("/login", data=form, base_url=site, headers=headers).status_code == status
