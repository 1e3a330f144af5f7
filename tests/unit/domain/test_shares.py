"""Shares of few are told with the range in which they lie."""

import pytest

from kiosk.domain.shares import Share


@pytest.mark.parametrize(
    ("count", "of", "interval", "is_small"),
    [(0, 0, (0, 100), True), (8, 10, (49, 94), False), (0, 5, (0, 43), True), (9, 9, (70, 100), True)],
)
def test_the_range_is_wilson_s(count: int, of: int, interval: tuple[int, int], is_small: bool) -> None:  # noqa: FBT001 -- a column
    share = Share(count, of)
    assert (share.interval, share.is_small) == (interval, is_small)
