"""The words for handing a form to several people: true of how it gets to them, and of nothing else."""

from itertools import product

import pytest

from kiosk.domain.hand_over import Means, hand_over_together
from kiosk.domain.visit_kinds import Together

MEANS = tuple(Means)
EACH = tuple(product(Together, MEANS))


def test_no_two_ways_are_handed_over_alike() -> None:
    assert len({hand_over_together(kind, means) for kind, means in EACH}) == len(EACH) == 9


@pytest.mark.parametrize(("kind", "means"), EACH)
def test_each_speaks_of_the_way_it_is_and_of_no_other(kind: Together, means: Means) -> None:
    said = str(hand_over_together(kind, means))
    assert ("call" in said) == (means == "call")
    assert ("code" in said) == (means == "phones")
    assert "tablet" not in said or means == "tablet"


@pytest.mark.parametrize("means", MEANS)
def test_nobody_is_promised_less_than_the_others(means: Means) -> None:
    assert "the youngest too" in str(hand_over_together(Together.FAMILY, means))
    assert "in the circle" in str(hand_over_together(Together.GROUP, means))
    assert "marked" in str(hand_over_together(Together.COUPLE, means))
