"""The language of a page: the client's form's, the person's own, what the browser asks for, or the server's."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from kiosk.domain.phrases import phrase
from kiosk.web.shared.languages import figure, said, short_figure, use
from tests.support.practice import Cast
from tests.web.browsing import JSON, answer, lines, log_in, read
from tests.web.conftest import Stage
from tests.web.page_rules import parse


def asks_for(language: str) -> dict[str, str]:
    return {"Accept-Language": language}


@pytest.mark.parametrize(
    ("wished", "tag", "direction", "heading"),
    [
        ("de-AT, en;q=0.5", "de", "ltr", "Code eintippen"),
        ("ar", "ar", "rtl", "كتابة الرمز"),
        ("nl, fr;q=0.8, en;q=0.1", "fr", "ltr", "Taper le code"),
        ("nl", "en", "ltr", "Type your code"),
        ("", "en", "ltr", "Type your code"),
    ],
)
def test_before_a_form_is_known_the_browser_is_asked(
    phone: FlaskClient, wished: str, tag: str, direction: str, heading: str
) -> None:
    root = parse((page := phone.get("/join", headers=asks_for(wished))).text).root
    assert (root.get("lang"), root.get("dir")) == (tag, direction)
    assert heading in read(page)


def test_where_the_browser_asks_for_nothing_we_have_the_server_chooses(stage: Stage) -> None:
    phone = stage(language="de").app.test_client()
    assert "Code eintippen" in read(phone.get("/join"))
    assert "Escribir el código" in read(phone.get("/join", headers=asks_for("es")))


@pytest.mark.parametrize(
    ("path", "said"), [("/c/never", "Dieses Formular ist geschlossen."), ("/nowhere", "Diese Seite gibt es nicht.")]
)
def test_what_is_closed_or_missing_is_said_in_that_language_too(phone: FlaskClient, path: str, said: str) -> None:
    assert said in read(phone.get(path, headers=asks_for("de")))


def test_a_form_has_its_own_language_whatever_the_browser_asks_for(cast: Cast, phone: FlaskClient) -> None:
    form = phone.get(cast.begin().path, headers=asks_for("de"))
    assert parse(form.text).root.get("lang") == "en"
    assert "How was today?" in read(form)


def test_what_was_sent_in_a_language_is_answered_in_it(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    refused = answer(phone, waiting, {"item-overall": "eleven", "language": "fr"}, headers=JSON).get_json()
    assert refused["message"] == "Merci de marquer un endroit de 0 à 10, ou de laisser cette question sans réponse."
    answer(phone, waiting, lines() | {"language": "fr"})
    assert "Alice a maintenant la réponse." in read(phone.get("/c/thanks", headers=asks_for("en")))


def test_a_person_who_chose_no_language_has_the_browsers_as_far_as_there_is_one_for_staff(cast: Cast) -> None:
    alice = log_in(cast, cast.alice)
    assert parse(alice.get("/", headers=asks_for("ar, en;q=0.5")).text).root.get("lang") == "en"


def test_a_demo_warns_in_the_language_of_the_page(stage: Stage) -> None:
    phone = stage(demo="1", host="127.0.0.2", insecure_lan="1").app.test_client()
    assert "Eine Demo, offen für dieses lokale Netz" in read(phone.get("/join", headers=asks_for("de")))


def test_words_and_figures_follow_when_a_page_changes_its_language(cast: Cast) -> None:
    with cast.app.test_request_context("/c/x"):
        said_in = {}
        for tag in ("de", "fr", "en", "de"):
            use(tag)
            said_in[tag] = (said(phrase("Send")), figure(9.0), figure(Decimal("9.00")), figure(9), short_figure(9.0))
    assert said_in == {
        "de": ("Senden", "9,0", "9,00", "9", "9"),
        "fr": ("Envoyer", "9,0", "9,00", "9", "9"),
        "en": ("Send", "9.0", "9.00", "9", "9"),
    }
