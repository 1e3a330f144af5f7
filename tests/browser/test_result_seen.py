"""A result that comes onto a screen where somebody can see it: the page tells that by itself, once."""

from playwright.sync_api import Page, Request, expect

from tests.browser.house import House
from tests.browser.therapist import connected

LOW = {"understood": 9.4, "topics": 4.2, "approach": 9.2, "overall": 9.6}


def test_what_appears_on_the_screen_is_told_to_be_seen_once(house: House, desk: Page) -> None:
    waiting = house.begin(code="C-350")
    told: list[Request] = []
    desk.on("request", lambda request: told.append(request) if request.url.endswith("/seen") else None)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    connected(desk)
    with desk.expect_response("**/seen") as answer:
        house.send(waiting, LOW)
    assert answer.value.status == 204
    expect(desk.locator("#result-seen")).to_have_count(0)
    desk.reload()
    connected(desk)
    assert len(told) == 1
    desk.get_by_role("link", name="C-350").first.click()
    expect(desk.get_by_text("Seen at")).to_be_visible()


def test_a_result_that_waits_on_a_shared_screen_is_not_told_to_be_seen(house: House, desk: Page) -> None:
    waiting = house.begin(place="telehealth", code="C-351")
    told: list[Request] = []
    desk.on("request", lambda request: told.append(request) if request.url.endswith("/seen") else None)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    connected(desk)
    house.send(waiting, LOW)
    expect(desk.get_by_role("button", name="Show answer")).to_be_visible()
    assert told == []
