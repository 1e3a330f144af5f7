"""Marks as a table, one a row, as statistics programs want them: a row for each question, marked or not."""

from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.domain.scoring import points
from kiosk.interchange.check_ins_table import mark_cell
from kiosk.interchange.schema import TABLE_VERSION
from kiosk.interchange.tables import Column, Row, Rows, Table, local
from kiosk.queries.kept import KeptCheckIn, Record
from kiosk.queries.results import Result, Withheld

COLUMNS: Final = (
    Column("client", "The code that the therapist chose."),
    Column("therapist", "The email of the therapist of the session."),
    Column("session", "The id of the session: the same for everybody in it."),
    Column("check-in", "The id of the check-in: the same for all its marks."),
    Column("part", "The part of the session in which it was asked.", "text", "opening, closing"),
    Column("measure", "The id of the form."),
    Column("version", "The version of the form.", "number"),
    Column("question", "The id of the question in that form."),
    Column("mark", "The mark, in points; NA where the question was asked and not marked.", "number", "points"),
    Column("of", "The highest that could be marked on this question.", "number", "points"),
    Column("marked with", "How it was marked.", "text", "line, buttons, faces, choice, paper, import"),
    Column("declined", "The client would rather not answer.", "yes or no"),
    Column("begun", "When the form was made, in UTC.", "time", "ISO 8601 with offset"),
    Column("begun local", "The same on the practice's clock.", "time"),
    Column("sent", "When the answer came, in UTC; empty without one.", "time", "ISO 8601 with offset"),
    Column("sent local", "The same on the practice's clock.", "time"),
    Column("time zone", "The zone of the practice's clock."),
    Column("withheld", "Why an answer is there and not shown.", "text", "held, others, unreadable"),
    Column("table version", "The version of this list of columns.", "number"),
)


def marks_table(records: Iterable[Record]) -> Table:
    """The marks of the records."""
    return Table(Rows.MARKS, COLUMNS, _rows(records))


def _rows(records: Iterable[Record]) -> Iterator[Row]:
    return (row for record in records for check_in in record.check_ins for row in _marks(record, check_in))


def _marks(record: Record, check_in: KeptCheckIn) -> Iterator[Row]:
    response = check_in.response if isinstance(check_in.response, Result) else None
    withheld = check_in.response if isinstance(check_in.response, Withheld) else None
    shared: Row = {
        "client": record.client.code,
        "therapist": check_in.visit.therapist,
        "session": check_in.visit.public_id,
        "check-in": check_in.public_id,
        "part": check_in.part,
        "measure": check_in.measure.id,
        "version": check_in.measure.version,
        "marked with": response.marked if response else None,
        "declined": response.declined if response else None,
        "begun": check_in.begun_at,
        "begun local": local(check_in.begun_at, record),
        "sent": response.received_at if response else None,
        "sent local": local(response.received_at, record) if response else None,
        "time zone": record.time_zone,
        "withheld": withheld.reason.value if withheld else None,
        "table version": TABLE_VERSION,
    }
    for item in check_in.measure.items:
        mark = None if withheld else mark_cell(response, item.id)
        yield {**shared, "question": item.id, "mark": mark, "of": points(item.highest)}
