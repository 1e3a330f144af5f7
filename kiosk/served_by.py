"""The note beside an SQLite file that names the machine that serves it: two machines cannot share one file.

Locks of files do not reach from one machine to another on every network drive, and SQLite's shared memory on none. So
the server's machine writes its name down every few seconds, and a start elsewhere looks whether it still does. On one
machine several servers may share a file.
"""

import json
import platform
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kiosk.refusals import Refusal

NAME: Final = "served-by.json"
BEAT_S: Final = 5.0
WATCHED_S: Final = 3 * BEAT_S
"""Without a beat for that long, the other server is gone."""
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Another one on every machine and after every start of it, and the same in all of its containers."""


class ServedElsewhere(Refusal):
    """Another machine serves this database now."""


@dataclass(frozen=True)
class Note:
    """A machine, the host name that people know it by, and a beat that is never the same twice."""

    machine: str
    host: str
    beat: str = ""


def this_machine() -> Note:
    """The note that this machine writes, without a beat."""
    host = platform.node()
    boot = BOOT_ID.read_text("ascii").strip() if BOOT_ID.exists() else host
    return Note(boot, host)


def check(folder: Path, tell: Callable[[str], None]) -> None:
    """Raises ServedElsewhere when another machine is seen to serve the database in this folder.

    Where the last one to do so was another, that takes up to 15 seconds, and is told.
    """
    last, here = _read(folder), this_machine()
    if last is None or last.machine == here.machine:
        return
    tell(f"{last.host} served this database last. Looking for {WATCHED_S:.0f} seconds whether it still does ...")
    ends = time.monotonic() + WATCHED_S
    while time.monotonic() < ends:
        time.sleep(BEAT_S / 10)
        now = _read(folder)
        if now and now != last and now.machine != here.machine:
            raise ServedElsewhere(
                f"{now.host} is serving the database in {folder}, and two machines cannot share one SQLite file."
                " Stop the server there first."
            )


def beat(folder: Path) -> str:
    """Write down that this machine serves the database; gives the other's name where another one does so too."""
    last, here = _read(folder), this_machine()
    part = folder / f".{NAME}.{here.machine}"
    part.write_text(json.dumps(asdict(here) | {"beat": secrets.token_hex(8)}), "utf-8")
    part.replace(folder / NAME)
    return last.host if last and last.machine != here.machine else ""


def _read(folder: Path) -> Note | None:
    """The note as it is; None where there is none, or one that nobody here wrote."""
    with suppress(OSError, ValueError, TypeError):
        return Note(**json.loads((folder / NAME).read_text("utf-8")))
    return None
