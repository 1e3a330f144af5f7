"""The books after a test of real servers: each answer that was thanked for is stored once, with its event."""

from collections import Counter
from collections.abc import Iterable

from kiosk.storage.tables import CheckIn, Event, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored


def tally(cast: Cast, asked: Iterable[Waiting]) -> Counter[tuple[int, int]]:
    """Count these check-ins by the number of their responses, and of the events that say so."""
    responses = Counter(stored(cast, Response.check_in_id))
    sent = Counter(stored(cast, Event.check_in_id, where=Event.kind == "sent"))
    numbers = dict(stored(cast, CheckIn.public_id, CheckIn.id))
    return Counter((responses[numbers[one.check_in]], sent[numbers[one.check_in]]) for one in asked)
