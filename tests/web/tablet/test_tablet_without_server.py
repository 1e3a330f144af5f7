"""The page that a paired tablet keeps for when its server is away: it names nobody, and has all it is drawn with."""

import json
import re
from urllib.parse import urljoin

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.practice import Cast
from tests.web.browsing import Desk, read
from tests.web.tablets import Device, id_of, name_of

WORKER = "/tablet/worker.js"
KEPT = re.compile(r"\Aself\.kept=(\[.*\]);\n")
ASKED_FOR = re.compile(r'(?:href|src)="(/static/(?:css|js)/[^"]+)"|from ?"(\./[^"]+)"|url\("([^"]+woff2[^"]*)"\)')


def kept(worker: TestResponse) -> list[str]:
    """The addresses of what it keeps, as it says itself."""
    found = KEPT.search(worker.text)
    assert found
    return [str(address) for address in json.loads(found[1])]


def asks_for(page: TestResponse) -> set[str]:
    """The addresses that a page, a sheet or a script asks for in its turn."""
    return {urljoin(page.request.path, next(filter(None, found))) for found in ASKED_FOR.findall(page.text)}


def test_it_keeps_all_that_its_page_is_drawn_with_and_nothing_else(tablet: Device) -> None:
    page, *parts = kept(tablet.client.get(WORKER))
    needed, left = set(), asks_for(tablet.client.get(page))
    while left:
        address = left.pop()
        needed.add(address)
        if "/fonts/" not in address:
            left |= asks_for(tablet.client.get(address)) - needed
    assert needed == set(parts)


def test_the_page_says_who_is_looked_for_and_names_nobody(tablet: Device) -> None:
    page = tablet.client.get(kept(tablet.client.get(WORKER))[0])
    assert "This tablet is looking for its server." in read(page)
    assert name_of(page) == "no-server"
    assert tablet.asked() != "no-server"
    assert not [name for name in ("Lindenhof", "Alice", "Room 2") if name in page.text]
    german = tablet.client.get("/tablet/no-server", headers={"Accept-Language": "de"})
    assert "Dieses Tablet sucht seinen Server." in read(german)


def test_another_theme_makes_another_worker(cast: Cast, alice: Desk, tablet: Device) -> None:
    before = kept(tablet.client.get(WORKER))
    alice.post(f"/settings/tablets/{id_of(cast)}", {"room": "Room 2", "name": "", "theme": "dark"})
    after = kept(tablet.client.get(WORKER))
    assert (before[0] != after[0], before[1:]) == (True, after[1:])
    assert 'data-theme="dark"' in tablet.client.get(after[0]).text


def test_the_worker_stands_for_the_tablets_own_screens_and_may_ask_this_server_alone(tablet: Device) -> None:
    worker = tablet.client.get(WORKER)
    assert worker.headers["Service-Worker-Allowed"] == "/tablet"
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]
    assert worker.headers["Cache-Control"] == "no-store"
    as_a_file = tablet.client.get("/static/js/no-server.js")
    assert "Service-Worker-Allowed" not in as_a_file.headers
    assert "connect-src" not in as_a_file.headers["Content-Security-Policy"]


def test_only_a_paired_tablet_is_told_to_keep_it(cast: Cast, alice: Desk, phone: FlaskClient, tablet: Device) -> None:
    prepares = "js/prepare.js"
    assert prepares in tablet.look().text
    for path in ("/tablet", "/tablet/pair", "/tablet/no-server", cast.begin().path):
        assert prepares not in phone.get(path).text
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    assert prepares not in tablet.look().text


def test_a_browser_that_looks_for_a_newer_worker_finds_it_also_where_the_tablet_is_paired_no_more(
    cast: Cast, alice: Desk, phone: FlaskClient, tablet: Device
) -> None:
    before = kept(tablet.client.get(WORKER))
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    for client in (tablet.client, phone, alice.client):
        assert kept(client.get(WORKER)) == before
        page = client.get(before[0])
        assert page.status_code == 200
        assert not [name for name in ("Lindenhof", "Alice", "Room 2") if name in page.text]
