"""Every form there is, from the start of a check-in to the therapist's page, in every version that was asked."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk import catalogue
from kiosk.app import create_app
from kiosk.catalogue import Catalogue, CatalogueFault
from kiosk.config import load
from kiosk.domain.measures import Item, Measure
from kiosk.domain.parts import Part
from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import Desk, answer, hidden, log_in, read

ALL = list(catalogue.measures().values())
KEYS = Path(__file__).parents[3] / "docs" / "measures"
CARE = KEYS / "example-care-rule.toml"


def highest(item: Item) -> str:
    return item.options[-1].text if item.options else "10"


def filled(measure: Measure) -> dict[str, str]:
    return {f"item-{item.id}": highest(item) for item in measure.items}


def installed(cast: Cast, file: Path, name: str) -> Cast:
    """The same practice after a start with one more measure in its folder."""
    folder = Path(cast.environ["KIOSK_INSTANCE"]) / "measures"
    folder.mkdir(exist_ok=True)
    shutil.copy(file, folder / name)
    return replace(cast, app=create_app(load(cast.environ)))


def begun(cast: Cast, measure: Measure) -> Waiting:
    """A check-in with that form, in the part of a session for which it is made."""
    if measure.part is Part.CLOSING:
        return cast.begin(measure=measure.id)
    cast.begin()
    return cast.begin_week("C-014", measure=measure.id)[0]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.id)
def test_every_form_is_asked_answered_and_shown(cast: Cast, alice: Desk, phone: FlaskClient, measure: Measure) -> None:
    waiting = begun(cast, measure)
    form = read(phone.get(waiting.path))
    assert all(item.texts["en"].question in form for item in measure.items)
    assert answer(phone, waiting, filled(measure)).status_code == 303
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert all(item.texts["en"].label in page for item in measure.items)
    assert measure.note in page
    assert stored(cast, Response.total) == [measure.maximum or None]
    for path in ("/", "/clients", alice.client_path()):
        assert alice.get(path).status_code == 200


@pytest.mark.parametrize(
    ("measure", "said"),
    [("session-check", "Mark an answer"), ("child-check", "Choose a face"), ("alliance-12", "Choose an answer")],
)
def test_a_form_with_nothing_marked_says_what_to_do(cast: Cast, phone: FlaskClient, measure: str, said: str) -> None:
    waiting = cast.begin(measure=measure)
    assert f"Nothing is marked yet. {said}, or leave it for today." in phone.get(waiting.path).text
    assert answer(phone, waiting, {}).status_code == 422


def test_the_face_that_was_chosen_is_still_chosen_when_something_else_is_amiss(cast: Cast, phone: FlaskClient) -> None:
    again = answer(phone, cast.begin(measure="child-check"), {"item-understood": "2.5", "item-topics": "11"})
    assert again.status_code == 422
    assert 'value="2.5" autocomplete="off" checked' in again.text


def test_the_parts_of_the_alliance_stand_under_its_total(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin(measure="alliance-12")
    answer(phone, waiting, filled(catalogue.measure("alliance-12")))
    assert "60.0 of 60 Goals 20.0, Tasks 20.0, Bond 20.0" in read(alice.get(f"/visits/{waiting.visit}"))


def test_the_youngest_are_noted_and_never_judged(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin(measure="first-faces")
    answer(phone, waiting, {"item-here": "2"})
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Today's marks are noted." in page
    assert "How it was here So-so" in page


def test_an_open_form_keeps_its_version_when_a_newer_one_comes(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    known = catalogue.measures()
    changed = replace(known["session-check"], version=3, items=known["session-check"].items[:2])
    cast.app.extensions[catalogue.EXTENSION] = Catalogue([*known.every(), changed])
    sent = {"key": key, "marked": "line"} | filled(catalogue.measure("session-check", 2))
    assert phone.post(waiting.path, data=sent).status_code == 303
    assert "40.0 of 40" in read(alice.get(f"/visits/{waiting.visit}"))
    cast.begin("C-002")
    assert stored(cast, CheckIn.measure_version) == [2, 3]


def test_an_installed_measure_is_offered_from_the_next_start_on(cast: Cast) -> None:
    cast = installed(cast, CARE, "example-care-rule-v1.toml")
    assert "Example: two missing" in read(log_in(cast, cast.alice).get("/"))
    waiting = cast.begin(measure="example-care-rule")
    assert "Invented sentence one." in read(cast.app.test_client().get(waiting.path))


def test_a_broken_installed_measure_stops_the_start_with_its_line(cast: Cast, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(CARE.read_text("utf-8").replace('kind = "choice"', 'kind = "stars"', 1), "utf-8")
    with pytest.raises(CatalogueFault, match=r'line \d+: items\[1\]\.kind is "stars"'):
        installed(cast, broken, "example-care-rule-v1.toml")
