"""Scores as figures, bars and small courses: everything drawn is inside its box and is told in figures too."""

import pytest

from kiosk import catalogue
from kiosk.domain.history import History, Past
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.queries.results import Result
from kiosk.web.staff.parts.marks import figure, sparkline
from kiosk.web.staff.visits.result import bars
from tests.unit.domain.cases import SESSION, marks, past_marks
from tests.unit.results import shown as result_shown

LOW = Signal("line-low", 3, {"mark": 4.2, "cue": 5.0, "cue from": "ours"}, "topics")


def reading(*points: float | None, history: History | None = None, signals: tuple[Signal, ...] = ()) -> Result:
    return result_shown(score(SESSION, marks(*points)), history or History(), signals)


@pytest.mark.parametrize(("tenths", "said"), [(0, "0.0"), (5, "0.5"), (100, "10.0"), (372, "37.2")])
def test_figures_have_one_decimal(tenths: int, said: str) -> None:
    assert figure(tenths) == said


def test_each_line_has_a_bar_with_last_time_on_it() -> None:
    shown = bars(SESSION, reading(9.3, 4.2, 9.0, 9.3, history=past_marks((9.4, 9.0, 9.2, 9.6)), signals=(LOW,)), "en")
    assert [(bar.label, bar.figure, bar.percent, bar.last_figure, bar.last_percent) for bar in shown] == [
        ("Being understood", "9.3", 93, "9.4", 94),
        ("What we worked on", "4.2", 42, "9.0", 90),
        ("How we worked", "9.0", 90, "9.2", 92),
        ("Overall", "9.3", 93, "9.6", 96),
    ]
    assert [bar.label for bar in shown if bar.is_about] == ["What we worked on"]
    assert shown[1].lower_by == "4.8 lower"


def test_the_low_line_is_marked_also_where_the_clients_own_word_leads() -> None:
    words = Signal("talk-now", 3, {}), Signal("strain", 3, {"strain": "yes", "sorted": "not-yet"})
    shown = bars(SESSION, reading(9.3, 4.2, 9.0, 9.3, signals=(*words, LOW)), "en")
    assert [bar.label for bar in shown if bar.is_about] == ["What we worked on"]


def test_a_line_nobody_marked_has_no_bar_and_is_not_zero() -> None:
    shown = bars(SESSION, reading(9.0, None, 0.0, 9.0), "en")
    assert (shown[1].figure, shown[1].percent) == ("", None)
    assert (shown[2].figure, shown[2].percent) == ("0.0", 0)


def test_a_line_that_was_not_marked_last_time_is_compared_with_nothing() -> None:
    shown = bars(SESSION, reading(9.0, 4.0, 9.0, 9.0, history=past_marks((9.0, None, 8.0, 9.5))), "en")
    assert (shown[1].last_figure, shown[1].last_percent, shown[1].lower_by) == ("", None, "")
    assert shown[2].lower_by == ""


def test_declining_last_time_leaves_the_marks_of_the_time_before() -> None:
    before = past_marks((9.0, 9.0, 9.0, 9.0))
    declined = History((*before.past, Past(score(SESSION, {}))), is_first=False)
    assert bars(SESSION, reading(8.0, 9.0, 9.0, 9.0, history=declined), "en")[0].lower_by == "1.0 lower"


@pytest.mark.parametrize("totals", [(), (372,)])
def test_one_point_is_no_course(totals: tuple[int, ...]) -> None:
    assert sparkline(totals, 400, 360, last_is_today=False) is None


@pytest.mark.parametrize("totals", [(0, 400), (400, 400), (400, 0, 400, 0), (360, 359), (0, 0)])
@pytest.mark.parametrize("maximum", [400, 100])
def test_a_course_stays_inside_its_box(totals: tuple[int, ...], maximum: int) -> None:
    drawn = sparkline([total * maximum // 400 for total in totals], maximum, maximum * 9 // 10, last_is_today=True)
    assert drawn is not None
    points = [tuple(map(float, point.split(","))) for point in drawn.points.split()]
    assert all(6 <= x <= 114 and 6 <= y <= 30 for x, y in points)
    assert drawn.cue_y is not None
    assert 6 <= drawn.cue_y <= 30
    assert (drawn.last_x, drawn.last_y) == points[-1]
    assert len(drawn.totals) == len(points) == len(totals)


def test_a_higher_total_stands_higher_and_the_cue_between() -> None:
    drawn = sparkline((390, 330), 400, 360, last_is_today=False)
    assert drawn is not None
    assert drawn.cue_y is not None
    high, low = (float(point.split(",")[1]) for point in drawn.points.split())
    assert high < drawn.cue_y < low


def test_a_form_without_a_cutoff_has_no_cue_in_its_course() -> None:
    drawn = sparkline((480, 540), 600, None, last_is_today=False)
    assert drawn is not None
    assert drawn.cue_y is None


def test_a_form_that_is_only_a_way_to_talk_shows_the_word_and_no_figure() -> None:
    measure = catalogue.measure("first-faces")
    scored = score(measure, {"here": 10})
    before = History((Past(score(measure, {"here": 40})),), is_first=False)
    shown = bars(measure, result_shown(scored, before), "en")
    assert [(bar.figure, bar.percent, bar.last_figure, bar.lower_by) for bar in shown] == [
        ("Not good", 0, "Mixed up", "")
    ]
