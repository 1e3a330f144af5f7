"""The entry point for gunicorn: one app for each worker."""

import os

from kiosk.app import create_app
from kiosk.config import load
from kiosk.live.feed import feed_of
from kiosk.logs import set_up_logs

config = load(os.environ)
set_up_logs(config.log)
app = create_app(config)
# From the start, so that the database is seen to be served. Every worker imports this after it was forked.
feed_of(app).start()
