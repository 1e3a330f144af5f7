"""Judging the rows of an uploaded file, and storing them: all of them, or none."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from kiosk import clock
from kiosk.actions.exchange.judge import Judge, judge_for
from kiosk.actions.exchange.take import AT_ONCE, begin_taking, finish_taking, stage_answers
from kiosk.domain.actors import Actor, Therapist
from kiosk.domain.cells import RowFault
from kiosk.domain.imports import Columns, ImportKind, NewClient, NoMarks, PastAnswer
from kiosk.domain.phrases import Phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.interchange.uploads import UploadedTable, read_table
from kiosk.operations.progress import Progress
from kiosk.storage import imports
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Import
from kiosk.storage.work import unit_of_work

PAUSE_S: Final = 0.02
"""Between two transactions, so that clients who send wait for one of them at most."""


@dataclass(frozen=True)
class Judged:
    """One row: the line, and what is taken of it, or why not; a row without marks is left out."""

    line: int
    found: PastAnswer | NewClient | None
    why: Phrase | None = None
    is_new: bool = False
    is_empty: bool = False


def judged(source: UploadedTable, judge: Judge, kind: ImportKind) -> Iterator[Judged]:
    """Judge each row in turn. Raises FileUnreadable."""
    for line, row in source.rows:
        before = len(judge.new)
        try:
            found = judge.score(line, row) if kind is ImportKind.SCORES else judge.client(line, row)
        except NoMarks as fault:
            yield Judged(line, None, fault.why, is_empty=True)
        except RowFault as fault:
            yield Judged(line, None, fault.why)
        else:
            yield Judged(line, found, is_new=len(judge.new) > before)


@dataclass(frozen=True)
class Taking:
    """Storing the rows of a file where nobody sees them, a few in each transaction, and then showing all at once.

    Cut off anywhere, it goes on where it was: rows come in the same order again, and those that are stored are counted.
    """

    actor: Actor
    therapist: Therapist
    import_id: PublicId
    kind: ImportKind
    columns: Columns
    made_at: datetime

    def all_of(self, opened: Callable[[], Any], progress: Progress, rows: int) -> bool:
        """Take them; False where a row is refused, and nothing was taken. `opened` opens the file anew.

        Raises FileUnreadable.
        """
        progress.begin(2 * rows)
        judge = self._judge()
        with opened() as file:
            for one in judged(read_table(file), judge, self.kind):
                if one.found is None and not one.is_empty:
                    return False
                progress.step()
        self._begin(judge)
        del judge  # rows are judged once more below, by one who knows what was added
        if self.kind is ImportKind.SCORES:
            self._store(opened, progress)
            self._finish()
        return True

    def _judge(self) -> Judge:
        """Know the clients, those of this very import as not there yet."""
        look_again()
        return judge_for(reading(), self.therapist, self.kind, self.columns, self.made_at)

    def _begin(self, judge: Judge) -> None:
        with unit_of_work(self.actor, clock.now()) as work:
            begin_taking(work, self._row(work.session), self.therapist, judge)
            if self.kind is ImportKind.CLIENTS:
                finish_taking(work, self._row(work.session))

    def _store(self, opened: Callable[[], Any], progress: Progress) -> None:
        look_again()
        judge = self._judge()
        done = imports.count_staged(reading(), self._row(reading()))
        with opened() as file:
            rows = (one for one in judged(read_table(file), judge, self.kind) if isinstance(one.found, PastAnswer))
            for some in _some(islice(rows, done, None)):
                with unit_of_work(self.actor, clock.now()) as work:
                    answers = [(judge.codes[found.code], found) for found in some]
                    if judge.measure:
                        stage_answers(work, self._row(work.session), self.therapist, judge.measure, answers)
                progress.step(len(some))
                time.sleep(PAUSE_S)

    def _finish(self) -> None:
        with unit_of_work(self.actor, clock.now()) as work:
            finish_taking(work, self._row(work.session))

    def _row(self, session: Any) -> Import:  # noqa: ANN401 -- of either kind
        row = imports.import_of(session, self.import_id, self.therapist)
        if row is None:
            raise NotFound
        return row


def _some(rows: Iterator[Judged]) -> Iterator[Sequence[PastAnswer]]:
    found = (one.found for one in rows if isinstance(one.found, PastAnswer))
    while some := list(islice(found, AT_ONCE)):
        yield some
