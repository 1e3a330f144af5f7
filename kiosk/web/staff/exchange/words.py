"""The words of files in and out: their kinds, how long work stands, and why it failed."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.tasks import Failed, TaskKind, TaskState
from kiosk.interchange.files import Format
from kiosk.interchange.tables import Rows

KINDS: Final[Mapping[Format, tuple[Phrase, Phrase]]] = {
    Format.XLSX: (
        phrase("Excel workbook (XLSX)"),
        phrase("For Excel, Numbers and LibreOffice. The data dictionary is its second sheet."),
    ),
    Format.CSV: (phrase("CSV"), phrase("Commas between cells, decimal points: 9.4. The data dictionary is beside it.")),
    Format.CSV_DECIMAL_COMMA: (
        phrase("CSV with decimal commas"),
        phrase("Semicolons between cells, decimal commas: 9,4. For spreadsheets in countries that use them."),
    ),
    Format.JSON: (phrase("Everything (JSON)"), phrase("The complete record, for other programs.")),
}
ROWS: Final[Mapping[Rows, tuple[Phrase, Phrase]]] = {
    Rows.CHECK_INS: (phrase("A row for each check-in"), phrase("With words, notes and what was done.")),
    Rows.MARKS: (phrase("A row for each mark"), phrase("For statistics: each question, marked or not, and no words.")),
}
HEADINGS: Final[Mapping[TaskKind, Phrase]] = {
    TaskKind.EXPORT: phrase("Your file"),
    TaskKind.LOOK: phrase("Reading the file"),
    TaskKind.DRY_RUN: phrase("Checking each row"),
    TaskKind.TAKE: phrase("Importing the rows"),
    TaskKind.UNDO: phrase("Undoing the import"),
    TaskKind.CALENDAR: phrase("Reading your calendar"),
}
STANDS: Final[Mapping[TaskState, Phrase]] = {
    TaskState.WAITING: phrase("It starts in a moment. You can leave this page: it keeps going."),
    TaskState.RUNNING: phrase("You can leave this page: it keeps going."),
    TaskState.DONE: phrase("Done."),
    TaskState.FAILED: phrase("It could not be done."),
}
REASONS: Final[Mapping[Failed, Phrase]] = {
    Failed.NOT_ALLOWED: phrase("You may not do this any more. Nothing was changed."),
    Failed.TOO_MANY_ROWS: phrase("That is more than an Excel sheet can hold. Choose CSV."),
    Failed.UNREADABLE: phrase("The file could not be read. Nothing was imported."),
    Failed.CHANGED: phrase("Something changed since the rows were checked. Nothing was imported: check them again."),
    Failed.NOT_THERE: phrase("The file is gone: files are deleted after a while. Start again."),
    Failed.CALENDAR: phrase("Your calendar could not be read. Its page says why."),
    Failed.BROKEN: phrase("Something went wrong on the server, and its log says what. Nothing was changed."),
}
