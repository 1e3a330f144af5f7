"""Results that wait to be asked for, because others may see the screen."""

from kiosk.actions.together import is_of_several
from kiosk.storage.tables import CheckIn


def is_held(check_in: CheckIn) -> bool:
    """On a call the screen may be shared, and one of several people may look: until then, on later days too."""
    may_be_seen = check_in.visit.place == "telehealth" or is_of_several(check_in.visit)
    return check_in.response is not None and may_be_seen and check_in.revealed_at is None
