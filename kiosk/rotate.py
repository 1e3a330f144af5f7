"""`kiosk key rotate`: another server key, which seals anew all that the old one sealed, the keys of clients too.

The new key stands beside the old one from the first step to the last; while it does, no server starts. What was cut
off goes on with the next call: each batch is a transaction, and a value says by its key id which key it has.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk.config import SECRET_BYTES, Config
from kiosk.core import core_over
from kiosk.domain.actors import CommandLine
from kiosk.domain.audit import Audited
from kiosk.instance import write_private
from kiosk.keys import Keys
from kiosk.operations.server_key import check_known, new_key
from kiosk.refusals import Refusal
from kiosk.storage import epochs, people, sealing
from kiosk.storage.backends import DatabaseUnreadable, backend_for
from kiosk.storage.work import unit_of_work


class NotRotated(Refusal):
    """The key is the one from before; the text says why."""


@dataclass(frozen=True)
class Rotated:
    """Number of values that neither key opened: they stay as they are, and `kiosk verify` names them."""

    unopened: int


def rotate(config: Config, now: datetime) -> Rotated:
    """Change the server key. Raises NotRotated while a server runs, and WrongKey with a key that is not its own.

    Every link, code and login ends, and passkeys are added anew.
    """
    file, key = new_key(config), Path(config.places["secret_key_file"])
    begun = file.exists()
    if not begun:
        check_known(config)
        write_private(file, secrets.token_hex(SECRET_BYTES))
    other = replace(config, secret=file.read_bytes().strip())
    try:
        with backend_for(config.database_url).alone():
            pass
    except DatabaseUnreadable as fault:
        if not begun:
            file.unlink()
        raise NotRotated(f"The key was not changed: {fault}.") from None
    old, new = Keys(config.secret), Keys(other.secret)
    with core_over(config):
        unopened = 0 if _is_settled(other, now) else _seal_all(old, new, other.key_check, now)
    file.replace(key)
    return Rotated(unopened)


def _is_settled(other: Config, now: datetime) -> bool:
    """Return whether only the files are left to change: it was cut off behind the last transaction."""
    with unit_of_work(CommandLine(), now) as work:
        return sealing.knows(work.session, other.key_check)


def _seal_all(old: Keys, new: Keys, key_check: bytes, now: datetime) -> int:
    unopened = 0
    for place in sealing.places():
        after = 0
        while True:
            with unit_of_work(CommandLine(), now) as work:
                after, more = sealing.seal_batch(work, place, after, old, new)
            unopened += more
            if not after:
                break
    with unit_of_work(CommandLine(), now) as work:
        for practice in people.practices(work.session):
            work.audit(Audited.KEY_ROTATED, practice)
        sealing.settle(work.session, old, new, key_check)
        epochs.begin(work.session, now)
    return unopened
