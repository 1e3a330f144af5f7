"""Any input of a stranger, a holder of a link, a tablet and the staff: an answer, and no error of the server.

What is sent is made by chance, from one seed: a million inputs under `make soak`, a sample in an ordinary run.
"""

import re
from collections.abc import Callable
from random import Random  # noqa: TID251 -- what is sent comes from a written seed
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from kiosk.storage.tables import CheckIn, Client, Person, Tablet, Visit
from tests.support.payloads import PAYLOADS
from tests.support.practice import Cast
from tests.support.results import ROOT
from tests.support.stored import stored
from tests.web.browsing import Desk, lines
from tests.web.tablets import COOKIE, paired

SEED = 1
SAMPLE, WHOLE = 600, 1_000_000
THERE = (Visit, CheckIn, Client, Tablet, Person)
ENDS_IT = {"/logout", "/events"}
"""A login, or nothing: what open pages follow never comes to an end."""
MOST_FIELDS = 40
FORM_FOR = 100
"""Inputs after which a form that was not answered by chance makes room for another."""
ODD = (
    *PAYLOADS,
    *("", " ", "0", "-0", "-1", "10.04", "1e309", "NaN", "Infinity", "٣", "½", "9,5", "1" * 400, "true", "null", "[]"),
    *("{}", "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\u202eabc", "\ufeff", "e\u0301" * 50, "🙂" * 40, "\U0010ffff"),
    *("2026-13-45", "0000-00-00", "9999-12-31T23:59:60Z", "../../etc/passwd", "..\\..", "%00", "%ff%fe", "a" * 5_000),
)
HELD = ("text/html", "application/json", "application/problem+json", "*/*;q=x", "text/event-stream", "\xff")
KINDS = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "text/plain; charset=nonsense",
    "application/fhir+json",
    "",
)
BODIES = (
    b"",
    b"{",
    b'{"a": ' * 900,
    b"[" * 3_000,
    b'{"name": "\\ud800"}',
    b"a=%ff&b=%",
    b"&" * 500,
    b"=" * 500,
    b"--x\r\n\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="words"; filename="a"\r\n\r\nb\r\n--x--\r\n',
    b"\x00\xff\xfe" * 100,
    b"1e999",
)
OF_BROWSERS = ("Accept-Language", "Cookie", "Range", "If-None-Match", "If-Modified-Since", "Referer", "Origin")
HEADERS = (*OF_BROWSERS, "Authorization", "Idempotency-Key", "X-Forwarded-For", "X-Forwarded-Proto", "Last-Event-ID")
IN_TEMPLATES, IN_CODE = re.compile(r' name="([\w-]+)"'), re.compile(r"""["']([a-z][a-z_-]*)["']""")


def field_names() -> list[str]:
    """All that a form of a page or a script may send, and words of the program that are no field."""
    pages = (page.read_text("utf-8") for page in (ROOT / "templates").rglob("*.html"))
    code = (code.read_text("utf-8") for folder in ("web", "api") for code in (ROOT / "kiosk" / folder).rglob("*.py"))
    found = {name for page in pages for name in IN_TEMPLATES.findall(page)}
    return sorted(found | {name for one in code for name in IN_CODE.findall(one)} | {"", "item-", "item-x"})


