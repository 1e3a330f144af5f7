"""The app without its pages: settings, keys, measures and database, for commands and jobs, at half its cost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app

from kiosk import catalogue
from kiosk.assets import folder
from kiosk.config import Config
from kiosk.keys import Keys
from kiosk.storage import data_keys, db, kept_measures, ring


class Kiosk(Flask):
    """The app of this house."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return it as it is: no page is a coroutine, and Flask would look at each function of every request."""
        return func


@contextmanager
def core_over(config: Config) -> Iterator[None]:
    """Push an app context for a while: at its end no connection to the database is left open."""
    with create_core(config).app_context():
        try:
            yield
        finally:
            db.close()


def create_core(config: Config) -> Flask:
    """Make an app that answers no request. Raises CatalogueFault where a measure of the instance folder is broken."""
    app = Kiosk(
        "kiosk", template_folder=str(folder("templates")), static_folder=None, instance_path=str(config.instance)
    )
    app.extensions |= {"kiosk-keys": Keys(config.secret), "kiosk-config": config}
    app.extensions[catalogue.EXTENSION] = catalogue.load_catalogue(config.instance, kept_measures.recall)
    app.extensions[ring.EXTENSION] = data_keys.new_ring(lambda: db.backend().look(), app.extensions["kiosk-keys"])
    db.connect(app, config.database_url)
    return app


def settings() -> Config:
    """Return the settings that `create_core` was given."""
    found = current_app.extensions["kiosk-config"]
    if not isinstance(found, Config):
        raise TypeError("The app was made without its settings: use create_core.")
    return found
