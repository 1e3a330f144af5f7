"""A therapist's notes are never lost: not when one is too long, nor when nobody is logged in any more."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.storage.tables import Login, Repair, SafetyRecord, VisitRepair
from tests.support.practice import PASSWORD, WELL, Cast, Waiting
from tests.support.stored import remove, stored
from tests.web.browsing import Desk, hidden, read
from tests.web.several import begin

OURS = {"Sec-Fetch-Site": "same-origin"}
LINES = "\n".join(["Something she said."] * 100)
"""1,999 characters as they are kept: a browser sends 99 more."""


@pytest.fixture
def answered(cast: Cast) -> Waiting:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    return waiting


def test_a_note_with_line_breaks_may_be_as_long_as_one_without(cast: Cast, alice: Desk, answered: Waiting) -> None:
    note = LINES.replace("\n", "\r\n")
    assert len(note) > 2_000
    kept = alice.post(f"/check-ins/{answered.check_in}/repair", {"outcome": "talked", "note": note})
    assert kept.status_code == 303
    assert stored(cast, Repair.note) == [LINES]


@pytest.mark.parametrize("length", [2_001, 20_000])
def test_a_note_that_is_too_long_comes_back_whole_and_can_be_shortened_and_saved(
    cast: Cast, alice: Desk, answered: Waiting, length: int
) -> None:
    address, note = f"/check-ins/{answered.check_in}/repair", "x" * length
    page = alice.post(address, {"outcome": "next", "note": note})
    assert page.status_code == 422
    assert f">{note}</textarea>" in page.text
    assert "nothing is lost" in read(page)
    assert stored(cast, Repair.note) == []
    assert hidden(page, "outcome") == "next"
    assert alice.post(address, {"outcome": hidden(page, "outcome"), "note": note[:2_000]}).status_code == 303
    assert stored(cast, Repair.outcome, Repair.note) == [("next", note[:2_000])]


def test_what_was_done_after_a_call_for_help_is_never_cut(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL, safety="yes")
    fields = {"spoken": "yes", "handed_to": "Dr Weber", "note": "x" * 2_001}
    page = alice.post(f"/check-ins/{waiting.check_in}/safety", fields)
    assert page.status_code == 422
    assert (hidden(page, "spoken"), hidden(page, "handed_to")) == ("yes", "Dr Weber")
    assert "x" * 2_001 in page.text
    assert stored(cast, SafetyRecord.note) == []


def test_a_note_on_several_people_comes_back_too(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, "P-1", "P-2")
    for person in couple.people:
        cast.send(person, None, **WELL)
    fields = {"outcome": "talked", "note": "x" * 2_001}
    assert "x" * 2_001 in alice.post(f"/visits/{couple.people[0].visit}/together/repair", fields).text
    assert stored(cast, VisitRepair.note) == []


def sent(desk: Desk, answered: Waiting, note: str, browser: FlaskClient) -> TestResponse:
    """Send the note as the page has it that `desk` loaded, from a browser that may have lost everything since."""
    page = desk.get(f"/visits/{answered.visit}")
    fields = {name: hidden(page, name) for name in ("csrf_token", "sender")} | {"outcome": "talked", "note": note}
    return browser.post(f"/check-ins/{answered.check_in}/repair", data=fields, headers=OURS)


def saved_after_login(browser: FlaskClient, asked: TestResponse, answered: Waiting, email: str) -> TestResponse:
    fields = {name: hidden(asked, name) for name in ("csrf_token", "next", "unsent")}
    page = browser.post("/login", data=fields | {"email": email, "password": PASSWORD})
    if "What you typed is still here" not in page.text:
        return page
    again = {name: hidden(page, name) for name in ("csrf_token", "outcome", "note")}
    return browser.post(f"/check-ins/{answered.check_in}/repair", data=again)


def test_after_the_password_was_changed_elsewhere_the_note_waits_for_the_new_login(
    cast: Cast, alice: Desk, answered: Waiting
) -> None:
    page = alice.get(f"/visits/{answered.visit}")
    fields = {name: hidden(page, name) for name in ("csrf_token", "sender")} | {"outcome": "talked", "note": "A word."}
    remove(cast, Login)
    asked = alice.client.post(f"/check-ins/{answered.check_in}/repair", data=fields, headers=OURS)
    assert asked.status_code == 401
    assert saved_after_login(alice.client, asked, answered, "alice@example.org").status_code == 303
    assert stored(cast, Repair.note) == ["A word."]


def test_after_the_cookies_were_cleared_the_note_waits_for_whoever_wrote_it(
    cast: Cast, alice: Desk, answered: Waiting
) -> None:
    browser = cast.app.test_client()
    asked = sent(alice, answered, "A word.", browser)
    assert asked.status_code == 401
    assert "A word." not in asked.text
    assert saved_after_login(browser, asked, answered, "alice@example.org").status_code == 303
    assert stored(cast, Repair.note) == ["A word."]


def test_nobody_else_is_shown_the_note(cast: Cast, alice: Desk, answered: Waiting) -> None:
    browser = cast.app.test_client()
    asked = sent(alice, answered, "A word.", browser)
    assert "A word." not in saved_after_login(browser, asked, answered, "bob@example.org").text
    assert stored(cast, Repair.note) == []
