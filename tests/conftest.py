"""Settings of every test: its tier by its folder, repeatable examples, and how often what is long is done."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browser.engines.installed import missing
from tests.support import databases
from tests.support.results import Recorder

ENGINES = "tests/browser/engines/"
ON_DATABASES = "tests/web/storage/", "tests/servers/"
TESTS = Path(__file__).parent
TIERS = ("wheel", "servers", "browser", "web", "unit")
"""In the order in which they run: what lasts longest begins first, so that no process is left alone with it."""
GARBAGE = (100_000, 20, 20)
"""Looked for this much more rarely: what was imported and collected lives to the end, and is gone through each time."""

# A slow machine is no fault of the code, and a failure must come again when the test is run again.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=databases.SYSTEMS, default="sqlite", help="Run the tests of the app on it.")
    parser.addoption("--whole", action="store_true", help="Do all of what is random or long, not a sample of it.")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # a worker of xdist, which tells the process that started it
        config.pluginmanager.register(Recorder())


@pytest.fixture
def times(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Gives the first number in an ordinary run, and the second under `make soak`. Goes with the mark `soak`."""
    is_whole = request.config.getoption("--whole")
    return lambda sample, whole: whole if is_whole else sample


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(_tier(item))
        if item.get_closest_marker("one_in"):
            item.add_marker("soak")
    items.sort(key=lambda item: TIERS.index(_tier(item)))
    if config.getoption("--database") != "sqlite":
        _leave_out(config, items, lambda item: item.get_closest_marker("sqlite_file") is not None)
    if not config.getoption("--whole"):
        _leave_out(config, items, _is_beside_the_sample)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _tier(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


def _leave_out(config: pytest.Config, items: list[pytest.Item], which: Callable[[pytest.Item], bool]) -> None:
    out = [item for item in items if which(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


def _is_beside_the_sample(item: pytest.Item) -> bool:
    """Of the values of the parameter that the mark `one_in` names, the first of every so many is the sample."""
    mark = item.get_closest_marker("one_in")
    if mark is None or not isinstance(item, pytest.Function):
        return False
    every, parameter = mark.args
    return bool(item.callspec.indices[parameter] % every)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL server for this run."""
    with databases.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """The database system that the tests of the app run on."""
    return str(request.config.getoption("--database"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the engines and database systems that nothing ran on, as nothing else would tell of them."""
    reports = [one for each in terminalreporter.stats.values() for one in each]
    if missing() and any(getattr(one, "nodeid", "").startswith(ENGINES) for one in reports):
        terminalreporter.section("engines that are not installed here")
        terminalreporter.write_line("Not tested in " + "; ".join(missing()))
    if databases.missing() and any(getattr(one, "nodeid", "").startswith(ON_DATABASES) for one in reports):
        terminalreporter.section("database systems that are not installed here")
        terminalreporter.write_line("Not tested on " + "; ".join(databases.missing()))
