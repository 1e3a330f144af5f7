"""The wrong person says *This is not me*: the form goes back, and nothing marked on it can be had again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import PHONE
from tests.browser.client import back, forward
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.test_nothing_comes_back import TRACES, assert_nothing_left, fill

pytestmark = pytest.mark.history
HANDED_BACK = re.compile(r"/c/not-me(\?|$)")


@pytest.mark.parametrize("has_javascript", [True, False])
@pytest.mark.parametrize("place", ["house", "lan_house"])
def test_what_the_wrong_person_marked_is_gone_and_the_form_is_fresh(
    request: pytest.FixtureRequest, open_page: Open, place: str, *, has_javascript: bool
) -> None:
    house = request.getfixturevalue(place)
    assert isinstance(house, House)
    river, _ = house.cast.begin_together(house.new_code(), house.new_code())
    page = open_page(**PHONE, java_script_enabled=has_javascript)
    page.goto(house.url(river.path))
    fill(page, has_javascript=has_javascript)
    assert page.evaluate(TRACES) != [], "what is looked for can be found"
    page.get_by_role("button", name="This is not me").click()
    expect(page).to_have_url(HANDED_BACK)
    expect(page.get_by_text("Nothing was kept.")).to_be_visible()
    for step in (back, forward):
        step(page)
        assert_nothing_left(page)
    page.goto(house.url(river.path))
    expect(page.get_by_role("heading", level=1)).to_have_text("How was today?")
    assert_nothing_left(page)
    assert house.responses(river) == []
