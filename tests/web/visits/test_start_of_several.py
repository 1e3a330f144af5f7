"""The start of a visit of several: a row for each person, with their form, their language and where it is shown."""

import pytest

from kiosk.storage.tables import CheckIn, Client, Tablet
from tests.support.practice import Cast
from tests.support.stored import dump, stored
from tests.web.browsing import NOW, Desk, read
from tests.web.page_rules import parse
from tests.web.tablets import id_of, name_of, paired

FAMILY = {"kind": "family", "place": "room", "client-1": "C-001", "client-2": "C-002", "client-3": "C-003"}
CHILDS = "child's"


def start(desk: Desk, more: dict[str, str]) -> int:
    return desk.post("/visits/together", FAMILY | more).status_code


def measures(cast: Cast) -> list[str]:
    return stored(cast, CheckIn.measure)[-3:]


@pytest.mark.parametrize(("kind", "others"), [("family", "family-check"), ("group", "group-check")])
def test_a_new_code_in_a_row_for_a_child_gets_the_childs_form(cast: Cast, alice: Desk, kind: str, others: str) -> None:
    assert start(alice, {"kind": kind, "measure-2": CHILDS}) == 303
    assert measures(cast) == [others, "child-check", others]


def test_a_child_who_had_the_form_for_the_youngest_keeps_it(cast: Cast, alice: Desk) -> None:
    cast.begin("C-002", measure="first-faces", at=NOW.replace(month=5))
    assert start(alice, {"measure-2": CHILDS}) == 303
    assert measures(cast) == ["family-check", "first-faces", "family-check"]


def test_each_is_asked_in_their_own_language_and_it_is_kept(cast: Cast, alice: Desk) -> None:
    cast.begin("C-003", language="fr", at=NOW.replace(month=5))
    assert start(alice, {"language-1": "ar", "language-2": "klingon"}) == 303
    languages = stored(cast, CheckIn.language)[-3:]
    assert languages == ["ar", "en", "fr"]
    assert stored(cast, Client.language, where=Client.code_index == "C-001") == ["ar"]


def test_each_form_comes_to_the_tablet_that_was_chosen_for_it(cast: Cast, alice: Desk) -> None:
    here, there = paired(cast, "Room 2"), paired(cast, "Room 3")
    assert start(alice, {"tablet-2": id_of(cast, "Room 3"), "tablet-3": id_of(cast, "Room 2")}) == 303
    words = [read(tablet.look()) for tablet in (here, there)]
    assert "Maple" in words[0]
    assert "Lantern" in words[1]


def test_a_tablet_that_is_chosen_for_all_begins_with_the_first(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    assert start(alice, {f"tablet-{number}": id_of(cast) for number in (1, 2, 3)}) == 303
    assert "River" in read(tablet.look())
    assert stored(cast, Tablet.check_in_id) == [1]


def test_on_a_call_no_tablet_shows_anything(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    assert start(alice, {"place": "telehealth", "tablet-1": id_of(cast)}) == 303
    assert name_of(tablet.look()).startswith("idle-")


def test_a_tablet_that_cannot_be_had_starts_nothing_and_keeps_every_choice(cast: Cast, alice: Desk) -> None:
    paired(cast)
    before = dump(cast)
    page = alice.post("/visits/together", FAMILY | {"tablet-2": "0" * 32, "language-2": "de", "measure-3": CHILDS})
    assert page.status_code == 422
    assert "That tablet is switched off, or is not there any more." in read(page)
    assert 'href="#client-2"' in page.text
    chosen = {
        select.get("id"): option.get("value")
        for select in parse(page.text).all("select")
        for option in select.iter("option")
        if "selected" in option.attrib
    }
    assert (chosen["language-2"], chosen["measure-3"]) == ("de", CHILDS)
    assert dump(cast) == before


def test_without_a_tablet_none_is_offered(alice: Desk) -> None:
    page = alice.get("/").text
    assert parse(page).by_id("language-1") is not None
    assert parse(page).by_id("tablet-1") is None
