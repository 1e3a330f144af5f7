"""Several people typed by hand: what each had last time is filled in as their code is recognised."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import VISIT


def in_row(page: Page, number: int, field: str) -> str:
    return page.locator(f"#{field}-{number}").input_value()


def test_what_each_had_last_time_is_filled_in_for_their_code_alone(house: House, open_page: Open) -> None:
    child, adult, new = (house.new_code() for _ in range(3))
    for waiting in (house.begin(code=child, measure="child-check", language="es"), house.begin(code=adult)):
        house.send(waiting, {}, decline="yes")
    desk = open_page(viewport={"width": 1440, "height": 900})
    house.log_in(desk)
    desk.locator("#together > summary").click()
    desk.get_by_text("Family", exact=True).click()
    desk.locator("#client-1").press_sequentially(child)
    expect(desk.locator("#language-1")).to_have_value("es")
    assert in_row(desk, 1, "measure") == "child-check"
    expect(desk.locator("#announce")).to_contain_text(f"{child}: Child check, ")
    desk.locator("#client-2").fill(adult)
    expect(desk.locator("#measure-2")).to_have_value("family-check")
    desk.locator("#measure-2").select_option("session-check")
    desk.locator("#client-1").fill(new)
    expect(desk.locator("#language-1")).to_have_value("")
    assert in_row(desk, 1, "measure") == ""
    assert in_row(desk, 2, "measure") == "session-check", "chosen by hand"
    desk.get_by_role("button", name="Start a check-in for each").click()
    desk.wait_for_url(VISIT)
