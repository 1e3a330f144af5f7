"""Open loops: what stays on one list until it is said what became of it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from kiosk.domain.answers import Talk
from kiosk.domain.signals import ASKS, Signal

NO_DIP: Final = frozenset({"safety", "talk-now"})
"""Rules on what the client said outright: a call for help and a wish have loops of their own."""
WAY_BACK: Final = "repair-seen"


class Topic(StrEnum):
    """The subject of a loop."""

    HELP = "help"
    SESSION = "session"
    TOGETHER = "together"
    """A session of several people as a whole."""
    GOAL = "goal"


class LoopKind(StrEnum):
    """The kind of a loop."""

    HELP = "help"
    DIP = "dip"
    WISH = "wish"
    """The client wanted to talk about it."""
    PROMISE = "promise"
    """The therapist left it for next time."""
    GOAL = "goal"


class Ending(StrEnum):
    """An outcome that closes a loop."""

    DONE = "done"
    NOT_NEEDED = "not-needed"


def is_dip(signal: Signal) -> bool:
    """Return whether a signal is one that waits for an outcome."""
    return signal.severity >= ASKS and signal.rule not in NO_DIP


def kind_of_session(signals: Iterable[Signal], talk: str | None) -> LoopKind | None:
    """Give the kind of loop that an answer about a session opens, apart from a call for help; None without one."""
    if any(is_dip(signal) for signal in signals):
        return LoopKind.DIP
    return LoopKind.WISH if talk in {Talk.NOW, Talk.NEXT} else None
