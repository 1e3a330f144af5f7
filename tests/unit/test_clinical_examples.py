"""The worked examples of docs/clinical.md, worked out again."""

from pathlib import Path

import pytest

from kiosk.domain.signals import ORDER
from tests.unit.domain.cases import found, past_totals, spread

PAGE = (Path(__file__).parents[2] / "docs" / "clinical.md").read_text("utf-8")
SECTION = PAGE.partition("### Worked examples")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if line[:3] != "|--"]
EXAMPLES = [row for row in ROWS if len(row) > 1 and row[0] != "earlier totals"]

LED_BY = {
    "strain (not sorted)": "strain not sorted out",
    "strain (sorted)": "strain sorted out",
    "line-low (understood)": "a low *understood*",
    "line-low (others)": "other low lines",
}
"""Places of the order, as the document says them; the others by their names."""


def test_what_leads_is_written_down_in_its_order() -> None:
    leading = ORDER[: ORDER.index("ceiling") + 1]
    said = ", ".join(LED_BY.get(place, place) for place in leading)
    assert f"**What leads.** The most severe; then {said}." in " ".join(PAGE.split())


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row[0]} then {row[1]}")
def test_the_rules_say_what_the_document_says(row: list[str]) -> None:
    earlier = [float(total) for total in row[0].split() if total != "none"]
    signals = found(spread(float(row[1])), past_totals(*earlier))
    assert ", ".join(f"{signal.rule} {signal.severity}" for signal in signals) == row[2]
