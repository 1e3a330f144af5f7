"""Text that somebody typed is text everywhere: on pages, in print, in every file and in what open pages are told."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from kiosk import clock
from kiosk.storage.tables import CheckIn, Event
from tests.support.payloads import PAYLOADS
from tests.support.practice import WELL, Cast
from tests.support.stored import dump, stored
from tests.web.browsing import Desk
from tests.web.page_rules import parse

RISKY = "=+-@\t\r|"
PLACES = ("", "/record.html", "/asking", "/correct", "/erase")


@pytest.fixture
def texts(times: Callable[[int, int], int]) -> Sequence[str]:
    """A sample of every fourth in an ordinary run."""
    return PAYLOADS[:: times(4, 1)]


@pytest.fixture
def client(cast: Cast, alice: Desk, texts: Sequence[str]) -> str:
    """The page of a client of whom each answer, and the note on it, is one of the texts."""
    now = clock.now()
    for number, text in enumerate(texts):
        at = now - timedelta(days=len(texts) - number)
        waiting = cast.begin("C-014", at=at)
        cast.send(waiting, at, **WELL, words=text)
        if number % 5 == 0:
            alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": text})
            alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": text[:80]})
    alice.post("/account/language", {"language": "en"})
    return alice.client_path()


def assert_harmless(page: str) -> None:
    """No element and no attribute of a page came from what somebody typed."""
    for element in parse(page).elements():
        attributes = {name: value for name, value in element.items() if name.startswith("on") or "alert(" in name}
        assert not attributes
        address = element.get("src") or element.get("href") or element.get("action") or ""
        assert "javascript:" not in address
        assert "evil.example" not in address
        if element.tag.endswith("script"):
            assert element.get("src", "").startswith("/static/") or not (element.text or "").strip()


@pytest.mark.soak
def test_every_page_shows_it_as_it_was_typed(cast: Cast, alice: Desk, client: str, texts: Sequence[str]) -> None:
    for place in PLACES:
        assert_harmless(alice.get(client + place).text)
    for place in ("", "/record.html"):
        said = _text(alice.get(client + place).text)
        assert [one for one in texts if _plain(one).strip('"') not in said] == []
    for check_in in stored(cast, CheckIn.public_id)[::4]:
        for place in ("", "/live", "/alone", "/erase"):
            assert_harmless(alice.get(f"/check-ins/{check_in}{place}").text)
    for place in ("/", "/clients", "/open", "/caseload"):
        assert_harmless(alice.get(place).text)


@pytest.mark.soak
def test_every_file_has_it_as_text_and_no_open_page_is_told_of_it(
    cast: Cast, alice: Desk, client: str, texts: Sequence[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(alice.get(f"{client}/record.csv").text.removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell and cell[0] in RISKY and not re.fullmatch(r"-?[\d.]+", cell)] == []
    assert all(any(text in cell for cell in cells) for text in texts)
    record = alice.get(f"{client}/record.json").get_json()["clients"][0]["check_ins"]
    assert [one["response"]["words"] for one in record] == list(texts)
    for paper in ("record.pdf", "summary.pdf"):
        assert alice.get(f"{client}/{paper}").data.startswith(b"%PDF"), paper
    assert stored(cast, Event.kind) != []
    assert "alert(" not in dump(cast), "neither in events nor in clear anywhere"


def _plain(text: str) -> str:
    """As a page shows it, which puts its own quotation marks around what somebody says."""
    return " ".join(text.split())


def _text(page: str) -> str:
    [body] = parse(page).all("body")
    return _plain("".join(body.itertext()))
