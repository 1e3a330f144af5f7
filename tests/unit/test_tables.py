"""A table has a cell for each of its columns in every row, and a column for each cell."""

import pytest

from kiosk.interchange.tables import Column, Row, Rows, Table

COLUMNS = Column("client", "The code."), Column("place", "Where the session was held.")


def test_cells_come_in_the_order_of_the_columns() -> None:
    assert list(Table(Rows.CHECK_INS, COLUMNS, [{"place": None, "client": "C-014"}]).lines()) == [["C-014", None]]


@pytest.mark.parametrize("row", [{"client": "C-014"}, {"client": "C-014", "place": "room", "plaice": "room"}])
def test_a_cell_that_is_missing_or_of_no_column_is_a_fault(row: Row) -> None:
    with pytest.raises(ValueError, match=r"plaice|place"):
        list(Table(Rows.CHECK_INS, COLUMNS, [row]).lines())
