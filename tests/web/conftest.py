"""The stage of every web test: an instance of its own, its cast, and a clock that stands still."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import copy
from dataclasses import replace
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from kiosk import catalogue
from kiosk.app import create_app
from kiosk.config import load
from kiosk.live.feed import Feed
from kiosk.storage import kept_measures
from kiosk.storage.db import db
from kiosk.web.throttle import Tries
from tests.support.practice import Cast, make_cast
from tests.web.browsing import NOW, Desk, log_in
from tests.web.page_rules import PageRuleClient

Stage = Callable[..., Cast]
HELD_OPEN = "write.lock"
"""A server locks this file as long as it lives; another of the same name would be another lock."""


@pytest.fixture(autouse=True)
def time(time_machine: time_machine.TimeMachineFixture) -> time_machine.TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """Made once: hashing passwords and migrating take longer than most tests."""
    cast = make_cast(tmp_path_factory.mktemp("original") / "instance")
    _close(cast.app)
    return cast


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are the same in every app of a run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def stage(original: Cast, tmp_path: Path, compiled: FileSystemBytecodeCache) -> Iterator[Stage]:
    """Makes a cast of its own, with the settings it is given."""
    with ExitStack() as at_end:

        def make(**settings: str) -> Cast:
            folder = tmp_path / f"instance {len(list(tmp_path.iterdir()))}"
            shutil.copytree(original.environ["KIOSK_INSTANCE"], folder)
            chosen = {f"KIOSK_{name.upper()}": value for name, value in settings.items()}
            made = _serving(original, {"KIOSK_INSTANCE": str(folder)} | chosen, compiled)
            at_end.callback(_close, made.app)
            return made

        yield make


@pytest.fixture(scope="session")
def again() -> list[Cast]:
    """Whom the next test can have: making an app, and having it meet each query first, outlasts many a test."""
    return []


@pytest.fixture
def cast(
    original: Cast, again: list[Cast], compiled: FileSystemBytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """On their first day: with an instance folder as it was made, and an app that has nobody in mind yet."""
    folder = Path(again[0].environ["KIOSK_INSTANCE"]) if again else tmp_path_factory.mktemp("cast") / "instance"
    _empty(folder)
    shutil.copytree(original.environ["KIOSK_INSTANCE"], folder, dirs_exist_ok=True)
    cast = again.pop() if again else _serving(original, {"KIOSK_INSTANCE": str(folder)}, compiled)
    new, before = copy(cast.app.extensions), set(enumerate_threads())
    cast.app.extensions |= {
        catalogue.EXTENSION: catalogue.load_catalogue(folder, kept_measures.recall),
        "kiosk-feed": Feed(cast.app),
        "kiosk-tries": Tries(),
    }
    yield cast
    cast.app.extensions = new
    _close(cast.app)
    if not set(enumerate_threads()) - before:  # else something still follows this database
        again.append(cast)


@pytest.fixture
def reachable(stage: Stage) -> Cast:
    """A server that phones can reach."""
    return stage(public_url="https://go.example.org")


@pytest.fixture
def alice(cast: Cast) -> Desk:
    return log_in(cast, cast.alice)


@pytest.fixture
def phone(cast: Cast) -> FlaskClient:
    """A browser that nobody is logged in with."""
    return cast.app.test_client()


def _serving(original: Cast, environ: dict[str, str], compiled: FileSystemBytecodeCache) -> Cast:
    app = create_app(load(environ))
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = PageRuleClient
    return replace(original, app=app, environ=environ)


def _empty(folder: Path) -> None:
    for found in folder.glob("*"):
        if found.is_dir():
            shutil.rmtree(found)
        elif found.name != HELD_OPEN:
            found.unlink()


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
