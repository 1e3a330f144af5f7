"""Forms of the staff are sent from our own pages, or not at all."""

import re

import pytest
from flask.testing import FlaskClient

from tests.support.practice import PASSWORD, Cast
from tests.support.stored import dump
from tests.web.browsing import Desk, hidden, log_in, read
from tests.web.conftest import Stage

POSTS = {
    "/visits": {"client": "C-1", "measure": "session-check", "place": "room"},
    "/visits/1/withdraw": {},
    "/check-ins/1/withdraw": {},
    "/check-ins/1/short-code": {},
    "/check-ins/1/show": {},
    "/check-ins/1/repair": {"outcome": "talked"},
    "/check-ins/1/guess": {"guess-understood": "9"},
    "/check-ins/1/signs": {"seen": "short"},
    "/check-ins/1/not-theirs": {"of": "0" * 32, "becomes": "trial"},
    "/corrections/1/undo": {},
    "/clients/1/code": {"code": "C-99"},
    "/clients/1/merge": {"other": "C-2"},
    "/clients/1/close": {},
    "/clients/1/reopen": {},
    "/visits/1/when": {"day": "2026-06-01", "time": "10:00", "place": "room"},
    "/check-ins/1/safety": {"spoken": "yes"},
    "/private": {"on": "yes"},
    "/visits/1/close": {},
    "/check-ins/1/new-code": {},
    "/check-ins/1/seen": {},
    "/visits/1/together/repair": {"outcome": "talked"},
    "/check-ins/1/tablet": {"tablet": "1"},
    "/check-ins/1/tablet/back": {},
    "/check-ins/1/tablet/1/free": {"turn": "1"},
    "/visits/together": {"kind": "couple", "place": "room", "client-1": "C-1", "client-2": "C-2"},
    "/clients/1/asking": {"preset": "couple"},
    "/clients/1/priorities": {"priorities": "To sleep again."},
    "/visits/together/usual": {"kind": "couple", "client-1": "C-014", "client-2": "C-1"},
    "/handover/offer": {"client": "1", "to": "1"},
    "/handover/1/accept": {"code": "C-1"},
    "/handover/1/refuse": {},
    "/handover/1/back": {},
    "/handover/1/told": {"told_on": "2026-06-01"},
    "/settings/without-therapist/offer": {"client": "1", "to": "1"},
    "/supervision/agree": {"supervisor": "1"},
    "/supervision/1/end": {},
    "/people/invite": {"name": "Eve", "email": "eve@example.org", "role": "administrator"},
    "/people/1/roles": {"role": "administrator"},
    "/people/1/disable": {},
    "/people/1/enable": {},
    "/people/1/reset": {},
    "/clients/1/pause": {"reason": "crisis"},
    "/clients/1/resume": {},
    "/clients/1/goals": {"kind": "own", "words": "To be asked first."},
    "/clients/1/priorities/1/up": {},
    "/clients/1/goals/1/met": {},
    "/clients/1/goals/1/end": {},
    "/clients/1/goals/1/take-back": {},
    "/open/1/end": {"ending": "done"},
    "/schedule": {"client": "C-1", "day": "2026-06-03", "time": "09:00"},
    "/schedule/1/end": {},
    "/groups": {"kind": "couple", "name": "The two", "codes": "C-014, C-1"},
    "/groups/1/end": {},
    "/open/1/again": {},
    "/settings": {"name": "Elsewhere", "time_zone": "UTC"},
    "/settings/results": {"link_minutes": "30"},
    "/settings/without-therapist/seen": {},
    "/settings/without-therapist/1/record": {"for": "client"},
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
    "/account/prove": {"password": PASSWORD},
    "/account/logins/1/end": {},
    "/account/codes": {"password": PASSWORD},
    "/account/codes/on": {"offer": "x", "code": "000000"},
    "/account/codes/recovery": {"password": PASSWORD, "code": "000000"},
    "/account/codes/off": {"password": PASSWORD, "code": "000000"},
    "/account/programs": {"name": "Bookings", "scope": "visits:write", "days": "90"},
    "/account/programs/1/revoke": {},
    "/account/webhooks": {"name": "Desk", "url": "https://hooks.example.org/", "cause": "check-in.sent"},
    "/account/webhooks/1/remove": {},
    "/account/webhooks/1/test": {},
    "/account/webhooks/deliveries/1/again": {},
    "/account/arrival": {"sound": "yes"},
    "/account/duty": {"on": "yes"},
    "/check-ins/1/erase": {"what": "answer", "code": "C-014"},
    "/clients/1/erase": {"what": "client", "code": "C-014"},
    "/clients/1/held/1": {},
    "/clients/1/keep": {},
    "/clients/1/patient": {"patient": "123"},
    "/clients/look-over/erase": {"due": "1"},
    "/clients/1/paper": {"day": "2026-06-01", "measure": "session-check"},
    "/clients/1/told": {"day": "2026-06-01"},
    "/clients/1/told/1/withdrawn": {"day": "2026-06-01"},
    "/calendar": {"url": "https://calendar.example.org/basic.ics"},
    "/calendar/file": {},
    "/calendar/pattern": {"pattern": "C-#", "do": "save"},
    "/calendar/look": {},
    "/calendar/read": {},
    "/calendar/codes": {"code": "C-014", "whose": "new"},
    "/calendar/codes/forget": {},
    "/calendar/off": {},
    "/exports": {"format": "csv", "rows": "check-ins"},
    "/handover/1/form": {},
    "/imports": {"kind": "clients"},
    "/imports/1/columns": {"code": "0"},
    "/imports/1/take": {},
    "/imports/1/undo": {},
    "/sessions": {"client": "C-1", "became": "held"},
    "/sessions/1": {"became": "not-held"},
    "/sessions/1/undo": {},
    "/settings/audit": {"years": "5"},
    "/settings/privacy": {"contact": "Dr. Elsewhere"},
    "/settings/records": {"name": "Records", "url": "https://records.example.org/fhir", "algorithm": "ES384"},
    "/settings/records/1/again": {},
    "/settings/records/off": {},
    "/settings/records/on": {},
    "/settings/records/registered": {"client_id": "kiosk"},
    "/settings/records/remove": {},
    "/settings/records/trial": {},
    "/settings/retention": {"client_years": "5"},
    "/supervision/1/share": {"client": "1"},
    "/supervision/1/share/1/end": {},
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


def each_of(rule: str) -> list[str]:
    """The addresses of a rule that takes any of some words."""
    words = re.search(r"<any\((.*?)\):\w+>", rule)
    return [rule.replace(words[0], word) for word in words[1].split(", ")] if words else [rule]


def test_every_form_of_the_staff_is_among_those_tried(cast: Cast) -> None:
    rules = [rule for rule in cast.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    staff = {
        re.sub(r"<public_id:\w+>", "1", address)
        for rule in rules
        if not rule.endpoint.startswith(("checkin.", "tablet.", "api.", "fhir."))
        for address in each_of(rule.rule)
    }
    assert staff - {"/open/<secret>", "/set-up/<secret>"} == POSTS.keys()


def with_real_ids(path: str, desk: Desk) -> str:
    """The same address, of the first visit, check-in and client that there are."""
    real = (
        ("/visits/1", desk.visit_path()),
        ("/check-ins/1", desk.check_in_path()),
        ("/clients/1", desk.client_path()),
    )
    for invented, own in real:
        path = path.replace(invented, own)
    return path


@pytest.mark.parametrize("path", POSTS)
def test_without_its_token_or_with_a_foreign_one_nothing_is_done(cast: Cast, alice: Desk, path: str) -> None:
    cast.begin()
    address = with_real_ids(path, alice)
    foreign = hidden(log_in(cast, cast.bob).get("/account"), "csrf_token")
    before = dump(cast)
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": foreign}):
        refused = alice.client.post(address, data=POSTS[path] | token)
        assert refused.status_code == 400
        assert "Nothing was changed." in read(refused)
    assert dump(cast) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://localhost.evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_valid_token_is_worth_nothing_from_another_site(cast: Cast, alice: Desk, headers: dict[str, str]) -> None:
    cast.begin()
    token, before = {"csrf_token": hidden(alice.get("/account"), "csrf_token")}, dump(cast)
    for path, fields in POSTS.items():
        refused = alice.client.post(with_real_ids(path, alice), data=fields | token, headers=headers)
        assert (refused.status_code, "Nothing was stored." in read(refused)) == (403, True)
    assert dump(cast) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://localhost"},
        {"Sec-Fetch-Site": "none", "Origin": "null"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},
        {},
    ],
)
def test_a_form_of_our_own_is_taken_also_behind_a_proxy_that_hides_the_scheme(
    alice: Desk, headers: dict[str, str]
) -> None:
    token = {"csrf_token": hidden(alice.get("/account"), "csrf_token"), "language": "de"}
    assert alice.client.post("/account/language", data=token, headers=headers).status_code == 303


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
