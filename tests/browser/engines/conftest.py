"""Every scene of this folder runs once in each engine that is installed here: one browser of each per worker."""

from collections.abc import Iterator

import pytest

from tests.browser.engines.driver import Browser
from tests.browser.engines.in_chromium import ChromiumBrowser
from tests.browser.engines.in_firefox import firefox_browser
from tests.browser.engines.in_webkit import webkit_browser
from tests.browser.engines.installed import found
from tests.browser.engines.screen import Screen
from tests.browser.house import House, open_house
from tests.browser.proxy import Network, network

PHONE = (390, 844)
LYING = (1180, 820)
UPRIGHT = (820, 1180)


@pytest.fixture(scope="session", params=found())
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def held(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser of this engine."""
    if engine == "chromium":
        yield ChromiumBrowser(request.getfixturevalue("browser"))
        return
    begin = {"firefox": firefox_browser, "webkit": webkit_browser}[engine]
    with begin(tmp_path_factory.mktemp(engine) / "profile") as browser:
        yield browser


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house as in the demo, without Secure on its cookies: on plain http WebKit takes none with it."""
    with open_house(tmp_path_factory.mktemp("engines"), demo="1") as opened:
        yield opened


@pytest.fixture
def screen(held: Browser) -> Iterator[Screen]:
    """A phone's screen, and nobody was there before."""
    window = held.window()
    window.resize(*PHONE)
    yield Screen(window)
    window.close()


@pytest.fixture
def between(house: House) -> Iterator[tuple[Network, str]]:
    """A network that can go, and the address of the house through it."""
    with network(house.server) as found_so:
        yield found_so
