"""A tablet in a test: paired by its code, as a person does it, and asking as its script does."""

import re
from dataclasses import dataclass
from time import time_ns

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import Tablet
from tests.support.practice import Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, log_in

COOKIE = "__Host-tablet"
SCREEN = re.compile(r'data-screen="([^"]*)"')


@dataclass(frozen=True)
class Device:
    """One browser that is a tablet, or wants to be."""

    client: FlaskClient
    page: str = "tablet-a"

    def look(self) -> TestResponse:
        return self.client.get("/tablet")

    def ask(self, screen: str = "", *, clock_ms: int | None = None, **more: str) -> TestResponse:
        """As the script asks; without `wait` the answer comes at once."""
        clock = str(time_ns() // 1_000_000 if clock_ms is None else clock_ms)
        return self.client.post("/tablet/ask", data={"page": self.page, "screen": screen, "clock": clock} | more)

    def asked(self) -> str:
        """The name of what the server says there is to show."""
        return str((self.ask().json or {})["screen"])

    @property
    def cookie(self) -> str:
        found = self.client.get_cookie(COOKIE)
        return found.value if found else ""

    def copied(self, page: str = "tablet-b") -> "Device":
        """Another device that has got hold of this one's cookie."""
        other = Device(self.client.application.test_client(), page)
        other.client.set_cookie(COOKIE, self.cookie, secure=True)
        return other


def both_ask(tablet: Device, other: Device) -> None:
    """As often as it takes to see that there are two."""
    for _ in range(4):
        tablet.ask()
        other.ask()


def name_of(response: TestResponse) -> str:
    """The name under which the page says what it shows."""
    found = SCREEN.search(response.text)
    assert found, response.text
    return found[1]


def show_code(device: Device) -> str:
    assert device.client.post("/tablet/pair").status_code == 303
    found = re.search(r'class="pairing-code"[^>]*>([^<]+)<', device.client.get("/tablet/pair").text)
    assert found
    return found[1]


def type_code(desk: Desk, code: str, room: str = "Room 2", name: str = "") -> TestResponse:
    return desk.post("/settings/tablets/pair", {"code": code, "room": room, "name": name})


def paired(cast: Cast, room: str = "Room 2", *, by: int = 0) -> Device:
    """A tablet of Alice's practice, or of whoever pairs it, that has taken its place."""
    device = Device(cast.app.test_client(), f"tablet {room}")
    assert type_code(log_in(cast, by or cast.alice), show_code(device), room).status_code == 303
    assert device.client.get("/tablet/pair").location == "/tablet"
    device.ask()
    return device


def id_of(cast: Cast, room: str = "Room 2") -> PublicId:
    return PublicId(stored(cast, Tablet.public_id, where=Tablet.room == room)[-1])
