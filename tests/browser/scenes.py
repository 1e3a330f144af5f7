"""Every page in each of its states, and the way there: what is checked by rule, and what is pictured."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playwright.sync_api import Page, expect
from pyotp import TOTP

from kiosk import clock
from kiosk.actions.change_visit import Outcome, record_repair
from kiosk.actions.manage_tablets import switch_off
from kiosk.actions.one_time_codes import new_secret
from kiosk.actions.pair_tablet import make_tablet, take_place
from kiosk.actions.second_factor import turn_on_codes
from kiosk.storage import tablets
from kiosk.storage.db import reading, writing
from kiosk.storage.factor_tables import Passkey
from kiosk.storage.tables import Person
from tests.browser.client import LEAVE, send, send_and_be_thanked, slider, write
from tests.browser.house import House
from tests.browser.tablet import become, number_of, send_to, shows_form
from tests.browser.therapist import VISIT, start
from tests.support.practice import PASSWORD

WORDS = "I wanted to get to the phone call with my sister."
LOW = {"understood": 9.3, "topics": 4.2, "approach": 9.0, "overall": 9.3}
WELL = {"understood": 9.4, "topics": 9.0, "approach": 9.2, "overall": 9.6}

UNTOUCHED_S = 93
"""A little longer than a practice's tablets usually wait for a touch."""


@dataclass(frozen=True)
class Scene:
    """A page in one state; `expected` is what the browser rightly complains of on the way there."""

    name: str
    show: Callable[[House, Page], None]
    who: str = ""
    expected: str = ""


def form(house: House, page: Page) -> None:
    page.goto(house.url(house.begin().path))
    expect(slider(page, "overall")).to_be_attached()


def mark(page: Page, marks: dict[str, float]) -> None:
    """Mark without pointing, so that any kind of screen can do it."""
    for item, value in marks.items():
        slider(page, item).fill(str(value))


def filled(house: House, page: Page, *, words: str = WORDS) -> None:
    form(house, page)
    fill_in(page, words)


def fill_in(page: Page, words: str) -> None:
    mark(page, LOW)
    if words:
        write(page, words)
        page.get_by_role("radio", name="Now").check()


def buttons(house: House, page: Page) -> None:
    form(house, page)
    mark(page, {"understood": 4.2, "topics": 9.0})
    page.get_by_role("button", name="Use buttons 0 to 10 instead").click()


def easy(house: House, page: Page, *, pages_on: int = 0) -> None:
    """Larger text, one question at a time, after two marks on lines."""
    form(house, page)
    mark(page, {"understood": 4.2, "topics": 9.0})
    page.get_by_role("button", name="Larger text").click()
    expect(page.get_by_text("Question 1 of 5")).to_be_visible()
    for _ in range(pages_on):
        page.locator(".next:visible").click()


def nothing_marked(house: House, page: Page) -> None:
    form(house, page)
    send(page)
    expect(page.locator("#problems")).to_be_focused()


def not_sent_yet(house: House, page: Page) -> None:
    filled(house, page, words="")
    page.route("**/c/*", lambda route: route.abort())
    send(page)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def help_asked(house: House, page: Page) -> None:
    form(house, page)
    page.get_by_label("I need help staying safe").check()


def thanks(house: House, page: Page) -> None:
    form(house, page)
    mark(page, LOW)
    send_and_be_thanked(page)


def declined_thanks(house: House, page: Page) -> None:
    form(house, page)
    page.get_by_role("button", name=LEAVE).click()
    expect(page.get_by_text("all right.")).to_be_visible()


def closed(house: House, page: Page) -> None:
    page.goto(house.url("/c/a-link-that-opens-nothing"))


def at(path: str) -> Callable[[House, Page], None]:
    return lambda house, page: void(page.goto(house.url(path)))


def void(_: object) -> None:
    """Take what nobody needs."""


