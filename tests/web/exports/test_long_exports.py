"""Exports of a whole caseload: asked for on a page, made by a job, and waiting sealed for whoever asked alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.operations.purge import purge
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.storage import sealed_files
from kiosk.storage.tables import Task
from tests.support.practice import WELL, Cast
from tests.support.stored import change, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, log_in, read

WORDS = "Nobody but her: the yellow door."


@pytest.fixture
def run_jobs(cast: Cast) -> Callable[[], None]:
    """Does what the process beside the workers does."""

    def run() -> None:
        with cast.on_stage():
            run_due_jobs("holder", clock.now, lambda _: None)

    return run


@pytest.fixture
def told(cast: Cast) -> None:
    cast.send(cast.begin(), None, **WELL, words=WORDS)
    cast.send(cast.begin("C-015"), None, **WELL)


def ask(desk: Desk, **choices: str) -> str:
    """Ask for a file; gives the address of its page."""
    answer = desk.post("/exports", {"format": "csv", "rows": "check-ins"} | choices)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.mark.usefixtures("told")
def test_a_file_is_made_by_a_job_and_waits_sealed(cast: Cast, alice: Desk, run_jobs: Callable[[], None]) -> None:
    before = len(audited(cast))
    page = ask(alice)
    assert "It starts in a moment" in read(alice.get(page))
    assert alice.get(f"{page}/file").status_code == 404
    run_jobs()
    assert "Download clients-check-ins.csv" in read(alice.get(page))
    file = alice.get(f"{page}/file")
    rows = list(csv.DictReader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [(row["client"], row["total"]) for row in rows] == [("C-014", "37.2"), ("C-015", "37.2")]
    assert (file.headers["Cache-Control"], file.content_length) == ("no-store", len(file.data))
    assert "clients-check-ins.csv" in file.headers["Content-Disposition"]
    assert "meaning" in alice.get(f"{page}/dictionary").text
    with cast.on_stage():
        kept = [found.read_bytes() for found in sealed_files.folder().iterdir()]
    assert len(kept) == 2
    assert not any(WORDS.encode() in content or b"C-014" in content for content in kept)
    assert [act for _, _, act, _ in audited(cast, before)] == ["record-exported"] * 2


@pytest.mark.usefixtures("told")
def test_nobody_else_finds_it(cast: Cast, alice: Desk, run_jobs: Callable[[], None]) -> None:
    page = ask(alice)
    run_jobs()
    for person in (cast.bob, cast.carol):
        desk = log_in(cast, person)
        for path in (page, f"{page}/file", f"{page}/dictionary"):
            assert desk.get(path).status_code == 404
    assert cast.app.test_client().get(f"{page}/file").status_code == 401


@pytest.mark.usefixtures("told")
def test_its_day_ends_it(cast: Cast, alice: Desk, run_jobs: Callable[[], None], time: TimeMachineFixture) -> None:
    page = ask(alice)
    run_jobs()
    time.shift(timedelta(days=1, seconds=1))
    assert log_in(cast, cast.alice).get(page).status_code == 404
    with cast.on_stage():
        purge(clock.now())
    with cast.on_stage():
        assert list(sealed_files.folder().iterdir()) == []
    assert stored(cast, Task.id) == []


@pytest.mark.usefixtures("told")
def test_the_kind_that_was_chosen_is_remembered(alice: Desk, run_jobs: Callable[[], None]) -> None:
    assert 'value="xlsx" checked' in alice.get("/exports").text
    page = ask(alice, format="csv-comma", rows="marks", client=alice.client_path().rpartition("/")[2])
    run_jobs()
    assert 'value="csv-comma" checked' in alice.get("/exports").text
    file = alice.get(f"{page}/file")
    assert "C-014-marks.csv" in file.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(file.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))
    assert [row["mark"] for row in rows] == ["9,4", "9,0", "9,2", "9,6"]


@pytest.mark.usefixtures("told")
def test_a_workbook_opens(alice: Desk, run_jobs: Callable[[], None]) -> None:
    page = ask(alice, format="xlsx")
    run_jobs()
    book = load_workbook(io.BytesIO(alice.get(f"{page}/file").data))
    assert book["Table"].max_row == 3


@pytest.mark.usefixtures("told")
def test_what_cannot_be_made_ends_with_a_reason(cast: Cast, alice: Desk, run_jobs: Callable[[], None]) -> None:
    page = ask(alice)
    change(cast, Task, choices={"client": "0" * 32, "format": "csv", "rows": "check-ins"})
    run_jobs()
    assert "The file is gone" in read(alice.get(page))
    again = ask(alice)
    change(cast, Task, Task.public_id == again.rpartition("/")[2], attempts=2)
    run_jobs()
    assert "Something went wrong on the server" in read(alice.get(again))


def test_what_there_is_not_is_refused(cast: Cast, alice: Desk) -> None:
    assert alice.post("/exports", {"format": "pdf"}).status_code == 422
    assert alice.get(f"/exports?client={'0' * 32}").status_code == 404
    assert alice.post("/exports", {"format": "csv", "client": "0" * 32}).status_code == 404
    bob = log_in(cast, cast.bob)
    cast.begin()
    assert bob.post("/exports", {"format": "csv", "client": bob.client_path().rpartition("/")[2]}).status_code == 404


@pytest.mark.usefixtures("told")
def test_a_damaged_file_is_not_handed_out(cast: Cast, alice: Desk, run_jobs: Callable[[], None]) -> None:
    page = ask(alice, format="json")
    run_jobs()
    with cast.on_stage():
        [file] = sealed_files.folder().iterdir()
        content = bytearray(file.read_bytes())
        content[60] ^= 1
        file.write_bytes(content)
        with pytest.raises(sealed_files.Damaged):
            list(sealed_files.parts_of(file.name))
    with pytest.raises(sealed_files.Damaged):
        assert alice.get(f"{page}/file").data
