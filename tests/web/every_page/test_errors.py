"""Internal errors: a quiet page with a number, a log that has the rest, and nothing of anybody in it."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kiosk.storage import events, forms
from kiosk.storage.tables import Event, Practice, Response
from tests.support.practice import Cast
from tests.support.stored import count, dump, without
from tests.web.browsing import JSON, Desk, answer, hidden, lines, read
from tests.web.conftest import Stage

SECRET = "the yellow door"


class Written(logging.Handler):
    """Keeps every line as the log would have it, the stack of calls included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter("%(levelname)s %(name)s %(message)s").format(record))


@pytest.fixture
def log() -> Iterator[Written]:
    written, root = Written(), logging.getLogger()
    level = root.level
    root.addHandler(written)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(written)
    root.setLevel(level)


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("made for a test")


def test_an_unexpected_error_shows_a_number_and_logs_it_once(
    cast: Cast, phone: FlaskClient, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = cast.begin()
    monkeypatch.setattr(forms, "by_link", broken)
    page = phone.get(waiting.path)
    assert page.status_code == 500
    [number] = re.findall(r"under ([0-9a-f]{8})\.", read(page))
    assert "made for a test" not in page.text
    assert "Traceback" not in page.text
    [line] = [line for line in log.lines if line.startswith("ERROR")]
    assert f"error {number} at /c/<token>" in line
    assert "RuntimeError: made for a test" in line
    assert waiting.token not in line


def test_a_script_is_told_in_json(cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = cast.begin()
    monkeypatch.setattr(forms, "by_link", broken)
    told = phone.get(waiting.path, headers=JSON)
    assert (told.status_code, told.mimetype) == (500, "application/json")
    assert "Something went wrong on the server." in told.get_json()["message"]


def test_an_answer_and_its_event_are_stored_together_or_not_at_all(
    cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    before = dump(cast)
    with monkeypatch.context() as broken_once:
        broken_once.setattr(events, "tell", broken)
        assert phone.post(waiting.path, data=form).status_code == 500
    assert dump(cast) == before
    assert phone.post(waiting.path, data=form).status_code == 303


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_the_disk_refuses_is_not_saved_yet_and_stays_on_the_screen(
    cast: Cast, phone: FlaskClient, accept: str
) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "buttons", "item-topics": "7", "words": SECRET}
    with without(cast, Event):
        refused = phone.post(waiting.path, data=form, headers={"Accept": accept})
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert "Not saved yet." in refused.text
    assert accept == "application/json" or (
        SECRET in refused.text and 'value="7" autocomplete="off" checked' in refused.text
    )
    assert count(cast, Response) == 0
    assert phone.post(waiting.path, data=form).status_code == 303


def test_nothing_of_a_whole_session_is_in_the_log(cast: Cast, phone: FlaskClient, alice: Desk, log: Written) -> None:
    waiting = cast.begin()
    phone.post(f"{waiting.path}/seen", data={"state": "answering"})
    answer(phone, waiting, {})
    answer(phone, waiting, lines(understood="3.1") | {"words": SECRET})
    phone.get("/c/thanks")
    phone.get(waiting.path)
    alice.get(f"/visits/{waiting.visit}")
    alice.post(f"/visits/{waiting.visit}/withdraw")
    phone.get("/nowhere")
    assert not [
        line for line in log.lines if waiting.token in line or SECRET in line or "3.1" in line or "C-014" in line
    ]


def test_a_form_without_its_token_tells_the_log_nothing_of_it(phone: FlaskClient, log: Written) -> None:
    phone.post("/login", data={"email": "alice@example.org", "password": SECRET})
    assert not [line for line in log.lines if SECRET in line or "alice@example.org" in line]


def test_health_is_told_in_json_and_so_is_its_lack(cast: Cast, phone: FlaskClient) -> None:
    well = phone.get("/healthz")
    assert (well.status_code, well.get_json()["status"], well.get_json()["database"]) == (200, "ok", "ok")
    with without(cast, Practice):
        unwell = phone.get("/healthz")
    assert unwell.status_code == 503
    assert "practices" in unwell.get_json()["database"]


def test_a_method_an_address_does_not_take_says_so(phone: FlaskClient) -> None:
    assert "This page can't accept that request." in read(phone.put("/login"))


@pytest.mark.parametrize("settings", [{"demo": "1", "host": "127.0.0.2", "insecure_lan": "1"}])
def test_error_pages_carry_the_notice_of_an_open_network_too(stage: Stage, settings: dict[str, str]) -> None:
    client = stage(**settings).app.test_client()
    for path in ("/nowhere", "/", "/c/never", "/join", "/open/never"):
        assert "A demo, open to this local network without encryption." in read(client.get(path))


def test_json_errors_are_json_all_the_way(phone: FlaskClient) -> None:
    assert json.loads(phone.get("/nowhere", headers=JSON).data)["message"].startswith("There is no such page.")
