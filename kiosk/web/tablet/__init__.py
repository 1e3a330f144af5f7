"""The tablet's room: pairing, the quiet screen, and the way to the form that was sent to it."""

from kiosk.web.tablet import pairing, views
from kiosk.web.tablet.room import bp

__all__ = ["bp", "pairing", "views"]
