"""Guess and mark over time, on both sides of every threshold."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.nearness import Nearness, nearness


@pytest.mark.parametrize(
    ("distances", "said"),
    [
        ((2.0, 2.0, 1.0, 1.0), None),
        ((2.0, 2.0, 9.0, 1.5, 1.5), Nearness.NEARER),
        ((2.0, 2.0, 9.0, 1.5, 1.6), Nearness.SAME),
        ((1.0, 1.0, 0.0, 1.5, 1.5), Nearness.FARTHER),
        ((1.0, 1.0, 0.0, 1.5, 1.4), Nearness.SAME),
    ],
)
def test_from_the_fifth_guess_on_the_latest_two_are_held_against_the_first_two(
    distances: Sequence[float], said: Nearness | None
) -> None:
    assert nearness(distances) is said


@given(st.lists(st.floats(0, 10), min_size=5, max_size=12))
def test_backwards_it_says_the_opposite(distances: list[float]) -> None:
    opposite = {Nearness.NEARER: Nearness.FARTHER, Nearness.FARTHER: Nearness.NEARER, Nearness.SAME: Nearness.SAME}
    said = nearness(distances)
    assert said is not None
    assert nearness(distances[::-1]) is opposite[said]
