"""The worked examples of docs/clinical.md, worked out again."""

from pathlib import Path

import pytest

from tests.unit.domain.cases import found, past_totals, spread

PAGE = (Path(__file__).parents[2] / "docs" / "clinical.md").read_text("utf-8")
SECTION = PAGE.partition("### Worked examples")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if line[:3] != "|--"]
EXAMPLES = [row for row in ROWS if len(row) > 1 and row[0] != "earlier totals"]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row[0]} then {row[1]}")
def test_the_rules_say_what_the_document_says(row: list[str]) -> None:
    earlier = [float(total) for total in row[0].split() if total != "none"]
    signals = found(spread(float(row[1])), past_totals(*earlier))
    assert ", ".join(f"{signal.rule} {signal.severity}" for signal in signals) == row[2]
