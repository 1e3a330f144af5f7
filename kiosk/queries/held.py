"""Results that wait to be asked for, because others may see the screen."""

from kiosk.domain.place import Place
from kiosk.storage.tables import Visit


def holds(visit: Visit) -> bool:
    """Return whether results are kept off the screen: a call may share it, and one of several people may look.

    By default so on a call and with several people, and not with one client in the room; a practice changes each.
    """
    practice = visit.therapist.practice
    if visit.is_of_several:
        return practice.holds_several or (visit.place == Place.TELEHEALTH and practice.holds_calls)
    return practice.holds_calls if visit.place == Place.TELEHEALTH else practice.holds_room
