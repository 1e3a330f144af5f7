"""Every page in each state, light and dark, wide and narrow: no rule of access broken, nothing out of reach."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Cookie, Page

from tests.browser.chromium import DESK, PHONE
from tests.browser.house import House
from tests.browser.scenes import CLIENT, STAFF, Scene
from tests.browser.watch import Watch

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ENHANCED = {"color-contrast-enhanced": {"enabled": True}}
SIZES = [(320, 568), (390, 844), (768, 1024), (1024, 768)]
LEAST_PX = 44
SMALL_TARGETS = """() => {
  const seen = (box) => box.width > 1 && box.height > 1;
  const boxes = (place) => [place, ...(place.labels ?? [])].map((part) => part.getBoundingClientRect()).filter(seen);
  const small = (place) => {
    const all = boxes(place);
    const side = (first, last) => Math.max(...all.map((box) => box[last])) - Math.min(...all.map((box) => box[first]));
    return all.length && (side('left', 'right') < LEAST || side('top', 'bottom') < LEAST);
  };
  const targets = document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), textarea');
  return [...targets].filter((place) => place.checkVisibility() && small(place)).map((place) => place.outerHTML);
}""".replace("LEAST", str(LEAST_PX - 0.1))


def named(scenes: tuple[Scene, ...]) -> list[Any]:
    return [pytest.param(scene, id=scene.name.replace(" ", "-")) for scene in scenes]


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


@pytest.fixture(scope="module", params=named(CLIENT))
def client_page(request: pytest.FixtureRequest, house: House, browser: Browser) -> Iterator[Page]:
    yield from _shown(house, browser, request.param, [], PHONE)


@pytest.fixture(scope="module", params=named(STAFF))
def staff_page(
    request: pytest.FixtureRequest, house: House, browser: Browser, logins: Mapping[str, list[Cookie]]
) -> Iterator[Page]:
    yield from _shown(house, browser, request.param, logins[request.param.who], DESK)


def broken(page: Page, rules: Mapping[str, object]) -> list[str]:
    """Which rules are broken, by what."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **rules})
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def broken_in_light_and_dark(page: Page, **more: object) -> list[str]:
    """All rules as the page stands, and those about colour once more in the dark."""
    rules = {"target-size": {"enabled": True}, **more}
    page.emulate_media(color_scheme="light")
    in_light = broken(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    page.emulate_media(color_scheme="dark")
    in_dark = broken(page, {"runOnly": {"type": "rule", "values": ["color-contrast", *more]}})
    page.emulate_media(color_scheme="light")
    return in_light + in_dark


def sideways(page: Page) -> list[tuple[int, int]]:
    """The sizes at which the page would have to be scrolled sideways."""
    before, found = page.viewport_size, []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((width, height))
    assert before is not None
    page.set_viewport_size(before)
    return found


def test_the_rules_are_those_that_are_off_by_default_as_well(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p style='color: #767676'>Weak</p><a href=''>.</a><a href=''>.</a>")
    page.add_style_tag(content="a { display: inline-block; width: 9px; height: 9px; overflow: hidden }")
    found = " ".join(broken_in_light_and_dark(page, **ENHANCED))
    page.context.close()
    assert "target-size" in found
    assert "color-contrast-enhanced" in found


def test_a_clients_page_breaks_no_rule_of_access(client_page: Page) -> None:
    assert broken_in_light_and_dark(client_page, **ENHANCED) == []


def test_a_clients_page_needs_no_sideways_scrolling(client_page: Page) -> None:
    assert sideways(client_page) == []


def test_all_there_is_to_touch_is_as_large_as_a_finger(client_page: Page) -> None:
    assert client_page.evaluate(SMALL_TARGETS) == []


def test_a_page_of_the_staff_breaks_no_rule_of_access(staff_page: Page) -> None:
    assert broken_in_light_and_dark(staff_page) == []


def test_a_page_of_the_staff_needs_no_sideways_scrolling(staff_page: Page) -> None:
    assert sideways(staff_page) == []
