"""Tables for spreadsheets and statistics: their columns with what each means, and their rows as typed values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final, TypeAlias

from kiosk import zones
from kiosk.queries.kept import Record

NULL: Final = "NA"
"""An explicit null, as R, pandas and SPSS read it: asked, and not given. An empty cell: there was nothing to give."""


class Null(Enum):
    """The one value of a cell for something that was asked and not given."""

    NOT_GIVEN = NULL


Value: TypeAlias = str | float | int | bool | datetime | Null | None
Row: TypeAlias = Mapping[str, Value]


class Rows(StrEnum):
    """The things of which a table has one in each row."""

    CHECK_INS = "check-ins"
    MARKS = "marks"


@dataclass(frozen=True)
class Column:
    """A column by its heading, what it means, the kind of its values, and their range or unit where they have one."""

    name: str
    meaning: str
    kind: str = "text"
    values: str = ""


@dataclass(frozen=True)
class Table:
    """Columns in their order, and rows; those can be gone through once, so that one record at a time is in memory."""

    rows_are: Rows
    columns: Sequence[Column]
    rows: Iterable[Row]

    @property
    def headings(self) -> Sequence[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def lines(self) -> Iterator[Sequence[Value]]:
        """The rows as cells, in the order of the columns. Raises ValueError where a row has other cells than these."""
        names = dict.fromkeys(self.headings)
        for row in self.rows:
            if row.keys() != names.keys():
                raise ValueError(f"Missing in a row, or of no column: {', '.join(sorted(row.keys() ^ names.keys()))}.")
            yield [row[name] for name in names]


DICTIONARY: Final = (
    Column("column", "The heading in the table."),
    Column("meaning", "What its values are."),
    Column("kind", "text, number, yes or no, or time."),
    Column("values", "Their range, unit or list."),
)


def dictionary(table: Table) -> Table:
    """The data dictionary of a table, as a table."""
    null = Column(NULL, "In any cell: it was asked, and not given. Never a zero.", "null")
    empty = Column("", "An empty cell: there was nothing to ask or to give in this row.", "null")
    rows = [
        {"column": one.name, "meaning": one.meaning, "kind": one.kind, "values": one.values}
        for one in (*table.columns, null, empty)
    ]
    return Table(table.rows_are, DICTIONARY, rows)


def local(at: datetime | None, record: Record) -> datetime | None:
    """A point in time on the practice's clock, without the zone, which stands in a column of its own."""
    return at.astimezone(zones.zone(record.time_zone)).replace(tzinfo=None, microsecond=0) if at else None
