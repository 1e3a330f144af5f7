"""Entries of calendars as four producers write them, invented by us: which days and times, and nothing else of them.

Beside each calendar stands what it comes to: the zone of the practice, then a line for each entry.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.calendars import CalendarEntry, Trouble
from kiosk.interchange import calendar_entries, calendar_sieve
from kiosk.interchange.calendar_entries import entries_of
from kiosk.interchange.calendar_sieve import Sieve, UnreadableCalendar

CORPUS = sorted((Path(__file__).parent / "calendars").glob("*.ics"))
TWO_WEEKS = timedelta(days=14)
BERLIN = ZoneInfo("Europe/Berlin")
SINCE = datetime(2026, 3, 23, tzinfo=BERLIN)
"""The clocks go forward on the 29th in Berlin, and in New York on the 8th."""


def sieved(calendar: bytes, since: datetime = SINCE, piece: int = 4096) -> Sieve:
    sieve = Sieve(since.date(), (since + TWO_WEEKS).date())
    for place in range(0, len(calendar), piece):
        sieve.add(calendar[place : place + piece])
    return sieve


def read(calendar: bytes, since: datetime = SINCE, piece: int = 4096) -> list[CalendarEntry]:
    zone = since.tzinfo or BERLIN
    return list(entries_of(sieved(calendar, since, piece).end(), since, since + TWO_WEEKS, zone))


def written(entries: list[CalendarEntry]) -> list[str]:
    return [f"{one.day} {one.minute // 60:02}:{one.minute % 60:02} {one.title}".rstrip() for one in entries]


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def entry(*lines: str, uid: str = "a") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
@pytest.mark.parametrize(("ends", "piece"), [("\n", 4096), ("\r\n", 7)])
def test_what_a_calendar_comes_to(file: Path, ends: str, piece: int) -> None:
    zone, *expected = file.with_suffix(".txt").read_text().splitlines()
    first = date.fromisoformat(expected[0].split()[0])
    since = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
    assert written(read(file.read_text().replace("\n", ends).encode(), since, piece)) == expected


def test_nothing_but_times_and_titles_is_ever_kept() -> None:
    for file in CORPUS:
        kept = sieved(file.read_bytes()).end()
        for word in (b"DESCRIPTION", b"\nLOCATION", b"ATTENDEE", b"ORGANIZER", b"URL", b"VALARM", b"C-999", b"C-777"):
            assert word not in kept, (file.stem, word)


def test_a_calendar_of_the_practice_without_a_time_zone_is_told_by_the_practice_s_clock() -> None:
    lines = entry("DTSTART:20260325T080000", "SUMMARY:C-1")
    assert written(read(calendar(*lines))) == ["2026-03-25 08:00 C-1"]


def test_a_broken_series_takes_no_other_along() -> None:
    broken = entry("DTSTART;TZID=Europe/Berlin:20260105T080000", "RRULE:FREQ=WEEKLY;UNTIL=nonsense", uid="b")
    assert written(read(calendar(*broken, *entry("DTSTART:20260325T080000", "SUMMARY:C-1")))) == [
        "2026-03-25 08:00 C-1"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3",
        "FREQ=DAILY;BYSECOND=1,2",
        "INTERVAL=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "INTERVAL=00;FREQ=DAILY",
        "FREQ=MONTHLY;INTERVAL=+0",
        "FREQ=YEARLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=0.5",
    ],
)
def test_a_bomb_of_recurrences_is_no_session(rule: str) -> None:
    assert read(calendar(*entry("DTSTART:20200101T080000Z", f"RRULE:{rule}", "SUMMARY:C-1"))) == []


def test_a_rule_with_an_interval_recurs() -> None:
    lines = entry("DTSTART:20260318T080000Z", "RRULE:FREQ=DAILY;INTERVAL=07;COUNT=3", "SUMMARY:C-1")
    assert written(read(calendar(*lines)))[0].startswith("2026-03-25")


def test_series_that_take_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_entries, "LASTS_S", -1.0)
    with pytest.raises(UnreadableCalendar) as refused:
        read(calendar(*entry("DTSTART:20260325T080000Z", "SUMMARY:C-1")))
    assert refused.value.trouble is Trouble.LONG


def unfinished(count: int) -> Iterator[bytes]:
    yield b"BEGIN:VCALENDAR\r\n"
    for number in range(count):
        yield "\r\n".join([*entry("DTSTART:20260325T080000Z", "SUMMARY:C-1", uid=f"{number}"), ""]).encode()


@pytest.mark.parametrize(("name", "bound"), [("MOST_ENTRIES", 50), ("MOST_KEPT", 4_000), ("MOST_BYTES", 6_000)])
def test_a_calendar_without_end_is_given_up(name: str, bound: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_sieve, name, bound)
    with pytest.raises(UnreadableCalendar) as refused:
        sieved(b"".join(unfinished(1_000)))
    assert refused.value.trouble is Trouble.LARGE


def test_a_large_calendar_is_never_held_as_a_whole() -> None:
    """Two megabytes here; `tests/servers/test_large_calendar.py` has 50."""
    old = entry("DTSTART:20190325T080000Z", f"DESCRIPTION:{'x' * 900}", "SUMMARY:C-1")
    sieve = Sieve(SINCE.date(), (SINCE + TWO_WEEKS).date())
    sieve.add(b"BEGIN:VCALENDAR\r\n")
    for _ in range(2_000):
        sieve.add("\r\n".join([*old, ""]).encode())
        assert sieve.held < 2_000
    assert (sieve.seen, sieve.entries) == (1_999, 0)  # the last waits for its end


def test_a_line_without_end_is_not_held() -> None:
    sieve = Sieve(SINCE.date(), (SINCE + TWO_WEEKS).date())
    sieve.add(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260325T080000Z\r\nSUMMARY:C-1")
    for _ in range(200):
        sieve.add(b"x" * 16_384)
        assert sieve.held < 300_000
    sieve.add(b"\r\nEND:VEVENT\r\n")
    sieve.add("\r\n".join([*entry("DTSTART:20260325T090000Z", "SUMMARY:C-2"), "END:VCALENDAR"]).encode())
    assert written(list(entries_of(sieve.end(), SINCE, SINCE + TWO_WEEKS, BERLIN))) == ["2026-03-25 10:00 C-2"]


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"<!doctype html><title>Log in</title>",
        b"\x1f\x8b\x08\x00",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 20,
    ],
)
def test_what_is_no_calendar_is_refused(other: bytes) -> None:
    with pytest.raises(UnreadableCalendar) as refused:
        read(other)
    assert refused.value.trouble is Trouble.NO_CALENDAR
