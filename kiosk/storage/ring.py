"""The keys of clients that this process has opened."""

from collections.abc import Callable, Collection, Mapping
from threading import Lock
from time import monotonic
from typing import Final, TypeAlias

from flask import current_app

from kiosk.keys import ClientKey, Keys

EXTENSION: Final = "kiosk-ring"
KEPT_S: Final = 300.0
"""Seconds after which keys are read anew; twice as long, and one that another process has erased is gone here."""
MISSED_S: Final = 1.0
"""Seconds for which nobody asks again for a key that is not there."""
MOST: Final = 20_000
"""Keys, of some 300 bytes each; those of one practice are kept however many they are."""


Read: TypeAlias = Callable[[str], Mapping[str, bytes]]
Unwrap: TypeAlias = Callable[[Keys, str, bytes], ClientKey | None]


class Ring:
    """Opens keys by the names that sealed values carry: all of a practice are read at once, and opened one by one.

    No name is ever given twice, so a key that is kept is never the wrong one. One that was erased elsewhere seals
    nothing more: there is no client any more about whom anything could be stored.
    """

    def __init__(self, server: Keys, read: Read, unwrap: Unwrap) -> None:
        """Take what reads the key of a name and all others of its practice, as they are stored, and what opens one."""
        self.server, self._read, self._unwrap, self._one_reads = server, read, unwrap, Lock()
        self._opened: dict[str, ClientKey] = {}
        self._turn()

    def _turn(self) -> None:
        """Read keys anew from now on; those that were opened serve once more, since some may not be committed yet."""
        self._former, self._opened = self._opened, {}
        self._stored: dict[str, bytes] = {}
        self._missed: dict[str, float] = {}
        self._ends = monotonic() + KEPT_S

    def add(self, key: ClientKey) -> None:
        """Keep a key that the transaction under way has made."""
        self._opened[key.name] = key

    def drop(self, names: Collection[str]) -> None:
        """Forget these keys: they are erased."""
        for kept in (self._opened, self._former, self._stored):
            for name in names:
                kept.pop(name, None)

    def key(self, name: str) -> ClientKey | None:
        """The key of this name; None where there is none, or it does not open. Raises NotSaved."""
        if monotonic() > self._ends or len(self._stored) > MOST:
            self._turn()
        return self._opened.get(name) or self._former.get(name) or self._look_for(name)

    def _look_for(self, name: str) -> ClientKey | None:
        if (stored := self._stored_as(name)) and (key := self._unwrap(self.server, name, stored)):
            self._opened[name] = key
            return key
        return None

    def _stored_as(self, name: str) -> bytes | None:
        with self._one_reads:  # whoever waited finds it read
            if name not in self._stored and self._missed.get(name, 0) < monotonic():
                self._missed[name] = monotonic() + MISSED_S
                self._stored |= self._read(name)
            return self._stored.get(name)


def ring() -> Ring:
    """The keys of the running app's clients."""
    found: Ring = current_app.extensions[EXTENSION]
    return found
