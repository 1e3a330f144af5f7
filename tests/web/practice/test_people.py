"""Settings, People: an administrator invites, gives roles, disables and resets; a link sets a password first."""

import re

import pytest
from sqlalchemy import select

from kiosk.domain.actors import Role
from kiosk.storage.db import reading
from kiosk.storage.tables import GivenRole, Person
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import change, dump, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, by_password, hidden, log_in, read
from tests.web.links import NEW, come_in
from tests.web.page_rules import parse

EVE = {"name": "Eve", "email": "eve@example.org"}


def path_of(cast: Cast, person: int) -> str:
    with cast.on_stage():
        return f"/people/{reading().scalars(select(Person.public_id).where(Person.id == person)).one()}"


def link_on(text: str) -> str:
    found = re.search(r"/open/[\w-]+", text)
    assert found
    return found[0]


def roles_of(cast: Cast, person: int) -> list[str]:
    return sorted(stored(cast, GivenRole.role, where=GivenRole.person_id == person))


def test_somebody_invited_chooses_a_password_before_they_are_let_in(cast: Cast, alice: Desk) -> None:
    page = alice.post("/people/invite", EVE | {"role": "supervisor"})
    link, eve = link_on(page.text), cast.app.test_client()
    token = hidden(eve.get(link), "csrf_token")
    for weak in ("", "short"):
        refused = eve.post(link, data={"csrf_token": token, "password": weak})
        assert (refused.status_code, eve.get("/account").status_code) == (422, 401)
    assert come_in(eve, link) == "/"
    assert eve.get("/account").status_code == 200
    assert by_password(cast.app.test_client(), "eve@example.org", NEW).location == "/"
    assert eve.get(link).status_code == 410
    assert roles_of(cast, 4) == ["supervisor"]


def test_the_link_is_shown_once_and_asks_nobody_to_send_it(alice: Desk) -> None:
    page = alice.post("/people/invite", EVE | {"role": "therapist"})
    assert "Send it to them yourself." in read(page)
    assert "/open/" not in alice.get("/people").text


def test_whoever_has_a_password_is_not_asked_for_one(cast: Cast) -> None:
    page = cast.app.test_client().get(cast.one_time_link(cast.bob))
    assert "It needs no password." in read(page)
    assert parse(page.text).by_id("password") is None


def test_everybody_is_listed_with_roles_and_their_last_login(cast: Cast, alice: Desk) -> None:
    listed = read(alice.get("/people"))
    assert "alice@example.org Therapist, Administrator. Last logged in at 14:48, just now." in listed
    assert "bob@example.org Therapist. Has not logged in yet." in listed
    log_in(cast, cast.bob)
    assert "bob@example.org Therapist. Last logged in at 14:48, just now." in read(alice.get("/people"))
    assert "carol@example.org" not in listed


def test_roles_are_those_that_are_ticked(cast: Cast, alice: Desk, bob: Desk) -> None:
    ticked = {"role": ["therapist", "supervisor", "owner"]}
    token = hidden(alice.get("/people"), "csrf_token")
    saved = alice.client.post(f"{path_of(cast, cast.bob)}/roles", data=ticked | {"csrf_token": token})
    assert saved.location == "/people?saved=roles"
    assert roles_of(cast, cast.bob) == ["supervisor", "therapist"]
    assert bob.get("/people").status_code == 403


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("disable", {}, "This is the last administrator."),
        ("roles", {"role": "therapist"}, "This is the last administrator."),
        ("roles", {"role": "administrator"}, "Hand them over first."),
        ("roles", {}, "This is the last administrator."),
    ],
)
def test_what_cannot_be_is_said_on_the_page_and_nothing_changes(
    cast: Cast, alice: Desk, act: str, fields: dict[str, str], sentence: str
) -> None:
    cast.begin()
    before = dump(cast)
    refused = alice.post(f"{path_of(cast, cast.alice)}/{act}", fields)
    assert (refused.status_code, sentence in read(refused)) == (409, True)
    assert dump(cast) == before


def test_a_person_needs_a_role(cast: Cast, alice: Desk) -> None:
    refused = alice.post(f"{path_of(cast, cast.bob)}/roles")
    assert (refused.status_code, "Everybody needs a role." in read(refused)) == (409, True)


def test_an_address_that_has_a_login_keeps_what_was_typed(alice: Desk) -> None:
    refused = alice.post("/people/invite", {"name": "Bobby", "email": "BOB@example.org", "role": "therapist"})
    assert (refused.status_code, 'value="Bobby"' in refused.text) == (409, True)
    for fields in ({"name": "", "email": "eve@example.org"}, {"name": "Eve", "email": "nobody"}):
        assert alice.post("/people/invite", fields).status_code == 422


def test_somebody_disabled_stays_so_until_they_are_let_in_again(cast: Cast, alice: Desk, bob: Desk) -> None:
    bobs = path_of(cast, cast.bob)
    assert alice.post(f"{bobs}/disable").location == "/people?saved=disabled"
    assert bob.get("/account").status_code == 401
    refused = alice.post(f"{bobs}/reset")
    assert (refused.status_code, "They are disabled, and stay so." in read(refused)) == (409, True)
    assert by_password(cast.app.test_client(), "bob@example.org", PASSWORD).status_code == 401
    alice.post(f"{bobs}/enable")
    assert by_password(cast.app.test_client(), "bob@example.org", PASSWORD).location == "/"


def test_a_reset_shows_a_link_and_ends_the_password(cast: Cast, alice: Desk) -> None:
    page = alice.post(f"{path_of(cast, cast.bob)}/reset")
    assert by_password(cast.app.test_client(), "bob@example.org", PASSWORD).status_code == 401
    assert come_in(cast.app.test_client(), link_on(page.text)) == "/"


def test_each_act_is_audited_under_whoever_did_it(cast: Cast, alice: Desk) -> None:
    bobs, before = path_of(cast, cast.bob), len(audited(cast))
    for act in ("reset", "disable", "enable"):
        alice.post(f"{bobs}/{act}")
    acts = [(person, act) for _, person, act, _ in audited(cast, before)]
    assert acts == [(cast.alice, f"person-{act}") for act in ("reset", "disabled", "enabled")]


def test_two_administrators_cannot_both_go(cast: Cast, alice: Desk) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)
    bob = log_in(cast, cast.bob)
    assert bob.post(f"{path_of(cast, cast.alice)}/disable").status_code == 303
    assert bob.post(f"{path_of(cast, cast.bob)}/disable").status_code == 409
    assert alice.get("/account").status_code == 401


def test_the_login_page_names_the_practice_where_there_is_one(cast: Cast) -> None:
    page = read(cast.app.test_client().get("/login"))
    assert "Can't log in?" in page
    assert "Lindenhof" not in page  # there are two practices on this server
    change(cast, Person, Person.id == cast.carol, practice_id=1)
    assert "Lindenhof Practice" in read(cast.app.test_client().get("/login"))
