"""The stream of a person: what was missed, then what happens; a number and a kind, and never a text or a score."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import select

from kiosk import clock
from kiosk.actions.accounts.log_in import begin_login
from kiosk.domain.actors import CommandLine, Role
from kiosk.domain.permissions import Permission
from kiosk.live import pulse
from kiosk.live.inbox import Inbox
from kiosk.live.pulse import Beat, OpenStream, Pulse
from kiosk.live.sse import EventId
from kiosk.storage import epochs
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Instance, Person
from kiosk.storage.work import unit_of_work
from tests.support.practice import WELL, Cast
from tests.support.statements import counted
from tests.web.browsing import Desk, log_in

STREAM = {"Accept": "text/event-stream"}
MOST_ON_THEIR_WAY = 4
Message = dict[str, str]


class Listening:
    """An open stream, read one message at a time."""

    def __init__(self, desk: Desk, last: str = "") -> None:
        headers = STREAM | ({"Last-Event-ID": last} if last else {})
        self.response = desk.get("/events", headers=headers, buffered=False)
        self._chunks: Iterator[bytes] = iter(self.response.response)  # type: ignore[arg-type]

    def next(self) -> Message:
        chunk = next(self._chunks)
        fields = (line.partition(": ") for line in chunk.decode().strip("\n").split("\n"))
        return {name: value for name, _, value in fields}

    def numbers(self, how_many: int) -> list[str]:
        """Those of the next events."""
        return [self.next()["id"].split("-")[1] for _ in range(how_many)]

    def rest(self) -> list[bytes]:
        """All that comes until the stream ends; but for what was on its way, it should not be much."""
        return list(islice(self._chunks, MOST_ON_THEIR_WAY))

    def close(self) -> None:
        self.response.close()


def epoch_of(cast: Cast) -> str:
    with cast.on_stage():
        return epochs.present(reading())


def place(cast: Cast, number: int, at: datetime | None = None) -> str:
    """As a message has it whose event was told at that time, or now."""
    told = at or clock.now()
    return str(EventId(epoch_of(cast), number, int(told.timestamp() * 1000) if number else 0))


@pytest.fixture
def listening() -> Iterator[list[Listening]]:
    """End the streams that are put in here."""
    open_streams: list[Listening] = []
    yield open_streams
    for each in open_streams:
        each.close()


def test_a_stream_begins_with_where_it_is(cast: Cast, alice: Desk, listening: list[Listening]) -> None:
    cast.begin()
    listening.append(stream := Listening(alice))
    assert stream.response.mimetype == "text/event-stream"
    assert stream.response.headers["Cache-Control"] == "no-store"
    assert stream.response.headers["X-Accel-Buffering"] == "no"
    epoch = epoch_of(cast)
    assert stream.next() == {"retry": "2000", "id": place(cast, 1), "event": "hello", "data": epoch}


def test_each_thing_that_happens_is_told_with_its_visit(cast: Cast, alice: Desk, listening: list[Listening]) -> None:
    listening.append(stream := Listening(alice))
    stream.next()
    waiting = cast.begin()
    told = stream.next()
    assert (told["event"], json.loads(told["data"])) == ("check-in", {"kind": "waiting", "visit": waiting.visit})
    cast.send(waiting, None, **WELL)
    assert json.loads(stream.next()["data"])["kind"] == "sent"


def test_what_was_missed_is_told_once_and_in_order(cast: Cast, alice: Desk, listening: list[Listening]) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    second = cast.begin("C-002")
    listening.append(stream := Listening(alice, last=place(cast, 1)))
    assert stream.numbers(3) == ["1", "2", "3"]
    cast.send(second, None, **WELL)
    assert stream.numbers(1) == ["4"]


def test_a_page_from_another_epoch_or_another_state_is_told_to_load_itself_anew(
    cast: Cast, alice: Desk, listening: list[Listening]
) -> None:
    cast.send(cast.begin(), None, **WELL)
    heard, never, replaced = place(cast, 1), place(cast, 3), place(cast, 1, clock.now() - timedelta(milliseconds=1))
    for last in (never, replaced):
        listening.append(stream := Listening(alice, last=last))
        hello = stream.next()
        assert (hello["id"], hello["data"]) == (place(cast, 2), "")
    with cast.on_stage(), writing() as session:
        session.scalars(select(Instance)).one().epoch = "f" * 16
    listening.append(other := Listening(alice, last=heard))
    assert other.next()["data"] == ""
    waiting = cast.begin("C-002")
    assert json.loads(other.next()["data"])["visit"] == waiting.visit


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 19, "\u0661"])
def test_a_place_that_is_no_number_is_a_new_beginning(
    cast: Cast, alice: Desk, listening: list[Listening], last: str
) -> None:
    cast.begin()
    listening.append(stream := Listening(alice, last=last.encode().decode("latin-1")))
    assert stream.numbers(1) == ["1"]


def test_nobody_hears_of_somebody_else_s_visits(cast: Cast, alice: Desk, listening: list[Listening]) -> None:
    for colleague in (cast.bob, cast.carol):
        log_in(cast, colleague).post("/visits", {"client": "B", "measure": "session-check", "place": "room"})
    listening.append(stream := Listening(alice, last=place(cast, 0)))
    stream.next()
    mine = cast.begin()
    assert json.loads(stream.next()["data"])["visit"] == mine.visit


def test_a_stream_holds_no_text_no_score_and_no_token(cast: Cast, alice: Desk, listening: list[Listening]) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **(WELL | {"understood": "3.1"}), words="the yellow door", safety="yes", talk="now")
    listening.append(stream := Listening(alice, last=place(cast, 0)))
    stream.next()
    told = "".join(f"{name}: {value}" for _ in range(2) for name, value in stream.next().items() if name != "id")
    told = told.replace(waiting.visit, "")  # random digits, any of which may stand in it
    for secret in ("yellow", "3.1", "31", "safety", "now", waiting.token, "C-014"):
        assert secret not in told


def test_a_stream_beats_while_its_login_holds_and_ends_when_it_does_not(
    cast: Cast, alice: Desk, listening: list[Listening], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "HEARTBEAT_S", 0.01)
    other = log_in(cast, cast.alice)
    listening += [ends := Listening(alice), stays := Listening(other)]
    assert [ends.next()["event"], ends.next()["event"]] == ["hello", "heartbeat"]
    alice.post("/logout")
    assert len(ends.rest()) < MOST_ON_THEIR_WAY
    assert [stays.next()["event"] for _ in range(3)] == ["hello", "heartbeat", "heartbeat"]


def test_a_stream_ends_when_its_person_is_no_therapist_any_more(
    cast: Cast, listening: list[Listening], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "HEARTBEAT_S", 0.01)
    listening.append(stream := Listening(log_in(cast, cast.bob)))
    assert [stream.next()["event"], stream.next()["event"]] == ["hello", "heartbeat"]
    cast.give(cast.bob, Role.SUPERVISOR)
    assert len(stream.rest()) < MOST_ON_THEIR_WAY


def test_all_pages_whose_turn_it_is_take_one_question(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "HEARTBEAT_S", 1)
    secrets = [login_of(cast, cast.alice), login_of(cast, cast.bob), "of nobody"] * 2
    pages = [OpenStream(secret, Permission.READ_RESULTS, Inbox()) for secret in secrets]
    beats = Pulse(cast.app)
    with counted(cast) as sent, ExitStack() as stack:
        for page in pages:
            stack.enter_context(beats.beating(page))
        heard = [page.queue.get(timeout=60) for page in pages]
    assert heard == [Beat.HOLDS, Beat.HOLDS, Beat.ENDED] * 2
    assert len(sent) == 1


def login_of(cast: Cast, person: int) -> str:
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        return begin_login(work, work.session.get_one(Person, person))


def test_a_number_that_no_event_can_have_is_one_of_another_database(
    cast: Cast, alice: Desk, listening: list[Listening]
) -> None:
    listening.append(Listening(alice, place(cast, 10**18 - 1)))
    assert listening[0].next()["data"] == ""
