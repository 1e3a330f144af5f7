"""The API, version 1: JSON for programs with a token, by the same acts and queries as the pages."""

from kiosk.api import events, records, reference, routes
from kiosk.api.blueprint import bp

__all__ = ["bp", "events", "records", "reference", "routes"]
