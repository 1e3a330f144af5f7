"""Guesses beside marks: the difference, its words and its dots."""

import pytest

from kiosk.queries.calibration import LineDifferences, apart
from kiosk.web.staff.visits.calibration import HEIGHT, WIDTH, dots, place, signed, words_for


def test_only_lines_with_a_guess_and_a_mark_have_a_difference() -> None:
    assert apart({"understood": 90, "topics": 50}, {"understood": 72, "overall": 10}) == {"understood": 1.8}


def test_four_differences_say_nothing_and_five_do() -> None:
    assert words_for(LineDifferences("Overall", (1.0,) * 4)) == "4 so far. From 5 on, it is put into words."
    line = LineDifferences("Overall", (1.0, 2.0, 3.0, 4.0, 5.0))
    assert (line.mean, round(line.spread or 0, 3)) == (3.0, 1.581)
    assert (
        words_for(line)
        == "On average you guess 3.0 higher than they mark, and single guesses spread by 1.6 around that."
    )


@pytest.mark.parametrize(
    ("by", "says"), [(0.4, "about where"), (-0.4, "about where"), (0.5, "higher"), (-0.5, "lower")]
)
def test_half_a_point_is_the_first_lean_worth_a_word(by: float, says: str) -> None:
    assert says in words_for(LineDifferences("Overall", (by,) * 5))


def test_the_middle_of_the_strip_is_no_difference_and_both_ends_stay_inside() -> None:
    assert place(0, 10) == WIDTH / 2
    assert 0 < place(-10, 10) < place(10, 10) < WIDTH


def test_twenty_equal_dots_stand_above_each_other_within_the_strip() -> None:
    stacked = dots((0.5,) * 20, 10)
    assert len({(dot.x, dot.y) for dot in stacked}) == 20
    assert all(0 < dot.y < HEIGHT for dot in stacked)


def test_a_difference_has_its_sign() -> None:
    assert [signed(by) for by in (1.0, 0.0, -2.5)] == ["+1.0", "0.0", "\N{MINUS SIGN}2.5"]
