"""Short ways to write a check-in and its history in points, as a person would say them."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from kiosk import catalogue
from kiosk.domain.answers import Answered, Marking, SortedOut, Strain, Talk
from kiosk.domain.history import History, Past
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal, find

SESSION = catalogue.measure("session-check")
FELT = catalogue.measure("felt-understood")
LINES = ("understood", "topics", "approach", "overall")


def marks(*points: float | None) -> dict[str, int]:
    """Marks in points, in the order of the form; None leaves a line unmarked."""
    return {line: round(mark * 10) for line, mark in zip(LINES, points, strict=False) if mark is not None}


def spread(total: float) -> dict[str, int]:
    """Four marks as even as they can be that add up to `total`."""
    each, rest = divmod(round(total * 10), 4)
    return {line: each + (place < rest) for place, line in enumerate(LINES)}


def scored(*points: float | None) -> Score:
    return score(SESSION, marks(*points))


def past_totals(*totals: float) -> History:
    past = tuple(Past(score(SESSION, spread(total))) for total in totals)
    return History(past, is_first=not past)


def past_marks(*visits: Sequence[float | None]) -> History:
    past = tuple(Past(scored(*visit)) for visit in visits)
    return History(past, is_first=not past)


class Said(TypedDict, total=False):
    """A client's additions to the marks."""

    strain: Strain | None
    sorted_out: SortedOut | None
    words: str
    talk: Talk | None
    safety: bool
    declined: bool


def answered(today: dict[str, int], **said: Unpack[Said]) -> Answered:
    return Answered(today, Marking.LINE, **said)


def found(today: dict[str, int], history: History | None = None) -> tuple[Signal, ...]:
    """The signals that the rules find in marks alone, on the session check."""
    return find(SESSION, answered(today), score(SESSION, today), history or History())


def severities(signals: Sequence[Signal]) -> dict[str, int]:
    return {signal.rule: signal.severity for signal in signals}
