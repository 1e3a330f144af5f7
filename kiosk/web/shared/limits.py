"""The most characters of each text that is typed, for the fields of the pages: what the server takes, said once."""

from collections.abc import Mapping
from typing import Final

from kiosk.actions.accounts import passkeys
from kiosk.actions.check_ins import record_safety
from kiosk.actions.clients.goals import GOAL_LIMIT
from kiosk.actions.tablets import manage
from kiosk.actions.visits import schedule
from kiosk.domain.answers import WORDS_LIMIT
from kiosk.domain.notes import NOTE_LIMIT

LIMITS: Final[Mapping[str, int]] = {
    "goal": GOAL_LIMIT,
    "group": schedule.NAME_LIMIT,
    "handed_to": record_safety.NAME_LIMIT,
    "note": NOTE_LIMIT,
    "passkey": passkeys.LONGEST_NAME,
    "room": manage.LONGEST,
    "words": WORDS_LIMIT,
}
"""By what is typed: `{{ limits.note }}` in a template. A code has more room than it may fill, and is then refused."""
