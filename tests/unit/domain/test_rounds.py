"""The order of turns on a tablet that goes round."""

import pytest

from kiosk.domain.rounds import next_place


@pytest.mark.parametrize(
    ("still_open", "after", "then"),
    [
        ({0, 1, 2}, 0, 1),
        ({0, 2}, 0, 2),
        ({0, 2}, 1, 2),
        ({0, 1}, 2, 0),
        ({0, 1, 2}, 2, 0),
        ({1}, 1, None),
        (set(), 0, None),
    ],
)
def test_the_tablet_goes_round_and_begins_again_with_who_was_passed_over(
    still_open: set[int], after: int, then: int | None
) -> None:
    assert next_place(still_open, after) == then
