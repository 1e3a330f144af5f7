"""The main job, in two browsers on two workers: from "time to check in" to the prompt on the therapist's screen."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.client import LOW, send_and_be_thanked, tap, tap_all, write
from tests.browser.conftest import Open
from tests.browser.house import House, open_house
from tests.browser.therapist import VISIT, connected, is_same_page, link_on, mark_page, start

WORDS = "I wanted to get to the phone call with my sister."


def stop_words(desk: Page) -> str:
    return desk.locator("[aria-current=step] .stop-word").inner_text()


def test_a_new_client_is_started_with_two_taps(house: House, open_page: Open) -> None:
    desk = open_page(viewport={"width": 1440, "height": 900}, has_touch=True)
    house.log_in(desk)
    desk.get_by_label("Client code", exact=True).tap()
    desk.keyboard.type("C-777")
    desk.get_by_role("button", name="Start check-in", exact=True).tap()
    desk.wait_for_url(VISIT)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Waiting for C-777")


def test_a_client_of_ones_own_is_started_with_one_tap(tmp_path: Path, open_page: Open) -> None:
    """In a house where nobody else came later, as the day lists those who were there last."""
    with open_house(tmp_path) as house:
        house.met_before("C-021")
        desk = open_page(viewport={"width": 1440, "height": 900}, has_touch=True)
        house.log_in(desk)
        desk.get_by_role("button", name="Start check-in with C-021, in the room").tap()
        desk.wait_for_url(VISIT)
        expect(desk.get_by_role("heading", level=1)).to_have_text("Waiting for C-021")
        desk.goto("about:blank")


def test_each_step_of_the_client_is_seen_without_a_reload(desk: Page, phone: Page) -> None:
    start(desk, "C-014")
    mark_page(desk)
    connected(desk)
    expect(desk).to_have_title("Waiting · C-014")
    phone.goto(link_on(desk))
    expect(desk).to_have_title("Opened · C-014")
    expect(desk.locator("[aria-current=step] .stop-word")).to_have_text("Opened")
    expect(desk.get_by_role("status").filter(has_text="The form is open")).to_be_attached()
    tap(phone, "understood", 4.2)
    expect(desk).to_have_title("Answering · C-014")
    expect(desk.get_by_role("status").filter(has_text="Answering now")).to_be_attached()
    send_and_be_thanked(phone)
    expect(desk).to_have_title("Sent · C-014")
    expect(desk.get_by_role("heading", level=1)).to_have_text("C-014 has answered")
    expect(desk.get_by_role("status").filter(has_text="Sent")).to_be_attached()
    assert is_same_page(desk)


def test_the_result_says_the_clients_own_words_first_then_the_prompt_then_why(
    house: House, desk: Page, phone: Page
) -> None:
    house.met_before("C-040")
    start(desk, "C-040")
    connected(desk)
    phone.goto(link_on(desk))
    tap_all(phone, LOW)
    write(phone, WORDS)
    phone.get_by_role("radio", name="Now").tap()
    send_and_be_thanked(phone)
    expect(desk.get_by_text(f"“{WORDS}”", exact=True)).to_be_visible()
    expect(desk.get_by_text("Wants to talk now")).to_be_visible()
    whole = desk.locator("#live").inner_text()
    order = [WORDS, "They want to talk about it now", "s marks", "31.1", "Why this appears"]
    places = [whole.find(part) for part in order]
    assert -1 not in places, whole
    assert places == sorted(places)


def test_what_became_of_it_is_kept_with_its_note(house: House, desk: Page) -> None:
    waiting = house.begin(code="C-050")
    house.send(waiting, LOW)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    desk.get_by_label("Note (part of the client").fill("Ask about her sister first.")
    desk.get_by_role("button", name="Next time").click()
    expect(desk.get_by_role("button", name="Next time")).to_have_attribute("aria-pressed", "true")
    expect(desk.get_by_text("Saved at")).to_be_visible()
    expect(desk.get_by_label("Note (part of the client")).to_have_value("Ask about her sister first.")
    desk.goto(house.url("/"))
    expect(desk.get_by_text("“Ask about her sister first.”")).to_be_visible()


def test_focus_and_a_half_typed_note_survive_a_swap(house: House, desk: Page) -> None:
    waiting = house.begin(code="C-051")
    house.send(waiting, LOW)
    desk.goto(house.url(f"/visits/{waiting.visit}"))
    connected(desk)
    note = desk.get_by_label("Note (part of the client")
    note.press_sequentially("Half a thou")
    note.press("ArrowLeft")
    other = desk.context.new_page()
    other.goto(desk.url)
    other.get_by_role("button", name="We talked about it").click()
    expect(desk.get_by_text("Saved at")).to_be_attached()
    expect(note).to_be_focused()
    expect(note).to_have_value("Half a thou")
    assert note.evaluate("field => field.selectionStart") == len("Half a tho")


def test_the_arriving_result_takes_the_focus_from_nobody(house: House, desk: Page, phone: Page) -> None:
    visit = start(desk, "C-052")
    connected(desk)
    pause = desk.get_by_role("button", name="Pause updates")
    pause.focus()
    phone.goto(house.url(house.token_of(visit).path))
    tap(phone, "understood", 3)
    send_and_be_thanked(phone)
    expect(desk).to_have_title("Sent · C-052")
    expect(pause).to_be_focused()


def test_paused_updates_wait_until_they_are_asked_for(house: House, desk: Page, phone: Page) -> None:
    visit = start(desk, "C-053")
    connected(desk)
    pause = desk.get_by_role("button", name="Pause updates")
    pause.click()
    expect(desk.get_by_text("Nothing is lost.")).to_be_visible()
    phone.goto(house.url(house.token_of(visit).path))
    tap(phone, "understood", 3)
    with desk.context.new_page() as beside:
        beside.goto(desk.url)
        send_and_be_thanked(phone)
        expect(beside).to_have_title("Sent · C-053")
    expect(desk).to_have_title("Waiting · C-053")
    pause.click()
    expect(desk).to_have_title("Sent · C-053")


def test_the_day_shows_what_arrives_while_a_code_is_being_typed(house: House, desk: Page) -> None:
    waiting = house.begin(code="C-054")
    desk.goto(house.url("/"))
    connected(desk)
    typed = desk.get_by_label("Client code", exact=True)
    typed.press_sequentially("C-9")
    house.cast.send(waiting, understood="9.5", topics="9.4", approach="9.6", overall="9.5")
    row = desk.get_by_role("listitem").filter(has_text="C-054")
    expect(row).to_contain_text("No concern in the marks.")
    expect(typed).to_be_focused()
    expect(typed).to_have_value("C-9")
