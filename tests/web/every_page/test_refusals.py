"""Refusals: each of the few is one page for a browser and one exit status for the command line."""

import sys
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from kiosk.cli import program
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Conflict, Invalid, NotAllowed, NotDone, NotFound, NotSaved
from kiosk.storage import forms
from kiosk.web.shared.errors import STATUSES
from tests.support.practice import Cast
from tests.web.browsing import read

OWN = phrase("That person is the last administrator.")


def raising(refusal: Exception) -> Callable[..., object]:
    def refuse(*_: object, **__: object) -> object:
        raise refusal

    return refuse


def kinds(of: type[NotDone] = NotDone) -> Iterator[type[NotDone]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_refusal_has_a_page() -> None:
    assert {kind for kind in kinds() if kind.__module__ == NotDone.__module__} == set(STATUSES)


@pytest.mark.parametrize(
    ("refusal", "status", "sentence"),
    [
        (NotFound(), 404, "There is no such page."),
        (NotFound(OWN), 404, "There is no such page."),
        (NotAllowed(), 403, "That is not allowed from here."),
        (NotAllowed(OWN), 403, str(OWN)),
        (Invalid(), 400, "That could not be read."),
        (Invalid(OWN), 400, str(OWN)),
        (Conflict(OWN), 409, str(OWN)),
        (NotSaved("database is locked"), 503, "Not saved yet."),
    ],
)
def test_a_refusal_is_a_page(  # noqa: PLR0913, PLR0917 -- fixtures and what is expected
    cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch, refusal: NotDone, status: int, sentence: str
) -> None:
    waiting = cast.begin()
    monkeypatch.setattr(forms, "by_link", raising(refusal))
    page = phone.get(waiting.path)
    assert (page.status_code, sentence in read(page)) == (status, True)
    assert "locked" not in page.text


def test_what_is_not_found_reads_like_an_address_that_never_was(
    cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, never = cast.begin(), phone.get("/no-such-page")
    monkeypatch.setattr(forms, "by_link", raising(NotFound(OWN)))
    assert phone.get(waiting.path).data == never.data


@pytest.mark.parametrize(
    ("refusal", "status", "sentence"),
    [
        (NotFound(OWN), 2, str(OWN)),
        (Conflict(OWN), 2, str(OWN)),
        (NotSaved("database is locked"), 75, "nothing was changed: database is locked"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], refusal: NotDone, status: int, sentence: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["kiosk", "person", "list"])
    monkeypatch.setattr(program.Kiosk, "invoke", raising(refusal))
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == status
    assert sentence in capsys.readouterr().err
