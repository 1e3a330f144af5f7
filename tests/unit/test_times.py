"""Moments as people say them, by the practice's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.web.staff.parts.times import at_time, clock_time, day_ago, day_words, near_time, with_just_now

NOW = datetime(2026, 6, 3, 22, 48, tzinfo=UTC)


def test_a_time_is_told_by_the_practice_s_clock() -> None:
    assert clock_time(NOW, "UTC") == "22:48"
    assert clock_time(NOW, "Asia/Tokyo") == "07:48"


def test_a_day_is_told_by_the_practice_s_calendar() -> None:
    assert day_words(NOW, "UTC") == "Wednesday 3 June"
    assert day_words(NOW, "Asia/Tokyo") == "Thursday 4 June"


@pytest.mark.parametrize(("seconds", "said"), [(0, "22:48, just now"), (89, "22:48, just now"), (90, "22:48")])
def test_just_now_is_a_minute_and_a_half(seconds: int, said: str) -> None:
    assert with_just_now(NOW, NOW + timedelta(seconds=seconds), "UTC") == said


@pytest.mark.parametrize(
    ("zone", "hours", "at", "near"),
    [
        ("UTC", 0, "at 22:48, just now", "22:48"),
        ("UTC", 1, "at 22:48", "22:48"),
        ("UTC", 2, "yesterday at 22:48", "yesterday, 22:48"),
        ("UTC", 72, "on 3 June at 22:48", "last Wednesday, 22:48"),
        ("UTC", 24 * 300, "on 3 June 2026 at 22:48", "3 June 2026, 22:48"),
        ("Asia/Tokyo", 2, "at 07:48", "07:48"),
        ("America/New_York", 6, "yesterday at 18:48", "yesterday, 18:48"),
    ],
)
def test_a_time_of_another_day_names_its_day(zone: str, hours: int, at: str, near: str) -> None:
    later = NOW + timedelta(hours=hours)
    assert at_time(NOW, later, zone) == at
    assert near_time(NOW, later, zone) == near


def test_just_now_over_midnight_is_yesterdays_time() -> None:
    before = datetime(2026, 6, 3, 21, 59, 30, tzinfo=UTC)
    assert at_time(before, before + timedelta(minutes=1), "Europe/Vienna") == "yesterday at 23:59, just now"
    assert with_just_now(before, before + timedelta(minutes=1), "Europe/Vienna") == "yesterday, 23:59, just now"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "last Monday"),
        (6, "last Thursday"),
        (7, "last Wednesday"),
        (8, "26 May"),
        (60, "4 April"),
    ],
)
def test_a_day_is_as_near_as_people_say_it(days: int, said: str) -> None:
    assert day_ago(NOW - timedelta(days=days), NOW, "UTC") == said


def test_yesterday_begins_at_midnight_and_not_a_day_ago() -> None:
    midnight = datetime(2026, 6, 3, 0, 0, tzinfo=UTC)
    assert day_ago(midnight - timedelta(minutes=1), midnight, "UTC") == "yesterday"
    assert day_ago(midnight - timedelta(minutes=1), midnight, "Asia/Tokyo") == "today"


def test_summer_time_moves_no_day() -> None:
    before, after = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert day_ago(before, after, "Europe/Berlin") == "yesterday"