def join_refused(house: House, page: Page) -> None:
    page.goto(house.url("/join"))
    page.fill("#code", "KX4M-729T")
    page.get_by_role("button", name="Open the form").click()
    expect(page.locator("#problems")).to_be_visible()


def login_refused(house: House, page: Page) -> None:
    page.goto(house.url("/login"))
    page.get_by_label("Email").fill("somebody@example.org")
    page.get_by_label("Password").fill("not the password of anybody")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#problems")).to_be_visible()


def code_asked(house: House, page: Page) -> None:
    """Carol's password was right; she has an app."""
    codes_of(house, house.cast.carol)
    page.goto(house.url("/login"))
    page.get_by_label("Email").fill("carol@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now the code")


def code_to_scan(house: House, page: Page) -> None:
    page.goto(house.url("/account/codes"))
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_role("button", name="Show the picture to scan").click()
    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()


def passkeys(house: House, page: Page) -> None:
    """Carol has one already, and would have to type a code to add another."""
    codes_of(house, house.cast.carol)
    with house.cast.on_stage(), writing() as session:
        carol = session.get_one(Person, house.cast.carol)
        held = {"practice_id": carol.practice_id, "person_id": carol.id, "made_at": clock.now(), "sign_count": 0}
        session.add(Passkey(credential_id=secrets.token_bytes(32), public_key=b"", name="Laptop", **held))
    house.by_name().log_in(page, house.cast.carol)
    page.goto(house.by_name().url("/account/passkeys"))
    page.get_by_text("Rename or remove").first.click()


def codes_of(house: House, person: int) -> None:
    """This person's login asks for codes from here on, if it did not yet."""
    secret, now = new_secret(), clock.now()
    with house.cast.on_stage():
        turn_on_codes(person, secret, TOTP(secret).at(now), now)


def one_time_link(house: House, page: Page) -> None:
    page.goto(house.url(house.cast.one_time_link(house.cast.bob)))


def full_day(house: House, page: Page) -> None:
    house.met_before("C-014")
    house.met_before("C-021")
    waiting = house.begin(code="C-014")
    house.send(waiting, LOW)
    kept(house, waiting.visit, Outcome.NEXT, "Ask about the letter first.")
    house.begin(place="telehealth", code="C-030")
    page.goto(house.url("/"))


def kept(house: House, visit: int, outcome: Outcome, note: str) -> None:
    with house.cast.on_stage():
        alice = reading().get_one(Person, house.cast.alice)
        assert record_repair(alice, visit, outcome, note, clock.now())


def start_refused(house: House, page: Page) -> None:
    page.goto(house.url("/"))
    page.get_by_label("Client code", exact=True).fill("!?")
    page.get_by_role("button", name="Start check-in", exact=True).click()
    expect(page.locator("#problems")).to_be_visible()


def start_while_one_is_open(house: House, page: Page) -> None:
    house.begin(code="C-030")
    page.goto(house.url("/"))
    page.get_by_label("Client code", exact=True).fill("C-030")
    page.get_by_role("button", name="Start check-in", exact=True).click()
    expect(page.get_by_role("link", name="Go on to it")).to_be_visible()


def visit(house: House, page: Page, *, leaf: str = "", code: str = "C-014") -> None:
    house.free(code)
    page.goto(house.url("/"))
    started = start(page, code)
    if leaf:
        page.goto(house.url(f"/visits/{started}{leaf}"))


def withdrawn(house: House, page: Page) -> None:
    visit(house, page)
    page.get_by_role("button", name="Withdraw this check-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check-in withdrawn")


def result(house: House, page: Page, *, marks: dict[str, float], place: str = "room", **others: str) -> None:
    """What an answer leads to, for a client who has been here before."""
    house.met_before("C-014")
    answered(house, page, marks=marks, place=place, **others)


def answered(house: House, page: Page, *, marks: dict[str, float], place: str = "room", **others: str) -> None:
    waiting = house.begin(place=place, code="C-014")
    house.send(waiting, marks, **others)
    page.goto(house.url(f"/visits/{waiting.visit}"))


