"""The list of hazards names tests that exist: a hazard whose test is gone is held by nothing."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HAZARD = re.compile(r"^\| (H-\d\d) \|(.+)\|(.+)\|(.+)\|(.+)\|$", re.MULTILINE)
FEWEST = 20


def listed() -> list[tuple[str, ...]]:
    return HAZARD.findall((ROOT / "docs" / "HAZARDS.md").read_text(encoding="utf-8"))


def test_every_hazard_has_its_number_once_and_every_column_filled() -> None:
    rows = listed()
    assert [row[0] for row in rows] == [f"H-{number:02}" for number in range(1, len(rows) + 1)]
    assert len(rows) >= FEWEST
    assert all(column.strip() for row in rows for column in row)


def test_every_test_that_holds_a_hazard_exists() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("*/**/test_*.py")]
    written = {name for source in sources for name in re.findall(r"def (test_\w+)\(", source)}
    named = {name: row[0] for row in listed() for name in re.findall(r"`(test_\w+)`", row[-1])}
    assert {name: hazard for name, hazard in named.items() if name not in written} == {}


def test_every_hazard_names_a_test() -> None:
    assert [row[0] for row in listed() if "`test_" not in row[-1]] == []
