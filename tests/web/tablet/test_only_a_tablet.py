"""A paired device is a tablet and nothing else: it is not paired twice, and nobody of the staff is logged in on it."""

import pytest

from kiosk import clock
from kiosk.actions.tablets.pair import is_free_place, make_tablet
from kiosk.domain.actors import CommandLine
from kiosk.storage.db import reading
from kiosk.storage.tables import Login, Pairing, Person
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count, dump
from tests.web.audit import LOG
from tests.web.browsing import Desk, by_password, hidden, log_in, read
from tests.web.tablets import COOKIE, Device, id_of, name_of, paired, show_code, type_code

WAYS_IN = ("/login", "/login?other=yes", "/open/x", "/set-up/x", "/account", "/account/codes", "/account/passkeys")
LOCKED = "Nobody logs in on a tablet: the next person could go back to it."


def place(cast: Cast, room: str = "Room 5") -> str:
    """The secret of a link by which a device takes the place of a new tablet, as the demo prints it."""
    with cast.on_stage():
        return make_tablet(CommandLine(), reading().get_one(Person, cast.alice).practice_id, room, clock.now())


def is_free(cast: Cast, secret: str) -> bool:
    with cast.on_stage():
        return is_free_place(secret)


def test_back_to_the_link_that_paired_it_leads_to_the_screen(cast: Cast) -> None:
    device, link = Device(cast.app.test_client()), f"/tablet/open/{place(cast)}"
    assert device.client.post(link).location == "/tablet"
    for answer in (device.client.get(link), device.client.post(link), device.client.get("/tablet/pair")):
        assert (answer.status_code, answer.location) == (303, "/tablet")
    assert name_of(device.look()).startswith("idle")


def test_a_used_link_still_says_so_anywhere_else(cast: Cast) -> None:
    link = f"/tablet/open/{place(cast)}"
    Device(cast.app.test_client()).client.post(link)
    other = cast.app.test_client().get(link)
    assert other.status_code == 410
    assert "This link was used already." in read(other)


def test_a_paired_tablet_takes_no_second_place_and_shows_no_code(cast: Cast, tablet: Device) -> None:
    secret, before = place(cast), tablet.cookie
    for answer in (
        tablet.client.get(f"/tablet/open/{secret}"),
        tablet.client.post(f"/tablet/open/{secret}"),
        tablet.client.get("/tablet/pair"),
        tablet.client.post("/tablet/pair"),
    ):
        assert (answer.status_code, answer.location) == (303, "/tablet")
    assert tablet.client.post("/tablet/pair/ask").json == {"screen": "paired"}
    assert (is_free(cast, secret), tablet.cookie, count(cast, Pairing)) == (True, before, 0)


def test_one_that_was_switched_off_can_be_paired_again(cast: Cast, alice: Desk, tablet: Device) -> None:
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    assert type_code(alice, show_code(tablet)).status_code == 303
    assert tablet.client.get("/tablet/pair").location == "/tablet"
    assert name_of(tablet.look()).startswith("idle")


@pytest.mark.parametrize("path", WAYS_IN)
def test_nobody_comes_in_on_a_tablet(tablet: Device, path: str) -> None:
    page = tablet.client.get(path)
    assert (page.status_code, page.headers["Refresh"]) == (403, "8; url=/tablet")
    assert LOCKED in read(page)
    assert "An administrator can also switch the tablet off in the settings." in read(page)


def test_a_link_that_logs_in_once_is_not_used_up_by_a_tablet(cast: Cast, tablet: Device) -> None:
    link, desk = cast.one_time_link(cast.alice), cast.app.test_client()
    token = hidden(desk.get(link), "csrf_token")
    assert tablet.client.get(link).status_code == 403
    assert tablet.client.post(link, data={"csrf_token": token}).status_code in {400, 403}
    assert desk.post(link, data={"csrf_token": token}).location == "/"


def test_a_login_from_before_opens_nothing_on_a_tablet(cast: Cast) -> None:
    """Also one whose cookie came back, by a copy of the browser's data."""
    desk = log_in(cast, cast.alice)
    kept = desk.cookie
    device = Device(desk.client)
    device.client.set_cookie(COOKIE, paired(cast, "Room 8").cookie, secure=True)
    for path in ("/", "/clients", "/settings", "/account"):
        page = device.client.get(path)
        assert (page.status_code, LOCKED in read(page)) == (403, True)
    stream = device.client.get("/events", headers={"Accept": "text/event-stream"})
    assert stream.status_code == 401
    device.client.delete_cookie(COOKIE)
    assert (desk.cookie, device.client.get("/").status_code) == (kept, 200), "only the tablet is locked"


@pytest.mark.parametrize("way", ["link", "code"])
def test_pairing_ends_the_login_of_that_browser(cast: Cast, alice: Desk, way: str) -> None:
    desk = log_in(cast, cast.bob)
    stolen, device = desk.cookie, Device(desk.client)
    if way == "link":
        address = f"/tablet/open/{place(cast)}"
        asked = read(device.client.get(address))
        assert "Bob is logged in here." in asked
        assert "Log out, and make this browser the tablet" in asked
        device.client.post(address)
    else:
        assert type_code(alice, show_code(device)).status_code == 303
        device.client.get("/tablet/pair")
    assert name_of(device.look()).startswith("idle")
    assert count(cast, Login, Login.person_id == cast.bob) == 0
    replayed = cast.app.test_client()
    replayed.set_cookie("__Host-staff", stolen)
    assert replayed.get("/").status_code == 401
    assert "Bob" not in device.client.get("/").text


def test_pairing_forgets_who_used_the_browser(cast: Cast) -> None:
    client = cast.app.test_client()
    assert by_password(client, "bob@example.org", PASSWORD).status_code == 303
    client.post(f"/tablet/open/{place(cast)}")
    client.delete_cookie(COOKIE)
    page = read(client.get("/login"))
    assert "Bob" not in page
    assert "It is quiet here" not in page


def test_looking_at_a_link_ends_no_login(cast: Cast) -> None:
    desk = log_in(cast, cast.bob)
    address, before = f"/tablet/open/{place(cast)}", dump(cast, *LOG)
    desk.get(address)
    assert (desk.get("/").status_code, dump(cast, *LOG)) == (200, before)
