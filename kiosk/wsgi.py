"""The entry point for gunicorn, whose master makes one app for all workers at the start and at each reload."""

import os

from flask import Flask

from kiosk.app import create_app
from kiosk.config import load
from kiosk.logs import set_up_logs


def make_app() -> Flask:
    """The app by the settings as they are now. It has not opened the database yet: no connection outlasts a fork."""
    config = load(os.environ)
    set_up_logs(config.log)
    return create_app(config)
