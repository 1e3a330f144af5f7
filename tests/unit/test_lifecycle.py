"""The two clocks of a check-in: how long its link opens the form, and how long a shown form can be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.lifecycle import ANSWERED, OPEN, State, shows_form, state_at, takes_answer

BEGUN = datetime(2026, 6, 3, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def test_the_states_are_the_words_of_the_product() -> None:
    assert {state.value for state in State} == {
        "waiting",
        "opened",
        "answering",
        "sent",
        "declined",
        "unfinished",
        "expired",
        "withdrawn",
    }
    assert not OPEN & ANSWERED


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_check_in_expires_after_two_hours_and_not_before(state: State) -> None:
    assert state_at(state, BEGUN, BEGUN + 2 * HOUR) is state
    assert state_at(state, BEGUN, BEGUN + 2 * HOUR + MOMENT) is State.EXPIRED


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_what_is_over_stays_as_it_ended(state: State) -> None:
    assert state_at(state, BEGUN, BEGUN + 1_000 * HOUR) is state
    assert not shows_form(state, BEGUN, BEGUN)
    assert not takes_answer(state, BEGUN, BEGUN)


@pytest.mark.parametrize(
    ("shown", "later", "taken"),
    [
        (BEGUN, 20 * HOUR, True),
        (BEGUN, 20 * HOUR + MOMENT, False),
        (BEGUN + 2 * HOUR, 21 * HOUR, True),
        (BEGUN + timedelta(seconds=60), timedelta(0), True),
        (BEGUN + timedelta(seconds=60) + MOMENT, timedelta(0), False),
    ],
)
def test_a_shown_form_can_be_sent_for_twenty_hours_from_its_showing(
    shown: datetime, later: timedelta, *, taken: bool
) -> None:
    assert takes_answer(State.OPENED, shown, BEGUN + later) is taken
