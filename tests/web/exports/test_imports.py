"""Past data from files: every row is seen before any is taken, all are taken or none, and it can be undone."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.xml import constants
from sqlalchemy import select
from time_machine import TimeMachineFixture

from kiosk.cli import kiosk
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.interchange import uploads
from kiosk.storage import sealed_files
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Client, Event, Import, OpenLoop, Response, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, log_in, read
from tests.web.importing import GOOD, HEAD, Importer, purged, waits


@pytest.fixture
def importer(cast: Cast, alice: Desk) -> Importer:
    cast.settle(time_zone="Europe/Vienna")
    return Importer(cast, alice)


def test_a_file_is_read_mapped_looked_over_and_taken_whole(cast: Cast, alice: Desk, importer: Importer) -> None:
    cast.send(cast.begin("C-014"), None, **WELL)
    before, events = len(audited(cast)), count(cast, Event)
    page = importer.look(GOOD)
    shown = read(alice.get(page))
    assert "Which column is which" in shown
    assert 'value="day" selected' in alice.get(page).text
    page = importer.check(GOOD)
    dry = read(alice.get(page))
    assert "3 rows can be imported. 1 client is new." in dry
    assert "C-020 (new)" in dry
    assert "not given" in dry
    assert count(cast, Response) == 1, "nothing is taken yet"
    assert alice.post(f"{page}/take").status_code == 303
    assert count(cast, Response) == 1, "a job takes it"
    importer.run_jobs()
    assert "All rows were imported." in read(alice.get(page))
    rows = stored(
        cast, Response.marked, Response.received_at, Response.marks, Response.total, Response.signals, Response.lead
    )[1:]
    nines = {"understood": 94, "topics": 90, "approach": 92, "overall": 96}
    assert rows[0] == ("import", datetime.fromisoformat("2026-05-04T10:00:00+00:00"), nines, 372, [], None)
    assert (rows[1][2], rows[1][3]) == ({"understood": 0, "topics": 90, "overall": 96}, None)
    assert [act for _, _, act, _ in audited(cast, before)] == ["import-taken"]
    assert (count(cast, Event), count(cast, OpenLoop)) == (events, 0), "nobody is prompted by the past"
    with cast.on_stage():
        left = [file.name for file in sealed_files.folder().iterdir()]
    assert left == [stored(cast, Import.public_id)[0]], "the file that was only looked at; nothing of the other"


def test_the_columns_chosen_are_kept_for_the_next_file(alice: Desk, importer: Importer) -> None:
    odd = "Who;When;A;B;C;D\nC-014;31.5.2026;9,4;9,0;9,2;9,6\n"
    named = dict(zip((f"item-{item}" for item in WELL), "ABCD", strict=True))
    importer.take(odd, code="Who", day="When", day_order="dmy", **named)
    page = importer.look(odd.replace("31.5", "30.5"))
    text = alice.get(page).text
    assert all(f'value="{name}" selected' in text for name in ("Who", "When", *"ABCD", "dmy"))


REFUSED = {
    "C-014,2026-05-04,41,9,9,9": "41 is not between 0 and 10.",
    "C-014,2026-05-04,-1,9,9,9": "“-1” is not a number.",
    "C-014,2026-05-04,9.25,9,9,9": "“9.25” has more than one decimal.",
    "C-014,2026-05-04,good,9,9,9": "“good” is not a number.",
    "C-014,2026-06-04,9,9,9,9": "2026-06-04 is in the future.",
    "C-014,1900-01-00,9,9,9,9": "“1900-01-00” is not a day in the order you chose.",
    "C-014,1969-12-31,9,9,9,9": "1969-12-31 is before 1970.",
    "C-014,,9,9,9,9": "The day is missing.",
    ",2026-05-04,9,9,9,9": "The code is missing.",
    "Mrs. Anna-Maria Musterfrau,2026-05-04,9,9,9,9": "“Mrs. Anna-Maria Musterfrau” is not a code",
    "c-o14,2026-05-04,9,9,9,9": "c-o14 looks like C-014. Write it the same.",
}


def test_rows_are_refused_with_their_line_and_reason(cast: Cast, importer: Importer) -> None:
    cast.begin("C-014")
    said = importer.refused("C-014,2026-05-03,9,9,9,9", *REFUSED)
    assert f"1 row can be imported. {len(REFUSED)} rows are refused." in said
    for line, why in enumerate(REFUSED.values(), 3):
        assert f" {line} {why}" in said
    page = f"/imports/{stored(cast, Import.public_id)[0]}"
    assert "Import 1 row" not in said
    assert importer.desk.post(f"{page}/take").status_code == 409
    importer.run_jobs()
    assert (count(cast, Response), count(cast, Client)) == (0, 1), "a file is imported whole or not at all"


def test_the_same_row_twice_and_what_was_imported_before_are_refused(importer: Importer) -> None:
    said = importer.refused("C-1,2026-05-04,9,9,9,9", "C-1,2026-05-04,9,9,9,9", "C-1,2026-05-04,8,8,8,8")
    assert "The same row is in line 2." in said
    assert "Line 2 has another answer of this client at this time." in said
    importer.take(GOOD)
    said = read(importer.desk.get(importer.check(GOOD)))
    assert said.count("This answer was imported already.") == 3


def test_a_row_without_marks_is_left_out_and_a_total_is_only_compared(importer: Importer) -> None:
    head = f"{HEAD},total"
    rows = ["C-1,2026-05-04,NA,,-,n/a,", "C-1,2026-05-05,9,9,9,9,36", "C-1,2026-05-06,9,9,9,9,36.0"]
    said = read(importer.desk.get(importer.check("\n".join((head, *rows)), total="total")))
    assert "2 rows can be imported. 1 row has no mark and is left out." in said
    rows = ["C-1,2026-05-04,9,9,9,,40.0", "C-1,2026-05-05,9,9,9,9,37", "C-1,2026-05-06,9,9,9,9,41"]
    said = read(importer.desk.get(importer.check("\n".join((head, *rows)), total="total")))
    assert "The total is 40.0, but not every mark is given." in said
    assert "The total is 37, but the marks add up to 36.0." in said
    assert "A total of 41 is more than the form has: 40.0." in said


def test_an_import_is_undone_within_thirty_days(
    cast: Cast, alice: Desk, importer: Importer, time: TimeMachineFixture
) -> None:
    cast.send(cast.begin("C-014"), None, **WELL)
    page = importer.take(GOOD)
    assert "Undo the import" in read(alice.get(page))
    assert "37.2" in read(alice.get(f"{alice.client_path()}?measure=session-check&version=2&marked=import"))
    assert alice.post(f"{page}/undo").status_code == 303
    importer.run_jobs()
    assert "undone: none of it counts any more" in read(alice.get(page))
    assert count(cast, CheckIn, CheckIn.set_aside_at.is_(None)) == 1
    assert "C-020" not in read(alice.get("/clients"))
    assert "C-020" not in alice.get("/").text
    importer.take(GOOD)
    time.shift(timedelta(days=30, seconds=1))
    late = Importer(cast, log_in(cast, cast.alice))
    again = f"/imports/{stored(cast, Import.public_id)[-1]}"
    assert "Undo the import" not in read(late.desk.get(again))
    assert late.desk.post(f"{again}/undo").status_code == 409


def test_imported_marks_are_in_no_baseline_of_lines_and_change_no_count(
    cast: Cast, alice: Desk, importer: Importer
) -> None:
    """Low marks of the past are no usual range, no last time and no dip: today is judged as if they were not there."""
    low = "\n".join([HEAD, *(f"C-014,2026-05-{day:02},2,2,2,2" for day in range(1, 21))])
    may = read(alice.get("/month?month=2026-05"))
    importer.take(low)
    cast.send(cast.begin("C-014"), None, **WELL)
    [*_, last] = stored(cast, Response.before)
    assert last == {"total": None, "lines": {}}
    assert "imported" in read(alice.get(alice.client_path()))
    assert read(alice.get("/month?month=2026-05")) == may


def test_a_new_form_is_asked_as_before_the_import(cast: Cast, alice: Desk, importer: Importer) -> None:
    """The last form and place of a client are those of a session here, and the list is in the order of the days."""
    cast.send(cast.begin("C-014", measure="alliance-12", place="telehealth"), None, decline="yes")
    importer.take(GOOD)
    listed = read(alice.get("/clients"))
    assert "on a call" in listed
    assert listed.index("C-014") < listed.index("C-020")


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        ("code,day\nC-1,Grüße\n".encode("cp1252"), "The file is not UTF-8 text"),
        (b"code,code\nC-1,C-2\n", "There are two columns “code”."),
        (b"code,day\nC-1,2026-05-04,9\n", "more cells than there are headings"),
        (b'code,day\n"C-1,2026-05-04\n', "A quotation mark is not closed"),
        (b"code,day\nC-\0,1\n", "This is no text."),
        (b"PK\x03\x04 and then nothing", "The workbook is damaged."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old Excel file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(importer: Importer, sent: bytes, why: str) -> None:
    answer = importer.send(sent)
    if answer.status_code == 303:
        importer.run_jobs()
        [last] = stored(importer.cast, Import.public_id)
        answer = importer.desk.get(f"/imports/{last}")
    assert why in read(answer)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_by_the_types_of_its_cells(cast: Cast, importer: Importer) -> None:
    head = tuple(HEAD.split(","))
    rows = [(1401, date(2026, 5, 4), 9.4, 0, None, 9), ("C-2", datetime(2026, 5, 4, 9, 30), 1, 2.5, 3, 4)]  # noqa: DTZ001 -- a cell of Excel has no zone
    importer.take(workbook(head, *rows))
    assert stored(cast, Client.code) == ["1401", "C-2"]
    assert stored(cast, Response.marks) == [
        {"understood": 94, "topics": 0, "overall": 90},
        {"understood": 10, "topics": 25, "approach": 30, "overall": 40},
    ]
    assert stored(cast, Visit.began_at)[1].isoformat() == "2026-05-04T07:30:00+00:00"


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_unpacked(importer: Importer) -> None:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(uploads.MOST_UNPACKED + 1))
    assert len(file.getvalue()) < 1024 * 1024
    page = importer.look(file.getvalue())
    assert "unpacks to more than this server reads" in read(importer.desk.get(page))


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CELL = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>code</t></is></c></row>'


def changed(parts: Mapping[str, str | bytes], flag: int = 0) -> bytes:
    """A workbook with these parts instead of its own, and with a flag in the head of each."""
    file, given = io.BytesIO(), workbook(("code",))
    with ZipFile(io.BytesIO(given)) as source, ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name in {*source.namelist(), *parts}:
            packed.writestr(name, parts[name] if name in parts else source.read(name))
    content = bytearray(file.getvalue())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= flag
            place = content.find(mark, place + 1)
    return bytes(content)


TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


def elsewhere(kind: str, its: bytes = b"") -> dict[str, bytes]:
    """The parts of a sound workbook, but for one, its own or `its`, in a folder that is not measured."""
    with ZipFile(io.BytesIO(workbook(("code",)))) as packed:
        listed, book = packed.read("[Content_Types].xml"), packed.read("xl/workbook.xml")
        relations = packed.read("xl/_rels/workbook.xml.rels")
    there = f'<Override PartName="/xl/media/part.xml" ContentType="{kind}"/><Override '.encode()
    return {
        "[Content_Types].xml": listed.replace(b"<Override ", there, 1),
        "xl/media/part.xml": its or book,
        "xl/media/_rels/part.xml.rels": relations,
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (changed({}, flag=0x01), "The workbook is damaged."),
        (changed({}, flag=0x20), "The workbook is damaged."),
        (changed({}).replace(b"\xb5", b"\xff"), "The workbook is damaged."),
        (changed({"xl/styles.xml": bytes(uploads.MOST_WHOLE + 1)}), "unpacks to more than this server reads"),
        (
            changed({"xl/worksheets/_rels/sheet1.xml.rels": bytes(uploads.MOST_WHOLE + 1)}),
            "unpacks to more than this server reads",
        ),
        (changed(elsewhere(constants.XLSX)), "The workbook is damaged."),
        (changed(elsewhere(constants.SHARED_STRINGS, TEXTS)), "The workbook is damaged."),
        (
            changed({"xl/worksheets/sheet1.xml": SHEET.format(CELL.format(1) + CELL.format(2_000_000_000))}),
            "rows. Divide the file.",
        ),
    ],
    ids=["encrypted", "patched", "bits", "styles", "relations", "book elsewhere", "texts elsewhere", "a row far away"],
)
def test_no_workbook_takes_more_than_a_sentence(importer: Importer, content: bytes, why: str) -> None:
    assert why in read(importer.desk.get(importer.look(content)))


def test_a_date_beyond_every_calendar_is_refused_and_nothing_of_it_is_printed(importer: Importer) -> None:
    cells = '<row r="1"><c r="A1" s="1"><v>99999999999</v></c></row>'
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    content = changed({"xl/worksheets/sheet1.xml": SHEET.format(CELL.format(1) + cells), "xl/styles.xml": styles})
    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        importer.look(content)
    assert [str(one.message) for one in printed if "99999999999" in str(one.message)] == []


def test_what_we_export_can_be_imported_again(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin("C-014"), None, **WELL | {"topics": ""})
    cast.send(cast.begin("C-015"), None, decline="yes")
    table = alice.get(f"{alice.client_path()}/record.csv").data
    bob = Importer(cast, log_in(cast, cast.bob))
    page = bob.look(table)
    text = bob.desk.get(page).text
    assert all(f'value="{name}" selected' in text for name in ("client", "sent", "answer topics", "total"))
    named = {f"item-{item}": f"answer {item}" for item in WELL}
    bob.take(table, code="client", day="sent", **named)
    assert stored(cast, Response.marks, where=Response.marked == "import") == [
        {"understood": 94, "approach": 92, "overall": 96}
    ]


def test_clients_come_in_with_their_codes_and_languages(cast: Cast, alice: Desk, importer: Importer) -> None:
    page = importer.take("code,language\nC-1,de\nC-2,\n", "clients", language="language")
    assert stored(cast, Client.code, Client.language) == [("C-1", "de"), ("C-2", "")]
    said = read(alice.get(importer.check("code\nC-1\nC-3\nC-3\n", "clients")))
    assert "C-1 is there already." in said
    assert "The same code is in line 3." in said
    alice.post(f"{page}/undo")
    importer.run_jobs()
    assert stored(cast, Client.code) == []


def test_an_import_is_its_therapists_alone_and_large_bodies_are_for_them(cast: Cast, importer: Importer) -> None:
    page = importer.check(GOOD)
    for person in (cast.bob, cast.carol):
        desk = log_in(cast, person)
        assert desk.get(page).status_code == 404
        assert [desk.post(f"{page}/{act}").status_code for act in ("columns", "take", "undo")] == [404] * 3
    large = f"{GOOD}\n".encode() + b"C-014,2026-05-12,9,9,9,9\n" * 5_000
    assert importer.send(large).status_code == 303
    nobody = cast.app.test_client()
    fields: dict[str, Any] = {"kind": "scores", "file": (io.BytesIO(large), "x.csv")}
    assert nobody.post("/imports", data=fields).status_code == 401
    assert (
        importer.desk.client.post("/imports", data={**fields, "file": (io.BytesIO(large), "x.csv")}).status_code == 400
    )
    with cast.on_stage():
        assert len(list(sealed_files.folder().iterdir())) == 4, "two uploads, and two lists of a dry run"


def test_taking_goes_on_where_it_was_cut_off(
    cast: Cast, importer: Importer, monkeypatch: pytest.MonkeyPatch, time: TimeMachineFixture
) -> None:
    """A process that is killed in the middle leaves nothing that counts, and the next one takes each row once."""
    rows = "\n".join([HEAD, *(f"C-{day},2026-05-{day:02},9,9,9,9" for day in range(1, 21))])
    page = importer.check(rows)
    importer.desk.post(f"{page}/take")
    with monkeypatch.context() as patched:
        patched.setattr("kiosk.operations.taking.AT_ONCE", 7)
        patched.setattr("kiosk.operations.taking.time", SimpleNamespace(sleep=_killed))  # of this module alone
        with pytest.raises(KeyboardInterrupt):
            importer.run_jobs()
    assert (count(cast, Response), count(cast, CheckIn, CheckIn.set_aside_at.is_(None))) == (7, 0)
    importer.run_jobs()  # finds that its process ended
    time.shift(timedelta(minutes=1))
    importer.run_jobs()
    assert (count(cast, Response), count(cast, CheckIn, CheckIn.set_aside_at.is_(None))) == (20, 20)


def _killed(_: float) -> None:
    raise KeyboardInterrupt


def test_a_file_that_is_left_alone_for_an_hour_goes_and_one_that_is_looked_at_waits(
    alice: Desk, importer: Importer, time: TimeMachineFixture
) -> None:
    page = importer.check(GOOD)
    for _ in range(2):
        time.shift(timedelta(minutes=50))
        assert "Import 3 rows" in read(alice.get(page))
        purged(importer)
    assert waits(importer, page)
    time.shift(timedelta(minutes=61))
    purged(importer)
    assert not waits(importer, page)
    assert "The file was deleted, and nothing was imported." in read(alice.get(page))
    assert alice.post(f"{page}/take").status_code == 303
    importer.run_jobs()
    assert count(importer.cast, Response) == 0


def test_it_goes_as_its_therapist_logs_out_and_when_it_cannot_be_read(alice: Desk, importer: Importer) -> None:
    assert not waits(importer, importer.look("no heading\n\0\n"))
    page = importer.check(GOOD)
    assert waits(importer, page)
    alice.post("/logout")
    assert not waits(importer, page)


def test_it_goes_as_anybody_is_erased(cast: Cast, alice: Desk, bob: Desk, importer: Importer) -> None:
    cast.begin("C-001")
    client = alice.client_path()
    page = importer.check(GOOD)
    assert bob.get("/imports").status_code == 200
    erased = alice.post(f"{client}/erase", {"what": "client", "code": "C-001"})
    assert erased.status_code == 303
    assert not waits(importer, page)


def test_what_has_changed_since_the_dry_run_is_not_taken(cast: Cast, importer: Importer) -> None:
    page = importer.check(GOOD)
    importer.desk.post(f"{page}/take")
    cast.begin("c-o20")
    with cast.on_stage(), writing() as session:
        session.scalars(select(Client).where(Client.code_index == "c-o20")).one().code = "C-O20"
    importer.run_jobs()
    assert count(cast, Response) == 0
    assert "Which column is which" in read(importer.desk.get(page))


def test_past_scores_are_of_the_form_that_is_offered_first_unless_another_is_named(
    cast: Cast, alice: Desk, run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.app.extensions["kiosk-config"] = replace(cast.app.extensions["kiosk-config"], measure="felt-understood")
    assert '<option value="felt-understood/2" selected>' in alice.get("/imports").text
    (file := tmp_path / "past.csv").write_text("code,day,understood\nC-1,2026-05-04,9\n", "utf-8")
    monkeypatch.setenv("KIOSK_MEASURE", "felt-understood")
    run.invoke(kiosk, ["import", "scores", str(file), "--therapist", "alice@example.org"])
    assert stored(cast, Response.measure) == ["felt-understood"]


def test_the_command_takes_all_or_nothing(cast: Cast, run: CliRunner, tmp_path: Path) -> None:
    file, columns = tmp_path / "past.csv", tmp_path / "columns.toml"
    file.write_text(GOOD.replace("code,", "Patient,") + "C-30,2026-05-04,41,9,9,9\n", "utf-8")
    columns.write_text('code = "Patient"\n', "utf-8")
    words = ["import", "scores", str(file), "--therapist", "alice@example.org", "--map", str(columns)]
    with pytest.raises(Invalid, match="1 rows are refused"):
        run.invoke(kiosk, words)
    assert count(cast, Response) == 0
    file.write_text(file.read_text("utf-8").replace("41", "4.1"), "utf-8")
    assert "nothing was taken; it would be 4 rows, 3 new clients" in run.invoke(kiosk, [*words, "--dry-run"]).output
    assert count(cast, Client) == 0
    done = run.invoke(kiosk, words)
    assert (done.exit_code, done.stderr) == (0, ""), "a bar is for terminals alone"
    assert count(cast, CheckIn, CheckIn.set_aside_at.is_(None)) == 4
    with pytest.raises(NotFound, match="--therapist"):
        run.invoke(kiosk, ["import", "scores", str(file)])
