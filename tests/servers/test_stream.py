"""An open page hears what concerns its person: whichever worker it hangs on, and after whatever broke."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from kiosk.storage.db import writing
from kiosk.storage.tables import Event
from tests.bench.gauges import memory_mb
from tests.bench.push import opened
from tests.servers.conftest import House
from tests.servers.visitors import Message, Stream, answers, ask, begin_for, log_in, log_out
from tests.support.practice import Cast, Waiting, make_cast
from tests.support.servers import Server, free_port, kill

LONG = 1_200
MANY_STREAMS = 64
"""Of each worker's pool of 15 connections, twice as many and more."""
MEASURED_STREAMS = 300
MOST_KB_EACH = 22
"""With 16 to 18 measured; 29 before what a stream does not need was let go (docs/decisions/0014)."""


def send(house: House, waiting: Waiting, words: str = "") -> None:
    reply = ask(house.server, waiting.path, answers(house.cast.key(waiting), words))
    assert reply.status == 303, reply.body


def repeat_event(cast: Cast, waiting: Waiting, times: int) -> None:
    """Tell what was told last of this check-in so many times more, in one transaction."""
    columns = (Event.practice_id, Event.person_id, Event.visit_id, Event.check_in_id, Event.kind, Event.at)
    number = cast.row(waiting)
    with cast.on_stage(), writing() as session:
        told = session.execute(select(*columns).where(Event.check_in_id == number)).mappings().one()
        session.execute(insert(Event), [dict(told)] * times)


@contextmanager
def one_on_each_worker(server: Server, cookie: str) -> Iterator[list[Stream]]:
    """Streams of one person, one held by each worker: a worker that has one stands still until the others do too."""
    server.wait_until_all_accept()
    with ExitStack() as stack:
        streams = []
        with ExitStack() as standing:
            for _ in server.workers():
                streams.append(stack.enter_context(Stream(server, cookie)))
                os.kill(streams[-1].holder, signal.SIGSTOP)
                standing.callback(os.kill, streams[-1].holder, signal.SIGCONT)
        yield streams


@pytest.fixture
def cookie(shared_house: House) -> str:
    return log_in(shared_house.server, shared_house.cast, shared_house.cast.alice)


def told(messages: list[Message]) -> list[tuple[str, str]]:
    """Kind and visit of each."""
    return [(str(data["kind"]), str(data["visit"])) for data in (json.loads(one.data) for one in messages)]


def test_streams_on_both_workers_hear_an_answer_that_came_in_through_one(shared_house: House, cookie: str) -> None:
    waiting = shared_house.cast.begin()
    with one_on_each_worker(shared_house.server, cookie) as streams:
        send(shared_house, waiting)
        assert [told(stream.take(1)) for stream in streams] == [[("sent", waiting.visit)]] * 2


def test_the_stream_carries_a_kind_and_a_visit_and_nothing_of_the_answer(shared_house: House, cookie: str) -> None:
    waiting = shared_house.cast.begin("C-SECRET")
    with Stream(shared_house.server, cookie) as stream:
        ask(shared_house.server, f"{waiting.path}/seen", {"state": "answering"})
        send(shared_house, waiting, "sentinel words")
        messages = stream.take(2)
        heard = stream.heard.decode()
    assert [json.loads(one.data).keys() for one in messages] == [{"kind", "visit"}] * 2
    assert not [secret for secret in ("sentinel", "C-SECRET", waiting.token, "9.4") if secret in heard]


def test_what_happened_while_the_line_was_cut_comes_once_and_in_order(shared_house: House, cookie: str) -> None:
    forms = [shared_house.cast.begin(f"C-{number}") for number in range(21)]
    with Stream(shared_house.server, cookie) as stream:
        send(shared_house, forms[0])
        last = stream.take(1)[0].id
    for waiting in forms[1:]:
        send(shared_house, waiting)
    late = shared_house.cast.begin()
    with Stream(shared_house.server, cookie, last) as stream:
        send(shared_house, late)
        events = [("sent", waiting.visit) for waiting in forms[1:]] + [("waiting", late.visit), ("sent", late.visit)]
        assert told(stream.take(22)) == events


