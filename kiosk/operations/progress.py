"""Progress of long work, and its end without what was asked for."""

import time
from collections.abc import Callable
from typing import Final

from kiosk.domain.tasks import Failed

NOTED_EVERY_S: Final = 1.0


class CannotBeDone(Exception):
    """Long work that ends without what was asked for."""

    def __init__(self, reason: Failed) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Progress:
    """Progress of a piece of work: counted here, and kept for its page once a second."""

    def __init__(self, keep: Callable[[int, int], None]) -> None:
        """`keep` takes the steps done and the number of all."""
        self._keep, self._kept_at = keep, 0.0
        self.done, self.of = 0, 0

    def begin(self, of: int) -> None:
        """There are so many steps from here on."""
        self.done, self.of, self._kept_at = 0, of, 0.0
        self.step(0)

    def step(self, steps: int = 1) -> None:
        """Count this many more as done."""
        self.done += steps
        if time.monotonic() - self._kept_at >= NOTED_EVERY_S:
            self._kept_at = time.monotonic()
            self._keep(self.done, self.of)
