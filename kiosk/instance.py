"""The instance folder: made once, private, with a key of its own."""

import os
import secrets
from pathlib import Path

from kiosk.config import SECRET_BYTES

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def make(instance: Path) -> None:
    """The folder and its server key; what is already there stays as it is. Raises OSError when it cannot be made."""
    os.umask(0o077)
    instance.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if {file.name for file in instance.iterdir()} <= {"README.md"}:
        instance.chmod(PRIVATE_FOLDER)
    key = instance / "secret.key"
    if not key.exists():
        write_private(key, secrets.token_hex(SECRET_BYTES))


def write_private(file: Path, content: str) -> None:
    """Write a file for its owner alone, at once or not at all."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
