"""The recovery key: it opens backups, and is nowhere but with whoever wrote it down. Only its public half is kept."""

from pathlib import Path
from typing import Final

from pyrage import IdentityError, RecipientError, x25519

from kiosk.instance import write_private
from kiosk.refusals import Refusal

FILE: Final = "recovery.pub"
"""In the instance folder: what backups are sealed for."""

WRITE_DOWN = (
    "The recovery key, shown this once. Write it down, and keep it away from this machine: it alone opens backups."
)


class WrongRecoveryKey(Refusal):
    """There is no recovery key, or what was typed is none."""


def make_recovery_key(instance: Path) -> str:
    """Make a new one, for backups from now on, and give it: AGE-SECRET-KEY-1 and 58 letters and digits."""
    identity = x25519.Identity.generate()
    write_private(instance / FILE, f"{identity.to_public()}\n")
    return str(identity)


def has_recovery_key(instance: Path) -> bool:
    """Return whether backups can be made."""
    return (instance / FILE).exists()


def recipient(instance: Path) -> x25519.Recipient:
    """Return what backups are sealed for. Raises WrongRecoveryKey where there is none."""
    try:
        return x25519.Recipient.from_str((instance / FILE).read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError, RecipientError):
        raise WrongRecoveryKey(
            "There is no recovery key to seal a backup for. Make one, and write it down: kiosk key recovery"
        ) from None


def identity(typed: str) -> x25519.Identity:
    """Return the key that was typed. Raises WrongRecoveryKey where it is none."""
    try:
        return x25519.Identity.from_str(typed.strip().upper())
    except IdentityError:
        raise WrongRecoveryKey(
            "That is no recovery key: one begins with AGE-SECRET-KEY-1. Nothing was changed."
        ) from None