def test_a_long_absence_loses_nothing_either(shared_house: House, cookie: str) -> None:
    waiting = shared_house.cast.begin()
    with one_on_each_worker(shared_house.server, cookie) as streams:
        last = streams[0].hello.id
        repeat_event(shared_house.cast, waiting, LONG)
        present = [told(stream.take(LONG)) for stream in streams]
    with Stream(shared_house.server, cookie, last) as stream:
        assert [told(stream.take(LONG))] * 2 == present


def test_a_number_from_a_later_time_than_the_database_does_not_silence_the_stream(
    shared_house: House, cookie: str
) -> None:
    waiting = shared_house.cast.begin()
    with Stream(shared_house.server, cookie) as stream:
        epoch = stream.hello.data
    with Stream(shared_house.server, cookie, last=f"{epoch}-{10**12}-7") as stream:
        assert stream.hello.data == ""
        send(shared_house, waiting)
        beats_or_event = next(stream.messages())
    assert beats_or_event.event == "check-in"


def test_three_therapists_hear_of_their_own_clients_alone(shared_house: House) -> None:
    cast, server = shared_house.cast, shared_house.server
    people = (cast.alice, cast.bob, cast.carol)
    with ExitStack() as stack:
        streams = {one: stack.enter_context(Stream(server, log_in(server, cast, one))) for one in people}
        forms = {one: [begin_for(cast, one, f"C-{number}") for number in range(8)] for one in people}
        for waiting in [waiting for turn in zip(*forms.values(), strict=True) for waiting in turn]:
            send(shared_house, waiting)
        heard = {one: told(stream.take(16)) for one, stream in streams.items()}
        nothing_else = {one: next(stream.messages()).event for one, stream in streams.items()}
    theirs = {one: sorted((kind, own.visit) for own in forms[one] for kind in ("sent", "waiting")) for one in people}
    assert {one: sorted(events) for one, events in heard.items()} == theirs
    assert set(nothing_else.values()) == {"heartbeat"}


def test_a_quiet_stream_beats_while_its_login_holds_and_ends_soon_after_logging_out(shared_house: House) -> None:
    cast, server = shared_house.cast, shared_house.server
    staying, leaving = log_in(server, cast, cast.alice), log_in(server, cast, cast.alice)
    with Stream(server, staying) as kept, Stream(server, leaving) as ended:
        log_out(server, leaving)
        assert list(ended.messages()) == []
        assert next(kept.messages()).event == "heartbeat"


def test_without_a_login_there_is_no_stream(shared_house: House, cookie: str) -> None:
    log_out(shared_house.server, cookie)
    replies = [ask(shared_house.server, "/events", headers={"Cookie": old}) for old in (cookie, "")]
    assert [reply.status for reply in replies] == [401, 401]


def test_many_open_streams_hold_no_connection_to_the_database(shared_house: House, cookie: str) -> None:
    waiting = shared_house.cast.begin()
    with ExitStack() as stack:
        streams = [stack.enter_context(Stream(shared_house.server, cookie)) for _ in range(MANY_STREAMS)]
        send(shared_house, waiting)
        page = ask(shared_house.server, f"/visits/{waiting.visit}", headers={"Cookie": cookie})
        heard = {tuple(told(stream.take(1))) for stream in streams}
    assert (page.status, heard) == (200, {(("sent", waiting.visit),)})


def test_when_its_worker_is_killed_the_page_comes_back_and_misses_nothing(house: House) -> None:
    cast, server = house.cast, house.server
    cookie = log_in(server, cast, cast.alice)
    forms = [cast.begin(f"C-{number}") for number in range(6)]
    with Stream(server, cookie) as stream:
        send(house, forms[0])
        last = stream.take(1)[0].id
        kill(stream.holder)
        server.wait_until_ended({stream.holder})
        for waiting in forms[1:4]:
            send(house, waiting)
    with Stream(server, cookie, last) as stream:
        for waiting in forms[4:]:
            send(house, waiting)
        assert told(stream.take(5)) == [("sent", waiting.visit) for waiting in forms[1:]]


def test_an_open_stream_takes_little_memory_once_it_has_begun(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    with Server(cast.environ, workers=1) as server:
        [worker] = server.workers()
        with Stream(server, log_in(server, cast, cast.alice)):
            before = memory_mb(worker)["Private_Dirty"]
        with opened(server, cast, MEASURED_STREAMS):
            kb_each = (memory_mb(worker)["Private_Dirty"] - before) * 1000 / MEASURED_STREAMS
    assert kb_each < MOST_KB_EACH
