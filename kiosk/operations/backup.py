"""`kiosk backup`: one moment of an instance as one sealed file, read again from the beginning before it counts."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from pyrage import x25519

from kiosk import __version__
from kiosk.actions.erasure.erase import bring_ledger_up_to_date
from kiosk.config import Config
from kiosk.domain.actors import CommandLine
from kiosk.domain.audit import Audited
from kiosk.domain.erasure import BACKUP_LASTS
from kiosk.operations.envelope import Manifest, UnreadableBackup, hash_of_file, seal, unseal
from kiosk.operations.recovery_key import FILE as RECOVERY_FILE
from kiosk.operations.recovery_key import recipient
from kiosk.operations.verify import written
from kiosk.refusals import Refusal
from kiosk.storage import checkup, instances, ledger, people, schema, verifying
from kiosk.storage.backends import DatabaseUnreadable, backend_for
from kiosk.storage.work import unit_of_work

DATABASE, DUMP, KEY, SETTINGS = "kiosk.db", "kiosk.dump", "secret.key", "kiosk.toml"
FOLDERS: Final = ("measures", "languages")
BEGINNING, END = "before-you-go-", ".age"


class NoBackup(Refusal):
    """Nothing was written that could be taken for a backup."""


def back_up(config: Config, place: Path, now: datetime) -> Path:
    """Write a backup to that file, or into that folder under a name with the moment in UTC; gives its path.

    The server may run. Raises NoBackup or WrongRecoveryKey, having left no file.
    """
    sealed_for = recipient(config.instance)
    into = place / f"{BEGINNING}{now:%Y%m%dT%H%M%SZ}{END}" if place.is_dir() else place
    if into.exists():
        raise NoBackup(f"There is a file {into} already. It was left as it is: name another.")
    part, once = into.with_name(f"{into.name}.part"), x25519.Identity.generate()
    try:
        part.unlink(missing_ok=True)
        with _parts(config, now) as (parts, manifest):
            seal(parts, manifest, part, [sealed_for, once.to_public()])
        # The recovery key is not here: a second one, forgotten after this, opens what was just written.
        unseal(part, once)
        part.rename(into)
    except (OSError, DatabaseUnreadable, UnreadableBackup) as fault:
        part.unlink(missing_ok=True)
        raise NoBackup(f"No backup was made: {str(fault).rstrip('.')}.") from fault
    return into


def note_backup(actor: CommandLine, now: datetime) -> None:
    """Let the settings page and the doctor know when the last backup was made."""
    with unit_of_work(actor, now) as work:
        instances.note_backup(work.session, now)
        for practice in people.practices(work.session):
            work.audit(Audited.BACKED_UP, practice)


def end_old_backups(folder: Path, now: datetime) -> list[Path]:
    """Delete a folder's backups that are older than a backup may be, by the moments in their names; gives them.

    The newest one stays, whatever its age.
    """
    eldest = f"{BEGINNING}{now - BACKUP_LASTS:%Y%m%dT%H%M%SZ}{END}"
    gone = [one for one in sorted(folder.glob(f"{BEGINNING}*{END}"))[:-1] if one.name < eldest]
    for file in gone:
        file.unlink()
    return gone


def put_ledger_beside(backup: Path, instance: Path) -> None:
    """Let the ledger of erasures lie beside the backups as well: `kiosk restore` finds it there."""
    bring_ledger_up_to_date()
    with suppress(OSError):
        ledger.add(backup.with_name(ledger.FILE), ledger.read(instance / ledger.FILE))


def keep_newest(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of a folder, by the moments in their names; gives those that went."""
    gone = sorted(folder.glob(f"{BEGINNING}*{END}"))[:-keep]
    for file in gone:
        file.unlink()
    return gone


@contextmanager
def _parts(config: Config, now: datetime) -> Iterator[tuple[dict[str, Path], Manifest]]:
    """The files of one moment, and what the backup says of them. The copy of the database goes in the end."""
    copy = config.instance / f"backup-{secrets.token_hex(4)}.part"
    try:
        backend = backend_for(config.database_url)
        heads: dict[str, str] = {}
        counts = backend.back_up(copy, partial(_look, heads))
        database = DATABASE if backend.file else DUMP
        parts = {database: copy, KEY: Path(config.places["secret_key_file"])} | _others(config.instance)
        manifest = Manifest(
            made_at=now.isoformat(),
            version=__version__,
            revision=schema.revision(config.database_url) or "",
            counts=counts,
            heads=heads,
            hashes={name: hash_of_file(file) for name, file in parts.items()},
        )
        yield parts, manifest
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)


def _look(heads: dict[str, str], connection: Any) -> Mapping[str, int]:  # noqa: ANN401 -- a connection of the storage's
    """Count the rows, and note how far each chain goes, at the moment of the copy."""
    heads |= written(verifying.heads(connection))
    return checkup.rows(connection)


def _others(instance: Path) -> dict[str, Path]:
    """Settings, the public half of the recovery key, and what the practice added, by their place in the folder."""
    single = [instance / name for name in (SETTINGS, RECOVERY_FILE, ledger.FILE)]
    added = [file for folder in FOLDERS for file in sorted((instance / folder).rglob("*"))]
    return {file.relative_to(instance).as_posix(): file for file in (*single, *added) if file.is_file()}
