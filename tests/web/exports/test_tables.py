"""Tables of check-ins and of marks: for spreadsheets of every country, with nulls that say so and nothing that runs."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from kiosk.cli import kiosk
from kiosk.interchange.files import Format
from kiosk.interchange.tables import Rows
from tests.support.practice import WELL, Cast

FORMULA = '=HYPERLINK("https://example.org"),=1+1;@SUM(A1)'


@pytest.fixture
def told(cast: Cast) -> None:
    """A client with one line left out, one who declined, and one whose answer waits to be asked for."""
    cast.settle(time_zone="Europe/Vienna")
    cast.send(cast.begin(), None, **WELL | {"topics": ""}, words=FORMULA)
    cast.send(cast.begin("C-015"), None, decline="yes")
    cast.send(cast.begin("C-016", place="telehealth"), None, **WELL | {"topics": "0"})


@pytest.fixture
def export(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Path]:
    """The command; gives the file."""
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)

    def run(kind: Format, rows: Rows = Rows.CHECK_INS) -> Path:
        file = tmp_path / kind / f"{rows}.{kind.ending}"
        file.parent.mkdir()
        words = ["export", "--format", kind.value, "--rows", rows.value, "--to", str(file)]
        done = CliRunner(catch_exceptions=False).invoke(kiosk, words)
        assert (done.exit_code, done.stderr) == (0, ""), "a bar is for terminals alone"
        return file

    return run


def rows_of(file: Path, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=separator))


@pytest.mark.usefixtures("told")
def test_a_mark_that_was_not_given_is_a_null_and_zero_is_zero(export: Callable[..., Path]) -> None:
    left_out, declined, complete = rows_of(export(Format.CSV))
    assert (left_out["answer topics"], left_out["answer overall"], left_out["total"]) == ("NA", "9.6", "NA")
    assert left_out["estimated total"] == "37.6"
    assert (declined["answer topics"], declined["total"], declined["own words"]) == ("NA", "NA", "")
    assert (complete["answer topics"], complete["total"]) == ("0.0", "28.2")
    assert (left_out["begun"], left_out["begun local"]) == ("2026-06-03T14:48:00+00:00", "2026-06-03 16:48:00")
    assert (left_out["time zone"], left_out["version"]) == ("Europe/Vienna", "2")


@pytest.mark.usefixtures("told")
def test_a_table_of_marks_has_a_row_for_each_question_marked_or_not(export: Callable[..., Path]) -> None:
    rows = rows_of(export(Format.CSV, Rows.MARKS))
    assert len(rows) == 3 * 4
    assert [(row["question"], row["mark"]) for row in rows[:4]] == [
        ("understood", "9.4"),
        ("topics", "NA"),
        ("approach", "9.2"),
        ("overall", "9.6"),
    ]
    assert {row["mark"] for row in rows[4:8]} == {"NA"}


@pytest.mark.parametrize("rows", Rows)
@pytest.mark.usefixtures("told")
def test_each_column_is_explained_in_the_dictionary_beside_it(export: Callable[..., Path], rows: Rows) -> None:
    file = export(Format.CSV, rows)
    explained = {row["column"]: row["meaning"] for row in rows_of(file.with_name(f"{rows}-dictionary.csv"))}
    assert set(rows_of(file)[0]) | {"NA", ""} == explained.keys()
    assert all(explained.values())


@pytest.mark.usefixtures("told")
def test_a_country_with_decimal_commas_reads_its_own_file(export: Callable[..., Path]) -> None:
    file = export(Format.CSV_DECIMAL_COMMA)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    left_out, _, complete = rows_of(file, ";")
    assert (left_out["answer overall"], complete["total"]) == ("9,6", "28,2")


@pytest.mark.usefixtures("told")
def test_no_cell_starts_a_formula_whatever_separator_it_is_read_with(export: Callable[..., Path]) -> None:
    texts = [export(kind).read_text("utf-8-sig") for kind in (Format.CSV, Format.CSV_DECIMAL_COMMA)]
    for text, separator in product(texts, ",;\t|"):
        cells = [cell for line in csv.reader(io.StringIO(text), delimiter=separator) for cell in line]
        assert [cell for cell in cells if cell.strip(' "')[:1] in set("=+@") and cell.strip(' "')] == []


@pytest.mark.usefixtures("told")
def test_a_workbook_has_typed_cells_no_formula_and_its_dictionary(export: Callable[..., Path]) -> None:
    book = load_workbook(export(Format.XLSX))
    sheet: Any = book["Table"]
    names = {cell.value: place for place, cell in enumerate(sheet[1])}
    first = {name: sheet[2][place] for name, place in names.items()}
    last = {name: sheet[4][place] for name, place in names.items()}
    assert (first["answer overall"].value, first["answer topics"].value, first["total"].value) == (9.6, "NA", "NA")
    assert (last["answer topics"].value, last["total"].value) == (0, 28.2)
    assert (first["sent"].value, first["sent local"].value) == (
        "2026-06-03T14:48:00+00:00",
        datetime(2026, 6, 3, 16, 48),  # noqa: DTZ001 -- a cell of Excel has no zone
    )
    words = first["own words"]
    assert (words.value, words.data_type, words.quotePrefix) == (FORMULA, "s", True)
    assert {row[0].value for row in book["Data dictionary"]} == {*names, "column", "NA", None}
