"""Places where a session is held: in the practice's room, or on a call."""

from enum import StrEnum


class Place(StrEnum):
    """The place of a session, which decides who can see the therapist's screen and how a form gets to the client."""

    ROOM = "room"
    TELEHEALTH = "telehealth"
