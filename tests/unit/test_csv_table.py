"""CSV that is read with any separator: whatever somebody typed starts no formula."""

import csv
import io
import re
from itertools import product
from pathlib import Path

import pytest

import kiosk
from kiosk.interchange import csv_table
from kiosk.interchange.csv_table import RISKY, csv_line

SEPARATORS = ",", ";", "\t", "|"
BETWEEN = "", *SEPARATORS, "\r", "\n", "\r\n", " ; "
BEFORE = "", " ", '"', "'", '""', ' "', '";"', "well"
WRITES = re.compile(r"csv\.(?:Dict)?[Ww]riter|from csv import")
SIGNS = sorted(sign for sign in RISKY if not sign.isspace())


@pytest.mark.parametrize("written_with", [",", ";"])
@pytest.mark.parametrize("read_with", SEPARATORS)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_line_that_is_read_with_another_separator_starts_no_formula(
    written_with: str, read_with: str, sign: str
) -> None:
    for before, between, then in product(BEFORE, BETWEEN, BEFORE):
        cell = f"{before}{between}{then}{sign}cmd|' /C calc'!A0"
        for cells in ([cell], ["C-014", cell, cell], [f"{before}{between}", cell]):
            text = io.StringIO(csv_line(cells, written_with), newline="")
            read = [found for row in csv.reader(text, delimiter=read_with) for found in row]
            assert [found for found in read if found.lstrip(" ")[:1] in set(SIGNS)] == [], cells


@pytest.mark.parametrize("sign", sorted(RISKY - set(SIGNS)))
def test_a_cell_that_begins_with_a_space_of_another_kind_is_text(sign: str) -> None:
    assert csv_line([f"{sign}=1+1"], ",").lstrip('"').startswith("'")


def test_csv_is_written_in_one_place() -> None:
    folder = Path(kiosk.__file__).parent
    writers = [file for file in folder.rglob("*.py") if WRITES.search(file.read_text("utf-8"))]
    assert writers == [Path(csv_table.__file__)]
