"""The table of access names tests that exist: a promise whose test is gone is held by nothing."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (A\d\d) \|(.+)\|(.+)\|(.+)\|$", re.MULTILINE)


def listed() -> list[tuple[str, ...]]:
    return ROW.findall((ROOT / "docs" / "access.md").read_text("utf-8"))


def test_every_row_is_there_once_and_in_order() -> None:
    rows = {f"A{number:02}" for number in range(1, 29)}
    assert [row[0] for row in listed()] == sorted(rows)


def test_every_row_names_tests_that_exist() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "tests").glob("*/**/test_*.py")]
    written = {name for source in sources for name in re.findall(r"def (test_\w+)\(", source)}
    named = {row[0]: re.findall(r"`(test_\w+)`", row[-1]) for row in listed()}
    assert [row for row, names in named.items() if not names] == []
    assert {name: row for row, names in named.items() for name in names if name not in written} == {}


def test_the_walks_by_people_name_both_readers_a_phone_and_a_switch() -> None:
    text = (ROOT / "docs" / "access.md").read_text("utf-8")
    assert all(name in text for name in ("NVDA", "VoiceOver", "TalkBack", "a switch, or voice control"))
