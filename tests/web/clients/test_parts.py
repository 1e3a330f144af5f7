"""A long history on a client's page: in parts, each of which says which it is, with nothing left out in silence."""

from tests.bench.growth import fill
from tests.support.practice import Cast
from tests.web.browsing import Desk, read
from tests.web.page_rules import parse


def links(page: str) -> dict[str, str]:
    found = parse(page).all("a")
    return {"".join(link.itertext()): link.get("href", "") for link in found}


def rows(page: str) -> int:
    return page.count('<th scope="row">')


def test_a_long_history_is_shown_in_parts_and_nothing_is_left_out(cast: Cast, alice: Desk) -> None:
    """Of 500 check-ins: the five parts have each of them once, and one range that is usual for this person."""
    fill(cast, 0, clients=1)
    path = alice.client_path(2)
    first = alice.get(path)
    assert "answered check-ins since" in read(first)
    seen, address, ranges = 0, path, set[str]()
    for number in range(5, 0, -1):
        page = alice.get(address)
        assert f"Check-ins {100 * number - 99} to {100 * number} of 500." in read(page)
        assert ("Later check-ins" in links(page.text)) is (number < 5)
        seen += rows(page.text)
        ranges.add(read(page).partition("Usually from ")[2][:12])
        address = path + links(page.text).get("Earlier check-ins", "")
    assert seen == 500
    assert address == path, "the first part leads to none before it"
    assert len(ranges) == 1
    for odd in ("?part=0", "?part=x", "?part=-1"):
        assert "Check-ins 401 to 500 of 500." in read(alice.get(path + odd))
    assert "Check-ins 1 to 100 of 500." in read(alice.get(f"{path}?part=99999"))
    for way in ("?measure=session-check&marked=line", "?marked=line"):
        assert links(alice.get(path + way).text)["Earlier check-ins"].endswith("part=2")
        assert "marked=line" in links(alice.get(path + way).text)["Earlier check-ins"]


def test_a_short_history_has_no_parts(cast: Cast, alice: Desk) -> None:
    cast.begin()
    assert "Earlier check-ins" not in alice.get(alice.client_path()).text
