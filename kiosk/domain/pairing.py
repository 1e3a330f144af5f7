"""How a tablet becomes one of the practice's, and how a copy of its credential is noticed.

The credential moves on while the tablet works, so two devices that hold the same one soon hold different ones. Which of
them is the copy is told by the page in charge: it was there first, and it is still heard of.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

CODE_LENGTH: Final = 6
CODE_WORKS: Final = timedelta(minutes=10)
RENEWED_EVERY: Final = timedelta(seconds=60)
"""Longer than a browser takes to write a cookie to its disk: cut off from power, it has lost one step at most."""
ALIVE_WITHIN: Final = timedelta(seconds=4)
"""A tablet's page asks at least every three seconds; one that does not within four is not there any more."""
SILENT_AFTER: Final = timedelta(minutes=2)


class Credential(Enum):
    """How a credential that this server has made stands to the one that it made last."""

    CURRENT = auto()
    FORMER = auto()
    """The one before: its successor may never have arrived, or was lost with the power."""
    SPENT = auto()


class Verdict(Enum):
    """What is made of a page that asks in the name of a tablet."""

    GOES_ON = auto()
    """It is the page in charge."""
    BESIDE = auto()
    """A further page of the same browser."""
    CONTENDS = auto()
    """It has just come. Whether the page in charge is still alive will show."""
    WAITS = auto()
    TAKES_OVER = auto()
    """The page in charge is gone: the tablet was started again, or went from one page to the next."""
    SHUT_OUT = auto()
    """It is another device."""


@dataclass(frozen=True)
class Standing:
    """What is known of the pages that ask in the name of one tablet."""

    in_charge: str = ""
    heard_at: datetime | None = None
    renewed_at: datetime | None = None
    contender: str = ""
    contested_at: datetime | None = None
    met: bool = False
    """The page in charge was heard after the contender came."""


def tidy_code(typed: str) -> str:
    """A pairing code as it was meant: spaces, hyphens and small letters do not count."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """For reading out: `K7P 4QX`."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def code_works(begun_at: datetime, now: datetime) -> bool:
    """Whether a code can still be typed."""
    return now - begun_at <= CODE_WORKS


def judge(standing: Standing, page: str, credential: Credential, now: datetime) -> Verdict:
    """Whether this page speaks for the tablet. `page` is a name that the page gave itself, and a secret of its own."""
    if credential is Credential.SPENT:
        return Verdict.SHUT_OUT
    if page == standing.in_charge:
        return Verdict.GOES_ON
    if not standing.in_charge or not _within(SILENT_AFTER, standing.heard_at, now):
        return Verdict.TAKES_OVER
    if page != standing.contender:
        return Verdict.CONTENDS
    if standing.met:
        return Verdict.BESIDE if credential is Credential.CURRENT else Verdict.SHUT_OUT
    return Verdict.WAITS if _within(ALIVE_WITHIN, standing.contested_at, now) else Verdict.TAKES_OVER


def moves_on(standing: Standing, verdict: Verdict, credential: Credential, now: datetime) -> bool:
    """Whether the credential is renewed in this answer.

    At once when a contender is there: whoever does not get the new one then is another device.
    """
    if verdict is Verdict.TAKES_OVER:
        return True
    unmet = bool(standing.contender) and not standing.met
    late = not _within(RENEWED_EVERY, standing.renewed_at, now) or credential is Credential.FORMER
    return verdict is Verdict.GOES_ON and (unmet or late)


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether less than that has passed; a moment that is still to come counts as long ago: a clock was set back."""
    return since is not None and timedelta() <= now - since < span
