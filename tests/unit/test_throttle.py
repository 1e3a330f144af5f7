"""Links that open nothing are counted by who tries them, and forgotten after a while."""

import re
from datetime import UTC, datetime, timedelta

from kiosk.languages import AUDIENCES
from kiosk.languages.update import texts
from kiosk.storage.failures import WINDOW_MINUTES
from kiosk.web.shared.throttle import MOST, MOST_VISITORS, WINDOW, Tries

NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def tried(tries: Tries, times: int, visitor: str = "192.0.2.66", now: datetime = NOW) -> bool:
    """True if the last of so many was too many."""
    return [tries.are_too_many(visitor, now) for _ in range(times)][-1]


def test_what_a_busy_clinic_comes_to_is_not_too_many() -> None:
    tries = Tries()
    assert not tried(tries, MOST)
    assert tried(tries, 1)


def test_others_are_counted_by_themselves() -> None:
    tries = Tries()
    tried(tries, MOST)
    assert not tried(tries, MOST, "192.0.2.67")


def test_it_is_forgotten_after_five_minutes() -> None:
    tries = Tries()
    tried(tries, MOST)
    assert tried(tries, 1, now=NOW + WINDOW - MOMENT)
    assert not tried(tries, 1, now=NOW + WINDOW)


def test_the_addresses_of_one_ipv6_network_are_one_visitor() -> None:
    tries = Tries()
    tried(tries, MOST, "2001:db8::1")
    assert tried(tries, 1, "2001:db8::2:3")
    assert not tried(tries, 1, "2001:db8:0:1::1")


def test_many_visitors_take_no_more_room_than_was_set_aside() -> None:
    tries = Tries()
    tried(tries, MOST, "192.0.2.1")
    for number in range(MOST_VISITORS):
        tries.are_too_many(f"visitor {number}", NOW)
    assert not tried(tries, 1, "192.0.2.1"), "whoever was heard of least lately is forgotten first"


def test_who_is_asked_to_wait_is_told_the_minutes_within_which_tries_count() -> None:
    everything = [str(message.id) for audience in AUDIENCES for message in texts(audience)]
    waits = [told[1] for text in everything if (told := re.search(r"Wait (\S+ minutes)", text))]
    assert WINDOW_MINUTES == 5
    assert set(waits) == {"five minutes"}
