"""A measure's file that is gone: what was answered keeps its questions, and at worst its marks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from kiosk import catalogue
from kiosk.app import create_app
from kiosk.catalogue import load_catalogue
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.storage.tables import CheckIn, KeptMeasure, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import change, remove, stored
from tests.web.browsing import answer, hidden, log_in, read

CARE = Path(__file__).parents[3] / "docs" / "measures" / "example-care-rule.toml"
MARKS = {f"item-{name}": "1" for name in "one two three four five six seven eight nine ten".split()}
PAGES = ("/", "/clients", "/calibration")
Start = Callable[[], Cast]


@pytest.fixture
def file(cast: Cast) -> Path:
    return Path(cast.environ["KIOSK_INSTANCE"]) / "measures" / "example-care-rule-v1.toml"


@pytest.fixture
def start(cast: Cast) -> Start:
    """The practice after a start of the server, with what its folder holds now."""
    return lambda: replace(cast, app=create_app(load(cast.environ)))


@pytest.fixture
def waiting(file: Path, start: Start) -> Waiting:
    """A check-in with a measure that the practice has installed, and a guess on it."""
    file.parent.mkdir()
    file.write_bytes(CARE.read_bytes())
    return start().begin(measure="example-care-rule")


def shown(cast: Cast, waiting: Waiting) -> str:
    desk = log_in(cast, cast.alice)
    assert {desk.get(path).status_code for path in (*PAGES, desk.client_path())} == {200}
    return read(desk.get(f"/visits/{waiting.visit}"))


def test_an_old_answer_reads_the_same_after_its_file_is_gone(start: Start, file: Path, waiting: Waiting) -> None:
    before = start()
    answer(before.app.test_client(), waiting, MARKS)
    told = shown(before, waiting)
    assert "10.0 of 50" in told
    file.unlink()
    after = start()
    assert shown(after, waiting) == told
    assert "example-care-rule" not in read(log_in(after, after.alice).get("/"))


def test_an_open_form_is_still_answered_after_its_file_is_gone(start: Start, file: Path, waiting: Waiting) -> None:
    file.unlink()
    cast = start()
    phone: FlaskClient = cast.app.test_client()
    assert "Invented sentence one." in read(phone.get(waiting.path))
    assert answer(phone, waiting, MARKS).status_code == 303
    assert stored(cast, Response.total) != [None]


@pytest.mark.parametrize("kept", ["", "[this is no measure"], ids=["nothing kept", "unreadable"])
def test_where_nothing_is_left_pages_open_and_show_the_marks_as_they_were_sent(
    start: Start, file: Path, waiting: Waiting, kept: str
) -> None:
    answer(start().app.test_client(), waiting, MARKS)
    file.unlink()
    change(start(), KeptMeasure, KeptMeasure.measure == "example-care-rule", text=kept)
    cast = start()
    told = shown(cast, waiting)
    assert "This form is not on this server any more." in told
    assert "Marked as example-care-rule, version 1: one 1.0, two 1.0" in told
    cast.begin(measure="session-check")
    assert "C-014" in read(log_in(cast, cast.alice).get("/clients"))


def test_a_line_that_was_low_is_still_named_when_its_form_is_gone(cast: Cast, start: Start) -> None:
    waiting = cast.begin()
    change(cast, KeptMeasure, measure="passing")
    change(cast, CheckIn, measure="passing")
    cast.send(waiting, understood="4.0", topics="9.5", approach="9.5", overall="9.5")
    assert "Being understood: 4.0" in shown(cast, waiting)
    remove(cast, KeptMeasure)
    assert "Understood: 4.0" in shown(start(), waiting)


def test_a_form_that_is_gone_still_takes_words(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    change(cast, CheckIn, measure="gone")
    key = hidden(phone.get(waiting.path), "key")
    assert phone.post(waiting.path, data={"key": key, "words": "Still here."}).status_code == 303


def test_what_is_asked_with_is_kept_once_for_each_version(cast: Cast) -> None:
    cast.begin()
    cast.begin("C-002")
    assert stored(cast, KeptMeasure.measure, KeptMeasure.version) == [("session-check", 2)]
    [text] = stored(cast, KeptMeasure.text)
    assert catalogue.read_measure("kept.toml", text) == catalogue.measure("session-check")


def test_migrating_keeps_what_was_asked_with_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.begin()
    remove(cast, KeptMeasure)
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)
    assert CliRunner(catch_exceptions=False).invoke(kiosk, ["migrate"]).exit_code == 0
    assert stored(cast, KeptMeasure.measure, KeptMeasure.version) == [("session-check", 2)]


def test_a_file_comes_before_the_copy_of_it(start: Start, waiting: Waiting) -> None:
    change(start(), KeptMeasure, text=waiting.token)
    cast = start()
    found = load_catalogue(Path(cast.environ["KIOSK_INSTANCE"]), recall=lambda *_: "[not read")
    assert found.kept("example-care-rule", 1) == found.measure("example-care-rule", 1)
