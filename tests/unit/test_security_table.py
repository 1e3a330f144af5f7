"""The table of docs/security.md: every row, tests that exist, and what the file of rows says."""

import re

import pytest

from tests.support.security import ENDS, PAGE, Row, named, result, rows, written

NAMES = [f"{letter}{number:02}" for letter, last in (("S", 60), ("R", 30)) for number in range(1, last + 1)]


def test_every_row_is_there_once_and_in_order() -> None:
    assert [row.name for row in rows()] == NAMES


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_row_names_tests_that_exist_or_says_that_it_does_not_hold(row: Row) -> None:
    assert row.what
    assert row.tests or row.open
    assert [test for test in row.tests if not list(named(test))] == []


def test_the_page_has_the_rows_of_the_file() -> None:
    """Whatever the results were: those are of a run, and not of the repository."""
    page = PAGE.read_text("utf-8")
    without = [re.sub(r"[^|]*\|$", "", line) for line in (page, written(page, {})) for line in line.splitlines()]
    half = len(without) // 2
    assert without[:half] == without[half:]
    assert page.count(ENDS) == 1


def test_a_result_tells_the_worst_and_what_was_not_run() -> None:
    row = Row("S00", "invented", ["unit/test_security_table.py"])
    mine = list(named(row.tests[0]))
    assert result(row, {}) == f"{len(mine)} not run"
    passed = {name: ("passed", f"2026-06-0{number}") for number, name in enumerate(mine, 1)}
    assert result(row, passed) == f"{len(mine)} passed, 2026-06-01"
    assert result(row, passed | {mine[0]: ("failed", "2026-06-09")}) == f"1 failed, {len(mine) - 1} passed, 2026-06-02"
