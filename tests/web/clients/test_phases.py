"""The phase of the work: what it adds to the client's form, and what the therapist is offered to ask."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.page_rules import parse

A_WEEK = timedelta(days=7)
LOW = lines(understood="9.1", topics="4.2", approach="9.0", overall="9.1")


def choose(alice: Desk, phase: str) -> None:
    assert alice.post(f"{alice.client_path()}/asking", {"phase": phase}).status_code == 303


@pytest.mark.parametrize(("phase", "added"), [("", False), ("working", False), ("ending", True)])
def test_only_coming_to_an_end_adds_to_the_form(
    cast: Cast, alice: Desk, phone: FlaskClient, phase: str, *, added: bool
) -> None:
    waiting = cast.begin()
    choose(alice, phase)
    form = read(phone.get(waiting.path))
    assert ("Did anything get in the way between us today?" in form) is added
    assert ("What would you like to take with you?" in form) is added
    assert ("Add something in your own words" in form) is not added


def test_a_child_is_not_asked_what_to_take_along(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin(measure="child-check")
    choose(alice, "ending")
    assert "What would you like to take with you?" not in read(phone.get(waiting.path))


def test_an_answer_keeps_the_phase_it_was_given_in(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    choose(alice, "ending")
    assert answer(phone, waiting, LOW).status_code == 303
    asked = "What should have a place in the sessions that are left?"
    assert asked in read(alice.get(f"/visits/{waiting.visit}"))
    choose(alice, "exploration")
    assert asked in read(alice.get(f"/visits/{waiting.visit}"))
    assert stored(cast, Response.phase) == ["ending"]


def test_an_answer_without_a_phase_is_asked_about_as_ever(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL | {"topics": "4.2"})
    assert "What should we start with next time?" in read(alice.get(f"/visits/{waiting.visit}"))


def test_the_therapist_is_told_what_a_phase_changes(cast: Cast, alice: Desk) -> None:
    cast.begin()
    assert "the form also asks" not in read(alice.get(f"{alice.client_path()}/asking"))
    choose(alice, "ending")
    assert "The form also asks whether anything got in the way" in read(alice.get(f"{alice.client_path()}/asking"))


def start(alice: Desk, kind: str, **fields: str) -> None:
    people = {"client-1": "C-001", "client-2": "C-002"}
    assert alice.post("/visits/together", {"kind": kind, "place": "room"} | people | fields).status_code == 303


def measures(cast: Cast) -> list[str]:
    return stored(cast, CheckIn.measure)[-2:]


@pytest.mark.parametrize("childs", ["child-check", "first-faces"])
def test_among_several_a_child_keeps_the_form_for_their_age(cast: Cast, alice: Desk, childs: str) -> None:
    cast.begin("C-002", measure=childs, at=NOW - A_WEEK)
    start(alice, "family")
    assert measures(cast) == ["family-check", childs]


def test_somebody_older_gets_the_form_that_fits_who_came(cast: Cast, alice: Desk) -> None:
    cast.begin("C-002", measure="session-check", at=NOW - A_WEEK)
    start(alice, "family")
    assert measures(cast) == ["family-check", "family-check"]
    alice.post(f"{alice.visit_path(2)}/withdraw")
    start(alice, "group")
    assert measures(cast) == ["group-check", "group-check"]


def test_a_form_that_is_chosen_comes_before_what_fits(cast: Cast, alice: Desk) -> None:
    cast.begin("C-002", measure="child-check", at=NOW - A_WEEK)
    start(alice, "family", **{"measure-2": "family-check"})
    assert measures(cast) == ["family-check", "family-check"]


def test_the_forms_for_children_say_for_which_age(alice: Desk) -> None:
    chosen = next(box for box in parse(alice.get("/").text).all("select") if box.get("id") == "measure-1")
    said = ["".join(option.itertext()) for option in chosen]
    assert "Child check, four rows of faces (6 to 12 years)" in said
    assert "First faces, one row of faces (up to 5 years)" in said
    assert "Session check, four lines" in said
