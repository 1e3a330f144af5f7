"""The layout of the staff's pages: one bar at the top, and lists clear of what is above them."""

import re

from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE, TABLET_PORTRAIT
from tests.browser.client import box_of
from tests.browser.conftest import Open
from tests.browser.house import House
from tests.browser.scenes import LOW, WELL
from tests.browser.therapist import connection

GAP = """() => {
  const rows = [...document.querySelectorAll(".rows")].find((list) => list.checkVisibility());
  return rows.getBoundingClientRect().top - document.querySelector(".page-head .sub").getBoundingClientRect().bottom;
}"""
"""Between the summary and the first list. Measured at once: a long day's list is not scrolled to in between."""

LONGEST_LINE = """() => {
  let most = 0;
  const range = document.createRange();
  for (const words of document.querySelectorAll("main p, main label > span")) {
    const texts = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    for (let line = 0, top = -1; texts.nextNode(); ) {
      for (let at = 0; at < texts.currentNode.length; at++) {
        range.setStart(texts.currentNode, at);
        range.setEnd(texts.currentNode, at + 1);
        const [box] = range.getClientRects();
        if (!box) continue;
        line = Math.abs(box.top - top) < 4 ? line + 1 : 1;
        top = box.top;
        most = Math.max(most, line);
      }
    }
  }
  return most;
}"""
"""The number of characters in the longest line of text."""


def test_the_days_list_stands_clear_of_its_summary_and_the_bar_is_one_row(house: House, open_page: Open) -> None:
    house.send(house.begin(), WELL)
    for screen, language in ((DESK, "en"), (PHONE, "en"), (TABLET_PORTRAIT, "de")):
        page = open_page(**screen)
        house.log_in(page)
        page.set_extra_http_headers({"Accept-Language": language})
        page.reload()
        expect(connection(page)).to_have_text(re.compile("^(Connected|Verbunden)$"))
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


def test_what_belongs_together_stands_in_one_line(house: House, open_page: Open) -> None:
    house.met_before("PAIR-1")
    house.met_before("PAIR-2")
    house.cast.ask_week("PAIR-2")
    page = open_page(**DESK)
    house.log_in(page)
    page.goto(house.url("/clients?code=PAIR-"))
    assert page.get_by_role("button", name="How the week was").count() == 1
    lines = page.locator(".client-row .sparkline").all()
    assert len(lines) == 2
    assert len({box_of(line)["x"] for line in lines}) == 1
    waiting = house.begin(code="PAIR-1")
    house.send(waiting, LOW)
    page.goto(house.url(f"/visits/{waiting.visit}"))
    note, outcome = (box_of(page.locator(part)) for part in ("#note", "#repair-talked"))
    assert (note["y"], note["height"]) == (outcome["y"], outcome["height"])


def test_the_settings_have_72_characters_to_a_line(house: House, open_page: Open) -> None:
    page = open_page(**DESK)
    house.log_in(page)
    for path in ("/settings", "/settings/cues", "/settings/retention"):
        page.goto(house.url(path))
        assert 50 <= page.evaluate(LONGEST_LINE) <= 72
