"""Exports that a therapist asked for: written sealed into the instance folder, where they wait for a day."""

from collections.abc import Iterable
from io import BufferedWriter

from kiosk import clock
from kiosk.actions.clients.export import export_own_records
from kiosk.domain.actors import Staff
from kiosk.domain.public_ids import PublicId
from kiosk.domain.tasks import Failed
from kiosk.interchange.files import Format, Kept, dictionary_of, table_of, text_of
from kiosk.interchange.tables import Rows
from kiosk.interchange.xlsx_table import write_xlsx
from kiosk.operations.progress import CannotBeDone, Progress
from kiosk.storage import sealed_files
from kiosk.storage.sealed_files import SealedWriter
from kiosk.storage.tables import Task


def export(actor: Staff, task: Task, progress: Progress) -> None:
    """Write the file, and the data dictionary of a table of CSV beside it. Raises NotAllowed and NotFound."""
    name, kind, rows = task.public_id, Format(task.choices["format"]), Rows(task.choices["rows"])
    client = task.choices["client"]
    records = export_own_records(actor, PublicId(client) if client else None, clock.now())
    progress.begin(len(records))
    if kind is Format.XLSX:
        _write_workbook(name, records, rows, progress)
        return
    _write(name, text_of(records, kind, rows, clock.now(), progress.step))
    if kind.is_table:
        _write(sealed_files.dictionary_beside(name), dictionary_of(records, kind, rows))


def _write(name: str, parts: Iterable[str]) -> None:
    with SealedWriter.new(name) as writer:
        writer.writelines(part.encode() for part in parts)


def _write_workbook(name: str, records: Kept, rows: Rows, progress: Progress) -> None:
    with SealedWriter.new(name) as writer:
        buffered = BufferedWriter(writer)
        try:
            write_xlsx(table_of(records, rows, progress.step), buffered, sealed_files.folder())
        except ValueError as error:
            raise CannotBeDone(Failed.TOO_MANY_ROWS) from error
        buffered.flush()
        buffered.detach()
