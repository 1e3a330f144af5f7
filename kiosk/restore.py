"""`kiosk restore`: an instance from a backup, whole or not at all, in which nothing of before opens anything."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from pyrage import x25519

from kiosk.app import app_over
from kiosk.config import load, settings_file
from kiosk.domain.actors import CommandLine
from kiosk.operations.backup import DATABASE
from kiosk.operations.envelope import Manifest, UnreadableBackup, unseal
from kiosk.operations.restored import note_restored
from kiosk.operations.server_key import check_key
from kiosk.refusals import Refusal
from kiosk.storage import checkup, schema
from kiosk.storage.backends import backend_for
from kiosk.storage.backends.sqlite.copies import fold_journal

STAGE: Final = ".restoring"
"""A folder in the instance folder: what stands in it after a crash is thrown away by the next try."""
ALLOWED: Final = {"README.md", STAGE}
ELSEWHERE: Final = ("database_url", "secret_key_file")
"""Settings that led out of the folder. All of it is in the folder now."""


class NotRestored(Refusal):
    """Nothing was restored; the folder is as it was."""


def restore(file: Path, identity: x25519.Identity, instance: Path, now: datetime) -> Manifest:
    """Fill an empty instance folder from a backup, and begin a new epoch in it. The database comes last.

    Raises NotRestored over anything that is there, and UnreadableBackup, WrongKey or WrongSchema where the backup is
    not whole: the folder is as it was then.
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
        _make_ready(stage, manifest, now)
        _put_in_place(stage, instance)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return manifest


def _make_ready(stage: Path, manifest: Manifest, now: datetime) -> None:
    """Check the database before anything is served from it, and end what was out when the backup was made."""
    _forget_other_places(stage)
    config = load({"KIOSK_INSTANCE": str(stage)})
    backend = backend_for(config.database_url)
    with backend.look() as connection:
        found = checkup.rows(connection)
    if (faults := backend.faults()) or found != dict(manifest.counts):
        raise UnreadableBackup(f"The database in the backup is damaged ({'; '.join(faults) or 'rows are missing'}).")
    check_key(config)
    schema.migrate(config.database_url, now)
    with app_over(config):
        note_restored(CommandLine(), now)
    fold_journal(stage / DATABASE)


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
