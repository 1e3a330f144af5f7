"""A therapist's authenticator app, and the pages it is for."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from kiosk import clock
from tests.support.practice import PASSWORD
from tests.web.browsing import Desk, hidden, read

STEP_S = 30


@dataclass(frozen=True)
class App:
    """The app on somebody's phone, and the recovery codes they wrote down."""

    secret: str
    recovery: tuple[str, ...] = ()

    def code(self, steps: int = 0) -> str:
        """The code that it shows now, or some half minutes before or after."""
        return TOTP(self.secret).at(clock.now(), counter_offset=steps)


def scan(page: TestResponse) -> App:
    """Type the secret from the page that offers it."""
    found = re.search(r'class="to-type"[^>]*>([A-Z2-7 ]+)<', page.text)
    assert found, page.status
    return App(found[1].replace(" ", ""))


def recovery_codes(page: TestResponse) -> tuple[str, ...]:
    return tuple(re.findall(r"<li>(\d{4} \d{4} \d{4})</li>", page.text))


def confirm(desk: Desk, offer: TestResponse, code: str) -> TestResponse:
    return desk.post("/account/codes/on", {"offer": hidden(offer, "offer"), "code": code})


def turn_on(desk: Desk) -> App:
    """Set codes up, as the pages lead through it."""
    offer = desk.post("/account/codes", {"password": PASSWORD})
    app = scan(offer)
    kept = confirm(desk, offer, app.code())
    assert "Keep these ten codes" in read(kept)
    assert "Log out" in read(kept), "the page does not know of the new login"
    return App(app.secret, recovery_codes(kept))


def give(client: FlaskClient, asked: TestResponse, code: str) -> TestResponse:
    """The form of the page that asks for a code, filled in."""
    carried = [name for name in ("csrf_token", "next", "unsent", "language") if f'name="{name}"' in asked.text]
    fields = {name: hidden(asked, name) for name in carried}
    return client.post("/login/code", data=fields | {"code": code})
