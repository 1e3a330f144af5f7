"""The back/forward cache is on here: without it, no test of what Back shows could ever fail."""

import pytest

from tests.browser.client import back
from tests.browser.conftest import Open
from tests.browser.house import House

pytestmark = pytest.mark.history


@pytest.mark.parametrize("has_javascript", [True, False])
@pytest.mark.parametrize("place", ["house", "lan_house"])
def test_a_plain_page_of_ours_comes_back_as_it_was_left(
    request: pytest.FixtureRequest, open_page: Open, place: str, *, has_javascript: bool
) -> None:
    house = request.getfixturevalue(place)
    assert isinstance(house, House)
    page = open_page(java_script_enabled=has_javascript)
    page.goto(house.url("/join"))
    page.evaluate("window.marker = 'left here'")
    page.fill("#code", "half a code")
    page.goto("data:text/html,<title>Elsewhere</title>")
    back(page)
    assert page.evaluate("[window.marker, document.querySelector('#code').value]") == ["left here", "half a code"]
