"""What is kept about clients, as a file: complete, private, and never run by a spreadsheet."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.test import TestResponse

from kiosk import catalogue, clock
from kiosk.actions.goals import Aim, agree_goal
from kiosk.actions.pauses import Reason, pause_client, resume_client
from kiosk.actions.records import NoSuchRecord
from kiosk.cli import kiosk
from kiosk.exports.csv_table import safe
from kiosk.exports.files import NotExported
from kiosk.storage.db import reading
from kiosk.storage.tables import Base, Person
from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import Desk, change, log_in, read, rows

WORDS = '=HYPERLINK("https://example.org"), Grüße; "so"'
GUESS = {"guess-understood": "9", "in-the-way": "no"}
ALICE = "alice@example.org"
Export = Callable[..., Result]


@pytest.fixture
def told(cast: Cast, alice: Desk) -> Waiting:
    """A client of whom there is something of everything."""
    waiting = cast.begin()
    alice.post(f"/visits/{waiting.visit}/guess", GUESS)
    cast.send(waiting, None, **WELL | {"topics": "4.2"}, words=WORDS, talk="now")
    alice.post(f"/visits/{waiting.visit}/signs", {"seen": "one-word"})
    alice.post(f"/visits/{waiting.visit}/repair", {"outcome": "talked", "note": "Ask for the list."})
    with cast.on_stage():
        person, now = reading().get_one(Person, cast.alice), clock.now()
        assert agree_goal(person, 1, Aim("own", "More time for the list."), now) is True
        assert pause_client(person, 1, Reason.SCREEN, now)
        assert resume_client(person, 1, now)
    return waiting


def whole(response: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.text)["clients"][0]
    return found


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("told")
def test_the_complete_record_has_something_of_everything(alice: Desk) -> None:
    client = whole(alice.get("/clients/1/record.json"))
    assert (client["code"], client["therapist"]["email"]) == ("C-014", ALICE)
    assert client["goals"][0]["words"] == "More time for the list."
    assert client["pauses"][0]["reason"] == "screen"
    [check_in] = client["check_ins"]
    assert check_in["response"]["answers"] == {"understood": 9.4, "topics": 4.2, "approach": 9.2, "overall": 9.6}
    assert check_in["response"]["score"] == {"total": 32.4, "max": 40.0, "estimated": None, "subscales": {}}
    assert (check_in["response"]["words"], check_in["response"]["talk"]) == (WORDS, "now")
    assert check_in["guess"]["marks"] == {"understood": 9.0}
    assert check_in["guess"]["in_the_way"] is False
    assert [sign["kind"] for sign in check_in["signs"]] == ["one-word"]
    assert [(each["outcome"], each["note"]) for each in check_in["repairs"]] == [("talked", "Ask for the list.")]
    found = {signal["id"]: signal for signal in check_in["response"]["signals"]}
    assert found["line-low"]["why"].startswith("What we worked on: 4.2")
    assert check_in["begun_at"] == "2026-06-03T14:48:00+00:00"


@pytest.mark.usefixtures("told")
def test_each_answer_says_whose_wording_it_was_given_to(alice: Desk) -> None:
    measure = catalogue.measure("session-check")
    told_with = whole(alice.get("/clients/1/record.json"))["check_ins"][0]["measure"]
    assert (told_with["id"], told_with["version"], told_with["note"]) == (
        measure.id,
        1,
        "Our own wording, not validated.",
    )
    assert (told_with["source"], told_with["licence"]) == (measure.source, measure.licence)
    assert told_with["questions"]["topics"] == measure.item("topics").texts["en"].question
    [row] = table(alice.get("/clients/1/record.csv").text)
    assert (row["measure"], row["version"], row["wording"]) == ("session-check", "1", "Our own wording, not validated.")


@pytest.mark.usefixtures("told")
def test_every_column_about_a_client_is_handed_out_or_left_out_on_purpose(cast: Cast, alice: Desk) -> None:
    """A new column comes by itself; a new table about clients has to be added to the record, or named here."""
    told_of = {"clients", "pauses", "goals", "taken_back"}
    told_of |= {"visits", "check_ins", "responses", "repairs", "guesses", "signs"}
    tells_nothing_more, tells_of_the_others_too = {"events", "tablets"}, {"visit_repairs"}
    about = {
        table.name
        for table in Base.metadata.tables.values()
        if {"client_id", "check_in_id", "visit_id", "goal_id"} & set(table.columns.keys())
    }
    assert about - told_of - tells_nothing_more - tells_of_the_others_too == set()
    kept = {key for client in [whole(alice.get("/clients/1/record.json"))] for key in client}
    columns = {name for _, name, *_ in rows(cast, "PRAGMA table_info(clients)")}
    assert columns - kept == {"id", "practice_id", "therapist_id"}


@pytest.mark.usefixtures("told")
def test_nothing_that_opens_a_form_is_handed_out(cast: Cast, alice: Desk, told: Waiting) -> None:
    text = alice.get("/clients/1/record.json").text
    [(key,)] = rows(cast, "SELECT sending_key FROM responses")
    assert told.token not in text
    assert key not in text
    assert "hash" not in text


def test_a_record_tells_nothing_of_the_others_in_the_room(cast: Cast, alice: Desk) -> None:
    alice.post("/visits/together", {"kind": "couple", "place": "room", "client-1": "C-001", "client-2": "C-002"})
    change(cast, """UPDATE visits SET together = '[{"rule": "split", "figures": {"totals apart": 8.9}}]'""")
    text = alice.get("/clients/1/record.json").text
    assert '"kind": "couple"' in text
    assert "C-002" not in text
    assert "8.9" not in text


@pytest.mark.usefixtures("told")
def test_the_table_has_a_row_for_each_check_in_and_a_column_for_each_question(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(measure="alliance-12"), decline="yes")
    first, second = table(alice.get("/clients/1/record.csv").text)
    assert (first["answer topics"], first["total"], first["of"]) == ("4.2", "32.4", "40.0")
    assert (first["afterwards"], first["note"]) == ("talked", "Ask for the list.")
    assert "line-low 3" in first["signals"]
    assert (second["declined"], second["answer topics"], second["total"]) == ("yes", "", "")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\N{FULLWIDTH EQUALS SIGN}"])
def test_a_cell_that_looks_like_a_formula_is_text(first: str) -> None:
    assert safe(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize(("value", "cell"), [("C-014", "C-014"), (None, ""), (True, "yes"), (0.0, "0.0"), ("", "")])
def test_any_other_cell_is_as_it_was(value: object, cell: str) -> None:
    assert safe(value) == cell


@pytest.mark.usefixtures("told")
def test_no_cell_of_the_file_can_be_run_not_even_a_heading(cast: Cast, alice: Desk) -> None:
    change(cast, "UPDATE clients SET code = '@SUM(A1)'")
    change(cast, "UPDATE check_ins SET state = '+1', measure = '=cmd'")
    text = alice.get("/clients/1/record.csv").text
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n") and cell] == []
    assert f"'{WORDS}" in cells
    assert "'@SUM(A1)" in cells


@pytest.mark.usefixtures("told")
def test_the_file_is_named_after_the_code_and_kept_nowhere(alice: Desk) -> None:
    response = alice.get("/clients/1/record.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=C-014.csv"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == "text/csv"
    page = alice.get("/clients/1")
    assert "/clients/1/record.csv" in page.text
    assert "All that is kept about C-014, for them to have." in read(page)


@pytest.mark.usefixtures("told")
def test_a_record_is_there_for_nobody_but_the_therapist(cast: Cast, alice: Desk) -> None:
    for person in (cast.bob, cast.carol):
        desk = log_in(cast, person)
        assert desk.get("/clients/1/record.json").data == desk.get("/clients/99/record.json").data
        assert desk.get("/clients/1/record.json").status_code == 404
    assert alice.get("/clients/1/record.xlsx").status_code == 404


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Export:
    """The command, by the words after `kiosk export`."""
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)

    def export(*words: str) -> Result:
        return CliRunner(catch_exceptions=False).invoke(kiosk, ["export", *words])

    return export


@pytest.mark.usefixtures("told")
def test_one_client_is_exported_by_therapist_and_code(run: Export, tmp_path: Path) -> None:
    file = tmp_path / "c-014.csv"
    said = run("--therapist", ALICE, "--client", "C-014", "--format", "csv", "--to", str(file)).output
    assert said.startswith(f"{file}: 1 client.")
    assert [row["client"] for row in table(file.read_text("utf-8"))] == ["C-014"]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("told")
def test_a_whole_practice_is_exported_and_no_other(cast: Cast, run: Export, tmp_path: Path) -> None:
    cast.begin("C-002")
    change(cast, "UPDATE clients SET practice_id = 2, therapist_id = ? WHERE code = 'C-002'", cast.carol)
    file = tmp_path / "all.json"
    assert run("--to", str(file)).exit_code == 0
    assert [client["code"] for client in json.loads(file.read_text("utf-8"))["clients"]] == ["C-014"]


@pytest.mark.usefixtures("told")
def test_a_file_that_is_there_stays_as_it_is(run: Export, tmp_path: Path) -> None:
    file = tmp_path / "there.json"
    file.write_text("mine", "utf-8")
    with pytest.raises(NotExported, match="stays as it is"):
        run("--to", str(file))
    assert file.read_text("utf-8") == "mine"
    with pytest.raises(NotExported, match="cannot be written"):
        run("--to", str(tmp_path / "no folder" / "file.json"))


@pytest.mark.usefixtures("told")
def test_whoever_is_not_there_is_named_and_nothing_is_written(run: Export, tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    with pytest.raises(NoSuchRecord, match=r"nobody@example\.org"):
        run("--therapist", "nobody@example.org", "--to", str(file))
    with pytest.raises(NoSuchRecord, match="no client with the code C-999"):
        run("--therapist", ALICE, "--client", "C-999", "--to", str(file))
    assert run("--client", "C-014", "--to", str(file)).exit_code == 2
    assert not file.exists()
