"""Ends of episodes of repair: each way back, or none in three sessions, as a later check-in found it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kiosk.domain.public_ids import PublicId
from kiosk.domain.signals import ASKS, DIFFERENT, Signal
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.courses import HistoryEntry, way_of
from kiosk.queries.results import Result

ENDS: Final = ("repair-seen", "unrepaired")
Answer = tuple[SeenCheckIn, Result]


def ends_of_episodes(entries: Sequence[HistoryEntry]) -> Mapping[PublicId, tuple[str, SeenCheckIn]]:
    """By the check-in at which an episode opened: the rule that told its end, and the check-in at which it did.

    Read from the signals as they were stored, so that a threshold changed since rewrites nothing.
    """
    answered = [(entry.check_in, result) for entry in entries if (result := entry.check_in.result)]
    return dict(_ends(answered))


def _ends(answered: Sequence[Answer]) -> Iterator[tuple[PublicId, tuple[str, SeenCheckIn]]]:
    for place, (check_in, result) in enumerate(answered):
        for signal in result.signals:
            if signal.rule in ENDS:
                earlier = [each for each in answered[:place] if way_of(each[1]).history == way_of(result).history]
                if opened := _opened(earlier, round(float(signal.figures["visits"]))):
                    yield opened.id, (signal.rule, check_in)


def _opened(earlier: Sequence[Answer], visits: int) -> SeenCheckIn | None:
    """The check-in so many complete visits ago, today being one of them: of several the first, which opened it."""
    complete_since, found = 1, None
    for check_in, result in reversed(earlier):
        if complete_since > visits:
            break
        if complete_since == visits and any(_opens(signal) for signal in result.signals):
            found = check_in
        complete_since += result.score.total is not None
    return found


def _opens(signal: Signal) -> bool:
    return signal.rule in DIFFERENT and signal.severity >= ASKS
