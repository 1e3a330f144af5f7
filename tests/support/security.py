"""The table of docs/security.md, from tests/rows.toml and the last results: `python -m tests.support.security`."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.support.results import ROOT, Results, kept

ROWS: Final = ROOT / "tests" / "rows.toml"
PAGE: Final = ROOT / "docs" / "security.md"
BEGINS, ENDS = "<!-- rows: written by make security -->\n", "<!-- end of rows -->\n"


@dataclass(frozen=True)
class Row:
    """One thing that must hold."""

    name: str
    what: str
    tests: Sequence[str]
    """By file, or file::function, below tests/."""
    open: str = ""
    """Tells what of it does not hold; empty where all does."""


def rows() -> list[Row]:
    """Every row, in the order of the file."""
    found: Mapping[str, Mapping[str, object]] = tomllib.loads(ROWS.read_text("utf-8"))
    return [Row(name, **about) for name, about in found.items()]  # type: ignore[arg-type]  # a test reads each


@cache
def tests_in(file: str) -> frozenset[str]:
    """The functions of a file of tests, whatever marks they bear; none where there is no such file."""
    place = ROOT / "tests" / file
    return (
        frozenset(re.findall(r"^def (test_\w+)", place.read_text("utf-8"), re.MULTILINE))
        if place.exists()
        else frozenset()
    )


def named(test: str) -> Iterator[str]:
    """Each single test that a row names; nothing where it is not there."""
    file, _, function = test.partition("::")
    for found in sorted(tests_in(file)):
        if not function or function == found:
            yield f"{file}::{found}"


def result(row: Row, results: Results) -> str:
    """The last results of all its tests, in words: `12 passed, 2026-06-03`, with the oldest day."""
    found = [results[one] for test in row.tests for one in named(test) if one in results]
    missing = sum(1 for test in row.tests for one in named(test) if one not in results)
    told = [f"{count} {outcome}" for outcome, count in sorted(Counter(outcome for outcome, _ in found).items())]
    told += [f"{missing} not run"] if missing else []
    return ", ".join([*told, min(day for _, day in found)] if found else told) or "none"


def table(results: Results) -> str:
    """The rows as Markdown. What does not hold stands first in its cell."""
    lines = ["| row | what holds | shown by | last result |", "|---|---|---|---|"]
    for row in rows():
        what = f"{row.what}. **Not all of it:** {row.open}" if row.open else row.what
        tests = ", ".join(f"`{test}`" for test in row.tests) or "no test"
        lines.append(f"| {row.name} | {what} | {tests} | {result(row, results)} |")
    return "\n".join(lines) + "\n"


def written(page: str, results: Results) -> str:
    """The page with this table instead of its former one."""
    before, _, rest = page.partition(BEGINS)
    return before + BEGINS + table(results) + ENDS + rest.partition(ENDS)[2]


if __name__ == "__main__":
    Path(PAGE).write_text(written(PAGE.read_text("utf-8"), kept()), "utf-8")
