"""After an erasure: nothing of it in free pages, in old copies of the file, or in an older database put back."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from kiosk.actions.erasure.erase import Grounds, bring_ledger_up_to_date, erase_part, erase_whole_client
from kiosk.domain.actors import CommandLine
from kiosk.domain.audit import Audited
from kiosk.domain.erasure import BACKUP_LASTS, What
from kiosk.domain.jobs import JobKind
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.interchange.files import as_text
from kiosk.storage import erasable, erasing, erasures, jobs, ledger
from kiosk.storage.db import backend, look_again
from kiosk.storage.ledger import LedgerLine
from kiosk.storage.work import Work, unit_of_work

COPY: Final = re.compile(r"\.(?:before-\w+|moved)-(\d{8}T\d{6}Z)$")
"""The end of the name of a copy that `kiosk migrate` or `kiosk move` left beside the database."""
MOMENT: Final = "%Y%m%dT%H%M%SZ"


def scrub() -> None:
    """Leave nothing of erased rows in the database's files. Raises NotSaved where it is busy for too long."""
    look_again()  # so that nothing is read of the time before
    backend().scrub(erasing.emptied())


def erase_again(actor: CommandLine, lines: Iterable[LedgerLine], now: datetime) -> int:
    """Erase in an older copy what the ledger says was erased since; gives how many were still there.

    What the law keeps until a day is sealed again until that day.
    """
    with unit_of_work(actor, now) as work:
        done = sum(_erase_again(work, line) for line in lines)
    if done:
        scrub()
    bring_ledger_up_to_date()
    return done


def _erase_again(work: Work, line: LedgerLine) -> bool:
    def until(_contact: date, _years: int, today: date) -> date | None:
        return line.kept_until if line.kept_until and line.kept_until >= today else None

    why = Grounds(law=until)
    if line.what is What.CLIENT:
        client = erasable.client_in(work.session, None, line.about)
        if client is None:
            return False
        erase_whole_client(work, client, as_text, why)
        return True
    check_in = erasable.check_in_of_client(work.session, line.about, None)
    try:
        return check_in is not None and bool(erase_part(work, check_in, line.what, as_text, why))
    except (Conflict, Invalid):
        return False  # no answer, or no words, came before the copy was made


def end_kept_records(work: Work) -> None:
    """Delete what the law asked for until yesterday."""
    for record in erasures.ended_records(work.session, work.now.date()):
        erasure = erasures.by_number(work.session, record.erasure_id)
        work.audit(Audited.KEPT_RECORD_ENDED, erasure)
        work.session.delete(record)
        if not jobs.has_waiting(work.session, JobKind.SCRUB):
            jobs.add(work.session, JobKind.SCRUB, work.now)


def end_old_copies(now: datetime) -> None:
    """Delete copies of the database beside it that are older than a backup may be."""
    file = backend().file
    for copy in file.parent.glob(f"{file.name}.*") if file else ():
        made = COPY.search(copy.name)
        if made and datetime.strptime(made[1], MOMENT).replace(tzinfo=UTC) < now - BACKUP_LASTS:
            copy.unlink(missing_ok=True)


def ledgers(*folders: Path) -> list[LedgerLine]:
    """Read the ledgers in these folders, each line once."""
    return list(dict.fromkeys(line for folder in folders for line in ledger.read(folder / ledger.FILE)))
