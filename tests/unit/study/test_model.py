"""Tests of the invented clients: what the model says of itself is true of them."""

from itertools import pairwise
from random import Random  # noqa: TID251 - invented clients come from a written seed
from statistics import correlation, mean, stdev

import pytest

from kiosk.study.model import (
    COURTESY,
    DEPTHS,
    HIDDEN,
    LEVELS,
    LINES,
    SHAPES,
    VISITS,
    Experience,
    InventedClient,
    Population,
    Shape,
    usual_total,
)

EVEN = (0.25, 0.25, 0.25, 0.25)
PLAIN = SHAPES[0]
NAMED = {shape.name: shape for shape in SHAPES}


def chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - as above


def day(felt: float, usual: float = 9.0) -> Experience:
    return Experience((felt,) * 4, (usual,) * 4, None, EVEN)


def test_a_mark_has_two_ends_whatever_was_felt() -> None:
    assert set(day(11).marks(1.0).values()) == {100}
    assert set(day(1).marks(1.0, 8).values()) == {0}


def test_a_rupture_takes_its_points_from_the_total() -> None:
    assert sum(day(9).marks(1.0).values()) - sum(day(9).marks(1.0, 8).values()) == 80


def test_a_courteous_client_marks_four_fifths_of_a_fall_and_all_of_a_rise() -> None:
    assert set(day(8).marks(COURTESY).values()) == {82}
    assert set(day(9.5).marks(COURTESY).values()) == {95}


def test_a_line_left_out_has_no_mark() -> None:
    assert set(Experience((9.0,) * 4, (9.0,) * 4, 1, EVEN).marks(1.0)) == set(LINES) - {"topics"}


def lived(shape: Shape, within_sd: float, clients: int = 300) -> list[list[Experience]]:
    lives = []
    for number in range(clients):
        drawn = chance(f"{shape.name}/{number}")
        lives.append([*InventedClient.invent(34, within_sd, drawn, shape).days(drawn)])
    return lives


def apart(day: Experience) -> float:
    return sum(day.felt) - sum(day.usual)


@pytest.mark.parametrize("shape", [PLAIN, NAMED["serial dependence"], NAMED["heavy tails"]], ids=lambda one: one.name)
@pytest.mark.parametrize("within_sd", [1.0, 3.0])
def test_the_spread_is_the_one_asked_for(shape: Shape, within_sd: float) -> None:
    felt = [apart(one) for life in lived(shape, within_sd) for one in life]
    assert mean(felt) == pytest.approx(0, abs=0.1 * within_sd)
    assert stdev(felt) == pytest.approx(within_sd, rel=0.08)


def test_a_dependent_visit_resembles_the_one_before() -> None:
    for name, expected in (("plain", 0.0), ("serial dependence", 0.24)):
        lives = [life for life in lived(NAMED[name], 2.0) if len(life) == VISITS]
        before, after = zip(
            *((apart(one), apart(other)) for life in lives for one, other in pairwise(life)),
            strict=True,
        )
        # .3 of what the lines share, which is four fifths of the variance of the total.
        assert correlation(before, after) == pytest.approx(expected, abs=0.06)


def test_heavy_tails_reach_further() -> None:
    far = {
        name: sum(abs(apart(one)) > 6 for life in lived(NAMED[name], 2.0) for one in life)
        for name in ("plain", "heavy tails")
    }
    assert far["heavy tails"] > 2 * far["plain"]


def test_clients_have_an_sd_of_their_own_where_it_says_so() -> None:
    own = [
        InventedClient.invent(34, 2, chance(f"{number}"), NAMED["an SD of their own"]).within_sd
        for number in range(300)
    ]
    assert mean(own) == pytest.approx(2, rel=0.1)
    assert stdev(own) > 0.6
    assert InventedClient.invent(34, 2, chance("1")).within_sd == 2


def test_a_history_has_ruptures_where_it_says_so_and_never_at_first() -> None:
    drawn = lived(NAMED["ruptures in the history"], 1.0)
    assert {one.rupture for life in drawn for one in life} == {0.0, *DEPTHS}
    assert {one.rupture for life in lived(PLAIN, 1.0) for one in life} == {0.0}


def totals(population: Population, within_sd: float, shape: Shape = PLAIN) -> list[float]:
    """The totals of quiet visits of this population."""
    found: list[float] = []
    for number in range(900):
        drawn = chance(f"{population}/{within_sd}/{number}")
        client = InventedClient.invent(
            usual_total(population, number, within_sd, drawn, shape), within_sd, drawn, shape
        )
        found += [sum(one.marks(client.courtesy).values()) / 10 for one in client.days(drawn) if one.left_out is None]
    return found


@pytest.mark.parametrize("within_sd", [1.0, 2.0, 4.0])
def test_of_the_weighted_population_about_24_percent_of_quiet_visits_lie_under_36(within_sd: float) -> None:
    found = totals("weighted", within_sd)
    assert sum(total < 36 for total in found) / len(found) == pytest.approx(0.23, abs=0.03)


def test_of_the_even_grid_more_than_half_of_them_do() -> None:
    found = totals("even", 1.5)
    assert sum(total < 36 for total in found) / len(found) == pytest.approx(0.59, abs=0.03)


def test_where_a_ceiling_hides_a_fall_the_levels_lie_higher() -> None:
    hidden = NAMED["a ceiling that hides a fall"]
    plain, higher = (usual_total("even", 4, 1.5, chance("1"), shape) for shape in (PLAIN, hidden))
    assert higher - plain == HIDDEN
    assert abs(plain - LEVELS[4]) <= 0.5


def test_the_same_seed_invents_the_same_client() -> None:
    assert InventedClient.invent(36, 2, chance("again")) == InventedClient.invent(36, 2, chance("again"))


def test_a_rupture_is_shared_out_whole() -> None:
    drawn = chance("shares")
    days = [day for _ in range(20) for day in InventedClient.invent(36, 2, drawn).days(drawn)]
    assert all(sum(day.shares) == pytest.approx(1) for day in days)
    assert {max(day.shares) for day in days} == {0.25, 0.5}
