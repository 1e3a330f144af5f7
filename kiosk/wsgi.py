"""What gunicorn runs: one app for each worker."""

import os

from kiosk.app import create_app
from kiosk.config import load
from kiosk.logs import set_up_logs

config = load(os.environ)
set_up_logs(config.log)
app = create_app(config)
