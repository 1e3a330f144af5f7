"""The two clocks of a check-in: how long its link opens the form, and how long a shown form can be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.lifecycle import ANSWERED, OPEN, WAITED_FOR, State, shows_form, state_at, takes_answer

ENDS = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
"""When the link ends."""
SHOWN = ENDS - timedelta(minutes=1)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def test_the_states_are_the_words_of_the_product() -> None:
    words = "waiting opened answering sent declined unfinished expired withdrawn"
    assert {state.value for state in State} == set(words.split())
    assert not OPEN & ANSWERED


@pytest.mark.parametrize("state", sorted(WAITED_FOR))
def test_an_open_check_in_expires_when_its_link_ends_and_not_before(state: State) -> None:
    assert state_at(state, ENDS, ENDS) is state
    assert shows_form(state, ENDS, ENDS)
    assert state_at(state, ENDS, ENDS + MOMENT) is State.EXPIRED
    assert not shows_form(state, ENDS, ENDS + MOMENT)


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_what_is_over_stays_as_it_ended(state: State) -> None:
    assert state_at(state, ENDS, ENDS + 1_000 * HOUR) is state
    assert not shows_form(state, ENDS, ENDS - HOUR)
    assert not takes_answer(state, SHOWN, SHOWN)


@pytest.mark.parametrize("state", sorted(OPEN))
@pytest.mark.parametrize(
    ("later", "taken"),
    [
        (20 * HOUR, True),
        (20 * HOUR + MOMENT, False),
        (timedelta(seconds=-60), True),
        (timedelta(seconds=-60) - MOMENT, False),
    ],
)
def test_a_shown_form_can_be_sent_for_twenty_hours_from_its_showing_whenever_its_link_ends(
    state: State, later: timedelta, *, taken: bool
) -> None:
    assert takes_answer(state, SHOWN, SHOWN + later) is taken


def test_an_unfinished_form_can_be_opened_anew_and_sent_and_stays_unfinished_in_the_end() -> None:
    assert shows_form(State.UNFINISHED, ENDS, ENDS)
    assert not shows_form(State.UNFINISHED, ENDS, ENDS + MOMENT)
    assert state_at(State.UNFINISHED, ENDS, ENDS + 1_000 * HOUR) is State.UNFINISHED
