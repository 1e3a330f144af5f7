"""Results that wait to be asked for, because others may see the screen."""

from kiosk.actions.together import is_of_several
from kiosk.storage.tables import CheckIn, Visit


def holds(visit: Visit) -> bool:
    """Whether what comes in is kept off the screen: on a call it may be shared, and one of several people may look.

    By default so on a call and with several people, and not with one client in the room; a practice changes each.
    """
    practice = visit.therapist.practice
    if is_of_several(visit):
        return practice.holds_several or (visit.place == "telehealth" and practice.holds_calls)
    return practice.holds_calls if visit.place == "telehealth" else practice.holds_room


def is_held(check_in: CheckIn) -> bool:
    """Whether its result waits: until it is asked for, on later days too, and whatever the practice sets meanwhile."""
    return check_in.response is not None and check_in.revealed_at is None
