"""The layout of the staff's pages: one bar at the top, and lists clear of what is above them."""

from tests.browser.chromium import DESK, PHONE
from tests.browser.client import box_of
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.scenes import WELL
from tests.browser.therapist import connected

GAP = """() => {
  const rows = [...document.querySelectorAll(".rows")].find((list) => list.checkVisibility());
  return rows.getBoundingClientRect().top - document.querySelector(".page-head .sub").getBoundingClientRect().bottom;
}"""
"""Between the summary and the first list. Measured at once: a long day's list is not scrolled to in between."""


def test_the_days_list_stands_clear_of_its_summary_and_the_bar_is_one_row(house: House, open_page: Open) -> None:
    house.send(house.begin(), WELL)
    for screen in (DESK, PHONE):
        page = open_page(**screen)
        house.log_in(page)
        connected(page)
        assert page.evaluate(GAP) >= 20
        bar = [box_of(page.locator(part)) for part in (".logo", "#connection", ".menu summary")]
        middles = [box["y"] + box["height"] / 2 for box in bar]
        assert max(middles) - min(middles) < 4


def test_on_a_phone_the_only_primary_button_is_in_the_first_view_with_eight_sessions_behind_it(
    house: House, open_page: Open
) -> None:
    for number in range(8):
        house.send(house.begin(code=f"C-9{number}"), WELL, talk="next")
    house.met_before("C-99")
    page = open_page(**PHONE)
    house.log_in(page)
    primary = page.locator(".primary:visible")
    assert primary.count() == page.locator(".card").count() == 1
    assert box_of(primary)["y"] + box_of(primary)["height"] <= PHONE["viewport"]["height"]
