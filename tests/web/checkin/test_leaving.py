"""Pages after a form that goes away: too late, left, or shown before the server's key changed."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kiosk.app import create_app
from kiosk.config import load
from kiosk.keys import keys
from kiosk.storage.chain import opened
from kiosk.storage.db import reading
from kiosk.storage.tables import Instance, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import change, count
from tests.web.browsing import JSON, Desk, answer, hidden, leads_to, lines, read

NAMES = ("Alice", "Lindenhof", "C-014")
NUMBER = "0800 555 0134"


def late(cast: Cast, alice: Desk, ending: str, headers: dict[str, str]) -> TestResponse:
    """The answer to a form that was sent after it had been closed like this."""
    waiting, phone = cast.begin(ending), cast.app.test_client()
    sent = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line", "words": "too late"} | lines()
    if ending == "answered elsewhere":
        answer(cast.app.test_client(), waiting, lines(understood="3.0"))
    else:
        alice.post(f"/check-ins/{waiting.check_in}/{ending}")
    return phone.post(waiting.path, data=sent, headers=headers)


@pytest.mark.parametrize("headers", [{}, JSON])
def test_whoever_is_late_is_told_kindly_and_never_why(cast: Cast, alice: Desk, headers: dict[str, str]) -> None:
    told = [late(cast, alice, ending, headers) for ending in ("answered elsewhere", "withdraw", "new-code")]
    assert {one.status_code for one in told} == {410}
    assert len({one.text for one in told}) == 1
    page = cast.app.test_client().get(told[0].get_json()["next"]) if headers else told[0]
    assert "This form was closed before your answer came. Nothing of it was kept." in read(page)
    assert [name for name in (*NAMES, "too late") if name in page.text] == []
    assert NUMBER in page.text, "they may have asked for help"


def test_the_page_of_the_late_changes_the_cookie_so_that_back_brings_nothing(cast: Cast, alice: Desk) -> None:
    [cookie] = late(cast, alice, "withdraw", {}).headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-done=")
    assert "HttpOnly" in cookie


@pytest.mark.parametrize("path", ["form", "/c/thanks", "/c/late", "/join", "/c/AAAAAAAAAAAAAAAAAAAAAA"])
def test_every_page_can_be_left_in_the_same_place(cast: Cast, phone: FlaskClient, path: str) -> None:
    page = phone.get(cast.begin().path if path == "form" else path)
    body = page.text[page.text.index("<body") :]
    assert body.index('href="/leave"') < body.index("<main"), "before everything else"


def test_the_page_one_leaves_for_says_nothing_of_where_one_was(phone: FlaskClient) -> None:
    left = phone.get("/leave")
    assert read(left).split() == "You can close this page. You can close this page.".split()
    assert [name for name in (*NAMES, NUMBER) if name in left.text] == []
    assert left.headers["Cache-Control"] == "no-store"
    assert "__Host-done=" in left.headers["Set-Cookie"]


def after_a_new_key(cast: Cast) -> FlaskClient:
    """The same practice and database, served with another server key."""
    with cast.on_stage():
        sealed = reading().scalars(select(Instance.chain_key)).one()
        chain_key = opened(keys(), sealed)
    (Path(cast.environ["KIOSK_INSTANCE"]) / "secret.key").write_text("0123456789abcdef" * 4, "ascii")
    app = create_app(load(cast.environ))
    with app.app_context():
        anew = keys().seal("chain", "instance.chain_key", chain_key)
    change(cast, Instance, chain_key=anew)
    return app.test_client()


def sent_before(cast: Cast, waiting: Waiting) -> dict[str, str]:
    return {"key": hidden(cast.app.test_client().get(waiting.path), "key"), "marked": "line"} | lines()


def test_a_form_that_was_shown_before_the_key_changed_gets_another_and_can_be_sent(cast: Cast) -> None:
    waiting = cast.begin()
    form = sent_before(cast, waiting)
    phone = after_a_new_key(cast)
    refused = phone.post(waiting.path, data=form, headers=JSON)
    assert refused.status_code == 400
    assert count(cast, Response) == 0
    fresh = refused.get_json()["key"]
    assert leads_to(phone.post(waiting.path, data=form | {"key": fresh}, headers=JSON)) == "/c/thanks"
    assert count(cast, Response) == 1


def test_without_scripts_it_comes_again_with_all_that_was_marked(cast: Cast) -> None:
    waiting = cast.begin()
    form = sent_before(cast, waiting) | {"words": "Still here"}
    phone = after_a_new_key(cast)
    again = phone.post(waiting.path, data=form)
    assert (again.status_code, "Still here" in again.text) == (400, True)
    assert phone.post(waiting.path, data=form | {"key": hidden(again, "key")}).status_code == 303


def test_a_key_is_given_only_where_the_link_opens_the_form(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    form = sent_before(cast, waiting)
    alice.post(f"/visits/{waiting.visit}/withdraw")
    refused = after_a_new_key(cast).post(waiting.path, data=form, headers=JSON)
    assert (refused.status_code, "key" in refused.get_json()) == (410, False)
