"""How what was flagged ended: each way back, or none in three sessions, as it was said at a later check-in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kiosk.domain.signals.episodes import ASKS
from kiosk.storage.tables import CheckIn, Response

OPENS: Final = frozenset({"drop", "line-drop", "own-baseline", "own-range"})
"""The rules that open an episode of repair."""
ENDS: Final = ("repair-seen", "unrepaired")


def ends_of_episodes(check_ins: Sequence[CheckIn]) -> Mapping[int, tuple[str, CheckIn]]:
    """By the check-in at which an episode opened: the rule that told its end, and the check-in at which it did.

    Read from the signals as they were stored, so that a threshold changed since rewrites nothing.
    """
    return dict(_ends(check_ins))


def _ends(check_ins: Sequence[CheckIn]) -> Iterator[tuple[int, tuple[str, CheckIn]]]:
    for place, check_in in enumerate(check_ins):
        for signal in check_in.response.signals if check_in.response else ():
            if signal["rule"] in ENDS:
                earlier = [each for each in check_ins[:place] if _is_alike(each, check_in)]
                opened = _opened(earlier, round(signal["figures"]["visits"]))
                if opened:
                    yield opened.id, (signal["rule"], check_in)


def _opened(earlier: Sequence[CheckIn], visits: int) -> CheckIn | None:
    """The check-in so many complete visits ago, today being one of them: of several the first, which opened it."""
    complete_since, found = 1, None
    for check_in in reversed(earlier):
        if complete_since > visits:
            break
        response = _response(check_in)
        if complete_since == visits and any(_opens(signal) for signal in response.signals):
            found = check_in
        complete_since += response.total is not None
    return found


def _opens(signal: Mapping[str, Any]) -> bool:
    return signal["rule"] in OPENS and signal["severity"] >= ASKS


def _is_alike(one: CheckIn, other: CheckIn) -> bool:
    """Of one history: the same version of a measure, marked in the same way."""
    return one.response is not None and _way(one) == _way(other)


def _way(check_in: CheckIn) -> tuple[str, int, str]:
    response = _response(check_in)
    return response.measure, response.measure_version, response.marked


def _response(check_in: CheckIn) -> Response:
    if check_in.response is None:
        raise LookupError("Only what was answered has a history.")
    return check_in.response
