"""Files that wait in the instance folder go once their transaction is committed, or with the cleaning job."""

import io
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from kiosk.domain.refusals import NotSaved
from kiosk.operations import imports
from kiosk.storage import sealed_files
from kiosk.storage.tables import Import
from kiosk.storage.work import Work
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, read
from tests.web.importing import GOOD, Importer, purged, waits

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def importer(cast: Cast, alice: Desk) -> Importer:
    cast.settle(time_zone="Europe/Vienna")
    return Importer(cast, alice)


@pytest.fixture
def files(cast: Cast, alice: Desk, importer: Importer) -> set[str]:
    """The names of an upload and its two lists of rows, an export and its dictionary, and a calendar."""
    cast.send(cast.begin("C-001"), None, **WELL)
    importer.check(GOOD)
    alice.post("/exports", {"format": "csv", "rows": "check-ins"})
    alice.post("/calendar/file", {"file": _file(CALENDAR)})
    importer.run_jobs()
    return names(cast)


def _file(content: bytes) -> Any:  # noqa: ANN401 -- what the client of a test takes as a file
    return io.BytesIO(content), "mine.ics"


def names(cast: Cast) -> set[str]:
    """The names of all files that are there."""
    with cast.on_stage():
        return {found.name for found in sealed_files.folder().iterdir()}


def _refuse(_: Work) -> None:
    raise NotSaved("disk I/O error")


def test_a_transaction_that_is_undone_leaves_the_files_that_its_rows_promise(
    cast: Cast, alice: Desk, importer: Importer, files: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(files) == 6
    client = alice.client_path()
    with monkeypatch.context() as patched:
        patched.setattr(Work, "close", _refuse)
        for path, fields in (
            (f"{client}/erase", {"what": "client", "code": "C-001"}),
            ("/calendar/off", {}),
            ("/calendar/file", {"file": _file(CALENDAR)}),
        ):
            assert alice.post(path, fields).status_code == 503, path
        with pytest.raises(NotSaved):
            purged(importer)
    assert names(cast) >= files
    assert alice.post(f"{client}/erase", {"what": "client", "code": "C-001"}).status_code == 303
    assert alice.post("/calendar/off").status_code == 303
    assert not names(cast) & files


def test_what_a_process_leaves_that_ends_after_its_transaction_goes_with_the_cleaning_job(
    cast: Cast, importer: Importer, files: set[str], monkeypatch: pytest.MonkeyPatch, time: TimeMachineFixture
) -> None:
    desk = importer.desk
    with monkeypatch.context() as patched:
        patched.setattr(sealed_files, "_remove_each", lambda _: None)
        desk.post(f"{desk.client_path()}/erase", {"what": "client", "code": "C-001"})
        desk.post("/calendar/off")
    assert names(cast) == files
    time.shift(timedelta(minutes=46))
    purged(importer)
    assert names(cast) == set()


def test_the_cleaning_job_leaves_what_is_still_read_and_what_just_came(
    cast: Cast, importer: Importer, files: set[str], time: TimeMachineFixture
) -> None:
    time.shift(timedelta(minutes=46))
    with cast.on_stage():
        for name in ("0" * 32, "tmp-of-a-workbook"):
            (sealed_files.folder() / name).write_bytes(b"just begun")
    purged(importer)
    assert names(cast) == {*files, "0" * 32, "tmp-of-a-workbook"}


def test_a_file_that_cannot_be_deleted_is_told_of_in_the_log_and_the_act_is_done(
    cast: Cast, alice: Desk, files: set[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", _cannot)
        assert alice.post("/calendar/off").status_code == 303
    assert names(cast) == files
    assert "cannot be deleted: [Errno 30] Read-only file system" in caplog.text


def _cannot(file: Path, **_: bool) -> None:
    raise OSError(30, "Read-only file system", str(file))


@pytest.mark.parametrize("step", ["look", "dry_run"])
def test_what_is_read_while_somebody_is_erased_is_not_kept(
    cast: Cast, alice: Desk, importer: Importer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    cast.begin("C-001")
    client, really = alice.client_path(), imports.uploaded

    @contextmanager
    def meanwhile(*given: Any) -> Any:  # noqa: ANN401 -- as it is given
        with really(*given) as file:
            if step == "look" or stored(cast, Import.stage) == ["read"]:
                alice.post(f"{client}/erase", {"what": "client", "code": "C-001"})
            yield file

    monkeypatch.setattr(imports, "uploaded", meanwhile)
    page = importer.look(GOOD) if step == "look" else importer.check(GOOD)
    assert not waits(importer, page)
    assert "The file was deleted, and nothing was imported." in read(alice.get(page))
