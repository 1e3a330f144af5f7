"""The course on a client's page: the chart and the table with the same figures, whose cue it is, and repairs."""

from datetime import timedelta

import pytest

from kiosk.actions.visits.change import Outcome
from kiosk.storage.db import writing
from kiosk.storage.tables import Practice
from tests.support.practice import WELL, Cast
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.one_client import LOW, USUAL, answered, recorded
from tests.web.page_rules import SVG, parse, words


def course_texts(page: str) -> list[str]:
    return [words(text) for text in parse(page).all(f"{SVG}text")]


def circles(page: str, kind: str) -> int:
    return sum(each.get("class") == kind for each in parse(page).all(f"{SVG}circle"))


def test_a_line_left_out_today_says_when_it_was_marked(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    answered(cast, 0, {name: mark for name, mark in USUAL.items() if name != "topics"})
    small = [words(each) for each in parse(alice.get(alice.client_path()).text).all("li") if each.get("class") is None]
    assert any("9.2 on 27 May" in each for each in small)
    assert not any("9.3 on" in each for each in small)


def test_the_chart_has_todays_figure_and_the_cue_with_its_source(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    answered(cast, 0, LOW)
    page = alice.get(alice.client_path())
    assert course_texts(page.text) == ["40", "35", "30", "25", "27 May", "31.4 today", "3 Jun"]
    assert circles(page.text, "today") == 5  # the chart's, and one for each line
    assert "36, a widely used cue to ask" in read(page)
    assert "The axis begins at 25, not at 0." in read(page)


def test_a_cue_that_the_practice_has_set_says_so(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    with cast.on_stage(), writing() as session:
        session.get_one(Practice, 1).thresholds = {"total_low.ask_below": 34.0}
    assert "34, this practice's cue to ask" in read(alice.get(alice.client_path()))


def test_the_usual_range_comes_with_five_totals_and_never_has_today_in_it(cast: Cast, alice: Desk) -> None:
    for week in (4, 3, 2, 1):
        answered(cast, week, USUAL)
    answered(cast, 0, LOW)
    assert "usual range" not in read(alice.get(alice.client_path()))
    answered(cast, 5, USUAL)
    said = read(alice.get(alice.client_path()))
    assert "usual range for this person, an early estimate from 5 totals" in said
    assert "Usually from 35.1 to 39.1 for this person." in said


def test_the_table_has_the_same_figures(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    answered(cast, 0, {"understood": "8.4", "approach": "9.1", "overall": "7.9"})
    table = words(next(parse(alice.get(alice.client_path()).text).all("tbody")))
    assert table == "3 June 8.4 – 9.1 7.9 33.9, estimated 27 May 9.3 9.2 9.3 9.3 37.1"  # noqa: RUF001 -- as printed


def test_lines_and_buttons_are_never_on_one_course(cast: Cast, alice: Desk) -> None:
    tens = dict.fromkeys(WELL, "9")
    answer(cast.app.test_client(), cast.begin(at=NOW - timedelta(hours=1)), lines(**tens) | {"marked": "buttons"})
    answered(cast, 0, LOW)
    on_lines = alice.get(alice.client_path())
    assert "Session check, marked with buttons: 1 check-in" in read(on_lines)
    assert ("31.4 today" in read(on_lines), "36.0" in read(on_lines)) == (True, False)
    with_buttons = read(alice.get(f"{alice.client_path()}?marked=buttons"))
    assert ("31.4 today" in with_buttons, "36.0" in with_buttons) == (False, True)
    assert read(alice.get(f"{alice.client_path()}?marked=nonsense&version=x")) == read(on_lines)


def test_another_form_has_a_course_of_its_own(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    at = NOW - timedelta(days=3)
    waiting = cast.begin(measure="felt-understood", at=at)
    cast.send(waiting, at=at, understood="9.2")
    page = alice.get(alice.client_path())
    assert course_texts(page.text)[:4] == ["10", "9", "8", "7"]
    assert "9, a widely used cue to ask" in read(page)
    assert "37.2" in read(alice.get(f"{alice.client_path()}?measure=session-check"))


def test_a_repair_stands_on_the_time_line_and_on_the_chart(cast: Cast, alice: Desk) -> None:
    waiting = answered(cast, 1, LOW)
    assert "Flagged Not looked at yet Not talked about yet" in read(alice.get(alice.client_path()))
    recorded(cast, waiting, Outcome.TALKED, "Begin with the call.")
    page = alice.get(alice.client_path())
    said = read(page)
    assert "Worth making time for. What we worked on: marked low. A low total." in said
    assert "Flagged Seen on 3 June Talked about it on 3 June Your note" in said
    assert "Begin with the call." in said
    assert circles(page.text, "talked") == 2  # on its point, and in the legend


@pytest.mark.parametrize(
    ("outcome", "became"), [(Outcome.NEXT, "For next time"), (Outcome.NOT_NEEDED, "No talk needed")]
)
def test_other_outcomes_have_no_ring(cast: Cast, alice: Desk, outcome: Outcome, became: str) -> None:
    waiting = answered(cast, 0, LOW)
    recorded(cast, waiting, outcome)
    page = alice.get(alice.client_path())
    assert became in read(page)
    assert circles(page.text, "talked") == 0


def test_a_childs_course_says_each_mark_in_the_word_under_the_face(cast: Cast, alice: Desk) -> None:
    for week, face in ((1, "7.5"), (0, "0")):
        at = NOW - timedelta(weeks=week)
        marks = dict.fromkeys(("understood", "topics", "approach", "overall"), "10") | {"understood": face}
        cast.send(cast.begin(measure="child-check", at=at), at, marked="faces", **marks)
    page = alice.get(alice.client_path())
    said = read(page)
    assert "Being understood No" in said
    assert "Being understood, between No and Mostly" in page.text
    assert "No Yes, a lot Yes, a lot Yes, a lot 30.0" in said
