"""A therapist's own calendar: sessions that it tells of stand on the day, and of its entries nothing else is kept."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.domain.calendars import EVERY, LONGEST_PAUSE
from kiosk.domain.jobs import Lane, kinds_in
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.operations.purge import purge
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.storage import schedule, sealed_files
from kiosk.storage.db import reading
from kiosk.storage.tables import Calendar, CalendarCode, Client, Job, NotedSession, Plan
from tests.support.practice import WELL, Cast
from tests.support.stored import count, dump, stored
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.conftest import Stage

TITLE = "a yellow door"
Entries = Sequence[tuple[str, str]]


def written(entries: Entries) -> bytes:
    """A calendar with these entries: a time in UTC or a line of its own, and a title."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, (begins, title) in enumerate(entries):
        when = begins if begins.startswith("DTSTART") else f"DTSTART:{begins}"
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", when, f"SUMMARY:{title}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@dataclass
class Feed:
    """A server on this machine with a calendar."""

    port: int = 0
    entries: Entries = (("20260603T153000Z", "C-014"), ("20260604T090000Z", f"C-015 {TITLE}"))
    status: int = 200
    location: str = ""
    body: bytes = b""
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/private-3f9a/basic.ics"


@pytest.fixture
def feed() -> Iterator[Feed]:
    made = Feed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(dict(self.headers))
            status = 304 if self.headers.get("If-None-Match") == "first" and made.status == 200 else made.status
            self.send_response(status)
            self.send_header("ETag", "first")
            if made.location:
                self.send_header("Location", made.location)
            self.end_headers()
            if status == 200:
                self.wfile.write(made.body or written(made.entries))

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        made.port = running.server_port
        Thread(target=running.serve_forever, daemon=True).start()
        yield made
        running.shutdown()


