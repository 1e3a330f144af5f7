"""The app over this instance's database, for a command that acts on it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.config import Config, load
from kiosk.core import create_core
from kiosk.operations.server_key import check_key
from kiosk.storage import schema


@contextmanager
def running_app() -> Iterator[Config]:
    """Pushes an app context; raises WrongSchema before it where the database is not this version's."""
    config = load(os.environ)
    schema.check(config.database_url)
    check_key(config)
    with create_core(config).app_context():
        yield config
