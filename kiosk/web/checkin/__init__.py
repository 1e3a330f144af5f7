"""The client's room: the form, the code that leads to it, and the pages after it."""

from kiosk.web.checkin import after, join, views  # their pages are in this room
from kiosk.web.checkin.room import bp

__all__ = ["after", "bp", "join", "views"]
