"""More states of the same pages: in other languages, and for somebody whose login was left alone."""

from functools import partial

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from kiosk.web.shared.browser_login import IDLE_S
from tests.browser.form_scenes import form, mark
from tests.browser.house import House
from tests.browser.scenes import LOW, WORDS, Scene
from tests.browser.staff_scenes import answered
from tests.browser.tablet import become, send_to


def in_language(house: House, page: Page, *, language: str) -> None:
    page.goto(house.url(house.begin(language=language).path))
    mark(page, LOW)


def thanks_in(house: House, page: Page, *, language: str) -> None:
    in_language(house, page, language=language)
    page.locator(".send").click()
    expect(page.locator(".scene")).to_be_visible()


def tablet_in_arabic(house: House, page: Page) -> None:
    room = become(house, page)
    send_to(house, house.begin(language="ar"), room)
    expect(page.locator("#form")).to_be_visible()
    mark(page, LOW)


def languages(house: House, page: Page) -> None:
    """The other languages, open to choose from."""
    form(house, page)
    page.locator(".languages summary").click()
    expect(page.get_by_role("button", name="Deutsch")).to_be_visible()


def locked(house: House, page: Page) -> None:
    """A page that was left alone: whoever was here unlocks it. As if the cookie were as old as that."""
    seal = SecureCookieSessionInterface().get_signing_serializer(house.cast.app)
    assert seal is not None
    (cookie,) = (each for each in page.context.cookies() if "staff" in each["name"])
    login = seal.loads(cookie["value"])
    aged = str(seal.dumps(login | {"active": login["active"] - IDLE_S - 1}))
    page.context.add_cookies([cookie | {"value": aged}])  # type: ignore[list-item]  # what a context gives it also takes
    page.goto(house.url("/"))
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()


def still_here(house: House, page: Page) -> None:
    """Text that was typed on a page from before the last login, and is not kept yet."""
    answered(house, page, marks=LOW)
    page.get_by_label("Note (part of the client").fill(WORDS)
    page.locator("form.repair [name=csrf_token]").evaluate("field => { field.value = 'of another login'; }")
    page.get_by_role("button", name="Next time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What you typed is still here")


IN_LANGUAGES = (
    Scene("form in Arabic", partial(in_language, language="ar")),
    Scene("thanks in Arabic", partial(thanks_in, language="ar")),
    Scene("form in German", partial(in_language, language="de")),
    Scene("languages open", languages),
)
LEFT_ALONE = (
    Scene("locked", locked, who="alice", expected="status of 401"),
    Scene("what was typed", still_here, who="alice", expected="status of 400"),
)
