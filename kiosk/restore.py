"""`kiosk restore`: an instance from a backup, whole or not at all, in which nothing of before opens anything."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from pyrage import x25519

from kiosk.config import FILE, Config, load, settings_file
from kiosk.core import core_over
from kiosk.domain.actors import CommandLine
from kiosk.keys import Keys
from kiosk.operations.backup import DATABASE, DUMP
from kiosk.operations.envelope import Manifest, UnreadableBackup, unseal
from kiosk.operations.erased import erase_again, ledgers
from kiosk.operations.restored import note_restored
from kiosk.operations.server_key import check_key
from kiosk.operations.verify import written
from kiosk.refusals import Refusal
from kiosk.storage import checkup, ledger, schema, steps, verifying
from kiosk.storage.backends import Backend, DatabaseUnreadable, backend_for
from kiosk.storage.backends.sqlite.copies import fold_journal
from kiosk.storage.ledger import LedgerLine
from kiosk.storage.verifying import Chains

STAGE: Final = ".restoring"
"""A folder in the instance folder: what stands in it after a crash is thrown away by the next try."""
ALLOWED: Final = {"README.md", STAGE, ledger.FILE}
ELSEWHERE: Final = ("database_url", "secret_key_file")
"""Settings that led out of the folder. All of it is in the folder now."""


class NotRestored(Refusal):
    """Nothing was restored; the folder is as it was."""


def restore(file: Path, identity: x25519.Identity, instance: Path, now: datetime, to: str = "") -> Manifest:
    """Fill an empty instance folder from a backup, and begin a new epoch in it. The database comes last.

    `to` is the address of an empty database of a server, where the backup holds a dump of one. Raises NotRestored over
    anything that is there, and UnreadableBackup, WrongKey or WrongSchema where the backup is not whole: folder and
    database are as they were then.
    """
    stage = instance / STAGE
    found = sorted({one.name for one in instance.iterdir()} - ALLOWED) if instance.exists() else []
    if found and not (stage.exists() and DATABASE not in found):
        raise NotRestored(
            f"{instance} is not empty ({', '.join(found[:3])}), and nothing was changed. Move it away, or restore"
            " into another folder: kiosk --instance FOLDER restore FILE"
        )
    try:
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(mode=0o700, parents=True)
        manifest = unseal(file, identity, stage)
        config = _settle(stage, "" if to.startswith(FILE) else to)
        with _filled(config, stage) as backend:
            _make_ready(config, backend, manifest, ledgers(stage, instance, file.resolve().parent), now)
            _put_in_place(stage, instance)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return manifest


def _settle(stage: Path, to: str) -> Config:
    """Return the settings of what was restored, having written down the database that it goes to."""
    _forget_other_places(stage)
    is_dump = (stage / DUMP).exists()
    if is_dump and not to:
        raise NotRestored(
            "The backup holds a database of a PostgreSQL server, and nothing was changed. Name an empty database for"
            " it: kiosk restore FILE --to postgresql://role@db.example.org/kiosk"
        )
    if to and not is_dump:
        raise NotRestored(
            "The backup holds a database file, which goes into the instance folder, and nothing was changed. Restore"
            " it without --to and without KIOSK_DATABASE_URL, then: kiosk move --to URL"
        )
    if to:
        with settings_file(stage).open("a", encoding="utf-8") as settings:
            settings.write(f"\ndatabase_url = {json.dumps(to)}\n")
        settings_file(stage).chmod(0o600)
    return load({"KIOSK_INSTANCE": str(stage)})


@contextmanager
def _filled(config: Config, stage: Path) -> Iterator[Backend]:
    """The database with what the backup holds; empty again unless the block ends well."""
    backend = backend_for(config.database_url)
    if backend.file is None:
        schema.check_empty(backend)
    try:
        backend.restore(stage / (DATABASE if backend.file else DUMP))
        (stage / DUMP).unlink(missing_ok=True)
        yield backend
    except DatabaseUnreadable as fault:
        backend.clear()
        raise NotRestored(f"Nothing was changed, because {backend.place} could not be filled: {fault}.") from fault
    except BaseException:
        backend.clear()
        raise


def _make_ready(
    config: Config, backend: Backend, manifest: Manifest, erased: Sequence[LedgerLine], now: datetime
) -> None:
    """Check the database before anything is served from it, and end what was out when the backup was made.

    What was erased since then is erased again.
    """
    with backend.look() as connection:
        found = checkup.rows(connection)
    if (faults := backend.faults()) or found != dict(manifest.counts):
        raise UnreadableBackup(f"The database in the backup is damaged ({'; '.join(faults) or 'rows are missing'}).")
    check_key(config)
    with backend.look() as connection:
        chains = verifying.check_chains(connection, Keys(config.secret))
    if chains.broken or written(chains.heads) != dict(manifest.heads or written(chains.heads)):
        raise UnreadableBackup(f"Rows of the backup are not as they were stored ({_broken(chains)}).")
    steps.migrate(config.database_url, now)
    with core_over(config):
        note_restored(CommandLine(), now)
        erase_again(CommandLine(), erased, now)
        ledger.add(config.instance / ledger.FILE, erased)
    if backend.file:
        fold_journal(backend.file)


def _broken(chains: Chains) -> str:
    return "; ".join(f"{one.where}: {one.why}" for one in chains.broken) or "the end of a chain is missing"


def _forget_other_places(stage: Path) -> None:
    file = settings_file(stage)
    if file.exists():
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.lstrip().startswith(ELSEWHERE)), "utf-8")


def _put_in_place(stage: Path, instance: Path) -> None:
    """The database comes last: without it no server starts, and the next try goes on from what is half there."""
    for file in sorted(stage.iterdir(), key=lambda one: one.name == DATABASE):
        if (before := instance / file.name).is_dir():
            shutil.rmtree(before)
        file.rename(instance / file.name)
    instance.chmod(0o700)
