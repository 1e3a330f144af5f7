"""The API, version 1: JSON for programs with a token, by the same acts and queries as the pages."""

from kiosk.api.routes import bp

__all__ = ["bp"]
