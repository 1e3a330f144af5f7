"""A version that continues another: the rules, the course and what is exported go on, and old answers keep their words.

What was asked before the new wording came is made by setting its version back, as an older program would have kept it.
"""

from datetime import timedelta

import pytest

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import change, stored
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.one_client import LOW, USUAL, answered
from tests.web.page_rules import SVG, parse

AN_HOUR = timedelta(hours=1)


def set_back(cast: Cast, waiting: Waiting) -> Waiting:
    """This check-in began with the first version."""
    change(cast, CheckIn, CheckIn.public_id == waiting.check_in, measure_version=1)
    return waiting


def answered_before(cast: Cast, weeks_ago: int, **marks: str) -> Waiting:
    """C-014 answered the first version, so many weeks ago."""
    at = NOW - timedelta(weeks=weeks_ago)
    waiting = set_back(cast, cast.begin(at=at))
    cast.send(waiting, at=at, **USUAL | marks)
    return waiting


def changes(page: str) -> int:
    """The lines on the charts that say where the words changed."""
    return sum(each.get("class") == "change" for each in parse(page).all(f"{SVG}line"))


def test_the_rules_know_what_was_marked_on_the_version_before(cast: Cast, alice: Desk) -> None:
    for week in (4, 3, 2, 1):
        answered_before(cast, week)
    today = answered(cast, 0, LOW)
    assert set(stored(cast, Response.measure_version)) == {1, 2}
    said = read(alice.get(f"/visits/{today.visit}"))
    assert "usually about 37.1 for this person." in said
    assert "last time 37.1" in said
    assert "What we worked on: 4.2 today, usually about 9.2." in said


def test_an_open_form_of_the_version_before_knows_the_later_one_too(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    today = set_back(cast, cast.begin())
    cast.send(today, None, **LOW)
    assert "last time 37.1" in read(alice.get(f"/visits/{today.visit}"))


def test_a_form_that_was_open_keeps_the_words_it_was_begun_with(cast: Cast, alice: Desk) -> None:
    waiting = set_back(cast, cast.begin())
    phone = cast.app.test_client()
    asked = read(phone.get(waiting.path))
    assert ("was not my way" in asked, "did not suit me" in asked) == (True, False)
    assert answer(phone, waiting, lines(**WELL)).status_code == 303
    assert stored(cast, Response.measure_version) == [1]
    next_time = read(phone.get(cast.begin().path))
    assert ("was not my way" in next_time, "did not suit me" in next_time) == (False, True)
    assert "37.2" in read(alice.get(f"/visits/{waiting.visit}"))


def test_both_versions_are_one_course_with_a_mark_where_the_words_changed(cast: Cast, alice: Desk) -> None:
    for week in (3, 2):
        answered_before(cast, week)
    for week in (1, 0):
        answered(cast, week, USUAL)
    page = alice.get(alice.client_path())
    assert "The course of 4 check-ins" in read(page)
    assert "other wording from 27 May on (version 2)" in read(page)
    assert changes(page.text) == 6  # the chart, its legend, and the four lines
    assert "Marked otherwise" not in read(page)
    assert read(alice.get(f"{alice.client_path()}?version=1")) == read(page), (
        "a link to the course from before still leads there"
    )


def test_where_nothing_changed_there_is_no_mark(cast: Cast, alice: Desk) -> None:
    for week in (1, 0):
        answered(cast, week)
    page = alice.get(alice.client_path())
    assert ("other wording" in read(page), changes(page.text)) == (False, 0)


def test_the_usual_range_and_the_small_course_go_on(cast: Cast, alice: Desk) -> None:
    for week in (6, 5, 4, 3, 2):
        answered_before(cast, week)
    answered(cast, 0, USUAL)
    assert "an early estimate from 5 totals" in read(alice.get(alice.client_path()))
    for path in ("/", "/clients"):
        assert "Course of the last 6 totals" in alice.get(path).text


def test_a_dip_under_the_old_words_finds_its_way_back_under_the_new_ones(cast: Cast, alice: Desk) -> None:
    for week in (5, 4, 3):
        answered_before(cast, week)
    answered_before(cast, 2, **LOW)
    answered(cast, 1, USUAL)
    said = read(alice.get(alice.client_path()))
    assert "Back to how it was on 27 May" in said


def test_a_goal_counts_marks_of_both(cast: Cast, alice: Desk) -> None:
    for week in (3, 2):
        answered_before(cast, week)
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    answered(cast, 1, USUAL)
    assert "Checked off by the marks on" not in read(alice.get(alice.client_path()))
    answered(cast, 0, USUAL)
    assert "Checked off by the marks on" in read(alice.get(alice.client_path()))


def test_an_export_names_the_version_that_each_one_continues(cast: Cast, alice: Desk) -> None:
    answered_before(cast, 1)
    answered(cast, 0)
    told = alice.get(f"{alice.client_path()}/record.json").get_json()
    measures = [each["measure"] for each in told["clients"][0]["check_ins"]]
    assert [(each["version"], each["continues"]) for each in measures] == [(1, None), (2, 1)]
    assert measures[0]["questions"]["topics"] == "We worked on …"
    assert measures[1]["questions"]["topics"] == "What we worked on was …"


@pytest.mark.parametrize(("measure", "goes_on"), [("group-check", True), ("family-check", False)])
def test_a_version_whose_first_question_is_another_one_begins_anew(
    cast: Cast, alice: Desk, measure: str, *, goes_on: bool
) -> None:
    at = NOW - timedelta(days=7)
    cast.send(set_back(cast, cast.begin(measure=measure, at=at)), at=at, **USUAL)
    today = cast.begin(measure=measure)
    cast.send(today, None, **LOW)
    assert ("last time 37.1" in read(alice.get(f"/visits/{today.visit}"))) is goes_on
    page = read(alice.get(alice.client_path()))
    assert ("other wording from" in page) is goes_on
    assert ("Family check, version 1, marked on lines: 1 check-in" in page) is not goes_on