def repaired(house: House, page: Page) -> None:
    result(house, page, marks=LOW, words=WORDS)
    page.get_by_label("A note for yourself").fill("Ask about her sister first.")
    page.get_by_role("button", name="Next time").click()
    expect(page.get_by_text("Kept at")).to_be_visible()


def client(house: House, page: Page, *, code: str = "C-014") -> None:
    """The page of a client who has been here before, reached from the list."""
    page.goto(house.url("/clients"))
    page.get_by_role("link", name=code, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(code)


def known_client(house: House, page: Page) -> None:
    house.met_before("C-014", weeks=6)
    client(house, page)


def family(house: House, page: Page) -> None:
    """A session of three, waiting."""
    codes = ("C-051", "C-052", "C-053")
    house.free(*codes)
    page.goto(house.url("/"))
    page.get_by_text("More than one person").click()
    page.get_by_label("Family").check()
    for place, code in enumerate(codes, start=1):
        page.get_by_label(f"Client code {place}", exact=True).fill(code)
    page.get_by_role("button", name="Start a check-in for each").click()
    page.wait_for_url(VISIT)


def faces(house: House, page: Page) -> None:
    page.goto(house.url(house.cast.begin(house.new_code(), measure="child-check").path))


def tablet_idle(house: House, page: Page) -> None:
    become(house, page, "Room 2")


def tablet_form(house: House, page: Page) -> None:
    room = become(house, page)
    send_to(house, house.begin(), room)
    shows_form(page)


def tablet_filled(house: House, page: Page, *, words: str = WORDS) -> None:
    tablet_form(house, page)
    fill_in(page, words)


def tablet_thanks(house: House, page: Page) -> None:
    tablet_form(house, page)
    mark(page, LOW)
    send(page)
    expect(page.get_by_text("You can hand the tablet back.")).to_be_visible()


def tablet_on_its_way(house: House, page: Page) -> None:
    """One of three has answered."""
    room = become(house, page)
    codes = [house.new_code() for _ in range(3)]
    first, *_ = house.cast.begin_together(*codes, kind="family", measures=dict.fromkeys(codes, "session-check"))
    send_to(house, first, room)
    shows_form(page)
    mark(page, LOW)
    send(page)
    expect(page.get_by_role("button", name="I am the next person")).to_be_visible()


def left_alone(house: House, page: Page) -> None:
    """A form that was begun on a tablet; both its clocks stand still, and its timers go on."""
    room = become(house, page)
    page.clock.set_fixed_time(0)
    send_to(house, house.begin(), room)
    shows_form(page)
    mark(page, LOW)
    page.evaluate("() => { const stands = performance.now(); performance.now = () => stands; }")


def tablet_asks(house: House, page: Page) -> None:
    left_alone(house, page)
    page.clock.set_fixed_time(UNTOUCHED_S)
    expect(page.get_by_role("alertdialog", name="Are you still there?")).to_be_visible()


def tablet_covers(house: House, page: Page) -> None:
    left_alone(house, page)
    page.route("**/c/*", lambda route: route.abort())
    send(page)
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.clock.set_fixed_time(UNTOUCHED_S)
    expect(page.get_by_role("alertdialog", name="Still trying to send")).to_be_visible()


def tablet_without_server(house: House, page: Page) -> None:
    """As kept for it: with the server there it would make way at once."""
    become(house, page)
    page.route("**/tablet/ask", lambda route: route.abort())
    page.goto(house.url("/tablet/no-server"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet is looking for its server.")


def tablet_code(house: House, page: Page) -> None:
    page.goto(house.url("/tablet/pair"))
    page.get_by_role("button", name="Show a code").click()
    expect(page.locator(".pairing-code")).to_be_visible()


def tablet_off(house: House, page: Page) -> None:
    number = number_of(house, become(house, page))
    with house.cast.on_stage():
        assert switch_off(reading().get_one(Person, house.cast.alice), number, clock.now())
    expect(page.get_by_role("heading", level=1)).to_have_text("This tablet was switched off.")


def waiting_with_tablets(house: House, page: Page) -> None:
    """A session beside two tablets: one that is asleep, one that is ready."""
    with house.cast.on_stage():
        practice = reading().get_one(Person, house.cast.alice).practice_id
        known = {tablet.room for tablet in tablets.of_practice(reading(), practice)}
        links = {room: make_tablet(practice, room, clock.now()) for room in ("Room 2", "Room 3") if room not in known}
        if link := links.get("Room 3"):
            take_place(link, clock.now())
    visit(house, page)
    expect(page.get_by_text("Room 3, ready").first).to_be_visible()


prompt = partial(result, marks=LOW, words=WORDS, talk="now")
safety = partial(result, marks=LOW, words=WORDS, safety="yes")
held = partial(result, marks=LOW, words=WORDS, place="telehealth")

CLIENT = (
    Scene("form", form),
    Scene("tablet idle", tablet_idle),
    Scene("tablet form", tablet_form),
    Scene("tablet on its way", tablet_on_its_way),
    Scene("tablet asks", tablet_asks),
    Scene("tablet covers", tablet_covers, expected="net::ERR_FAILED"),
    Scene("tablet without server", tablet_without_server, expected="net::ERR_FAILED"),
    Scene("tablet code", tablet_code),
    Scene("tablet off", tablet_off, expected="status of 403"),
    Scene("filled", filled),
    Scene("buttons", buttons),
    Scene("easy", easy),
    Scene("easy on", partial(easy, pages_on=1)),
    Scene("easy last", partial(easy, pages_on=4)),
    Scene("nothing marked", nothing_marked),
    Scene("not sent yet", not_sent_yet, expected="net::ERR_FAILED"),
    Scene("help asked", help_asked),
    Scene("faces", faces),
    Scene("thanks", thanks),
    Scene("declined", declined_thanks),
    Scene("closed", closed, expected="status of 410"),
    Scene("join", at("/join")),
    Scene("join refused", join_refused, expected="status of 422"),
    Scene("no such page", at("/nothing-here"), expected="status of 404"),
)
STAFF = (
    Scene("login", at("/login")),
    Scene("login refused", login_refused, expected="status of 4"),
    Scene("one-time link", one_time_link),
    Scene("empty day", at("/"), who="bob"),
    Scene("full day", full_day, who="alice"),
    Scene("start refused", start_refused, who="alice", expected="status of 422"),
    Scene("start while one is open", start_while_one_is_open, who="alice", expected="status of 409"),
    Scene("waiting", visit, who="alice"),
    Scene("code alone", partial(visit, leaf="/code"), who="alice"),
    Scene("withdrawn", withdrawn, who="alice"),
    Scene("prompt", prompt, who="alice"),
    Scene("no concern", partial(result, marks=WELL), who="alice"),
    Scene("not enough", partial(result, marks={"topics": 9.0}), who="alice"),
    Scene("chose not to answer", partial(result, marks={}, decline="yes"), who="alice"),
    Scene("safety", safety, who="alice"),
    Scene("held", held, who="alice"),
    Scene("repaired", repaired, who="alice"),
    Scene("account", at("/account"), who="alice"),
    Scene("code asked", code_asked),
    Scene("code to scan", code_to_scan, who="alice"),
    Scene("passkeys", passkeys),
    Scene("clients", at("/clients"), who="alice"),
    Scene("one client", known_client, who="alice"),
    Scene("a family waiting", family, who="alice"),
    Scene("settings", at("/settings"), who="alice"),
    Scene("cues", at("/settings/cues"), who="alice"),
    Scene("waiting with tablets", waiting_with_tablets, who="alice"),
    Scene("tablets", at("/settings/tablets"), who="alice"),
    Scene("forms", at("/settings/forms"), who="alice"),
    Scene("no such visit", at("/visits/99999"), who="alice", expected="status of 404"),
)
