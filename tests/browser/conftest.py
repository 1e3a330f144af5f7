"""A real Chromium before a real server, with every page watched."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.browser.chromium import DESK, LAN_NAME, PHONE, TABLET_LANDSCAPE, headless_settings, launch_settings
from tests.browser.client import FORGETS_PAGES
from tests.browser.house import House, open_house
from tests.browser.watch import Watch
from tests.support.practice import Waiting

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class Open(Protocol):
    """Opens a page in a profile of its own."""

    def __call__(self, **settings: Any) -> Page: ...  # noqa: ANN401 -- whatever Playwright's contexts take


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | headless_settings()


@pytest.fixture(scope="session")
def phone_browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """A second browser: the client's, which shares nothing with the therapist's."""
    second = launch_browser()
    yield second
    second.close()


@pytest.fixture(scope="session")
def whole_browser(browser_type: BrowserType) -> Iterator[Browser]:
    """Chromium with its back/forward cache."""
    whole = browser_type.launch(**launch_settings())
    yield whole
    whole.close()


def _fitting(request: pytest.FixtureRequest, headless: Browser) -> Browser:
    """The whole browser for a test of Back and Forward, else the cheaper one."""
    if request.node.get_closest_marker("history") is None:
        FORGETS_PAGES.add(headless)
        return headless
    whole: Browser = request.getfixturevalue("whole_browser")
    return whole


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture(scope="module")
def lan_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Served on plain http under a name of the local network."""
    with open_house(tmp_path_factory.mktemp("lan"), LAN_NAME, insecure_lan="1") as opened:
        yield opened


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.faults() == []


def _opener(browser: Browser, watch: Watch) -> Iterator[Open]:
    contexts = []

    def open_page(**settings: Any) -> Page:  # noqa: ANN401 -- whatever Playwright's contexts take
        context = browser.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch.follow(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Open]:
    yield from _opener(_fitting(request, browser), watch)


@pytest.fixture
def open_elsewhere(request: pytest.FixtureRequest, phone_browser: Browser, watch: Watch) -> Iterator[Open]:
    """The same, in the second browser."""
    yield from _opener(_fitting(request, phone_browser), watch)


@pytest.fixture
def tablet(open_elsewhere: Open) -> Page:
    """A page of the size of a tablet, in the second browser."""
    return open_elsewhere(**TABLET_LANDSCAPE)


@pytest.fixture
def desk(house: House, open_page: Open) -> Page:
    """Alice at her desk, logged in."""
    page = open_page(**DESK)
    house.log_in(page)
    return page


@pytest.fixture
def phone(open_elsewhere: Open) -> Page:
    """The client's phone."""
    return open_elsewhere(**PHONE)


@pytest.fixture
def waiting(house: House) -> Waiting:
    """A check-in that waits for its client."""
    return house.begin()


@pytest.fixture
def form(house: House, phone: Page, waiting: Waiting) -> Page:
    """Its form, on the client's phone."""
    phone.goto(house.url(waiting.path))
    return phone


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder of a browser profile that outlives its browser."""
    folder = tmp_path / "profile"
    (folder / "Default").mkdir(parents=True)
    return folder
