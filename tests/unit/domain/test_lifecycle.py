"""Tests of the two clocks of a check-in: how long its link opens, and how long a form that was shown can be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.lifecycle import State, shows_form, state_at, takes_answer

BEGUN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("stored", "after", "shown"),
    [
        (State.WAITING, timedelta(hours=2), State.WAITING),
        (State.OPENED, timedelta(hours=2) + SECOND, State.EXPIRED),
        (State.SENT, timedelta(days=9), State.SENT),
        (State.WITHDRAWN, timedelta(days=9), State.WITHDRAWN),
    ],
)
def test_an_open_check_in_expires_after_two_hours_and_a_closed_one_never(
    stored: State, after: timedelta, shown: State
) -> None:
    assert state_at(stored, BEGUN, BEGUN + after) is shown


@pytest.mark.parametrize(
    ("stored", "after", "shows"),
    [(State.OPENED, timedelta(hours=2), True), (State.OPENED, timedelta(hours=3), False), (State.SENT, SECOND, False)],
)
def test_only_an_open_check_in_shows_its_form(stored: State, after: timedelta, *, shows: bool) -> None:
    assert shows_form(stored, BEGUN, BEGUN + after) is shows


@pytest.mark.parametrize(
    ("stored", "after", "takes"),
    [
        (State.OPENED, timedelta(hours=20), True),
        (State.OPENED, timedelta(hours=20) + SECOND, False),
        (State.WAITING, timedelta(seconds=-60), True),
        (State.WAITING, timedelta(seconds=-61), False),
        (State.DECLINED, SECOND, False),
    ],
)
def test_a_form_that_was_shown_can_be_sent_for_twenty_hours(stored: State, after: timedelta, *, takes: bool) -> None:
    assert takes_answer(stored, BEGUN, BEGUN + after) is takes
