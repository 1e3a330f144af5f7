"""Whatever keeps an answer from being stored is *not saved yet*: the words stay with the client, and health tells."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kiosk.app import create_app
from kiosk.config import load
from kiosk.storage import trial
from tests.support.practice import Cast, Waiting
from tests.support.sqlite_file import database
from tests.web.browsing import hidden, lines
from tests.web.conftest import Stage

pytestmark = pytest.mark.sqlite_file
WORDS = "zebra lantern quartz"


def replace(file: Path) -> None:
    """Another file of the same content, as after a restore by hand."""
    shutil.copy(file, file.with_name("copy"))
    file.with_name("copy").replace(file)


def assert_not_saved(phone: FlaskClient, waiting: Waiting, form: dict[str, str], why: str) -> None:
    refused = phone.post(waiting.path, data=form)
    assert (refused.status_code, "Not saved yet" in refused.text, WORDS in refused.text) == (503, True, True)
    unwell = phone.get("/healthz")
    assert (unwell.status_code, why in unwell.get_json()["database"]) == (503, True)


def form_of(phone: FlaskClient, waiting: Waiting) -> dict[str, str]:
    return {"key": hidden(phone.get(waiting.path), "key"), "marked": "line", "words": WORDS} | lines()


@pytest.mark.sqlite_file
def test_a_lock_file_that_cannot_be_opened(stage: Stage) -> None:
    cast = stage()
    waiting, lock = cast.begin(), database(cast).with_name("write.lock")
    lock.unlink()
    lock.mkdir()
    phone = create_app(load(cast.environ)).test_client()
    assert_not_saved(phone, waiting, form_of(phone, waiting), "lock file cannot be opened")


@pytest.mark.sqlite_file
@pytest.mark.parametrize("fault", [replace, Path.unlink])
def test_a_database_file_that_was_replaced_or_removed_under_a_server(
    cast: Cast, phone: FlaskClient, fault: Callable[[Path], None]
) -> None:
    waiting = cast.begin()
    form = form_of(phone, waiting)
    fault(database(cast))
    assert_not_saved(phone, waiting, form, "another file")


@pytest.mark.sqlite_file
def test_health_tries_again_once_its_outcome_is_old(
    cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert phone.get("/healthz").status_code == 200
    replace(database(cast))
    assert phone.get("/healthz").status_code == 200
    monkeypatch.setattr(trial, "GOOD_FOR_S", -1.0)
    statuses = [phone.get("/healthz").status_code for _ in range(200)]
    assert statuses[-1] == 503
