"""A paired tablet: what it shows, what it may ask for, and what happens when another device holds its credential."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
import time_machine

from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import Response, Tablet, Visit
from tests.support.practice import WELL, Cast, Waiting, waiting_in
from tests.support.stored import count, stored
from tests.web.browsing import JSON, NOW, Desk, hidden, leads_to, log_in, read
from tests.web.page_rules import PageRuleClient
from tests.web.tablets import Device, both_ask, id_of, name_of, paired

Travel = time_machine.TimeMachineFixture


@pytest.fixture
def waiting(cast: Cast) -> Waiting:
    return cast.begin()


def send(cast: Cast, desk: Desk, waiting: Waiting, room: str = "Room 2") -> int:
    return desk.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": (id_of(cast, room))}).status_code


def fill_in(device: Device, waiting: Waiting) -> str:
    """Send what the tablet shows, as its script does; gives the page that it is sent on to."""
    fields = {"key": hidden(device.look(), "key"), "marked": "line"} | {
        f"item-{name}": mark for name, mark in WELL.items()
    }
    return leads_to(device.client.post(f"{waiting.path}?on=tablet", data=fields, headers=JSON))


@pytest.mark.parametrize(
    ("hour", "said"), [(3, "Good evening."), (4, "Good morning."), (12, "Good afternoon."), (18, "Good evening.")]
)
def test_the_quiet_screen_greets_by_the_practices_clock(
    tablet: Device, time_machine: Travel, hour: int, said: str
) -> None:
    time_machine.move_to(NOW.replace(hour=hour), tick=False)
    assert said in read(tablet.look())


def test_the_form_takes_the_place_of_the_quiet_screen_and_thanks_of_the_form(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting
) -> None:
    idle = name_of(tablet.look())
    assert send(cast, alice, waiting) == 303
    assert tablet.asked() == name_of(tablet.look()) != idle
    assert "How was today?" in read(tablet.look())
    assert fill_in(tablet, waiting) == "/tablet/after/thanks"
    thanks = tablet.client.get("/tablet/after/thanks")
    assert "Alice has your answer now. You can hand the tablet back." in read(thanks)
    before, _, foot = thanks.text.partition('<footer class="foot">')
    assert ("cue-word" in before, "cue-word" in foot, "Form: " in foot) == (False, True, True)
    assert tablet.asked() == name_of(tablet.look()) == idle
    assert "Alice" not in tablet.client.get("/tablet/after/thanks").text


def test_a_tablet_calls_nobody(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    form, key = tablet.look(), {"key": hidden(tablet.look(), "key")}
    refused = tablet.client.post(f"{waiting.path}?on=tablet", data=key)
    tablet.client.post(f"{waiting.path}?on=tablet", data=key | {"safety": "yes", "decline": "yes"})
    for page in (form, refused, tablet.client.get("/tablet/after/thanks")):
        assert "0800 555 0134" in read(page)
        assert "tel:" not in page.text


def test_without_a_script_the_way_is_the_same(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    fields = {"key": hidden(tablet.look(), "key"), "marked": "buttons", "item-overall": "9"}
    assert leads_to(tablet.client.post(f"{waiting.path}?on=tablet", data=fields)) == "/tablet/after/thanks"
    assert '<meta http-equiv="refresh" content="8; url=/tablet">' in tablet.client.get("/tablet/after/thanks").text
    assert '<meta http-equiv="refresh" content="5">' in tablet.look().text


def test_the_address_of_a_form_is_nowhere_in_the_tablets_own(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting
) -> None:
    send(cast, alice, waiting)
    page = tablet.look()
    assert page.request.path == "/tablet"
    assert page.headers["Cache-Control"] == "no-store"
    assert "screen-wake-lock=(self)" in page.headers["Permissions-Policy"]


def test_a_question_waits_for_the_form(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    idle, heard = name_of(tablet.look()), []
    asking = Thread(target=lambda: heard.append(tablet.ask(idle, wait="yes").json))
    asking.start()
    send(cast, alice, waiting)
    asking.join()
    assert heard == [{"screen": name_of(tablet.look())}]
    assert heard[0]["screen"].startswith("form-")


def test_a_form_is_taken_back_and_stays_open(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    assert alice.post(f"/check-ins/{waiting.check_in}/tablet/back").status_code == 303
    assert name_of(tablet.look()).startswith("idle")
    assert tablet.client.get(waiting.path).status_code == 200


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_a_check_in_that_ends_leaves_the_tablet(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting, how: str
) -> None:
    send(cast, alice, waiting)
    alice.post(f"/visits/{waiting.visit}/{how}")
    assert tablet.asked().startswith("idle")


def test_the_same_form_sent_again_is_another_showing(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    first = tablet.asked()
    send(cast, alice, waiting)
    assert tablet.asked() != first


def test_sent_to_another_tablet_it_leaves_the_first(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    other = paired(cast, "Room 3")
    send(cast, alice, waiting)
    send(cast, alice, waiting, "Room 3")
    assert tablet.asked().startswith("idle")
    assert other.asked().startswith("form")


def test_a_tablet_in_use_by_a_colleague_is_left_alone(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting
) -> None:
    send(cast, alice, waiting)
    bob = log_in(cast, cast.bob)
    theirs = bob.post("/visits", {"client": "B-1", "measure": "session-check", "place": "room"}).location or ""
    assert "Room 2, in use by a colleague" in read(bob.get(theirs))
    shown = tablet.asked()
    with cast.on_stage():
        (hers,) = waiting_in(PublicId(theirs.rpartition("/")[2]))
    refused = bob.post(f"/check-ins/{hers.check_in}/tablet", {"tablet": id_of(cast)})
    assert refused.status_code == 422
    assert "It is free again when they are done." in read(refused)
    assert tablet.asked() == shown


def test_ones_own_next_form_takes_the_place_of_the_one_before_which_waits_on(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting
) -> None:
    send(cast, alice, waiting)
    key, first = hidden(tablet.look(), "key"), tablet.asked()
    second = cast.begin("C-002")
    assert "Send this one instead" in read(alice.get(f"/visits/{second.visit}"))
    send(cast, alice, second)
    assert tablet.asked() == name_of(tablet.look()) != first
    late = tablet.client.post(waiting.path, data={"key": key, "marked": "line", "item-overall": "9"}, headers=JSON)
    assert leads_to(late) == "/c/thanks"
    assert stored(cast, Response.check_in_id) == [cast.row(waiting)]


def test_a_tablet_of_another_practice_is_not_there(cast: Cast, alice: Desk, waiting: Waiting) -> None:
    paired(cast, "Room 9", by=cast.carol)
    assert "Room 9" not in alice.get(f"/visits/{waiting.visit}").text
    assert send(cast, alice, waiting, "Room 9") == 422


def test_the_visit_says_where_its_form_is(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    assert tablet.asked()
    assert "Room 2, ready" in read(alice.get(f"/visits/{waiting.visit}"))
    send(cast, alice, waiting)
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Room 2 shows this form" in page
    assert "Take it back" in page


def test_on_a_call_no_tablet_is_offered(cast: Cast, alice: Desk, tablet: Device) -> None:
    assert tablet.asked()
    assert "Room 2" not in read(alice.get(f"/visits/{cast.begin(place='telehealth').visit}"))


def test_a_check_in_can_be_started_on_a_tablet(cast: Cast, alice: Desk, tablet: Device) -> None:
    assert "Tablet: Room 2" in read(alice.get("/"))
    fields = {"client": "C-1", "measure": "session-check", "place": "room", "tablet": id_of(cast)}
    assert alice.post("/visits", fields).status_code == 303
    assert tablet.asked().startswith("form-")


def test_nothing_is_started_when_the_tablet_cannot_be_had(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting
) -> None:
    send(cast, alice, waiting)
    bob, shown = log_in(cast, cast.bob), tablet.asked()
    assert "Tablet: Room 2" not in read(bob.get("/"))
    fields = {"client": "B-1", "measure": "session-check", "place": "room", "tablet": id_of(cast)}
    refused = bob.post("/visits", fields)
    assert (refused.status_code, "in use by a colleague" in read(refused)) == (422, True)
    assert (tablet.asked(), count(cast, Visit)) == (shown, 1)


def test_a_tablet_that_is_asleep_says_since_when(
    alice: Desk, tablet: Device, waiting: Waiting, time_machine: Travel
) -> None:
    assert tablet.asked()
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    assert "Room 2, not heard from since 14:48" in read(alice.get(f"/visits/{waiting.visit}"))


def test_a_tablet_that_is_asleep_since_yesterday_names_the_day_by_the_practices_clock(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting, time_machine: Travel
) -> None:
    cast.settle(time_zone="Asia/Tokyo", link_minutes=1440)
    assert tablet.asked()
    alice.post(f"/check-ins/{waiting.check_in}/new-code")
    time_machine.move_to(NOW + timedelta(minutes=20), tick=False)  # midnight there, one day still in London
    page = log_in(cast, cast.alice).get(f"/visits/{waiting.visit}")
    assert "Room 2, not heard from since yesterday, 23:48" in read(page)


def test_switched_off_it_shows_nothing_any_more(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    page = tablet.look()
    assert (page.status_code, name_of(page)) == (403, "refused-switched-off")
    assert "This tablet was switched off." in read(page)
    assert tablet.asked() == "refused-switched-off"
    assert tablet.client.get(waiting.path).status_code == 200


def test_the_credential_moves_on_by_the_minute(tablet: Device, time_machine: Travel) -> None:
    seen = {tablet.cookie}
    for minute in range(1, 6):
        time_machine.move_to(NOW + timedelta(minutes=minute), tick=False)
        tablet.ask()
        seen.add(tablet.cookie)
    assert len(seen) == 6
    assert tablet.look().status_code == 200


def test_a_copy_is_shut_out_the_tablet_goes_on_and_the_administrator_is_told(
    alice: Desk, tablet: Device, time_machine: Travel
) -> None:
    copy = tablet.copied()
    assert copy.asked().startswith("idle"), "at first nobody can tell"
    time_machine.move_to(NOW + timedelta(seconds=3), tick=False)
    both_ask(tablet, copy)
    assert copy.ask().status_code == 403
    assert copy.asked() == "refused-shut-out"
    assert name_of(copy.look()) == "refused-shut-out"
    tablet.ask()
    assert tablet.asked().startswith("idle")
    settings = read(alice.get("/settings/tablets"))
    assert "Another device used its credential at 14:48, and was shut out." in settings
    assert "Both asked at the same time, and the tablet had a newer credential than the other device." in settings
    assert "It showed a credential that was made at 14:48. So it was copied then or later." in settings


@pytest.mark.parametrize("looks", ["seen", "off"])
def test_an_administrator_is_told_on_the_day_page_until_they_have_looked(
    cast: Cast, alice: Desk, tablet: Device, looks: str
) -> None:
    told = "Another device used the credential of the tablet in Room 2, and was shut out. Look at the tablets"
    assert told not in read(alice.get("/"))
    copy = tablet.copied()
    copy.ask()
    both_ask(tablet, copy)
    assert told in read(alice.get("/"))
    assert told not in read(log_in(cast, cast.bob).get("/")), "who could do nothing about it is not troubled"
    assert told not in read(log_in(cast, cast.carol).get("/"))
    alice.post(f"/settings/tablets/{id_of(cast)}/{looks}")
    for path in ("/", "/settings/tablets"):
        assert "was shut out" not in read(alice.get(path))


def test_a_second_tab_of_the_same_browser_is_no_copy(tablet: Device, time_machine: Travel) -> None:
    tab = Device(tablet.client, "tablet-second")
    for second in range(0, 30, 3):
        time_machine.move_to(NOW + timedelta(seconds=second), tick=False)
        assert tab.ask().status_code == tablet.ask().status_code == 200


@pytest.mark.parametrize("lost", [False, True])
def test_a_restarted_browser_takes_its_place_again(
    cast: Cast, tablet: Device, time_machine: Travel, *, lost: bool
) -> None:
    """Cut off from power it may have lost the newest cookie, and with it nothing else, however often it happens."""
    for restart in range(1, 21):
        kept = tablet.copied(f"tablet {restart}")
        time_machine.shift(timedelta(seconds=70 if lost and restart == 1 else 1))
        tablet.ask()
        again = kept if lost else tablet.copied(f"tablet {restart}")
        assert again.look().status_code == 200
        assert again.ask().status_code == 200
        time_machine.shift(timedelta(seconds=4))
        assert again.ask().status_code == 200
        tablet = again
    assert stored(cast, Tablet.shut_out_at) == [None]


def test_a_device_whose_clock_stands_at_1970_works_and_keeps_the_credential_it_has(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting, time_machine: Travel
) -> None:
    before = tablet.cookie
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    send(cast, alice, waiting)
    assert (tablet.ask(clock_ms=0).json or {})["screen"].startswith("form")
    assert tablet.cookie == before
    assert fill_in(tablet, waiting) == "/tablet/after/thanks"
    tablet.ask()
    assert tablet.cookie != before


@pytest.mark.parametrize(("field", "value"), [("room", "Room 7"), ("theme", "dark")])
def test_what_is_changed_in_the_settings_is_another_screen(
    cast: Cast, alice: Desk, tablet: Device, field: str, value: str
) -> None:
    before = tablet.asked()
    fields = {"room": "Room 2", "name": "", "theme": ""} | {field: value}
    assert alice.post(f"/settings/tablets/{id_of(cast)}", fields).status_code == 303
    assert tablet.asked() != before
    assert value in tablet.look().text


def test_a_tablet_opens_nothing_but_its_own_pages(cast: Cast, alice: Desk, tablet: Device, waiting: Waiting) -> None:
    send(cast, alice, waiting)
    open_to_it: set[str] = set()
    refused: set[str] = set()
    for rule in cast.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = _filled(rule.rule, waiting)
            status = tablet.client.open(path, method=method).status_code
            (refused if status in {400, 401, 403, 404} else open_to_it).add(rule.endpoint)
    without = {each for each in open_to_it if _is_open_to_anybody(each)}
    assert open_to_it - without == OWN
    assert {"day.day", "events.events", "visits.visit", "practice.practice"} <= refused


def _filled(rule: str, waiting: Waiting) -> str:
    known = {"visit_id": waiting.visit, "check_in_id": waiting.check_in, "page": "thanks"}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "1"), rule)


def _is_open_to_anybody(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in {"checkin", "static_files", "health"} or endpoint in {*PAIRING, *TOLD_ANYBODY}


OWN = {
    f"tablet.{name}"
    for name in ("screen", "ask", "after", "left", "next_person", "no_server", "worker", "ask_to_free", "free")
}
TOLD_ANYBODY = {"api.describe", "api.reference", "fhir.metadata", "private.here"}
"""Routes that tell anybody what the interfaces for programs are like, and that nobody is logged in."""
PAIRING = {"tablet.pair", "tablet.show_code", "tablet.ask_paired", "tablet.place", "tablet.take"}


def test_a_staff_page_on_a_tablet_leads_back_to_the_tablets_screen(tablet: Device) -> None:
    for path in ("/", "/clients", "/settings"):
        page = tablet.client.get(path)
        assert page.status_code == 403
        assert page.headers["Refresh"] == "8; url=/tablet"


@pytest.mark.soak
def test_many_check_ins_in_a_row_are_each_answered_on_their_own_form(
    cast: Cast, alice: Desk, tablet: Device, monkeypatch: pytest.MonkeyPatch, times: Callable[[int, int], int]
) -> None:
    monkeypatch.setattr(PageRuleClient, "reads", False)  # pages like these are read in every other test here
    in_a_row, shown = times(20, 500), set[str]()
    for number in range(in_a_row):
        waiting = cast.begin(f"N-{number}")
        assert send(cast, alice, waiting) == 303
        shown.add(name_of(tablet.look()))
        assert fill_in(tablet, waiting) == "/tablet/after/thanks"
        assert "Thank you." in read(tablet.client.get("/tablet/after/thanks"))
    answered = stored(cast, Response.check_in_id)
    assert (len(set(answered)), len(answered)) == (in_a_row, in_a_row)
