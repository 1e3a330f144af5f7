"""The tablet's room: pairing, the quiet screen, and the way to the form that was sent to it."""

from kiosk.web.tablet import no_server, pairing, views
from kiosk.web.tablet.room import bp

__all__ = ["bp", "no_server", "pairing", "views"]
