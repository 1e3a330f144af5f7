"""Names, rooms and numbers that run against the direction of a page turn none of its words round."""

import pytest
from flask.testing import FlaskClient

from kiosk.storage.tables import Person
from tests.support.practice import Cast
from tests.support.stored import change
from tests.web.browsing import Desk, answer, lines, read
from tests.web.page_rules import parse
from tests.web.tablets import paired

NUMBER = "0800 555 0134"
DANA = "دانة"


@pytest.mark.parametrize(("name", "language"), [("Dana", "ar"), (DANA, "en"), ("Dana", "en"), (DANA, "ar")])
def test_a_name_is_isolated_where_it_runs_the_other_way(
    cast: Cast, phone: FlaskClient, name: str, language: str
) -> None:
    change(cast, Person, name=name)
    runs_the_other_way = (name == DANA) is not (language == "ar")
    for fields in (lines(), {"decline": "yes"}):
        waiting = cast.begin(language=language)
        form = phone.get(waiting.path)
        answer(phone, waiting, fields | {"language": language})
        for page in (form, phone.get("/c/thanks")):
            assert name in page.text
            assert (f"\u2068{name}\u2069" in page.text) is runs_the_other_way


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("text", ["Hilfe, Tag und Nacht:", f"Hilfe: {NUMBER}, immer.", "للمساعدة في أي وقت:"])
def test_the_help_runs_as_it_was_written_and_its_number_as_it_is_dialled(
    cast: Cast, phone: FlaskClient, text: str, language: str
) -> None:
    cast.settle(crisis_text=text)
    page = parse(phone.get(cast.begin(language=language).path).text)
    shown = [each for each in page.all("bdi") if NUMBER in "".join(each.itertext())]
    assert [" ".join("".join(each.itertext()).split()) for each in shown] == [
        text if NUMBER in text else f"{text} {NUMBER}"
    ] * 2
    assert {number.get("dir") for each in shown for number in each.iter() if number.text == NUMBER} == {"ltr"}


def test_a_tablets_practice_and_room_stand_by_themselves(cast: Cast, alice: Desk) -> None:
    cast.settle(name="Praxis (Süd)")
    idle = paired(cast, "Raum 2 (hinten)").client.get("/tablet", headers={"Accept-Language": "ar"})
    assert parse(idle.text).root.get("dir") == "rtl"
    assert [each.text for each in parse(idle.text).all("bdi")] == ["Praxis (Süd)", "Raum 2 (hinten)"]
    assert read(alice.get("/settings/tablets")).count("Raum 2 (hinten)") > 0
