"""The language of the staff's pages: each person chooses their own, and keeps it."""

import pytest

from kiosk.storage.tables import Person
from tests.support.practice import Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, log_in, read
from tests.web.page_rules import parse


def test_a_person_chooses_the_language_of_their_pages(cast: Cast, alice: Desk) -> None:
    assert alice.post("/account/language", {"language": "de"}).location == "/account?saved=language"
    kept = alice.get("/account?saved=language")
    assert "Gespeichert. Ihre Seiten erscheinen ab jetzt in dieser Sprache." in read(kept)
    assert parse(alice.get("/").text).root.get("lang") == "de"
    assert "Abmelden" in read(alice.get("/", headers={"Accept-Language": "en"}))
    assert parse(log_in(cast, cast.bob).get("/").text).root.get("lang") == "en"


def test_a_person_can_leave_it_to_the_browser_again(cast: Cast, alice: Desk) -> None:
    alice.post("/account/language", {"language": "de"})
    alice.post("/account/language", {"language": ""})
    assert stored(cast, Person.language, where=Person.id == cast.alice) == [""]
    assert "Log out" in read(alice.get("/account", headers={"Accept-Language": "en"}))
    assert "Abmelden" in read(alice.get("/account", headers={"Accept-Language": "de"}))


@pytest.mark.parametrize("language", ["fr", "xx", "de\0", "../de"])
def test_a_language_without_staff_pages_is_refused(cast: Cast, alice: Desk, language: str) -> None:
    refused = alice.post("/account/language", {"language": language})
    assert refused.status_code == 422
    assert "There are no pages in that language." in read(refused)
    assert stored(cast, Person.language, where=Person.id == cast.alice) == [""]


def test_a_page_in_a_translation_that_nobody_signed_off_says_so_in_the_account(alice: Desk) -> None:
    assert "machine draft" not in read(alice.get("/account"))
    alice.post("/account/language", {"language": "de"})
    assert "ein maschineller Entwurf, den noch keine Fachperson geprüft hat" in read(alice.get("/account"))


def test_a_password_that_is_not_taken_is_explained_in_that_language(alice: Desk) -> None:
    alice.post("/account/language", {"language": "de"})
    refused = alice.post("/account", {"password": "", "new_password": "kurz"})
    assert refused.status_code == 422
    assert "Das ist nicht Ihr aktuelles Passwort. Es wurde nichts geändert." in read(refused)
