"""The two parts of a visit in which a client may be asked: at its start and at its end."""

from enum import StrEnum


class Part(StrEnum):
    """The part of a visit that a check-in, and the measure for it, belongs to; the two are never mixed."""

    OPENING = "opening"
    """At the start: how the time since the last session was. Only for clients for whom it was switched on."""
    CLOSING = "closing"
    """At the end: how the session was."""
