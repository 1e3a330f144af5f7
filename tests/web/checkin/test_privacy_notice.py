"""The privacy notice: one tap from the form and back with all marks, true at the time, the practice's own or ours."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.actions.practice.supervise import agree_supervision
from kiosk.domain.actors import Role
from kiosk.languages import load_languages
from kiosk.storage.tables import Person, Practice, Response, Tablet
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, hidden, read
from tests.web.page_rules import parse
from tests.web.tablets import paired

WORDS = "The yellow door,\r\nand the second line."
TELLING = {"show": "notice", "item-understood": "7.3", "talk": "next", "words": WORDS, "marked": "line"}


def notice(phone: FlaskClient, waiting: Waiting, **more: str) -> TestResponse:
    key = hidden(phone.get(waiting.path), "key")
    return phone.post(waiting.path, data={"key": key} | TELLING | more)


def back(phone: FlaskClient, shown: TestResponse) -> TestResponse:
    """Tap the button of the page, without a script."""
    form = next(parse(shown.text).all("form"))
    fields = [(box.get("name", ""), box.get("value", "")) for box in parse(shown.text).all("input")]
    button = next(parse(shown.text).all("button"))
    fields.append((button.get("name", ""), button.get("value", "")))
    kind = "application/x-www-form-urlencoded"
    return phone.post(form.get("action", ""), data=urlencode(fields), content_type=kind)


def test_it_comes_back_to_the_form_with_every_mark_and_shows_none(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    shown = notice(phone, waiting)
    assert shown.status_code == 200
    assert "yellow door" not in read(shown)
    assert "C-014" not in shown.text
    form = back(phone, shown)
    assert ('data-value="7.3"' in form.text, "The yellow door," in form.text) == (True, True)
    key = hidden(form, "key")
    sent = phone.post(waiting.path, data={"key": key, "marked": "line", "item-understood": "7.3", "words": WORDS})
    assert sent.status_code == 303
    assert stored(cast, Response.words) == [WORDS.replace("\r\n", "\n")]


@pytest.mark.parametrize("tag", load_languages())
def test_it_says_in_each_language_what_is_kept_and_leaves_no_gap(cast: Cast, phone: FlaskClient, tag: str) -> None:
    shown = notice(phone, cast.begin(language=tag), language=tag)
    page = parse(shown.text)
    assert page.root.get("lang") == tag
    assert page.root.get("dir") == ("rtl" if tag == "ar" else "ltr")
    assert len(list(page.all("h2"))) == 7
    assert "{" not in read(shown)
    assert "Alice" in read(shown)


def test_it_names_everybody_who_gets_the_answer_as_the_form_does(cast: Cast, phone: FlaskClient) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    before = read(notice(phone, cast.begin("C-1")))
    with cast.on_stage():
        supervisor = stored(cast, Person.public_id, where=Person.id == cast.bob)[0]
        agree_supervision(cast.actor(cast.alice), supervisor, NOW)
    after = read(notice(phone, cast.begin("C-2")))
    assert ("Bob" in before, "Bob" in after) == (False, True)


def test_easy_mode_is_still_there_afterwards(cast: Cast, phone: FlaskClient) -> None:
    form = back(phone, notice(phone, cast.begin(), shown="easy"))
    assert "Question 1 of 5" in read(form)


def test_on_a_tablet_it_stays_a_screen_of_that_tablet(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": str(stored(cast, Tablet.public_id)[0])})
    key = hidden(tablet.look(), "key")
    shown = tablet.client.post(f"{waiting.path}?on=tablet", data={"key": key} | TELLING)
    assert 'data-screen="' in shown.text
    assert ("Leave" in read(shown), 'http-equiv="refresh"' in shown.text) == (False, True)
    assert 'data-value="7.3"' in back(tablet.client, shown).text


def test_a_practice_writes_its_own_and_the_gaps_are_filled_from_what_is_so(
    cast: Cast, alice: Desk, phone: FlaskClient
) -> None:
    own = "About your answers\nWe keep them. {who} {how-long} {where}\n\nAt {practice} ask: {contact}"
    fields = {"contact": "Ada Rossi, 01 234", "host": "Hosting Ltd", "text_en": own, "text_de": ""}
    assert alice.post("/settings/privacy", fields).location == "/settings/privacy?saved=yes"
    page = read(notice(phone, cast.begin()))
    assert "We keep them. Alice will see this right away" in page
    assert "On a computer that Hosting Ltd runs for the practice." in page
    assert "ask: Ask your therapist, or the practice: Ada Rossi, 01 234." in page
    assert "Wer es sieht" in read(notice(phone, cast.begin(language="de"), language="de"))


def test_a_text_that_would_leave_something_out_is_refused_and_kept_on_the_page(cast: Cast, alice: Desk) -> None:
    typed = "We keep what you mark. {how-long} {where} {contact}"
    refused = alice.post("/settings/privacy", {"text_en": typed, "contact": "", "host": ""})
    assert refused.status_code == 422
    assert "Put {who} into it" in read(refused)
    assert typed in refused.text
    unknown = alice.post("/settings/privacy", {"text_en": f"{typed} {{who}} {{whom}}", "contact": "", "host": ""})
    assert "There is no placeholder {whom}." in read(unknown)
    assert stored(cast, Practice.notice_texts) == [{}, {}]


def test_the_template_sent_back_unchanged_is_not_kept_as_an_own_text(cast: Cast, alice: Desk) -> None:
    page = parse(alice.get("/settings/privacy").text)
    fields = {box.get("name", ""): "".join(box.itertext()) for box in page.all("textarea")}
    assert alice.post("/settings/privacy", {**fields, "contact": "Ada", "host": ""}).status_code == 303
    assert stored(cast, Practice.notice_texts) == [{}, {}]
    assert stored(cast, Practice.notice_contact)[0] == "Ada"
