"""Rules on what the client says outright: nothing here is inferred, and text is never classified."""

from kiosk.domain.answers import Answered, SortedOut, Strain, Talk
from kiosk.domain.history import History
from kiosk.domain.signals.order import Signal

SAFETY = Signal("safety", 3, {})


def safety(answered: Answered) -> Signal | None:
    """Find the tap for help staying safe: it overrides all, declined or not. Our own choice."""
    return SAFETY if answered.safety else None


def talk_now(answered: Answered) -> Signal | None:
    """Find the wish to talk now: the client's own word, so no threshold."""
    return Signal("talk-now", 3, {}) if answered.talk is Talk.NOW else None


def strain(answered: Answered) -> Signal | None:
    """Find reported strain: 2 until the client says it is sorted, then 1 (Rubel et al. 2018, JCCP 86).

    An unanswered second question counts as not sorted: we do not sort it out on their behalf.
    """
    if answered.strain not in {Strain.PARTLY, Strain.YES}:
        return None
    is_sorted = answered.sorted_out is SortedOut.YES
    figures = {"strain": answered.strain.value, "sorted": (answered.sorted_out or SortedOut.NOT_YET).value}
    obstacle = {"obstacle": answered.obstacle.value} if answered.obstacle else {}
    return Signal("strain", 1 if is_sorted else 2, figures | obstacle)


def comment(answered: Answered) -> Signal | None:
    """Find words of the client's own: read first, answered first."""
    return Signal("comment", 1, {}) if answered.words else None


def declined(answered: Answered, history: History) -> Signal | None:
    """Find a form declined today (ACORN: less change in sessions without a rating); today counts among the last 3.

    A link nobody opened is not an answer and no signal. Two of the last three change only the words.
    """
    if not answered.declined:
        return None
    return Signal("declined", 1, {"of last three": 1.0 + sum(history.lately), "asked": 1.0 + len(history.lately)})
