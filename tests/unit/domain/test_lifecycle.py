"""The clock of a check-in: how long its link opens the form, and when it counts as expired."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.lifecycle import ANSWERED, FORM_CAN_BE_SENT, OPEN, State, shows_form, state_at, takes_answer

ENDS = datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
"""When the link ends."""
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def test_the_states_are_the_words_of_the_product() -> None:
    words = "waiting opened answering sent declined unfinished expired withdrawn"
    assert {state.value for state in State} == set(words.split())
    assert not OPEN & ANSWERED


@pytest.mark.parametrize(("state", "later"), [(State.WAITING, timedelta(0)), (State.OPENED, FORM_CAN_BE_SENT)])
def test_an_open_check_in_expires_when_no_form_of_it_can_be_sent_and_not_before(state: State, later: timedelta) -> None:
    assert state_at(state, ENDS, ENDS + later) is state
    assert shows_form(state, ENDS, ENDS)
    assert state_at(state, ENDS, ENDS + later + MOMENT) is State.EXPIRED
    assert not shows_form(state, ENDS, ENDS + MOMENT)


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_what_is_over_stays_as_it_ended(state: State) -> None:
    assert state_at(state, ENDS, ENDS + 1_000 * HOUR) is state
    assert not shows_form(state, ENDS, ENDS - HOUR)
    assert not takes_answer(state)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_form_that_was_shown_is_taken_while_nobody_has_closed_it(state: State) -> None:
    assert takes_answer(state)


def test_an_unfinished_form_can_be_opened_anew_and_sent_and_stays_unfinished_in_the_end() -> None:
    assert shows_form(State.UNFINISHED, ENDS, ENDS)
    assert not shows_form(State.UNFINISHED, ENDS, ENDS + MOMENT)
    assert state_at(State.UNFINISHED, ENDS, ENDS + 1_000 * HOUR) is State.UNFINISHED
