"""Pairing codes, and the rule that tells a copy of a tablet's credential from a tablet that was away.

Credentials are numbered. One device may fall back to an earlier one, because its browser wrote the newer ones to no
disk; it can never again show one of those it fell back behind. Two devices that hold the same credential soon hold
different ones, and show it as soon as both speak: docs/decisions/0006-which-of-two-is-the-tablet.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, IntEnum, auto
from typing import Final

CODE_LENGTH: Final = 6
CODE_WORKS: Final = timedelta(minutes=10)
RENEWED_EVERY: Final = timedelta(seconds=60)
"""While a tablet works. A browser may write its cookies minutes later: what it shows after a power cut is older."""
LATEST_BY: Final = 720
"""Renewals, so twelve hours of work. Further back is a backup of the device, or an old copy: it is paired again."""
ALIVE_WITHIN: Final = timedelta(seconds=4)
"""A tablet's page asks at least every three seconds; one that does not within four is not there any more."""
SILENT_AFTER: Final = timedelta(minutes=2)


class Credential(Enum):
    """The position of a credential that this server made for this pairing, relative to the one it made last."""

    CURRENT = auto()
    FORMER = auto()
    """The one before: its successor may never have arrived."""
    EARLIER = auto()
    """Further back: the tablet was away without its last cookies, or it is a copy. Taken while nobody else is heard."""
    LATER = auto()
    """Newer than the newest that is known here: the database was put back from a copy."""
    TOO_OLD = auto()
    SPENT = auto()
    """From before a copy was proven."""


@dataclass(frozen=True)
class ShownCredential:
    """The credential that a page shows, and its number among all that were made for this pairing."""

    number: int
    credential: Credential


class TabletVerdict(Enum):
    """The decision on a page that asks in the name of a tablet."""

    GOES_ON = auto()
    """It is the page in charge."""
    BESIDE = auto()
    """A further page of the same browser: it has the newest credential without having been given it."""
    CONTENDS = auto()
    """It has just come. Whether it is another device will show."""
    WAITS = auto()
    TAKES_OVER = auto()
    """The page in charge is gone: the tablet was started again, or went from one page to the next."""
    SHUT_OUT = auto()
    """It is another device, and the page in charge goes on."""
    RETURNS = auto()
    """It was in charge before the one that is now, which took over with a copy: that one is shut out."""
    NEITHER = auto()
    """There are two devices, and nothing tells which is the tablet: both are shut out."""


PROOFS: Final = frozenset({TabletVerdict.SHUT_OUT, TabletVerdict.RETURNS, TabletVerdict.NEITHER})


class Evidence(IntEnum):
    """The evidence so far on whether the contender is another device."""

    CAME = 0
    HEARD = 1
    """The page in charge was heard since then, and was given a new credential."""
    HOLDS = 2
    """It has shown that one: the contender's browser has it too now, if it is the same browser."""
    ASKED = 3
    """The contender did not show it. Its question may have been on its way before; the next one cannot."""


@dataclass(frozen=True)
class PairingState:
    """The known state of the pages that ask in the name of one tablet."""

    in_charge: str = ""
    before: str = ""
    """The page that was in charge before it."""
    heard_at: datetime | None = None
    renewed_at: datetime | None = None
    came_with: int = 0
    """The number of the credential with which the page in charge took over."""
    began_at: int = 0
    """The highest number that had been made by then. Whoever shows one between the two is another device."""
    issued: int = 0
    """The highest number that was made so far."""
    contender: str = ""
    contested_at: datetime | None = None
    evidence: Evidence = Evidence.CAME


@dataclass(frozen=True)
class PairingOutcome:
    """The verdict on one question of a page, what is known after it, and whether its answer brings a new credential."""

    verdict: TabletVerdict
    state: PairingState
    renews: bool = False


def tidy_code(typed: str) -> str:
    """A pairing code as it was meant: spaces, hyphens and small letters do not count."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """For reading out: `K7P 4QX`."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def code_works(begun_at: datetime, now: datetime) -> bool:
    """Return whether a code can still be typed."""
    return now - begun_at <= CODE_WORKS


def judge(state: PairingState, page: str, shown: ShownCredential, now: datetime) -> TabletVerdict:
    """Judge whether this page speaks for the tablet. `page` is the name it gave itself, and a secret of its own."""
    if page == state.in_charge:
        is_second = shown.credential is Credential.EARLIER and _is_forsaken(state, shown)
        return TabletVerdict.NEITHER if is_second else TabletVerdict.GOES_ON
    if page == state.contender and state.evidence >= Evidence.HOLDS and shown.credential is not Credential.CURRENT:
        return _copy_found(state, page, shown) if state.evidence is Evidence.ASKED else TabletVerdict.WAITS
    if not state.in_charge or not _within(SILENT_AFTER, state.heard_at, now):
        return _without_the_other(state, page, shown)
    if not page or page != state.contender:
        return TabletVerdict.CONTENDS
    if state.evidence is not Evidence.CAME:
        return TabletVerdict.BESIDE if shown.credential is Credential.CURRENT else TabletVerdict.WAITS
    is_soon = _within(ALIVE_WITHIN, state.contested_at, now)
    return TabletVerdict.WAITS if is_soon else _without_the_other(state, page, shown)