class Sender:
    """Makes one input after another, and keeps those that the server met with an error of its own."""

    def __init__(self, cast: Cast, client: FlaskClient, *, token: str = "") -> None:
        self.cast, self.client, self.csrf_token = cast, client, token
        self.chance = Random(SEED)  # noqa: S311 -- it has to come again
        self.rules = [rule for rule in cast.app.url_map.iter_rules() if rule.rule != "/static/<path:path>"]
        self.fields = field_names()
        self.faults: list[tuple[int, str, dict[str, Any]]] = []
        self.statuses: set[int] = set()
        self.forms: list[tuple[str, str]] = []
        """The link and the key of the latest two forms that were open."""
        self.known: list[str] = []
        """All that there is, by the names that addresses have for it."""

    def odd(self) -> str:
        return self.chance.choice(ODD)

    def begin(self, code: str) -> None:
        """Open a form, and look what there is."""
        waiting = self.cast.begin(code)
        self.forms = [*self.forms[-1:], (waiting.token, self.cast.key(waiting))]
        self.known = [name for table in THERE for name in stored(self.cast, table.public_id)]

    def send(self, times: int) -> None:
        for number in range(times):
            if number % FORM_FOR == 0:
                self.begin(f"C-{number}")
            method, path, more = self.input()
            with self.client.open(path, method=method, **more) as answer:
                self.statuses.add(answer.status_code)
                if answer.status_code >= 500:
                    self.faults.append((number, f"{method} {path}", more))

    def input(self) -> tuple[str, str, dict[str, Any]]:
        rule = self.chance.choice(self.rules) if self.chance.random() < 0.6 else None
        path = self.address(rule) if rule else f"/c/{self.chance.choice(self.forms)[0]}"
        if not rule and self.chance.random() < 0.3:
            path += self.chance.choice(("/seen", "/unfinished", "/not-me", "/", "?language=xx", "?key="))
        if self.chance.random() < 0.2:
            path += f"?{quote(self.odd())}={quote(self.odd())}"
        methods = sorted(rule.methods or ()) if rule else ["GET", "POST", "POST"]
        method = self.chance.choice([*methods, self.chance.choice(("PUT", "DELETE", "PATCH", "TRACE"))])
        more: dict[str, Any] = {"headers": self.headers(), "environ_overrides": {"REMOTE_ADDR": self.network()}}
        if method not in {"GET", "HEAD", "OPTIONS", "TRACE"}:
            more |= self.body()
        return method, path, more

    def address(self, rule: Rule) -> str:
        """The rule, and for each of its parts something odd, of the right length, or that is there."""
        parts = rule.rule.replace("<", "\n<").replace(">", ">\n").split("\n")
        return "".join(quote(self.part(), safe="") if part.startswith("<") else part for part in parts)

    def part(self) -> str:
        there = self.chance.choice(self.known)
        return self.chance.choice((self.odd()[:200] or "x", "0" * 32, self.forms[0][0], there, there))

    def headers(self) -> Headers:
        found = Headers({"Accept": self.chance.choice(HELD)})
        for name in self.chance.sample(HEADERS, self.chance.randrange(3)):
            value = self.odd().encode("utf-8", "replace").decode("latin-1")
            found[name] = "".join(sign for sign in value if sign not in "\r\n\x00")
        return found

    def body(self) -> dict[str, Any]:
        if self.chance.random() < 0.3:
            return {"data": self.chance.choice(BODIES), "content_type": self.chance.choice(KINDS)}
        fields = {name: self.odd() for name in self.chance.sample(self.fields, self.chance.randrange(MOST_FIELDS))}
        if self.chance.random() < 0.5:
            fields |= lines() | {"marked": "line", "key": self.chance.choice(self.forms)[1]}
            fields[self.chance.choice(list(fields))] = self.odd()
        return {"data": fields | ({"csrf_token": self.csrf_token} if self.csrf_token else {})}

    def network(self) -> str:
        """Others each time, else most inputs would be met by a limit."""
        return ".".join(str(self.chance.randrange(1, 255)) for _ in range(4))


@pytest.mark.soak
def test_nothing_that_a_stranger_or_the_holder_of_a_link_sends_is_an_error(
    cast: Cast, times: Callable[[int, int], int]
) -> None:
    sender = Sender(cast, FlaskClient(cast.app, use_cookies=False))
    sender.send(times(SAMPLE, WHOLE))
    assert sender.faults == []
    assert {200, 303, 400, 401, 404, 405, 422} <= sender.statuses, "all of it reached what it was for"


@pytest.mark.soak
def test_nothing_that_a_tablet_sends_is_an_error(cast: Cast, times: Callable[[int, int], int]) -> None:
    client = FlaskClient(cast.app)
    client.set_cookie(COOKIE, paired(cast).cookie, secure=True)
    sender = Sender(cast, client)
    sender.send(times(SAMPLE // 2, WHOLE // 100))
    assert sender.faults == []


@pytest.mark.soak
def test_nothing_that_somebody_of_the_staff_sends_is_an_error(
    cast: Cast, alice: Desk, times: Callable[[int, int], int]
) -> None:
    alice.fetch_token()
    sender = Sender(cast, alice.client, token=alice.tokens[alice.cookie])
    sender.rules = [rule for rule in sender.rules if rule.rule not in ENDS_IT]
    sender.send(times(SAMPLE // 2, WHOLE // 100))
    assert sender.faults == []
