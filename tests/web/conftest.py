"""The stage of every web test: an instance of its own, its cast, and a clock that stands still."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from kiosk import catalogue, clock
from kiosk.actions.practice.readings import Readings
from kiosk.app import create_app
from kiosk.config import load
from kiosk.domain.actors import Role
from kiosk.live.feed import Feed, feed_of
from kiosk.live.pulse import Pulse
from kiosk.storage import kept_measures
from kiosk.storage.db import db
from kiosk.storage.trial import Trial
from kiosk.web.shared.throttle import Tries
from tests.support import databases
from tests.support.practice import Cast, make_cast
from tests.web.browsing import NOW, Desk, log_in
from tests.web.page_rules import PageRuleClient

URL = "KIOSK_DATABASE_URL"
ON_POSTGRESQL = [
    "storage/test_moves.py",
    "commands/test_addresses_of_servers.py",
    "commands/test_backup_of_servers.py",
]
collect_ignore = [] if "postgresql" in databases.found() else ON_POSTGRESQL
Stage = Callable[..., Cast]
Lend = Callable[..., AbstractContextManager[Cast]]
HELD_OPEN = "write.lock"
"""A server locks this file as long as it lives; another of the same name would be another lock."""
DESKS = ("alice", "bob")
"""The fixtures that are somebody's browser, logged in."""


@dataclass(frozen=True)
class Beginning:
    """The cast's first day, with some of them logged in already: that takes longer than most of what is tested."""

    folder: Path
    """The instance folder to copy."""
    content: str
    """The statements that fill a server's database; empty where the folder holds a file."""
    desks: Mapping[str, Desk]


@pytest.fixture(autouse=True)
def time(time_machine: time_machine.TimeMachineFixture) -> time_machine.TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture(scope="session")
def original(request: pytest.FixtureRequest, database: str, tmp_path_factory: pytest.TempPathFactory) -> Cast:
    """Made once: hashing passwords and migrating take longer than most tests."""
    chosen = {}
    if database != "sqlite":
        chosen["database_url"] = databases.new_database(request.getfixturevalue("cluster"))
    cast = make_cast(tmp_path_factory.mktemp("original") / "instance", **chosen)
    _close(cast.app)
    return cast


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are the same in every app of a run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture(scope="session")
def beginnings(
    original: Cast, tmp_path_factory: pytest.TempPathFactory, compiled: FileSystemBytecodeCache
) -> Callable[[tuple[str, ...]], Beginning]:
    """Beginnings of tests, by the names of those who are logged in; made once for each."""

    @cache
    def made(names: tuple[str, ...]) -> Beginning:
        folder = tmp_path_factory.mktemp("beginning") / "instance"
        shutil.copytree(original.environ["KIOSK_INSTANCE"], folder)
        cast = _serving(original, _furnished(original, folder), compiled)
        desks = {name: log_in(cast, getattr(cast, name)) for name in names}
        for desk in desks.values():
            desk.fetch_token()
        content = databases.content_of(cast.environ[URL]) if URL in cast.environ else ""
        _close(cast.app)
        _throw_away(cast.environ)
        return Beginning(folder, content, desks)

    return made


@pytest.fixture
def beginning(request: pytest.FixtureRequest, beginnings: Callable[[tuple[str, ...]], Beginning]) -> Beginning:
    """With those logged in whose desks the test asks for, in that order, unless its day is another one."""
    names = (name for name in request.fixturenames if name in DESKS)
    return beginnings(tuple(names) if clock.now() == NOW else ())


@pytest.fixture(params=databases.found())
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nothing was made in, on each system that is installed here."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kiosk.db'}"
    return databases.new_database(request.getfixturevalue("cluster"))


@pytest.fixture
def stage(original: Cast, tmp_path: Path, compiled: FileSystemBytecodeCache) -> Iterator[Stage]:
    """Makes a cast of its own, with the settings it is given."""
    with _stages(original, tmp_path, compiled) as make:
        yield make


@pytest.fixture(scope="module")
def lasting_stage(
    original: Cast, tmp_path_factory: pytest.TempPathFactory, compiled: FileSystemBytecodeCache
) -> Iterator[Stage]:
    """The same; what it makes is there for all tests of a file."""
    with _stages(original, tmp_path_factory.mktemp("lasting"), compiled) as make:
        yield make


@contextmanager
def _stages(original: Cast, within: Path, compiled: FileSystemBytecodeCache) -> Iterator[Stage]:
    with ExitStack() as at_end:

        def make(**settings: str) -> Cast:
            folder = within / f"instance {len(list(within.iterdir()))}"
            shutil.copytree(original.environ["KIOSK_INSTANCE"], folder)
            chosen = {f"KIOSK_{name.upper()}": value for name, value in settings.items()}
            environ = _furnished(original, folder) | chosen
            made = _serving(original, environ, compiled)
            at_end.callback(_throw_away, environ)
            at_end.callback(_close, made.app)
            return made

        yield make


