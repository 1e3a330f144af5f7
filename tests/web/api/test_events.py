"""Events for programs: a page at a time or as a stream, never an answer, and no longer than the token is valid."""

import json
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient

from kiosk import clock
from kiosk.actions.accounts.api_tokens import revoke_token
from kiosk.api.events import MOST_STREAMS
from kiosk.domain.actors import CommandLine, Scope
from kiosk.domain.permissions import Permission
from kiosk.live import pulse
from kiosk.live.inbox import Inbox
from kiosk.live.pulse import OpenStream
from kiosk.storage import epochs
from kiosk.storage.db import writing
from kiosk.storage.tables import ApiToken
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.api.calling import LOW, detail, program
from tests.web.browsing import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "The yellow door."


def told(caller: FlaskClient, after: str = "", limit: int = 50) -> list[tuple[str, str]]:
    answer = caller.get(f"/api/v1/events?after={after}&limit={limit}")
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["check_in"]) for one in answer.get_json()["events"]]


def test_a_program_hears_what_happened_since_it_asked_last(cast: Cast) -> None:
    reader, waiting = program(cast), cast.begin()
    first = reader.get("/api/v1/events").get_json()
    assert ([one["kind"] for one in first["events"]], first["more"]) == (["waiting"], False)
    assert (first["events"][0]["visit"], first["events"][0]["id"]) == (waiting.visit, first["last"])
    assert told(reader, first["last"]) == []
    cast.send(waiting, None, **LOW, words=WORDS)
    assert told(reader, first["last"]) == [("sent", waiting.check_in)]
    seen, after = list[tuple[str, str]](), ""
    while True:
        page = reader.get(f"/api/v1/events?limit=1&after={after}").get_json()
        seen += [(one["kind"], one["check_in"]) for one in page["events"]]
        after = page["last"]
        if not page["more"]:
            break
    assert seen == [("waiting", waiting.check_in), ("sent", waiting.check_in)]
    assert WORDS not in reader.get("/api/v1/events").text


def test_a_withheld_refusal_is_told_of_as_sent_and_as_declined_once_it_was_shown(cast: Cast, alice: Desk) -> None:
    reader, waiting = program(cast), cast.begin(place="telehealth")
    cast.send(waiting, None, decline="yes")
    assert [kind for kind, _ in told(reader)] == ["waiting", "sent"]
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert [kind for kind, _ in told(reader)] == ["waiting", "sent", "revealed"]


def test_nobody_hears_of_a_colleagues_check_ins_or_of_what_a_therapist_noted(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "9"})
    assert told(program(cast)) == [("waiting", waiting.check_in)]
    assert told(program(cast, person=cast.bob)) == []


@pytest.mark.parametrize(("after", "status"), [("x", 422), ("0" * 16 + "-1-1", 409), ("{epoch}-99-1", 409)])
def test_an_event_that_leads_nowhere_says_what_to_do(cast: Cast, after: str, status: int) -> None:
    reader = program(cast)
    epoch = reader.get("/api/v1/events").get_json()["last"].partition("-")[0]
    assert "“after”" in detail(reader.get(f"/api/v1/events?after={after.format(epoch=epoch)}"), status)


def test_after_a_restore_a_program_reads_again_what_it_holds(cast: Cast) -> None:
    cast.begin()
    last = program(cast).get("/api/v1/events").get_json()["last"]
    with cast.on_stage(), writing() as session:
        epochs.begin(session, clock.now())
    assert "without “after”" in detail(program(cast).get(f"/api/v1/events?after={last}"), 409)


class Stream:
    """An open stream of a program, read one message at a time."""

    def __init__(self, caller: FlaskClient, last: str = "") -> None:
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
        self.response = caller.get("/api/v1/events", headers=headers, buffered=False)
        self._chunks: Iterator[bytes] = iter(self.response.response)  # type: ignore[arg-type]

    def next(self) -> dict[str, str]:
        parts = (line.partition(": ") for line in next(self._chunks).decode().strip("\n").split("\n"))
        return {name: value for name, _, value in parts}

    def close(self) -> None:
        self.response.close()


def test_the_same_comes_as_a_stream_from_the_last_event_on(cast: Cast) -> None:
    reader, waiting = program(cast), cast.begin()
    first = reader.get("/api/v1/events").get_json()["last"]
    cast.send(waiting, None, **LOW, words=WORDS)
    stream = Stream(reader, first)
    hello, sent = stream.next(), stream.next()
    assert (stream.response.mimetype, hello["event"], hello["id"]) == ("text/event-stream", "hello", first)
    assert (sent["event"], json.loads(sent["data"])["check_in"]) == ("sent", waiting.check_in)
    assert sent["id"] == json.loads(sent["data"])["id"] == reader.get("/api/v1/events").get_json()["last"]
    cast.send(cast.begin("C-2"), None, **WELL)
    assert [stream.next()["event"] for _ in range(2)] == ["waiting", "sent"]
    stream.close()


def test_a_stream_ends_with_its_token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "HEARTBEAT_S", 0.2)
    reader = program(cast, Scope.READ_RESULTS)
    stream = Stream(reader)
    assert [stream.next()["event"], stream.next()["event"]] == ["hello", "heartbeat"]
    with cast.on_stage():
        revoke_token(CommandLine(), stored(cast, ApiToken.public_id)[0], clock.now())
    rest = [chunk for chunk, _ in zip(stream.response.response, range(20), strict=False)]
    assert len(rest) < 20
    detail(reader.get("/api/v1/events"), 401)


def test_a_token_without_results_hears_nothing_and_too_many_streams_are_refused(cast: Cast) -> None:
    stream = {"Accept": "text/event-stream"}
    detail(program(cast, Scope.ASK_CLIENTS).get("/api/v1/events", headers=stream), 403)
    reader = program(cast)
    secret = reader.environ_base["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    with cast.app.app_context():
        held = [
            pulse.pulse().beating(OpenStream(secret, Permission.READ_RESULTS, Inbox())) for _ in range(MOST_STREAMS)
        ]
    for each in held:
        each.__enter__()
    refused = reader.get("/api/v1/events", headers=stream)
    assert ("streams" in detail(refused, 429), refused.headers["Retry-After"]) == (True, "10")
    for each in held:
        each.__exit__(None, None, None)
