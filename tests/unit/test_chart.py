"""The geometry of a course: the axis, the band, gaps, and what is written beneath."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.web.staff.clients.chart import (
    FLOOR,
    LEFT,
    RIGHT,
    TOP,
    axis_figures,
    axis_start,
    dated,
    figure_y,
    geometry,
    least_width,
    small,
)


@pytest.mark.parametrize(
    ("totals", "maximum", "start"),
    [([330, 400], 400, 250), ([310], 400, 250), ([280], 400, 200), ([20], 400, 0), ([], 400, 250), ([93], 100, 60)],
)
def test_the_axis_begins_at_a_round_figure_under_27_and_the_lowest(
    totals: list[int], maximum: int, start: float
) -> None:
    assert axis_start(totals, maximum) == pytest.approx(start)


def test_a_cue_that_a_practice_set_low_stays_on_the_chart() -> None:
    assert axis_start([380], 400, cue=240) == 200


def test_the_figures_go_down_from_the_highest_in_round_steps() -> None:
    assert list(axis_figures(250, 400)) == [400, 350, 300, 250]
    assert list(axis_figures(60, 100)) == [100, 90, 80, 70, 60]
    assert list(axis_figures(0, 400)) == [400, 300, 200, 100, 0]


def test_the_best_total_stands_at_the_top_and_the_ends_at_the_sides() -> None:
    found = geometry([400, 325], 400)
    assert [(spot.x, spot.y) for spot in found.spots] == [(LEFT, TOP), (RIGHT, (TOP + FLOOR) / 2)]
    assert found.figures[0].text == "40"


def test_no_stroke_leads_over_a_gap() -> None:
    found = geometry([360, 370, None, 380, 390], 400)
    assert found.spots[2].y is None
    assert [(stroke.x1, stroke.x2) for stroke in found.segments] == [
        (found.spots[0].x, found.spots[1].x),
        (found.spots[3].x, found.spots[4].x),
    ]


def test_a_single_point_stands_in_the_middle() -> None:
    assert geometry([360], 400).spots[0].x == (LEFT + RIGHT) / 2
    assert geometry([], 400).spots == []


def test_the_band_ends_where_the_scale_ends() -> None:
    found = geometry([360] * 6, 400, band=(350.0, 412.0), cue=360)
    assert found.band_y == TOP
    assert found.band_height == pytest.approx(78, abs=0.1)
    assert found.cue_y == pytest.approx(96.4, abs=0.1)


def test_without_a_range_or_a_cue_neither_is_drawn() -> None:
    found = geometry([360], 400)
    assert (found.band_y, found.cue_y) == (None, None)


def test_the_last_date_is_always_written_and_never_more_than_eleven() -> None:
    assert dated(0) == frozenset()
    assert dated(11) == frozenset(range(11))
    assert dated(12) == {11, 9, 7, 5, 3, 1}
    assert all(len(dated(count)) <= 11 and count - 1 in dated(count) for count in range(1, 201))


def test_two_hundred_points_get_room() -> None:
    assert [least_width(count) for count in (1, 11, 200)] == [240, 660, 4000]


def test_a_small_chart_goes_from_nothing_to_ten() -> None:
    spots, strokes = small([0, 100, None])
    assert [spot.y for spot in spots] == [45, 7, None]
    assert len(strokes) == 1


@pytest.mark.parametrize(("y", "before", "at"), [(200, 100, 230), (200, 220, 182), (34, 200, 64), (260, 100, 242)])
def test_todays_figure_keeps_clear_of_the_stroke_and_the_edges(y: float, before: float, at: float) -> None:
    assert figure_y(y, before) == at


@given(st.lists(st.none() | st.integers(0, 400), max_size=60), st.integers(1, 400))
def test_everything_stays_inside(totals: list[int | None], cue: int) -> None:
    found = geometry(totals, 400, band=(-50.0, 450.0), cue=cue)
    inside = [spot.y for spot in found.spots if spot.y is not None] + [figure.y for figure in found.figures]
    assert all(TOP <= y <= FLOOR for y in inside)
    assert found.cue_y is not None
    assert TOP <= found.cue_y <= FLOOR