@pytest.fixture(scope="session")
def again() -> dict[str, list[Cast]]:
    """The casts that the next test can have, by the address of their server.

    Making an app, and having it meet each query first, outlasts many a test.
    """
    return defaultdict(list)


@pytest.fixture
def lend(
    original: Cast,
    beginning: Beginning,
    again: dict[str, list[Cast]],
    compiled: FileSystemBytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
) -> Lend:
    """Lends a cast on their first day.

    They have an instance folder as it was made, and an app that has nobody in mind yet.
    """

    @contextmanager
    def lent(public_url: str = "") -> Iterator[Cast]:
        free = again[public_url]
        folder = Path(free[-1].environ["KIOSK_INSTANCE"]) if free else tmp_path_factory.mktemp("cast") / "instance"
        _empty(folder)
        shutil.copytree(beginning.folder, folder, dirs_exist_ok=True)
        chosen = {"KIOSK_PUBLIC_URL": public_url} if public_url else {}
        cast = free.pop() if free else _serving(original, _furnished(original, folder) | chosen, compiled)
        if URL in cast.environ:
            databases.fill_anew(cast.environ[URL], beginning.content)
        with _forgetting(cast, folder) as is_left_alone:
            yield cast
        if is_left_alone():
            free.append(cast)
        else:
            _throw_away(cast.environ)

    return lent


@contextmanager
def _forgetting(cast: Cast, folder: Path) -> Iterator[Callable[[], bool]]:
    """The app has nobody in mind within it; tells afterwards whether nothing goes on following its database."""
    new, before = copy(cast.app.extensions), set(enumerate_threads())
    cast.app.extensions |= {
        catalogue.EXTENSION: catalogue.load_catalogue(folder, kept_measures.recall),
        "kiosk-feed": Feed(cast.app),
        "kiosk-pulse": Pulse(cast.app),
        "kiosk-tries": Tries(),
        "kiosk-trial": Trial(cast.app),
        "kiosk-readings": Readings(),
    }
    yield lambda: not set(enumerate_threads()) - before
    cast.app.extensions = new
    _close(cast.app)


@pytest.fixture
def cast(lend: Lend) -> Iterator[Cast]:
    with lend() as lent:
        yield lent


@pytest.fixture
def reachable(lend: Lend) -> Iterator[Cast]:
    """A server that phones can reach."""
    with lend("https://go.example.org") as lent:
        yield lent


@pytest.fixture
def alice(cast: Cast, beginning: Beginning) -> Desk:
    return _at_desk("alice", cast, beginning)


@pytest.fixture
def bob(cast: Cast, beginning: Beginning) -> Desk:
    """A colleague of Alice's."""
    return _at_desk("bob", cast, beginning)


@pytest.fixture
def second_administrator(cast: Cast) -> None:
    """Bob administers the practice too: Alice can only be disabled where somebody else does."""
    cast.give(cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line, with the instance of the cast."""
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner(catch_exceptions=False)


@pytest.fixture
def phone(cast: Cast) -> FlaskClient:
    """A browser that nobody is logged in with."""
    return cast.app.test_client()


def _at_desk(name: str, cast: Cast, beginning: Beginning) -> Desk:
    desk = beginning.desks.get(name)
    return desk.again(cast.app) if desk else log_in(cast, getattr(cast, name))


def _serving(original: Cast, environ: dict[str, str], compiled: FileSystemBytecodeCache) -> Cast:
    app = create_app(load(environ))
    app.jinja_env.bytecode_cache = compiled
    app.test_client_class = PageRuleClient
    return replace(original, app=app, environ=environ)


def _furnished(original: Cast, folder: Path) -> dict[str, str]:
    """The settings of an instance folder with a database of its own, that is like the original's."""
    url = {URL: databases.copy_of(original.environ[URL])} if URL in original.environ else {}
    return {"KIOSK_INSTANCE": str(folder)} | url


def _throw_away(environ: Mapping[str, str]) -> None:
    """A folder goes by itself; a database does not."""
    if URL in environ:
        databases.drop(environ[URL])


def _empty(folder: Path) -> None:
    for found in folder.glob("*"):
        if found.is_dir():
            shutil.rmtree(found)
        elif found.name != HELD_OPEN:
            found.unlink()


def _close(app: Flask) -> None:
    feed_of(app).stop()
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
