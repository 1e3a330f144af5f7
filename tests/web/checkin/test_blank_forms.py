"""Blank forms are rendered once for each wording, and a kept one is never older than what it says."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kiosk import catalogue
from kiosk.catalogue.shelf import Catalogue
from kiosk.storage.tables import Client, Person, Practice, Visit
from kiosk.web.checkin import blank
from kiosk.web.checkin.blank import MOST_KEPT, BlankForms
from tests.support.practice import Cast, Waiting
from tests.support.stored import amend, change

Change = Callable[[Cast], None]


def shown(phone: FlaskClient, waiting: Waiting) -> str:
    """The form without its key, which is another each time, and with one address for all."""
    page = phone.get(waiting.path)
    assert page.status_code == 200
    return re.sub('name="key" value="[^"]+"', "", page.text).replace(waiting.path, "/c/…")


def reworded(cast: Cast) -> None:
    """The file of the measure says something else from here on."""
    before = catalogue.measure("session-check")
    first, *others = before.items
    text = replace(first.texts["en"], question="Another question?")
    items = (replace(first, texts={**first.texts, "en": text}), *others)
    cast.app.extensions[catalogue.EXTENSION] = Catalogue([replace(before, items=items)])


CHANGES: dict[str, Change] = {
    "name of the practice": lambda cast: cast.settle(name="Harbour Practice"),
    "help line": lambda cast: cast.settle(crisis_text="Call this number:"),
    "help line of the language": lambda cast: change(cast, Practice, crisis_texts={"en": "In other words:"}),
    "its number": lambda cast: cast.settle(crisis_number="0800 555 0199"),
    "strain": lambda cast: cast.settle(asks_strain=True),
    "what got in the way": lambda cast: cast.settle(asks_strain=True, asks_obstacle=True),
    "buttons first": lambda cast: cast.settle(buttons_first=True),
    "held answers": lambda cast: cast.settle(holds_room=True),
    "name of the therapist": lambda cast: change(cast, Person, Person.name == "Alice", name="Alicia"),
    "place": lambda cast: change(cast, Visit, place="telehealth"),
    "phase": lambda cast: amend(cast, Client, phase="ending"),
    "larger text": lambda cast: change(cast, Client, larger_text=True),
    "measure": reworded,
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES.keys())
def test_a_kept_form_follows_what_it_shows(cast: Cast, phone: FlaskClient, changed: Change) -> None:
    waiting = cast.begin()
    before = shown(phone, waiting)
    changed(cast)
    after = shown(phone, waiting)
    cast.app.extensions[blank.EXTENSION] = BlankForms()
    assert before != after == shown(phone, waiting)


def test_each_language_has_its_own(cast: Cast, phone: FlaskClient) -> None:
    tags = ("en", "de", "ar", "de", "en")
    waiting = [cast.begin(f"C-{number}", language=tag) for number, tag in enumerate(tags)]
    pages = [shown(phone, one) for one in waiting]
    assert (pages[0], pages[1]) == (pages[4], pages[3])
    assert len(set(pages)) == 3


def test_each_showing_has_its_own_key_and_each_link_its_address(cast: Cast, phone: FlaskClient) -> None:
    pages = [phone.get(waiting.path).text for waiting in (cast.begin("C-1"), cast.begin("C-2"))]
    keys = [re.findall('name="key" value="([^"]+)"', page) for page in pages]
    assert len({*keys[0], *keys[1]}) == 2
    assert not set(re.findall('/c/[^/"]{22}', pages[0])) & set(re.findall('/c/[^/"]{22}', pages[1]))


def test_a_worker_keeps_only_so_many() -> None:
    assert BlankForms().html.cache_info().maxsize == MOST_KEPT
