"""Text that somebody typed stays text in a real browser: it opens nothing, asks for nothing, and keeps to its place."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from kiosk import clock
from kiosk.actions.clients.goals import Aim, agree_goal
from kiosk.actions.visits.change import Outcome, record_repair
from kiosk.domain.goals import OWN
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn
from tests.browser.house import House
from tests.browser.therapist import connected
from tests.support.payloads import PAYLOADS
from tests.support.practice import WELL

CODE = "C-944"
OF_ANSWER = ("", "/not-theirs", "/erase")
OF_CLIENT = ("/asking", "/correct", "/erase", "")
EVERYWHERE = ("/", "/clients", "/open", "/schedule", "/settings", "/account")
MADE = "iframe, object, embed, marquee, video, base, math, [onerror], [onload], [onfocus], [ontoggle]"
"""Elements and attributes that no page of ours has, and that a text would make."""


@pytest.fixture
def texts(times: Callable[[int, int], int]) -> Sequence[str]:
    return PAYLOADS[:: times(4, 1)]


@pytest.fixture
def pages(house: House, texts: Sequence[str]) -> Iterator[list[str]]:
    """Where each text is a client's own words, the note on them and a goal; two more name the practice and its help."""
    found, client, now = list(EVERYWHERE), "", clock.now()
    for days, text in enumerate(reversed(texts), start=1):
        at = now - timedelta(days=days)
        waiting = house.cast.begin(CODE, at=at)
        house.cast.send(waiting, at, **WELL, words=text)
        with house.cast.on_stage():
            alice = house.cast.actor(house.cast.alice)
            client = reading().get_one(CheckIn, house.cast.row(waiting)).client.public_id
            record_repair(alice, waiting.check_in, Outcome.TALKED, text, now)
            agree_goal(alice, client, Aim(OWN, text), now)
        found += [f"/check-ins/{waiting.check_in}{place}" for place in OF_ANSWER]
    with house.with_settings(name=PAYLOADS[7], crisis_text=PAYLOADS[10]):
        yield found + [f"/clients/{client}{place}" for place in OF_CLIENT]


@pytest.fixture
def dialogs(desk: Page) -> list[str]:
    """The dialogs of a page that runs it. A script that the policy stops is told by the console, which is watched."""
    said: list[str] = []

    def hear(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    desk.on("dialog", hear)
    return said


def assert_is_text(page: Page, dialogs: Sequence[str]) -> None:
    assert dialogs == [], page.url
    assert page.locator(MADE).count() == 0, page.url
    assert page.locator("script:not([src])").filter(has_text="alert").count() == 0, page.url


@pytest.mark.soak
def test_no_page_runs_what_a_client_or_a_therapist_typed(
    house: House, desk: Page, pages: list[str], dialogs: list[str]
) -> None:
    for address in pages:
        shown = desk.goto(house.url(address))
        assert shown is not None
        assert shown.status == 200, address
        assert_is_text(desk, dialogs)
    record = desk.request.get(house.url(f"{pages[-1]}/record.html")).text()
    desk.goto("about:blank")
    desk.set_content(record)
    expect(desk.get_by_text(PAYLOADS[0]).first).to_be_visible()
    assert_is_text(desk, dialogs)


def test_an_open_page_takes_it_in_as_text_while_the_client_is_in_the_room(
    house: House, desk: Page, dialogs: list[str]
) -> None:
    """The one place where a script puts what was typed into a page that is open."""
    waiting = house.begin()
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    connected(desk)
    house.send(waiting, WELL, words="\n".join(PAYLOADS))
    theirs = desk.get_by_role("region", name="From the client")
    expect(theirs).to_be_visible()
    said = theirs.text_content() or ""
    assert [text for text in PAYLOADS if text not in said] == []
    assert_is_text(desk, dialogs)
