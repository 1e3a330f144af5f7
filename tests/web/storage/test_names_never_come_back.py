"""The newest rows are deleted and new ones made in their place: what named the old ones names nothing."""

import pytest
from flask.testing import FlaskClient

from kiosk.actions.accounts.manage_people import invite_person
from kiosk.domain.actors import CommandLine, Staff
from kiosk.domain.public_ids import NOBODY, public_id
from kiosk.keys import keys
from kiosk.storage.tables import (
    CheckIn,
    Client,
    DataKey,
    Event,
    GivenRole,
    Login,
    OneTimeLink,
    Person,
    Response,
    Tablet,
    Visit,
)
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import remove, stored
from tests.web.browsing import NOW, Desk, answer, hidden, lines, log_in
from tests.web.links import come_in
from tests.web.tablets import id_of, paired

NAMED = (Visit, CheckIn, Client, Tablet, Person)


def forget(cast: Cast) -> None:
    """Delete everything that the check-ins of this practice are made of."""
    for table in (Event, Response, CheckIn, Visit, DataKey, Client, Tablet):
        remove(cast, table)


def short_code(cast: Cast, waiting: Waiting) -> str:
    with cast.on_stage():
        return keys().short_code(waiting.check_in, 1)


@pytest.mark.sqlite_file
def test_what_named_a_deleted_row_does_not_name_the_next_one(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    old = cast.begin("OLD")
    tablet, number = paired(cast), cast.row(old)
    key, code, room = hidden(phone.get(old.path), "key"), short_code(cast, old), id_of(cast)
    pages = alice.visit_path(), alice.check_in_path(), alice.client_path()
    forget(cast)
    new = cast.begin("NEW")
    paired(cast, "Room 9")
    assert cast.row(new) == number, "the database gives the number once more"

    assert [phone.get(old.path).status_code, phone.post("/join", data={"code": code}).status_code] == [410, 422]
    for path in (old.path, new.path):
        assert phone.post(path, data={"key": key, "marked": "line"} | lines()).status_code == 410
    assert [alice.get(path).status_code for path in pages] == [404, 404, 404]
    assert alice.post(f"/settings/tablets/{room}/off").status_code == 404
    assert tablet.look().status_code == 401
    assert stored(cast, Response.id) == []
    assert answer(phone, new, lines(**WELL)).status_code == 303


def test_every_row_that_is_named_outside_has_a_name_of_its_own(cast: Cast) -> None:
    for number in range(20):
        cast.send(cast.begin(f"C-{number}"), None, **WELL)
    paired(cast)
    given = [name for table in NAMED for name in stored(cast, table.public_id)]
    assert len(given) == len(set(given)) == 64
    assert NOBODY not in map(public_id, given)


@pytest.mark.sqlite_file
def test_a_person_who_has_the_number_of_a_deleted_one_has_nothing_of_theirs(cast: Cast) -> None:
    before = added(cast, "dana@example.org")
    desk = log_in(cast, before.person_id)
    desk.post("/private", {"on": "yes", "next": "/"})
    assert 'aria-checked="true"' in desk.get("/account").text
    for table, whose in ((Login, Login.person_id), (GivenRole, GivenRole.person_id), (Person, Person.id)):
        remove(cast, table, whose == before.person_id)
    after = added(cast, "erin@example.org")
    assert after.person_id == before.person_id, "the database gives the number once more"
    link = cast.one_time_link(after.person_id)
    come_in(desk.client, link)
    page = desk.get("/account").text
    assert 'aria-checked="false"' in page
    assert 'aria-checked="true"' not in page
    with cast.on_stage():
        assert keys().passkey_handle(after.id) != keys().passkey_handle(before.id)


def added(cast: Cast, email: str) -> Staff:
    with cast.on_stage():
        invite_person(CommandLine(), "Somebody", email, NOW)
    remove(cast, OneTimeLink)
    return cast.actor(stored(cast, Person.id, where=Person.email_index == email)[0])
