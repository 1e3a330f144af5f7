"""Imports that a therapist asked for: a look at the file, a dry run of every row, taking them, and taking them back."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final

from kiosk import clock
from kiosk.actions.exchange.imports import columns_of, note
from kiosk.actions.exchange.judge import Judge, judge_for
from kiosk.actions.exchange.take import undo_import
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.cells import Cell
from kiosk.domain.imports import ImportKind, NewClient, PastAnswer, Stage
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import Phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.domain.scoring import score
from kiosk.domain.tasks import Failed
from kiosk.domain.written_days import day_order_of
from kiosk.interchange.uploads import FileUnreadable, read_table
from kiosk.operations.progress import CannotBeDone, Progress
from kiosk.operations.taking import Judged, Taking, judged
from kiosk.storage import imports, sealed_files
from kiosk.storage.db import look_again, reading
from kiosk.storage.paged_files import PagedWriter
from kiosk.storage.sealed_files import SealedReader
from kiosk.storage.tables import Import, Task

SAMPLE: Final = 5
"""First rows that stand beside the choice of columns."""
SAMPLE_CELL: Final = 60
DAYS_LOOKED_AT: Final = 200


@contextmanager
def uploaded(import_id: PublicId) -> Iterator[IO[bytes]]:
    """The uploaded file, opened for reading. Raises FileNotFoundError once it was deleted."""
    sealed_files.keep_longer(import_id, clock.now())
    with io.BufferedReader(SealedReader(import_id)) as file:
        yield file


def look(actor: Staff, task: Task, progress: Progress) -> None:
    """Read all of the file once: headings, first rows, and how many there are."""
    therapist, row = _whose(actor, task)
    try:
        with uploaded(row.public_id) as file:
            source = read_table(file)
            first: list[dict[str, Cell]] = []
            count = 0
            for count, (_, cells) in enumerate(source.rows, 1):
                if count <= DAYS_LOOKED_AT:
                    first.append(dict(cells))
                progress.step()
    except FileUnreadable as fault:
        _refuse(actor, therapist, row.public_id, fault)
        return
    found = {
        "headings": list(source.headings),
        "rows": [{name: _shown(cell) for name, cell in cells.items()} for cells in first[:SAMPLE]],
        "orders": {name: day_order_of([cells.get(name) for cells in first]) for name in source.headings},
    }
    note(actor, therapist, row.public_id, clock.now(), stage=Stage.READ, look=json.dumps(found), counts={"rows": count})


def _shown(cell: Cell) -> str:
    text = cell.isoformat(" ") if isinstance(cell, datetime) else "" if cell is None else str(cell)
    return text[:SAMPLE_CELL]


def _refuse(actor: Staff, therapist: Therapist, import_id: PublicId, fault: FileUnreadable) -> None:
    """Keep why nothing can be made of the file."""
    counts = {"why": kept_phrase(fault.why), "line": fault.line}
    note(actor, therapist, import_id, clock.now(), stage=Stage.UNREADABLE, counts=counts)
    imports.remove_files(import_id)


def kept_phrase(why: Phrase) -> dict[str, Any]:
    """A sentence as it is kept: told in the language of whoever reads it later."""
    return {"text": why.text, "figures": dict(why.figures)}


def dry_run(actor: Staff, task: Task, progress: Progress) -> None:
    """Judge each row, and keep for its page what would become of it."""
    therapist, row = _whose(actor, task)
    kind, columns = ImportKind(row.kind), columns_of(row.columns)
    judge = judge_for(reading(), therapist, kind, columns, row.made_at)
    import_id, empty = row.public_id, 0
    _, to_take, to_refuse = imports.files_of(import_id)
    progress.begin(int(row.counts["rows"]))
    look_again()
    with (
        uploaded(import_id) as file,
        PagedWriter.new(to_take) as taken,
        PagedWriter.new(to_refuse) as refused,
    ):
        for one in judged(read_table(file), judge, kind):
            if one.is_empty:
                empty += 1
            elif one.found is None:
                refused.add({"line": one.line, "why": kept_phrase(one.why or Phrase(""))})
            else:
                taken.add(_page_row(one, judge))
            progress.step()
    counts = {"taken": taken.count, "refused": refused.count, "empty": empty, "new": len(judge.new)}
    note(actor, therapist, import_id, clock.now(), stage=Stage.CHECKED, counts=counts)


def _page_row(one: Judged, judge: Judge) -> dict[str, Any]:
    match one.found:
        case PastAnswer() as answer if judge.measure:
            total = score(judge.measure, answer.marks).total
            marks = dict(answer.marks)
            told = {"at": answer.at.isoformat(), "marks": marks, "total": total}
            return {"line": one.line, "code": answer.code, "new": one.is_new, **told}
        case NewClient() as client:
            return {"line": one.line, "code": client.code, "new": True, "language": client.language}
        case _:
            raise LookupError("A row that is taken has something in it.")


def take(actor: Staff, task: Task, progress: Progress) -> None:
    """Take every row, or none. Raises CannotBeDone where the file or what is stored has changed since it was read."""
    therapist, row = _whose(actor, task)
    import_id = row.public_id

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with uploaded(import_id) as file:
            yield file

    if row.stage != Stage.TAKEN:
        taken = Taking(actor, therapist, row.public_id, ImportKind(row.kind), columns_of(row.columns), row.made_at)
        if not taken.all_of(opened, progress, int(row.counts["rows"])):
            note(actor, therapist, import_id, clock.now(), stage=Stage.READ)
            raise CannotBeDone(Failed.CHANGED)
    imports.remove_files(import_id)


def undo(actor: Staff, task: Task, progress: Progress) -> None:
    """Take an import back."""
    del progress
    therapist, row = _whose(actor, task)
    undo_import(actor, therapist, row.public_id, clock.now())


def _whose(actor: Staff, task: Task) -> tuple[Therapist, Import]:
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    row = imports.import_of(reading(), PublicId(task.choices["import"]), therapist)
    if row is None:
        raise NotFound
    return therapist, row
