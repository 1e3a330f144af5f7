"""Every page in each state, light and dark, wide and narrow: no rule of access broken, nothing out of reach."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Cookie, Page

from tests.browser.access import (
    ENHANCED,
    breaks_in_large_or_loose_type,
    broken_in_every_light,
    does_not_fit,
    goes_astray,
    moves_unasked,
    probe,
    sized,
)
from tests.browser.chromium import DESK, PHONE
from tests.browser.form_scenes import CLIENT
from tests.browser.further_scenes import IN_LANGUAGES, LEFT_ALONE
from tests.browser.house import House, open_house
from tests.browser.scenes import Scene
from tests.browser.sight import faint_focus
from tests.browser.staff_scenes import STAFF
from tests.browser.tablet_scenes import TABLET
from tests.browser.watch import Watch

FINGER_PX, GAP_PX, POINTER_PX = 44, 8, 24
SOME_OF_THE_STAFF = pytest.mark.one_in(6, "staff_page")
SOME_OF_CLIENTS = pytest.mark.one_in(2, "client_page")
"""The rules of access and the windows are tried on all pages of clients each time, the rest on every other one."""
WINDOWS = [pytest.param((1280, 1024), id="wide"), pytest.param((320, 256), id="small")]


def named(scenes: tuple[Scene, ...]) -> list[Any]:
    return [pytest.param(scene, id=scene.name.replace(" ", "-")) for scene in scenes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One in which nothing else happens: these pages show what their scenes put there."""
    with open_house(tmp_path_factory.mktemp("scenes")) as opened:
        yield opened


@pytest.fixture(scope="module")
def logins(house: House, browser: Browser) -> Mapping[str, list[Cookie]]:
    """The cookies of those who look at a page of the staff; nobody's for everybody else."""
    found: dict[str, list[Cookie]] = {"": []}
    for name, person in (("alice", house.cast.alice), ("bob", house.cast.bob)):
        page = browser.new_page()
        house.log_in(page, person)
        found[name] = page.context.cookies()
        page.context.close()
    return found


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The kinds of stops that were looked at on one page and need no second look on another."""
    return set()


def _shown(
    house: House, browser: Browser, scene: Scene, cookies: list[Cookie], screen: dict[str, Any]
) -> Iterator[Page]:
    watch = Watch()
    context = browser.new_context(**screen)
    context.add_cookies(cookies)  # type: ignore[arg-type]  # what a context gives it also takes
    watch.follow(context)
    page = context.new_page()
    scene.show(house, page)
    if scene.expected:
        watch.expect(scene.expected)
    yield page
    context.close()
    assert watch.faults() == []


@pytest.fixture(scope="module", params=named(CLIENT + TABLET + IN_LANGUAGES))
def client_page(request: pytest.FixtureRequest, house: House, browser: Browser) -> Iterator[Page]:
    yield from _shown(house, browser, request.param, [], PHONE)


@pytest.fixture(scope="module", params=named(STAFF + LEFT_ALONE))
def staff_page(
    request: pytest.FixtureRequest, house: House, browser: Browser, logins: Mapping[str, list[Cookie]]
) -> Iterator[Page]:
    yield from _shown(house, browser, request.param, logins[request.param.who], DESK)


def test_the_rules_are_those_that_are_off_by_default_as_well(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p style='color: #767676'>Weak</p><a href=''>.</a><a href=''>.</a>")
    page.add_style_tag(content="a { display: inline-block; width: 9px; height: 9px; overflow: hidden }")
    found = " ".join(broken_in_every_light(page, **ENHANCED))
    page.context.close()
    assert "target-size" in found
    assert "color-contrast-enhanced" in found


def test_a_clients_page_breaks_no_rule_of_access(client_page: Page) -> None:
    assert broken_in_every_light(client_page, **ENHANCED) == []


def test_a_clients_page_fits_every_window(client_page: Page) -> None:
    assert does_not_fit(client_page) == []


@SOME_OF_CLIENTS
def test_a_clients_page_bears_large_and_loose_type(client_page: Page) -> None:
    assert breaks_in_large_or_loose_type(client_page) == []


@SOME_OF_CLIENTS
def test_all_there_is_to_touch_is_as_large_as_a_finger_and_apart(client_page: Page) -> None:
    assert probe(client_page, "small", FINGER_PX) == []
    assert probe(client_page, "crowded", GAP_PX) == []


@SOME_OF_CLIENTS
def test_a_clients_page_moves_nothing_unasked(client_page: Page) -> None:
    assert moves_unasked(client_page) == []


@SOME_OF_CLIENTS
@pytest.mark.parametrize("size", WINDOWS)
def test_tab_leads_through_a_clients_page_as_it_is_read(client_page: Page, size: tuple[int, int]) -> None:
    with sized(client_page, *size):
        assert goes_astray(client_page) == []


@SOME_OF_CLIENTS
def test_the_focus_is_plain_to_see_on_a_clients_page(client_page: Page, known: set[str]) -> None:
    assert faint_focus(client_page, known) == []


@SOME_OF_THE_STAFF
def test_a_page_of_the_staff_breaks_no_rule_of_access(staff_page: Page) -> None:
    assert broken_in_every_light(staff_page) == []


@SOME_OF_THE_STAFF
def test_a_page_of_the_staff_fits_every_window(staff_page: Page) -> None:
    assert does_not_fit(staff_page) == []


@SOME_OF_THE_STAFF
def test_a_page_of_the_staff_bears_large_and_loose_type(staff_page: Page) -> None:
    assert breaks_in_large_or_loose_type(staff_page) == []


@SOME_OF_THE_STAFF
def test_all_there_is_to_click_is_large_enough(staff_page: Page) -> None:
    assert probe(staff_page, "small", POINTER_PX) == []


@SOME_OF_THE_STAFF
def test_a_page_of_the_staff_moves_nothing_unasked(staff_page: Page) -> None:
    assert moves_unasked(staff_page) == []


@SOME_OF_THE_STAFF
@pytest.mark.parametrize("size", WINDOWS)
def test_tab_leads_through_a_page_of_the_staff_as_it_is_read(staff_page: Page, size: tuple[int, int]) -> None:
    with sized(staff_page, *size):
        assert goes_astray(staff_page) == []


@SOME_OF_THE_STAFF
def test_the_focus_is_plain_to_see_on_a_page_of_the_staff(staff_page: Page, known: set[str]) -> None:
    assert faint_focus(staff_page, known) == []