def hear(
    state: PairingState, page: str, shown: ShownCredential, now: datetime, *, keeps_cookies: bool = True
) -> PairingOutcome:
    """The verdict on a page that asks, and what follows from it.

    Nothing is renewed on a device that could not keep it: where its clock is wrong, a cookie would run out the moment
    the clock is set.
    """
    if shown.credential is Credential.LATER:  # which page was in charge when, was forgotten: it proves nothing
        return PairingOutcome(TabletVerdict.TAKES_OVER, _begun_anew(page, shown, now), keeps_cookies)
    verdict = judge(state, page, shown, now)
    if verdict is TabletVerdict.GOES_ON:
        return _goes_on(state, shown, now, keeps_cookies=keeps_cookies)
    renews = verdict is TabletVerdict.RETURNS or (verdict is TabletVerdict.TAKES_OVER and keeps_cookies)
    return PairingOutcome(verdict, _after(verdict, state, page, shown, now), renews)


def _after(
    verdict: TabletVerdict, state: PairingState, page: str, shown: ShownCredential, now: datetime
) -> PairingState:
    is_current = shown.credential is Credential.CURRENT
    match verdict:
        case TabletVerdict.TAKES_OVER | TabletVerdict.RETURNS:
            return _taken_over(state, page, shown, now)
        case TabletVerdict.CONTENDS:
            return replace(state, contender=page, contested_at=now, evidence=Evidence.CAME)
        case TabletVerdict.WAITS if state.evidence is Evidence.HOLDS and not is_current:
            return replace(state, evidence=Evidence.ASKED)
        case TabletVerdict.BESIDE if state.evidence is Evidence.ASKED:
            return replace(state, evidence=Evidence.HOLDS)
        case TabletVerdict.SHUT_OUT | TabletVerdict.NEITHER:
            left = "" if verdict is TabletVerdict.NEITHER else state.in_charge
            return replace(state, in_charge=left, contender="", contested_at=None, evidence=Evidence.CAME)
        case _:
            return state


def _goes_on(state: PairingState, shown: ShownCredential, now: datetime, *, keeps_cookies: bool) -> PairingOutcome:
    is_current = shown.credential is Credential.CURRENT
    is_due = not _within(RENEWED_EVERY, state.renewed_at, now) or not is_current
    is_challenged = bool(state.contender) and state.evidence is Evidence.CAME
    renews = keeps_cookies and (is_due or is_challenged)
    heard = replace(state, heard_at=now)
    if shown.credential is Credential.EARLIER:
        heard = replace(heard, came_with=shown.number, began_at=max(state.issued, shown.number))
    if state.contender and renews:
        heard = replace(heard, evidence=Evidence.HEARD)
    elif state.contender and state.evidence < Evidence.HOLDS:
        heard = replace(heard, evidence=Evidence.HOLDS)
    return PairingOutcome(TabletVerdict.GOES_ON, heard, renews)


def _taken_over(state: PairingState, page: str, shown: ShownCredential, now: datetime) -> PairingState:
    """The page that was in charge keeps the better claim where it was heard beside this one before it fell silent."""
    began_at = max(state.issued, shown.number)
    was_heard_beside = page == state.contender and state.evidence is not Evidence.CAME
    return PairingState(
        in_charge=page,
        before=state.in_charge,
        heard_at=now,
        renewed_at=state.renewed_at,
        came_with=began_at if was_heard_beside else shown.number,
        began_at=began_at,
        issued=state.issued,
    )


def _begun_anew(page: str, shown: ShownCredential, now: datetime) -> PairingState:
    """The state after a restore: nothing from before it counts, for it may be of another day than the device."""
    return PairingState(
        in_charge=page, heard_at=now, came_with=shown.number, began_at=shown.number, issued=shown.number
    )


def _without_the_other(state: PairingState, page: str, shown: ShownCredential) -> TabletVerdict:
    """While the page in charge is silent: a tablet that was away goes on, however late it is.

    Not so where what it shows proves a second device. It is asked twice then: a further tab of the same browser may
    have sent its question before the newest cookie came.
    """
    if shown.credential is Credential.CURRENT or not (_was_before(state, page, shown) or _is_forsaken(state, shown)):
        return TabletVerdict.TAKES_OVER
    return _copy_found(state, page, shown) if page == state.contender else TabletVerdict.CONTENDS


def _copy_found(state: PairingState, page: str, shown: ShownCredential) -> TabletVerdict:
    """Two devices hold the credential: which of them stays."""
    if _was_before(state, page, shown):
        return TabletVerdict.RETURNS
    is_as_good = state.came_with <= shown.number <= state.began_at
    return TabletVerdict.NEITHER if is_as_good else TabletVerdict.SHUT_OUT


def _was_before(state: PairingState, page: str, shown: ShownCredential) -> bool:
    """Return whether this page handed over to the one in charge without being closed: that is another device."""
    return bool(page) and page == state.before and shown.number <= state.came_with


def _is_forsaken(state: PairingState, shown: ShownCredential) -> bool:
    """Return whether the device in charge had fallen back behind this credential, and so cannot have it."""
    return state.came_with < shown.number <= state.began_at


def _within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """Return whether less than `span` has passed; a time in the future counts as long ago: a clock was set back."""
    return since is not None and timedelta() <= now - since < span
