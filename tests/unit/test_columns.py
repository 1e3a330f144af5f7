"""Columns in clear: docs/security.md names every one, and says of each table why."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, PrimaryKeyConstraint, UniqueConstraint

from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.tables import Base

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
ROW = re.compile(r"^\| (\w+) \| ([\w, ]*) \| ([\w, ]*) \| (.+) \|$", re.MULTILINE)
EVERYWHERE = {"id", "practice_id", "public_id", "salt"}
"""Columns that nearly every table has, said once above the table."""


def columns(text: str) -> set[str]:
    return set(filter(None, text.split(", ")))


SAID = {
    table: (columns(sealed), columns(clear), why) for table, sealed, clear, why in ROW.findall(PAGE.read_text("utf-8"))
}


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_column_is_sealed_or_said_to_be_in_clear_with_its_reason(table: object) -> None:
    """Fails for a new column until it is sealed, or the page says why not."""
    there = Base.metadata.tables[str(table)].columns
    sealed = {one.name for one in there if isinstance(one.type, Sealed)}
    indexes = {one.name for one in there if isinstance(one.type, Indexed)}
    said_sealed, said_clear, why = SAID[str(table)]
    assert said_sealed == sealed
    assert said_clear == {one.name for one in there} - sealed - indexes - EVERYWHERE
    assert why.strip()


def is_unique(column: Column[Any]) -> bool:
    """Return whether no two rows can have the same value."""
    alone = [one for one in column.table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint)]
    return bool(column.unique) or any([each.name for each in one.columns] == [column.name] for one in alone)


def test_the_name_of_a_row_for_which_a_value_is_sealed_is_no_other_rows() -> None:
    named = {
        str(one): one.table.columns[one.type.by]
        for table in Base.metadata.sorted_tables
        for one in table.columns
        if isinstance(one.type, Sealed)
    }
    assert [name for name, row in named.items() if not is_unique(row)] == []


def test_the_page_names_no_table_that_is_gone() -> None:
    assert set(SAID) - {"table", "row"} == Base.metadata.tables.keys()
