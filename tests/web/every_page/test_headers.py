"""Headers of every response: pages, errors, files, streams."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.storage import forms
from tests.support.practice import Cast
from tests.web.browsing import Desk, answer, lines
from tests.web.conftest import Stage

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
}
FIXED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}

FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope magnetometer microphone midi"
    " payment publickey-credentials-create publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"
).split()

OF_PARTS = dict.fromkeys(("default-src", "base-uri", "frame-ancestors", "object-src"), "'none'")
"""Policy of what is never a page: it may do nothing at all."""

LOCAL = "localhost"


def needed(response: TestResponse) -> dict[str, str]:
    """Permissions that a page gives itself and nobody else on it: passkeys, where it has a form for them."""
    form = (
        re.search(r"<form[^>]* data-passkey( data-makes)?", response.text) if response.mimetype == "text/html" else None
    )
    return {f"publickey-credentials-{'create' if form[1] else 'get'}": "(self)"} if form else {}


def faults(response: TestResponse) -> Iterator[str]:
    """Each header that is not as it must be."""
    policy = dict(part.split(" ", 1) for part in response.headers.get("Content-Security-Policy", "x y").split("; "))
    is_worker = "Service-Worker-Allowed" in response.headers
    is_part = response.mimetype in {"text/css", "text/javascript"} and not is_worker
    if policy != (OF_PARTS if is_part else SOURCES):
        yield f"policy {policy}"
    yield from (f"{name}: {response.headers.get(name)}" for name in FIXED if response.headers.get(name) != FIXED[name])
    permissions = dict(part.split("=") for part in response.headers.get("Permissions-Policy", "x=y").split(", "))
    if not is_part and permissions != dict.fromkeys(FEATURES, "()") | needed(response):
        yield f"permissions {permissions}"
    is_file = response.request.path.startswith("/static/") and response.status_code == 200
    if not is_file and response.headers.get("Cache-Control") != "no-store":
        yield f"cache {response.headers.get('Cache-Control')}"
    if "Werkzeug" in response.headers.get("Server", "") or "X-Powered-By" in response.headers:
        yield "says what it is made of"


def broken(*_: object) -> None:
    raise RuntimeError("made for a test")


def test_every_kind_of_response_has_them(
    cast: Cast, phone: FlaskClient, alice: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = cast.begin()
    tries = [phone.post("/join", data={"code": "CCCC-CCCC"}) for _ in range(21)]
    kinds = {
        "form": phone.get(waiting.path),
        "nothing there": phone.get("/nowhere"),
        "not like that": phone.delete("/login"),
        "too much": phone.post(waiting.path, data={"words": "a" * 70_000}),
        "no token": phone.post("/login"),
        "faulty": answer(phone, waiting, {}),
        "sent": answer(phone, waiting, lines()),
        "thanks": phone.get("/c/thanks"),
        "closed": phone.get(waiting.path),
        "too often": tries[-1],
        "asked to log in": phone.get("/"),
        "seen": phone.post(f"{waiting.path}/seen"),
        "day": alice.get("/"),
        "passkeys": alice.get("/account/passkeys"),
        "visit": alice.get(f"/visits/{waiting.visit}"),
        "fragment": alice.get(f"/visits/{waiting.visit}/live"),
        "health": phone.get("/healthz"),
        "file": phone.get("/static/css/checkin.css"),
        "no such file": phone.get("/static/css/nowhere.css"),
        "options": phone.options("/login"),
    }
    monkeypatch.setattr(forms, "by_link", broken)
    kinds["error"] = phone.get(waiting.path)
    assert [f"{name}: {fault}" for name, kind in kinds.items() for fault in faults(kind)] == []
    statuses = {kind.status_code for kind in kinds.values()}
    assert {200, 204, 303, 400, 401, 404, 405, 410, 413, 422, 429, 500} <= statuses


def test_only_what_logs_in_may_ask_for_a_passkey_and_only_where_there_are_any(stage: Stage, alice: Desk) -> None:
    lan = stage(public_url="http://kiosk.lan:8000", insecure_lan="1").app.test_client()
    answers = {
        "login": alice.client.application.test_client().get("/login"),
        "passkeys": alice.get("/account/passkeys"),
        "account": alice.get("/account"),
        "login on plain http": lan.get("/login"),
    }
    on = {name: re.findall(r"([\w-]+)=\(self\)", each.headers["Permissions-Policy"]) for name, each in answers.items()}
    assert on == {
        "login": ["publickey-credentials-get"],
        "passkeys": ["publickey-credentials-create"],
        "account": [],
        "login on plain http": [],
    }


def test_every_route_has_them(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    known = {"visit_id": waiting.visit, "check_in_id": waiting.check_in, "path": "js/visit.js"}
    for rule in cast.app.url_map.iter_rules():
        if rule.endpoint != "events.events":
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "x"), rule.rule)
            assert list(faults(alice.get(path))) == []


def test_strict_transport_is_asked_for_where_there_is_transport_security(stage: Stage) -> None:
    cast = stage(public_url="https://go.example.org", trusted_proxies="1")
    client = cast.app.test_client()
    assert (
        "max-age=31536000"
        in client.get("/login", base_url="https://go.example.org").headers["Strict-Transport-Security"]
    )
    behind = client.get("/login", base_url="http://go.example.org", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" in behind.headers
    assert "Strict-Transport-Security" not in client.get("/login").headers


def test_nobody_is_believed_about_encryption_without_a_proxy(phone: FlaskClient) -> None:
    forged = phone.get("/login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"})
    assert "Strict-Transport-Security" not in forged.headers


@pytest.mark.parametrize("host", [LOCAL, "127.0.0.1:8000", "go.example.org", f"{LOCAL}:8000"])
def test_our_own_names_are_answered(reachable: Cast, host: str) -> None:
    assert reachable.app.test_client().get("/login", headers={"Host": host}).status_code == 200


def test_a_method_an_address_does_not_take_names_those_it_does(phone: FlaskClient) -> None:
    assert "POST" in phone.put("/login").headers["Allow"]
