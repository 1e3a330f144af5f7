"""Passwords: how they are kept, and which ones are taken."""

import secrets
from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from kiosk.actions.accounts.common_passwords import is_common, is_own
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import NotSaved

LEAST, MOST = 15, 1_000
MOST_WAITING = 50
"""Passwords that wait to be checked in one process: about two seconds of work."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP password storage: Argon2id minimum
_PARAMETERS = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
_SALT, _DIGEST = (b64encode(secrets.token_bytes(count)).rstrip(b"=").decode() for count in (16, 32))
NOBODY = f"$argon2id$v={ARGON2_VERSION}${_PARAMETERS}${_SALT}${_DIGEST}"
"""The hash of no password: checking one against it takes as long as against that of somebody."""


def fault_in(password: str, names: Iterable[str] = ()) -> Phrase | None:
    """Return the fault of a new password; None when it has none. `names` are of its owner and their practice."""
    if len(password) < LEAST:
        return phrase(
            "A password needs %(least)s characters or more. Four or five words are easy to keep in mind.", least=LEAST
        )
    if len(password) > MOST:
        return phrase("A password may have %(most)s characters at most.", most=f"{MOST}")
    if is_common(password) or len(set(password)) < 5:  # noqa: PLR2004 -- letters in use
        return phrase("That password is one of the first that would be tried. Choose another.")
    if is_own(password, names):
        return phrase(
            "A password must not be made of your name, your email or the name of your practice. Choose another."
        )
    return None


def hash_password(password: str) -> str:
    """An Argon2id hash, made in another thread so that no other page waits for it."""
    return str(_aside(_hasher.hash, password))


def is_password(password: str, kept: str) -> bool:
    """Return whether the password matches the hash in `kept`."""
    return bool(_aside(_verify, password, kept))


def _verify(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _aside(function: Callable[..., object], *arguments: str) -> object:
    """Call it in the one thread of this process for passwords. Raises NotSaved where too many wait for it already."""
    if not is_module_patched("threading"):
        return function(*arguments)
    if len(_one_at_a_time()) > MOST_WAITING:
        raise NotSaved("too many passwords to check at once")
    return _one_at_a_time().apply(function, arguments)


@cache
def _one_at_a_time() -> ThreadPool:
    """A hash keeps a whole core busy: many at once would leave none for clients who send."""
    return ThreadPool(1)
