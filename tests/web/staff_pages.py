"""Every page of the staff in a practice where much has happened, found by following its links."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import Element  # a type: html5lib parses, and what it reads is our own

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.storage.tables import Practice
from tests.support.practice import Cast
from tests.support.stored import change
from tests.web.browsing import Desk
from tests.web.page_rules import parse
from tests.web.several import BADLY, WELL, begin

READ = ("aria-label", "alt", "title", "placeholder", "data-status", "data-copied", "data-connected", "data-failed")
LEFT_OUT = re.compile(
    r"/(static|c|open|join|set-up|api)/|/clients/\w+/(record|summary)|/settings/audit\.csv|"
    r".*[?&](hidden|next)=|https?:|#|/(visits|check-ins)/\w+/live"
)
FORM_OF_ONE = re.compile(r"/(clients|visits|check-ins)/\w+/(correct|when|not-theirs|paper|erase)\b")
ALIKE = 3
"""The number of forms about one client, session or answer that are opened: others differ in a code or a time only."""
WORDS = "ZZ"
"""Texts that clients and therapists type here: they are in nobody's language."""


def live_a_little(cast: Cast, desk: Desk) -> None:
    """Let there be sessions in every state, with what therapists record of them."""
    now = clock.now()
    for week in range(7, 0, -1):
        at, marks = now - timedelta(weeks=week), BADLY if week == 3 else WELL
        waiting = cast.begin("C-1", at=at)
        cast.send(waiting, at, **marks, words=WORDS, talk="next")
        if week in {3, 5}:
            desk.post(
                f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked" if week == 3 else "next", "note": WORDS}
            )
    cast.begin("C-9", at=now - timedelta(days=40))
    low = cast.begin("C-1")
    desk.post(f"/check-ins/{low.check_in}/guess", {"guess-understood": "9", "in-the-way": "no"})
    cast.send(low, None, **BADLY, words=WORDS, talk="now")
    desk.post(f"/check-ins/{low.check_in}/signs", {"seen": "short"})
    cast.send(cast.begin("C-2"), None, **WELL)
    cast.send(cast.begin("C-3"), None, decline="yes")
    cast.send(cast.begin("C-4"), None, **WELL, safety="yes")
    cast.send(cast.begin("C-5", place="telehealth"), None, **WELL)
    cast.send(cast.begin("C-6"), None, understood="5")
    waiting = cast.begin("C-7")
    desk.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "9"})
    desk.post(f"/visits/{cast.begin('C-8').visit}/withdraw")
    desk.post(f"{desk.client_path()}/goals", {"kind": "felt-understood"})
    desk.post(f"{desk.client_path()}/goals", {"kind": "own", "words": WORDS, "within": "3", "unit": "weeks"})
    desk.post(f"{desk.client_path()}/asking", {"phase": "exploration"})
    desk.post(f"{desk.client_path(2)}/asking", {"preset": "mandated"})
    desk.post(f"{desk.client_path(2)}/pause", {"reason": "crisis"})
    group = begin(desk, cast, "G-1", "G-2", "G-3", "G-4", kind="group")
    for place, marks in enumerate((WELL, WELL, WELL, BADLY)):
        cast.send(group.people[place], None, **marks)
    cast.send(begin(desk, cast, "P-1", "P-2").people[0], None, **WELL)
    cast.settle(crisis_text=WORDS)
    desk.post(
        "/schedule", {"client": "C-2", "day": f"{now - timedelta(days=8):%Y-%m-%d}", "time": "00:00", "weekly": "yes"}
    )
    for became, code in (("held", "C-1"), ("no-time", "C-10"), ("not-held", "C-9")):
        desk.post("/sessions", {"client": code, "day": f"{now - timedelta(days=2):%Y-%m-%d}", "became": became})
    change(cast, Practice, Practice.id == 1, thresholds={"line_low.word_below": 8.0})


def kind_of(address: str) -> str:
    """One text for addresses whose pages say the same: a list however sorted or filtered, a notice over any session."""
    if address.startswith("/settings/audit"):
        return re.sub(r"=[^&]*", "", address)
    kind = re.sub(r"\?(person|client)=\w+", r"?\1", address)
    kind = re.sub(r"(\?show=[\w-]+)&sort=\w+", r"\1", kind)
    kind = re.sub(r"\?day=[\d-]+", "?day", kind)
    return re.sub(r"/\w+\?no-time=1", "/one?no-time=1", kind)


def pages(desk: Desk) -> Iterator[TestResponse]:
    """Each page once, of forms that are alike a few, then some that say what is wrong."""
    seen, ahead = set[str](), ["/", "/open", "/clients", "/account", "/schedule", "/calibration", "/settings"]
    alike = Counter[tuple[str, ...]]()
    while ahead:
        address = ahead.pop(0)
        kind = kind_of(address)
        if kind in seen:
            continue
        seen.add(kind)
        if form := FORM_OF_ONE.match(address):
            alike[form.groups()] += 1
            if alike[form.groups()] > ALIKE:
                continue
        page = desk.get(address)
        if page.status_code == 303:
            ahead.append(page.location)
            continue
        yield page
        links = (link.get("href", "") for link in parse(page.text).all("a"))
        ahead += [link.partition("#")[0] for link in links if link and not LEFT_OUT.match(link)]
    yield desk.get(f"/clients/{'0' * 32}")
    yield desk.post("/visits", {"client": "C-1", "measure": "no-such", "place": "room"})
    yield desk.post("/visits", {"client": "", "measure": "session-check", "place": "room"})
    yield desk.post("/visits", {"client": "C-7", "measure": "session-check", "place": "room"})
    yield desk.post("/visits/together", {"kind": "", "place": "", "client-1": "C-1", "client-2": "C-1"})
    yield desk.post(f"{desk.client_path()}/goals", {"kind": "own", "words": ""})
    yield desk.post(f"{desk.client_path()}/asking", {"preset": WORDS})
    yield desk.post("/sessions", {"client": "", "became": "held", "day": ""})
    yield desk.post("/account", {"password": "", "new_password": ""})
    yield desk.post("/account/language", {"language": WORDS})
    yield desk.post("/settings", {"name": "", "crisis_text": "", "crisis_number": "1", "time_zone": ""})
    yield desk.post("/settings/cues", {"line_low.word_below": "99", "drop.arrow_from": WORDS})
    yield desk.post("/settings/results", {"link_minutes": "1"})


def said_on(page: TestResponse) -> Iterator[str]:
    """Each text of a page as its translators have it: what is read, and what is read aloud."""
    for element in parse(page.text).elements():
        if element.tag in {"style", "script"}:
            continue
        yield from (element.get(name, "") for name in READ)
        if element.tag not in {"textarea", "code"}:  # what somebody wrote, and names for machines
            yield from _texts(element)


def _texts(element: Element) -> Iterator[str]:
    yield " ".join((element.text or "").split())
    yield from (" ".join((child.tail or "").split()) for child in element)
