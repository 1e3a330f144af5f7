"""Style sheets: written so that every engine in use understands them."""

import re
from pathlib import Path

import pytest

from kiosk.assets import folder

SHEETS = sorted((folder("static") / "css").rglob("*.css"))
CLIENTS = [sheet for sheet in SHEETS if sheet.parent.name == "css" and sheet.name != "staff.css"]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TWO_SIDES = re.compile(r"\b(?:margin|padding)-(?:inline|block):")
DECORATION = re.compile(r"text-decoration:\s*([^;]+);")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_shorthand_of_underlines_says_no_more_than_where_the_line_is(sheet: Path) -> None:
    """WebKit and Chrome 80 drop it whole when it gives a thickness or a colour, and the link loses its line."""
    assert set(DECORATION.findall(sheet.read_text("utf-8"))) <= {"none", "underline"}


@pytest.mark.parametrize("sheet", CLIENTS, ids=lambda sheet: sheet.name)
def test_a_clients_page_is_spaced_by_what_browsers_of_2020_know(sheet: Path) -> None:
    """Before Chrome 87 and Safari 14.1 only a grid has gaps, and a logical margin or padding has one side."""
    rules = [(selector.split("*/")[-1].strip(), body) for selector, body in RULE.findall(sheet.read_text("utf-8"))]
    grids = {selector for selector, body in rules if "display: grid" in body}
    assert [selector for selector, body in rules if " gap:" in body and selector not in grids] == []
    assert [selector for selector, body in rules if TWO_SIDES.search(body)] == []
