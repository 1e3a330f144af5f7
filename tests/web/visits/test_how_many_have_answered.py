"""The count of those of several who have answered, in a sentence that one would say, and nothing of what."""

import pytest

from tests.support.practice import Cast
from tests.web.browsing import Desk, read
from tests.web.several import BADLY, WELL, begin


def test_the_day_has_one_row_for_them_that_tells_nothing(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **BADLY)
    page = read(alice.get("/"))
    assert "C-001, C-002 1 of 2 has answered." in page
    assert "Worth" not in page
    cast.send(couple.people[1], None, **WELL)
    assert "Both have answered. Open it to see it." in read(alice.get("/"))
    for place in (0, 1):
        alice.post(f"{couple.own(place)}/show")
    assert "Open it to see it." not in read(alice.get("/")), "both were opened"


@pytest.mark.parametrize(
    ("codes", "kind", "all_of_them"),
    [
        (["C-001", "C-002"], "couple", "Both have answered"),
        (["C-001", "C-002", "C-003"], "family", "Everybody has answered"),
    ],
)
def test_nobody_both_and_everybody_are_said_as_people_say_them(
    alice: Desk, cast: Cast, codes: list[str], kind: str, all_of_them: str
) -> None:
    nobody = begin(alice, cast, *codes, kind=kind)
    assert "Nobody has answered yet." in read(alice.get("/"))
    alice.post(f"{nobody.path}/close")
    page = read(alice.get(nobody.path))
    assert "Nobody has answered" in page
    assert "None of" not in page
    everybody = begin(alice, cast, *codes, kind=kind)
    for person in everybody.people:
        cast.send(person, None, **WELL)
    assert all_of_them in read(alice.get(everybody.path))
