"""Tests of the invented clients: what the model says of itself is true of them."""

from random import Random  # noqa: TID251 - invented clients come from a written seed
from statistics import mean, stdev

import pytest

from kiosk.study.model import COURTESY, LINES, VISITS, Client, Day

EVEN = (0.25, 0.25, 0.25, 0.25)


def day(felt: float, usual: float = 9.0) -> Day:
    return Day((felt,) * 4, (usual,) * 4, None, EVEN)


def test_a_mark_has_two_ends_whatever_was_felt() -> None:
    assert set(day(11).marks(1.0).values()) == {100}
    assert set(day(1).marks(1.0, 8).values()) == {0}


def test_a_rupture_takes_its_points_from_the_total() -> None:
    assert sum(day(9).marks(1.0).values()) - sum(day(9).marks(1.0, 8).values()) == 80


def test_a_courteous_client_marks_four_fifths_of_a_fall_and_all_of_a_rise() -> None:
    assert set(day(8).marks(COURTESY).values()) == {82}
    assert set(day(9.5).marks(COURTESY).values()) == {95}


def test_a_line_left_out_has_no_mark() -> None:
    assert set(Day((9.0,) * 4, (9.0,) * 4, 1, EVEN).marks(1.0)) == set(LINES) - {"topics"}


@pytest.mark.parametrize("within_sd", [1.0, 3.0])
def test_level_and_spread_are_those_asked_for(within_sd: float) -> None:
    felt: list[float] = []
    for number in range(400):
        chance = Random(f"test/{number}")  # noqa: S311 - as above
        client = Client.invent(34, within_sd, chance)
        days = [*client.days(chance)]
        felt += [sum(one.felt) - sum(one.usual) for one in days]
        assert 33.5 <= sum(client.lines) <= 34.5
        assert len(days) <= VISITS
    assert mean(felt) == pytest.approx(0, abs=0.1)
    assert stdev(felt) == pytest.approx(within_sd, rel=0.05)


def test_the_same_seed_invents_the_same_client() -> None:
    one, other = (Client.invent(36, 2, Random("again")) for _ in range(2))  # noqa: S311 - as above
    assert one == other


def test_a_rupture_is_shared_out_whole() -> None:
    chance = Random("shares")  # noqa: S311 - as above
    days = [day for _ in range(20) for day in Client.invent(36, 2, chance).days(chance)]
    assert all(sum(day.shares) == pytest.approx(1) for day in days)
    assert {max(day.shares) for day in days} == {0.25, 0.5}
