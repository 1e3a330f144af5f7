"""The stage of every web test: an instance of its own, its cast, and a clock that stands still."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from kiosk.app import create_app
from kiosk.config import load
from kiosk.storage.db import db
from tests.support.practice import Cast, make_cast
from tests.web.browsing import NOW, Desk, log_in
from tests.web.page_rules import PageRuleClient

Stage = Callable[..., Cast]


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
            environ = {"KIOSK_INSTANCE": str(folder)} | chosen
            app = create_app(load(environ))
            app.jinja_env.bytecode_cache = compiled
            app.test_client_class = PageRuleClient
            at_end.callback(_close, app)
            return replace(original, app=app, environ=environ)

        yield make


@pytest.fixture
def cast(stage: Stage) -> Cast:
    return stage()


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


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