@dataclass
class Booker:
    """Alice with a calendar."""

    cast: Cast
    desk: Desk

    def run(self) -> None:
        """The process for quick jobs runs what is due."""
        with self.cast.on_stage():
            run_due_jobs("test", clock.now, lambda _: None, kinds_in(Lane.QUICK))

    def ask(self, path: str, **fields: str) -> TestResponse:
        """Ask for something that is done beside the workers, and have it done; gives the page of the task."""
        answer = self.desk.post(f"/calendar{path}", fields)
        assert answer.status_code == 303, read(answer)
        self.run()
        return self.desk.get(answer.location)

    def upload(self, content: bytes) -> TestResponse:
        file = {"file": (io.BytesIO(content), "mine.ics")}
        answer = self.desk.post("/calendar/file", file)  # type: ignore[arg-type]  # a file is no text
        self.run()
        return answer

    def give(self, url: str, pattern: str = "C-#") -> None:
        self.ask("", url=url)
        self.ask("/pattern", pattern=pattern, do="save")

    def again(self, time: TimeMachineFixture, after: timedelta = EVERY) -> None:
        """It is read again after a while."""
        time.shift(after)
        self.run()
        self.desk = log_in(self.cast, self.cast.alice)

    @property
    def page(self) -> str:
        return read(self.desk.get("/calendar"))

    @property
    def day(self) -> str:
        return read(self.desk.get("/"))

    @property
    def plans(self) -> list[tuple[str, int, str | None, int | None]]:
        columns = Plan.first_on, Plan.minute, Plan.code, Plan.client_id
        return [
            (f"{day:%d.%m.}", minute // 60, code, client) for day, minute, code, client in stored(self.cast, *columns)
        ]


@pytest.fixture
def booker(stage: Stage) -> Booker:
    cast = stage(private_networks="127.0.0.0/8")
    at = NOW - timedelta(days=21)
    cast.send(cast.begin("C-014", at=at), at, **WELL)
    return Booker(cast, log_in(cast, cast.alice))


def test_entries_stand_on_the_day_ready_to_start(booker: Booker, feed: Feed) -> None:
    booker.ask("", url=feed.url)
    shown = read(booker.desk.post("/calendar/pattern", {"pattern": "C-#", "do": "try"}))
    assert "Wednesday 3 June, 15:30 C-014 C-014 Your client" in shown
    assert f"Thursday 4 June, 09:00 C-015 {TITLE} C-015 Not known yet: you will be asked" in shown
    assert booker.plans == []
    assert "Done." in read(booker.ask("/pattern", pattern="C-#", do="save"))
    assert "15:30 C-014" in booker.day
    assert "Start check-in with C-014, in the room" in booker.day
    assert "2 of 2 upcoming entries have a code." in booker.page
    assert count(booker.cast, Client) == 1  # nobody was added in silence


def test_nothing_of_an_entry_is_kept_but_its_time_and_code(booker: Booker, feed: Feed) -> None:
    booker.give(feed.url)
    kept = dump(booker.cast)
    for word in (TITLE, "private-3f9a", "example.org", "C-015"):  # the last is no client's, and sealed
        assert word not in kept.replace("alice@example.org", "").replace("@example.org", ""), word
    assert stored(booker.cast, Calendar.look) == [""]
    assert stored(booker.cast, Plan.code) == ["C-014", "C-015"]


def test_a_code_that_is_not_known_is_asked_about(booker: Booker, feed: Feed) -> None:
    feed.entries = [
        (f"20260603T{hour}0000Z", code) for hour, code in (("15", "C-O14"), ("16", "C-900"), ("17", "C-77"))
    ]
    booker.give(feed.url, "C-*")
    assert "16:00 C-900 In your calendar, and no client of yours." in booker.day
    assert "C-O14 Next on Wednesday 3 June, 15:00. You have C-014." in booker.page
    client = stored(booker.cast, Client.public_id)[0]
    booker.desk.post("/calendar/codes", {"code": "C-O14", "whose": client})
    booker.desk.post("/calendar/codes", {"code": "C-900", "whose": "new"})
    booker.desk.post("/calendar/codes", {"code": "C-77", "whose": "nobody"})
    assert [plan[1:] for plan in booker.plans] == [(15, "C-O14", 1), (16, "C-900", 2)]
    booker.ask("/read")
    assert [plan[1:] for plan in booker.plans] == [(15, "C-O14", 1), (16, "C-900", 2)]
    assert "Whose are these codes?" not in booker.page
    assert [act for _, _, act, _ in audited(booker.cast)].count("calendar-code") == 3
    booker.ask("/codes/forget")
    assert [plan[3] for plan in booker.plans] == [None, 2, None]


def people_in(booker: Booker) -> Sequence[tuple[str, Sequence[str]]]:
    """The kind of each saved group, and the codes of its people."""
    with booker.cast.on_stage():
        saved = schedule.groups_of(
            reading(), as_therapist(booker.cast.actor(booker.cast.alice), Permission.ASK_CLIENTS)
        )
        return [(one.kind, [member.client.code for member in one.members]) for one in saved]


TOGETHER = "C-014 + C-015"


def test_several_codes_in_one_title_are_the_session_of_those_who_are_saved_together(booker: Booker, feed: Feed) -> None:
    booker.cast.begin("C-015")
    booker.desk.post("/groups", {"kind": "couple", "name": "The two", "codes": "C-015, C-014"})
    feed.entries = [("20260603T153000Z", "C-014 & C-015"), ("20260604T153000Z", "C-015/C-014")]
    booker.ask("", url=feed.url)
    shown = read(booker.desk.post("/calendar/pattern", {"pattern": "C-#", "do": "try"}))
    assert f"{TOGETHER} One session of people you saved together" in shown
    booker.ask("/pattern", pattern="C-#", do="save")
    assert stored(booker.cast, Plan.code, Plan.group_id, Plan.client_id) == [(TOGETHER, 1, None)] * 2
    assert "15:30 The two" in booker.day
    assert "2 of 2 upcoming entries have a code." in booker.page


def test_several_codes_of_people_who_are_not_saved_together_are_asked_about(booker: Booker, feed: Feed) -> None:
    feed.entries = [("20260603T153000Z", "C-015 and C-014")]
    booker.ask("", url=feed.url)
    shown = read(booker.desk.post("/calendar/pattern", {"pattern": "C-#", "do": "try"}))
    assert "Several codes: you will be asked whether they come together" in shown
    booker.ask("/pattern", pattern="C-#", do="save")
    assert f"15:30 {TOGETHER} In your calendar, in one entry. Say who comes" in booker.day
    assert f"{TOGETHER} Next on Wednesday 3 June, 15:30. C-015 is new." in booker.page
    assert (people_in(booker), count(booker.cast, Client)) == ([], 1)
    assert booker.desk.post("/calendar/codes", {"code": TOGETHER, "whose": "family"}).status_code == 303
    assert people_in(booker) == [("family", ["C-014", "C-015"])]
    assert f"15:30 {TOGETHER}" in booker.day
    booker.ask("/read")
    assert stored(booker.cast, Plan.code, Plan.group_id) == [(TOGETHER, 1)]


def test_several_codes_can_be_a_session_each_or_nobodys(booker: Booker, feed: Feed) -> None:
    feed.entries = [("20260603T153000Z", "C-014, C-015"), ("20260603T163000Z", "C-7 C-8"), ("20260603T173000Z", "C-8")]
    booker.give(feed.url)
    for code, whose in ((TOGETHER, "apart"), ("C-7 + C-8", "nobody")):
        assert booker.desk.post("/calendar/codes", {"code": code, "whose": whose}).status_code == 303
    expected = [(15, "C-014", 1), (15, "C-015", None), (17, "C-8", None)]
    assert sorted(plan[1:] for plan in booker.plans) == expected
    booker.ask("/read")
    assert sorted(plan[1:] for plan in booker.plans) == expected
    booker.ask("/codes/forget")
    assert [plan[2] for plan in booker.plans] == ["C-8", TOGETHER, "C-7 + C-8"]


def test_several_codes_that_cannot_be_as_it_was_said_are_refused(booker: Booker, feed: Feed) -> None:
    feed.entries = [("20260603T153000Z", "C-1, C-2 and C-3"), ("20260603T163000Z", "C-9 and C-O14")]
    booker.give(feed.url, "C-*")
    for code, whose, status, why in (
        ("C-1 + C-2 + C-3", "couple", 422, "A couple is two people."),
        ("C-9 + C-O14", "couple", 422, "C-O14 looks like C-014."),
        ("C-9 + C-O14", "new", 404, ""),
        (TOGETHER, "couple", 404, ""),
    ):
        answer = booker.desk.post("/calendar/codes", {"code": code, "whose": whose})
        assert (answer.status_code, why in read(answer)) == (status, True), code
    assert (people_in(booker), count(booker.cast, Client)) == ([], 1)


def test_a_client_who_is_added_elsewhere_is_known_at_once(booker: Booker, feed: Feed) -> None:
    booker.give(feed.url)
    booker.desk.post("/schedule", {"client": "C-015", "day": "2026-06-10", "time": "10:00"})
    assert "Whose are these codes?" not in booker.page


def test_what_vanishes_from_the_calendar_vanishes_here_but_what_was_noted_stays(booker: Booker, feed: Feed) -> None:
    feed.entries = [("20260603T140000Z", "C-014"), ("20260603T153000Z", "C-014"), ("20260605T153000Z", "C-014")]
    booker.give(feed.url)
    [first, *_] = stored(booker.cast, Plan.public_id)
    booker.desk.post("/sessions", {"plan": first, "day": "2026-06-03", "became": "not-held"})
    feed.entries = [("20260605T163000Z", "C-014")]
    feed.body = written(feed.entries) + b"\r\n"
    booker.ask("/read")
    assert [plan[:2] for plan in booker.plans] == [("03.06.", 14), ("05.06.", 16)]


def test_it_is_read_every_few_minutes_and_asks_only_for_what_is_new(
    booker: Booker, feed: Feed, time: TimeMachineFixture
) -> None:
    booker.give(feed.url)
    booker.again(time)
    assert "Last read at 14:53, just now." in booker.page
    assert [asked.get("If-None-Match") for asked in feed.asked] == [None, None, "first"]
    booker.again(time, timedelta(days=1))
    assert feed.asked[-1].get("If-None-Match") is None  # another day brings others into sight
    time.shift(timedelta(days=16))
    with booker.cast.on_stage():
        purge(clock.now())
    assert booker.plans == []  # long over


def test_a_calendar_that_fails_says_so_calmly_and_is_asked_less_often(
    booker: Booker, feed: Feed, time: TimeMachineFixture
) -> None:
    booker.give(feed.url)
    feed.status = 404
    for _ in range(3):
        assert "Your calendar was last read" not in booker.day
        booker.again(time, LONGEST_PAUSE)
    assert "Your calendar was last read at 14:48. See why" in booker.day
    assert (
        "There is no calendar at this address: the server answered with 404. What was read before stays." in booker.page
    )
    assert len(booker.plans) == 2
    feed.status = 200
    booker.again(time, LONGEST_PAUSE)
    assert "Your calendar was last read" not in booker.day


def test_turned_off_everything_of_it_is_deleted(booker: Booker, feed: Feed) -> None:
    booker.give(feed.url)
    booker.desk.post("/calendar/codes", {"code": "C-015", "whose": stored(booker.cast, Client.public_id)[0]})
    [first, *_] = stored(booker.cast, Plan.public_id)
    booker.desk.post("/sessions", {"plan": first, "day": "2026-06-03", "became": "not-held"})
    assert booker.desk.post("/calendar/off").status_code == 303
    assert [count(booker.cast, table) for table in (Calendar, CalendarCode, Plan)] == [0, 0, 0]
    assert stored(booker.cast, NotedSession.became, NotedSession.plan_id) == [("not-held", None)]
    assert booker.desk.post("/calendar/off").status_code == 409
    asked = len(feed.asked)
    booker.run()
    assert len(feed.asked) == asked


def test_an_address_that_may_not_be_reached_is_refused_in_a_sentence(cast: Cast, alice: Desk) -> None:
    for url, why in (
        ("https://10.0.0.8/basic.ics", "KIOSK_PRIVATE_NETWORKS"),
        ("webcal://[::1]/basic.ics", "KIOSK_PRIVATE_NETWORKS"),
        ("http://calendar.example.org/basic.ics", "https://"),
        ("basic.ics", "Type the whole address"),
        ("", "Type the whole address"),
    ):
        answer = alice.post("/calendar", {"url": url})
        assert (answer.status_code, why in read(answer)) == (422, True), url
    assert count(cast, Calendar) == 0


def test_a_redirect_is_followed_but_into_no_private_network(
    booker: Booker, feed: Feed, time: TimeMachineFixture
) -> None:
    booker.give(feed.url)
    feed.status, feed.location = 302, "http://10.0.0.8/basic.ics"
    booker.again(time)
    assert "in a private network that this server may not reach" in booker.page
    feed.location = feed.url
    booker.again(time, LONGEST_PAUSE)
    assert "answered with 302" in booker.page.casefold()
    assert len(feed.asked) == 2 + 1 + 4


def test_what_cannot_be_read_is_told_where_it_was_asked_for(
    booker: Booker, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.interchange.calendar_sieve.MOST_ENTRIES", 10)
    for body, why in (
        (b"<!doctype html><title>Log in</title>", "That is not a calendar"),
        (written([("20260603T153000Z", "C-014")] * 20), "more entries than can be taken in"),
    ):
        feed.body = body
        assert "Your calendar could not be read. Its page says why." in read(booker.ask("", url=feed.url))
        assert why in booker.page


def test_a_file_is_read_once_and_deleted(booker: Booker) -> None:
    booker.upload(
        written([("20260603T153000Z", "C-014"), ("20260820T153000Z", "C-014"), ("20261120T153000Z", "C-014")])
    )
    name = stored(booker.cast, Calendar.file)[0]
    assert "Wednesday 3 June, 15:30" in booker.page
    booker.ask("/pattern", pattern="C-#", do="save")
    assert [plan[0] for plan in booker.plans] == ["03.06.", "20.08."]
    with booker.cast.on_stage():
        assert not sealed_files.is_there(name)
    assert count(booker.cast, Job, Job.kind == "calendar") == 0
    assert booker.desk.post("/calendar/file", {}).status_code == 422


def test_a_pattern_that_is_none_is_refused(booker: Booker, feed: Feed) -> None:
    booker.ask("", url=feed.url)
    assert booker.desk.post("/calendar/pattern", {"pattern": "C-014", "do": "save"}).status_code == 422
    assert stored(booker.cast, Calendar.pattern) == [""]


def test_a_calendar_that_was_never_kept_is_forgotten_an_hour_after_the_last_look(
    booker: Booker, feed: Feed, time: TimeMachineFixture
) -> None:
    booker.ask("", url=feed.url)
    for minutes, left in ((50, 1), (50, 1), (70, 0)):
        time.shift(timedelta(minutes=minutes))
        with booker.cast.on_stage():
            purge(clock.now())
        assert count(booker.cast, Calendar) == left
        if minutes == 50:
            booker.ask("/look")


def test_nobody_else_sees_it(booker: Booker, feed: Feed) -> None:
    booker.give(feed.url)
    bob = log_in(booker.cast, booker.cast.bob)
    assert "Where your calendar is" in read(bob.get("/calendar"))
    assert "C-015" not in read(bob.get("/"))
    assert bob.post("/calendar/codes", {"code": "C-015", "whose": "new"}).status_code == 409
