"""A cast with a server of its own, for tests that hurt it, and one for all tests of a file that only look."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, free_port


@dataclass(frozen=True)
class House:
    """A practice and its server."""

    cast: Cast
    server: Server


def _open(folder: Path, workers: int = 2) -> Iterator[House]:
    cast = make_cast(folder / "instance", port=str(free_port()))
    with Server(cast.environ, workers=workers) as server:
        yield House(cast, server)


@pytest.fixture(scope="session", autouse=True)
def interrupted_as_in_a_terminal() -> None:
    """A run in the background is deaf to Ctrl+C, and so would be every program it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Two workers, for one test alone."""
    yield from _open(tmp_path)


@pytest.fixture
def small_house(tmp_path: Path) -> Iterator[House]:
    """One worker, so that every request of a test meets in the same process."""
    yield from _open(tmp_path, workers=1)


@pytest.fixture(scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two workers, for all tests of a file that leave it as well as they found it."""
    yield from _open(tmp_path_factory.mktemp("house"))
