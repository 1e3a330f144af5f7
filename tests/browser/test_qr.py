"""The way from the therapist's screen to the client's phone: the QR code and the short code."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import DESK
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.therapist import start

LIVE = re.compile(r"/visits/\w+/live$")


def read_code(page: Page) -> str:
    """Read the code as a camera before this screen would."""
    expect(page.locator("svg.qr")).to_be_visible()
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alone", [False, True])
def test_the_code_on_the_screen_opens_the_form_on_another_device(
    house: House, open_page: Open, phone: Page, scheme: str, *, alone: bool
) -> None:
    desk = open_page(**DESK, color_scheme=scheme)
    house.log_in(desk)
    visit = start(desk, house.new_code())
    if alone:
        desk.goto(house.url(f"/check-ins/{house.token_of(visit).check_in}/code"))
    scanned = read_code(desk)
    assert scanned == house.address + house.token_of(visit).path
    phone.goto(scanned)
    expect(phone.get_by_role("heading", name="How was today?")).to_be_visible()


def test_the_short_code_opens_the_same_form(house: House, desk: Page, phone: Page) -> None:
    visit = start(desk, house.new_code())
    short = desk.locator(".short-code").inner_text()
    phone.goto(house.url("/join"))
    phone.get_by_label("The code on your").fill(short.lower().replace("-", " "))
    phone.get_by_role("button", name="Open the form").click()
    expect(phone).to_have_url(house.url(house.token_of(visit).path))
    expect(phone.get_by_role("heading", name="How was today?")).to_be_visible()


def test_the_code_alone_gives_way_when_the_answer_is_there(house: House, desk: Page) -> None:
    waiting = house.begin()
    desk.goto(house.url(f"/check-ins/{waiting.check_in}/code"))
    house.cast.send(waiting, understood="9.5")
    expect(desk.get_by_role("heading", level=1)).to_have_text("The code is no longer needed.")
    expect(desk.locator("svg.qr")).to_have_count(0)


def test_copy_link_gives_the_link(house: House, desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit = start(desk, house.new_code())
    desk.get_by_role("button", name="Copy link").click()
    expect(desk.get_by_role("button", name="Link copied")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == house.address + house.token_of(visit).path


def test_where_copying_is_not_allowed_the_link_stands_there_selected(lan_house: House, open_page: Open) -> None:
    desk = open_page(**DESK)
    lan_house.log_in(desk)
    visit = start(desk, lan_house.new_code())
    desk.get_by_role("button", name="Copy link").click()
    link = desk.get_by_role("textbox", name="Link to the form")
    expect(link).to_be_focused()
    expect(link).to_have_value(lan_house.address + lan_house.token_of(visit).path)


def test_a_link_that_was_shown_stays_when_the_page_is_renewed(lan_house: House, open_page: Open, phone: Page) -> None:
    held: list[Route] = []
    desk = open_page(**DESK)
    lan_house.log_in(desk)
    desk.route(LIVE, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright takes no method of C
    with desk.expect_request(LIVE):
        visit = start(desk, "C-900")
    desk.get_by_role("button", name="Copy link").click()
    link = desk.get_by_role("textbox", name="Link to the form")
    expect(link).to_be_focused()
    held[0].continue_()
    desk.unroute(LIVE)
    phone.goto(lan_house.url(lan_house.token_of(visit).path))
    expect(desk).to_have_title("Opened · C-900")
    expect(link).to_be_focused()
