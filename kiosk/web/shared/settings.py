"""The settings of the running app, for the rooms."""

from flask import current_app

from kiosk.config import Config


def settings() -> Config:
    """Return the settings that `create_app` was given."""
    found = current_app.extensions["kiosk-config"]
    if not isinstance(found, Config):
        raise TypeError("The app was made without its settings: use create_app.")
    return found
