"""A cast with a server of its own, for tests that hurt it, and one for all tests of a file that only look."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import databases
from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, free_port

ON_POSTGRESQL = ["test_several_servers.py", "test_database_server_faults.py"]
collect_ignore = [] if "postgresql" in databases.found() else ON_POSTGRESQL


@dataclass(frozen=True)
class House:
    """A practice and its server."""

    cast: Cast
    server: Server


def _open(folder: Path, workers: int = 2, **settings: str) -> Iterator[House]:
    cast = make_cast(folder / "instance", port=str(free_port()), **settings)
    with Server(cast.environ, workers=workers) as server:
        yield House(cast, server)


@pytest.fixture(scope="session", autouse=True)
def interrupted_as_in_a_terminal() -> None:
    """A run in the background is deaf to Ctrl+C, one under nohup to a hang-up, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Two workers, for one test alone."""
    yield from _open(tmp_path)


@pytest.fixture(params=databases.found())
def either_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The same, once on each database system that is installed here."""
    on_server = request.param != "sqlite"
    settings = {"database_url": databases.new_database(request.getfixturevalue("cluster"))} if on_server else {}
    yield from _open(tmp_path, 2, **settings)


@pytest.fixture
def small_house(tmp_path: Path) -> Iterator[House]:
    """One worker, so that every request of a test meets in the same process."""
    yield from _open(tmp_path, workers=1)


@pytest.fixture(scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two workers, for all tests of a file that leave it as well as they found it."""
    yield from _open(tmp_path_factory.mktemp("house"))
