"""A tablet's question that is answered late: once there is something new to show, or after three seconds."""

import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty

from kiosk.domain.actors import ByTablet
from kiosk.live.feed import feed
from kiosk.storage.db import look_again

WAIT_S = 3
"""Short, so that a tablet whose connection has silently gone notices it, and is back, within five."""


def wait_for_other(tablet: ByTablet, shown: str, look: Callable[[], str]) -> str:
    """Return what `look` returns once it differs from `shown`, or what it returns at the end of the wait.

    It is listened before the first look, so that nothing falls between.
    """
    ends = time.monotonic() + WAIT_S
    with feed().listening(("tablet", tablet.tablet_id), tablet.practice_id) as queue:
        while (found := look()) == shown and (left := ends - time.monotonic()) > 0:
            look_again()
            with suppress(Empty):
                queue.get(timeout=left)
    return found
