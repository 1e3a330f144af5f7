"""Visitors of a real server: clients that send forms, therapists that log in and listen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from statistics import median, quantiles
from time import monotonic
from typing import Self
from urllib.parse import urlencode

from kiosk import clock
from kiosk.actions.visits.open import Opened, open_visit
from kiosk.keys import keys
from kiosk.live.pulse import HEARTBEAT_S
from tests.support.practice import WELL, Cast, Waiting
from tests.support.servers import Server

HANGS_S = 120
"""No answer takes that long; it only keeps a broken server from stopping the tests."""

MOST_BEATS = 2
"""Of those that were waited for: others came while nobody read, as many as a busy machine gives time for."""
WAITED_S = HEARTBEAT_S / 2


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: str
    cookies: str
    """The cookies that it set, as a browser sends them back."""


def ask(
    server: Server,
    path: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """GET, or POST when there are fields. Raises OSError or HTTPException when no whole answer came."""
    connection = HTTPConnection(server.host, server.port, timeout=HANGS_S)
    try:
        return ask_on(connection, path, fields, headers)
    finally:
        connection.close()


def sent_in(server: Server, waiting: Waiting) -> float:
    """Seconds from Send to thanks."""
    key = hidden(ask(server, waiting.path), "key")
    begun = monotonic()
    assert ask(server, waiting.path, answers(key)).status == 303
    return monotonic() - begun


def in_figures(times: Sequence[float]) -> str:
    """How long they took, for the report of a run."""
    whole, late = median(times) * 1000, quantiles(times, n=20)[-1] * 1000
    return f"{len(times)} sent, median {whole:.0f} ms, p95 {late:.0f} ms"


def ask_on(
    connection: HTTPConnection,
    path: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """The same on a connection that is open already."""
    if fields is None:
        connection.request("GET", path, headers=dict(headers or {}))
        return _reply_on(connection)
    announce_on(connection, path, len(urlencode(fields)), headers)
    return send_on(connection, fields)


def announce_on(connection: HTTPConnection, path: str, size: int, headers: Mapping[str, str] | None = None) -> None:
    """The head of a POST alone: the server waits for its fields, however long they take."""
    said = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(size), **(headers or {})}
    connection.putrequest("POST", path, skip_host="Host" in said)
    for name, value in said.items():
        connection.putheader(name, value)
    connection.endheaders()


def send_on(connection: HTTPConnection, fields: Mapping[str, str]) -> Reply:
    """The fields of a POST that was announced with their size in bytes."""
    connection.send(urlencode(fields).encode())
    return _reply_on(connection)


def _reply_on(connection: HTTPConnection) -> Reply:
    response = connection.getresponse()
    body = response.read().decode()
    headers = {name.lower(): value for name, value in response.getheaders()}
    cookies = "; ".join(cookie.split(";")[0] for cookie in response.headers.get_all("Set-Cookie", []))
    return Reply(response.status, headers, body, cookies)


def answers(key: str, words: str = "") -> dict[str, str]:
    """A whole form with that key, all well."""
    return {f"item-{item}": mark for item, mark in WELL.items()} | {"marked": "line", "words": words, "key": key}


def hidden(page: Reply, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page.body)
    assert found is not None, page.body
    return found[1]


def log_in(server: Server, cast: Cast, person: int) -> str:
    """The cookie of a new login, by a one-time link."""
    link = cast.one_time_link(person)
    page = ask(server, link)
    button = {"csrf_token": hidden(page, "csrf_token")}
    reply = ask(server, link, button, {"Cookie": page.cookies})
    assert reply.status == 303, reply.body
    return reply.cookies


def log_out(server: Server, cookie: str) -> None:
    """By the button of the day page."""
    page = ask(server, "/", headers={"Cookie": cookie})
    token = {"csrf_token": hidden(page, "csrf_token")}
    reply = ask(server, "/logout", token, {"Cookie": page.cookies or cookie})
    assert reply.status == 303, reply.body


def begin_for(cast: Cast, person: int, code: str) -> Waiting:
    """Somebody of the cast starts a check-in."""
    with cast.on_stage():
        opened = open_visit(cast.actor(person), code, "session-check", "room", clock.now())
        assert isinstance(opened, Opened), opened
        return Waiting(opened.visit, opened.check_in, keys().link_token(opened.check_in, 1))


@dataclass(frozen=True)
class Message:
    """One message of a stream, as a browser would hand it to a script."""

    id: str
    event: str
    data: str


class Stream:
    """An open page of somebody who is logged in."""

    def __init__(self, server: Server, cookie: str, last: str | None = None) -> None:
        self._connection = HTTPConnection(server.host, server.port, timeout=HANGS_S)
        headers = {"Cookie": cookie, "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        self._connection.request("GET", "/events", headers=headers)
        self.holder = server.holder(self._connection)
        self._response: HTTPResponse = self._connection.getresponse()
        assert self._response.status == 200, self._response.read()
        self.heard = b""
        self.hello = next(self.messages())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
        self._response.close()

    def messages(self) -> Iterator[Message]:
        """Each message as it comes, until the server ends the stream."""
        found = {"id": "0", "event": "message", "data": ""}
        while line := self._response.readline():
            self.heard += line
            text = line.decode().rstrip("\n")
            if text:
                name, _, value = text.partition(":")
                found[name] = value.removeprefix(" ")
            else:
                yield Message(found["id"], found["event"], found["data"])
                found = {"id": "0", "event": "message", "data": ""}

    def take(self, how_many: int) -> list[Message]:
        """The next events, heartbeats aside; too many of those mean that the events do not come."""
        taken: list[Message] = []
        beats = 0
        messages = self.messages()
        while len(taken) < how_many:
            began = monotonic()
            message = next(messages)
            if message.event == "check-in":
                taken.append(message)
            beats += message.event == "heartbeat" and monotonic() - began > WAITED_S
            assert beats < MOST_BEATS, f"{len(taken)} of {how_many} events came"
        return taken
