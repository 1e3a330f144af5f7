"""Last night's file is put back: nothing given out since opens anything else, and no tablet is taken for a thief."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from time import time_ns
from urllib.parse import urlencode

from kiosk import clock
from kiosk.actions.visits.change import renew_link
from kiosk.keys import keys
from kiosk.storage.tables import CheckIn, Response, Tablet, TabletCopy
from tests.servers.conftest import House
from tests.servers.visitors import HANGS_S, answers, ask, log_in
from tests.support.copies import copy_of, put_back
from tests.support.practice import Cast, Waiting
from tests.support.servers import Server
from tests.support.stored import change, count, stored

JSON = {"Accept": "application/json"}
NOBODYS = "0" * 32


@dataclass
class Browser:
    """One device with its cookies."""

    server: Server
    page: str = "first page"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection(self.server.host, self.server.port, timeout=HANGS_S)
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        connection.request(
            "GET" if fields is None else "POST",
            path,
            None if fields is None else urlencode(fields),
            {"Cookie": held, **kind},
        )
        response = connection.getresponse()
        body = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        connection.close()
        return response.status, body

    def screen(self) -> str:
        """Return the screen that the script of a tablet is told to show."""
        fields = {"page": self.page, "screen": "", "clock": str(time_ns() // 1_000_000)}
        return self.ask("/tablet/ask", fields)[1].strip()


@dataclass(frozen=True)
class Form:
    """An open form as somebody has it before them: its link, its key, its short code."""

    waiting: Waiting
    key: str
    short_code: str


def form_of(cast: Cast, waiting: Waiting) -> Form:
    page = cast.key(waiting)
    with cast.on_stage():
        return Form(waiting, page, keys().short_code(waiting.check_in, 1))


def pair(house: House, desk: Browser, tablet: Browser, room: str, *, again: bool = False) -> None:
    """By its code, as a person does it."""
    assert tablet.ask("/tablet/pair", {})[0] == 303
    found = re.search(r'class="pairing-code"[^>]*>([^<]+)<', tablet.ask("/tablet/pair")[1])
    assert found
    typed = {"csrf_token": token_of(desk), "code": found[1], "room": room, "name": "", "again": "yes" if again else ""}
    assert desk.ask("/settings/tablets/pair", typed)[0] == 303
    assert tablet.ask("/tablet/pair")[0] == 303
    work(house, tablet, times=1)


def work(house: House, tablet: Browser, times: int) -> None:
    """Ask for so many minutes: each time it is due for another credential."""
    for _ in range(times):
        change(house.cast, Tablet, renewed_at=None)
        assert "idle" in tablet.screen()


def token_of(desk: Browser) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', desk.ask("/account")[1])
    assert found
    return found[1]


def seen(desk: Browser, path: str) -> tuple[int, str]:
    """Return status and body, without the address itself, the token of forms and the seconds that the login lasts."""
    status, body = desk.ask(path)
    return status, re.sub(r'name="csrf_token" value="[^"]+"|data-ends-in="\d+"', "", body).replace(path, "PATH")


def restore(house: House, night: Path) -> None:
    """Stop the server, put the file in the place of what there is, and start it again."""
    house.server.stop()
    put_back(house.cast, night)
    house.server.start()


def asked_again(cast: Cast, times: int) -> Sequence[Waiting]:
    """As many check-ins of other clients as were lost: they get the numbers of the rows that are gone."""
    return [cast.begin(f"NEW-{number}") for number in range(times)]


def test_after_a_restore_nothing_given_out_since_opens_anything_else(house: House) -> None:
    cast, server = house.cast, house.server
    desk = Browser(server, cookies=cookies_of(log_in(server, cast, cast.alice)))
    early = form_of(cast, cast.begin("EARLY"))
    night = copy_of(cast)

    late = [form_of(cast, cast.begin(f"LATE-{number}")) for number in range(3)]
    late += [form_of(cast, waiting) for waiting in cast.begin_together("LATE-8", "LATE-9")]
    assert {ask(server, form.waiting.path).status for form in late} == {200}
    assert ask(server, late[0].waiting.path, answers(late[0].key)).status == 303
    with cast.on_stage():
        renew_link(cast.actor(cast.alice), early.waiting.check_in, clock.now())
    renewed = cast.present(early.waiting).path
    numbers = {cast.row(form.waiting) for form in late}
    pages = [f"/visits/{form.waiting.visit}" for form in late] + [
        f"/check-ins/{form.waiting.check_in}" for form in late
    ]
    assert {desk.ask(path)[0] for path in pages} <= {200, 303}

    restore(house, night)
    new = asked_again(cast, len(late))
    assert numbers & {cast.row(waiting) for waiting in new}, "the numbers of the rows came back"

    closed = [ask(server, path) for path in (*(form.waiting.path for form in late), renewed)]
    assert {(page.status, "NEW-" in page.body) for page in closed} == {(410, False)}
    for form in late:
        assert ask(server, "/join", {"code": form.short_code}).status == 422
        for path in (form.waiting.path, *(waiting.path for waiting in new)):
            assert ask(server, path, answers(form.key)).status == 410
    nothing = seen(desk, f"/visits/{NOBODYS}")
    assert nothing[0] == 404
    assert {seen(desk, path) for path in pages} == {nothing}
    assert count(cast, Response) == 0

    assert ask(server, early.waiting.path).status == 200
    assert ask(server, early.waiting.path, answers(early.key)).status == 303
    assert stored(cast, Response.check_in_id) == [cast.row(early.waiting)]
    assert stored(cast, CheckIn.state, where=CheckIn.public_id != early.waiting.check_in) == ["waiting"] * len(new)


def test_after_a_restore_tablets_stay_paired_or_say_how_and_none_is_called_a_copy(house: House) -> None:
    cast, server = house.cast, house.server
    desk = Browser(server, cookies=cookies_of(log_in(server, cast, cast.alice)))
    stays, anew, lost = Browser(server), Browser(server), Browser(server)
    pair(house, desk, stays, "Room 1")
    pair(house, desk, anew, "Room 2")
    work(house, stays, times=3)
    change(cast, Tablet, last_heard_at=clock.now() - timedelta(hours=9))
    night = copy_of(cast)

    work(house, stays, times=5)
    change(cast, Tablet, last_heard_at=clock.now() - timedelta(minutes=3))
    stays.page = "page after a restart"
    work(house, stays, times=5)
    anew.cookies.clear()
    pair(house, desk, anew, "Room 2", again=True)
    pair(house, desk, lost, "Room 3")

    restore(house, night)
    pair(house, desk, Browser(server), "Room 4")
    work(house, stays, times=3)
    assert "Make yourself at home." in stays.ask("/tablet")[1]
    refused = {"Room 2": anew.ask("/tablet"), "Room 3": lost.ask("/tablet")}
    assert refused["Room 2"][0] == 403
    assert "This tablet has to be paired again." in refused["Room 2"][1]
    assert refused["Room 3"][0] == 401
    assert "This tablet is not known here any more." in refused["Room 3"][1]
    for _, said in refused.values():
        assert "Another device" not in said
        assert "Show a code" in said
    assert count(cast, TabletCopy) == 0
    assert "was shut out" not in desk.ask("/")[1]
    pair(house, desk, lost, "Room 3")
    pair(house, desk, anew, "Room 2", again=True)


def cookies_of(cookies: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in cookies.split("; "))
