"""Exports of what is kept about clients: complete, private, and never run by a spreadsheet."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.test import TestResponse

from kiosk import catalogue, clock
from kiosk.actions.clients.consents import record_told
from kiosk.actions.clients.export import export_records
from kiosk.actions.clients.goals import Aim, agree_goal
from kiosk.actions.clients.handover import offer_clients
from kiosk.actions.clients.pauses import PauseReason, pause_client, resume_client
from kiosk.actions.practice.supervise import agree_supervision, share_words
from kiosk.actions.visits.note import ToNote, note_session
from kiosk.cli import kiosk
from kiosk.domain.actors import CommandLine, Role
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, NotFound
from kiosk.interchange.csv_table import safe
from kiosk.interchange.files import Format, as_json, text_of
from kiosk.interchange.tables import Rows, Value
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Response, Supervision, Visit
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import amend, change, stored
from tests.web.browsing import NOW, Desk, log_in, read

WORDS = '=HYPERLINK("https://example.org"), Grüße; "so"'
GUESS = {"guess-understood": "9", "in-the-way": "no"}
ALICE = "alice@example.org"
Export = Callable[..., Result]
VERSION_1 = {
    "": "code preset phase language larger_text opening_measure made_at therapist goals pauses sessions_without_form "
    "handovers consents shared_words check_ins corrections seen_by",
    ".seen_by": "at by what about by_program",
    ".therapist": "name email",
    ".goals": "kind words place within unit agreed_at met_at met_by ended_at taken_back",
    ".handovers": "from to offered_at told_on asked_at declined_at outcome ended_at",
    ".consents": "told_on by recorded_at withdrawn_on withdrawn_at",
    ".shared_words": "supervisor shared_at ended_at",
    ".pauses": "reason begun_at ended_at",
    ".sessions_without_form": "kind day minute became noted_at",
    ".check_ins": "id part language link_ends_at state begun_at opened_at closed_at revealed_at seen_at "
    "mistake_said_at visit measure response guess signs repairs safety_records",
    ".check_ins.visit": "id place kind began_at therapist",
    ".check_ins.measure": "id version continues name note questions source licence",
    ".check_ins.response": "marked strain sorted_out obstacle talk safety declined words lead phase shown_at "
    "received_at entered_at entered_by answers score signals words_kept_back",
    ".check_ins.response.score": "total max estimated subscales",
    ".check_ins.response.signals": "id severity item why figures",
    ".check_ins.guess": "in_the_way guessed_at marks",
    ".check_ins.signs": "kind noted_at",
    ".check_ins.repairs": "outcome note recorded_at",
    ".check_ins.safety_records": "spoken handed_to plan_followed note recorded_at recorded_by",
}
"""The fields of the JSON record, by the place of what has them. Beside them, a goal's `taken_back` has its own."""
BY_ITEM = (".answers", ".marks", ".questions", ".subscales", ".figures")


@pytest.fixture
def told(cast: Cast, alice: Desk) -> Waiting:
    """A client of whom there is something of everything."""
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/guess", GUESS)
    cast.send(waiting, None, **WELL | {"topics": "4.2"}, words=WORDS, talk="now")
    alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "one-word"})
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": "Ask for the list."})
    client = PublicId(alice.client_path().rpartition("/")[2])
    with cast.on_stage():
        me, now = cast.actor(cast.alice), clock.now()
        agree_goal(me, client, Aim("own", "More time for the list."), now)
        pause_client(me, client, PauseReason.SCREEN, now)
        resume_client(me, client, now)
        offer_clients(me, [client], cast.actor(cast.bob).id, "", now)
        record_told(me, client, "2026-06-01", now)
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    with cast.on_stage():
        agree_supervision(me, cast.actor(cast.bob).id, now)
        share_words(me, stored(cast, Supervision.public_id)[0], client, now)
        note_session(me, ToNote("no-time", (now - timedelta(days=1)).date(), code="C-014"), now)
    return waiting


def whole(response: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.text)["clients"][0]
    return found


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("told")
def test_the_complete_record_has_something_of_everything(alice: Desk) -> None:
    client = whole(alice.get(f"{alice.client_path()}/record.json"))
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


def fields_in(value: object, place: str = "") -> set[str]:
    """Every field of a file by where it stands, without those that are named after a question or a figure."""
    match value:
        case dict() if not place.endswith(BY_ITEM):
            inner = (fields_in(held, f"{place}.{name}") for name, held in value.items())
            return {f"{place}.{name}" for name in value}.union(*inner)
        case list():
            return set[str]().union(*(fields_in(one, place) for one in value))
        case _:
            return set()


@pytest.mark.usefixtures("told")
def test_the_record_of_version_1_has_these_fields_and_no_other(cast: Cast, alice: Desk) -> None:
    """A field that is removed or renamed raises the version; one that is added was decided on."""
    asked = cast.begin()
    cast.send(asked, None, **WELL, safety="yes")
    alice.post(f"/check-ins/{asked.check_in}/safety", {"spoken": "yes"})
    alice.get(alice.client_path())
    expected = {f"{place}.{name}" for place, names in VERSION_1.items() for name in names.split()}
    assert fields_in(whole(alice.get(f"{alice.client_path()}/record.json"))) == expected


@pytest.mark.usefixtures("told")
def test_each_answer_says_whose_wording_it_was_given_to(alice: Desk) -> None:
    measure = catalogue.measure("session-check")
    told_with = whole(alice.get(f"{alice.client_path()}/record.json"))["check_ins"][0]["measure"]
    assert (told_with["id"], told_with["version"], told_with["note"]) == (
        measure.id,
        2,
        "Our own wording, not validated.",
    )
    assert (told_with["source"], told_with["licence"]) == (measure.source, measure.licence)
    assert told_with["questions"]["topics"] == measure.item("topics").texts["en"].question
    [row] = table(alice.get(f"{alice.client_path()}/record.csv").text)
    assert (row["measure"], row["version"], row["wording"]) == ("session-check", "2", "Our own wording, not validated.")


@pytest.mark.usefixtures("told")
def test_nothing_that_opens_a_form_is_handed_out(cast: Cast, alice: Desk, told: Waiting) -> None:
    text = alice.get(f"{alice.client_path()}/record.json").text
    [key] = stored(cast, Response.sending_key)
    assert told.token not in text
    assert key not in text
    assert "hash" not in text


def test_a_record_tells_nothing_of_the_others_in_the_room(cast: Cast, alice: Desk) -> None:
    alice.post("/visits/together", {"kind": "couple", "place": "room", "client-1": "C-001", "client-2": "C-002"})
    amend(cast, Visit, together=[{"rule": "split", "figures": {"totals apart": 8.9}}])
    text = alice.get(f"{alice.client_path()}/record.json").text
    assert '"kind": "couple"' in text
    assert "C-002" not in text
    assert "8.9" not in text


@pytest.mark.usefixtures("told")
def test_the_table_has_a_row_for_each_check_in_and_a_column_for_each_question(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(measure="alliance-12"), decline="yes")
    first, second = table(alice.get(f"{alice.client_path()}/record.csv").text)
    assert (first["answer topics"], first["total"], first["of"]) == ("4.2", "32.4", "40.0")
    assert (first["afterwards"], first["note"]) == ("talked", "Ask for the list.")
    assert "line-low 3" in first["signals"]
    assert (first["done after the call for help"], second["done after the call for help"]) == ("", "")
    assert (second["declined"], second["answer topics"], second["total"]) == ("yes", "", "NA")


def test_the_table_tells_what_was_done_after_a_call_for_help(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL, safety="yes")
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"spoken": "yes", "handed_to": "Dr Weber", "note": "=Sister"})
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"plan": "yes"})
    [row] = table(alice.get(f"{alice.client_path()}/record.csv").text)
    at = "2026-06-03T14:48:00+00:00"
    assert row["done after the call for help"] == (
        f"{at} {ALICE}; spoken with; handed to Dr Weber; '=Sister | {at} {ALICE}; plan followed"
    )


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\N{FULLWIDTH EQUALS SIGN}"])
def test_a_cell_that_looks_like_a_formula_is_text(first: str) -> None:
    assert safe(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize(("value", "cell"), [("C-014", "C-014"), (None, ""), (True, "yes"), (0.0, "0.0"), ("", "")])
def test_any_other_cell_is_as_it_was(value: Value, cell: str) -> None:
    assert safe(value) == cell


@pytest.mark.parametrize("separator", [";", ",", "|", "\t", "\r\n", "\n", "; ", ';"'])
def test_a_cell_starts_no_formula_when_it_is_read_with_another_separator(separator: str) -> None:
    cell = safe(f"well{separator}=1+1")
    assert cell == f"well{separator}'=1+1"
    for read_as in (";", ",", "|", "\t"):
        parts = [part for line in cell.splitlines() for part in line.split(read_as)]
        assert not [part for part in parts if part.strip(' "')[:1] in set("=+-@")]


def test_words_with_a_semicolon_are_as_they_were() -> None:
    assert safe("tired; but better - and well") == "tired; but better - and well"


@pytest.mark.usefixtures("told")
def test_no_cell_of_the_file_can_be_run_not_even_a_heading(cast: Cast, alice: Desk) -> None:
    amend(cast, Client, code="@SUM(A1)")
    change(cast, CheckIn, state="+1", measure="=cmd")
    text = alice.get(f"{alice.client_path()}/record.csv").text
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n") and cell] == []
    assert f"'{WORDS}" in cells
    assert "'@SUM(A1)" in cells


@pytest.mark.usefixtures("told")
def test_the_file_is_named_after_the_code_and_kept_nowhere(alice: Desk) -> None:
    response = alice.get(f"{alice.client_path()}/record.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=C-014.csv"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.mimetype == "text/csv"
    page = alice.get(f"{alice.client_path()}/asking")
    assert f"{alice.client_path()}/record.csv" in page.text
    assert "All that is kept about C-014, for them to have." in read(page)


@pytest.mark.usefixtures("told")
def test_a_record_is_there_for_nobody_but_the_therapist(cast: Cast, alice: Desk) -> None:
    for person in (cast.bob, cast.carol):
        desk = log_in(cast, person)
        assert desk.get(f"{desk.client_path()}/record.json").data == desk.get("/clients/99/record.json").data
        assert desk.get(f"{desk.client_path()}/record.json").status_code == 404
    assert alice.get(f"{alice.client_path()}/record.xlsx").status_code == 404


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


def test_an_answer_that_waits_is_in_the_complete_export_and_not_in_the_therapists_own(
    cast: Cast, alice: Desk, run: Export, tmp_path: Path
) -> None:
    cast.send(cast.begin(place="telehealth"), None, **WELL, words="Said while held.")
    [check_in] = whole(alice.get(f"{alice.client_path()}/record.json"))["check_ins"]
    assert check_in["response"] == {"withheld": "held", "received_at": clock.now().isoformat()}
    [row] = table(alice.get(f"{alice.client_path()}/record.csv").text)
    assert (row["withheld"], row["state"], row["own words"], row["total"]) == ("held", "sent", "", "")
    file = tmp_path / "all.json"
    run("--to", str(file))
    assert "Said while held." in file.read_text("utf-8")


@pytest.mark.usefixtures("told")
def test_a_whole_practice_is_exported_and_no_other(cast: Cast, run: Export, tmp_path: Path) -> None:
    cast.begin("C-002")
    change(cast, Client, Client.code_index == "C-002", practice_id=2, therapist_id=cast.carol)
    file = tmp_path / "all.json"
    assert run("--to", str(file)).exit_code == 0
    assert [client["code"] for client in json.loads(file.read_text("utf-8"))["clients"]] == ["C-014"]


@pytest.mark.usefixtures("told")
def test_a_file_that_is_there_stays_as_it_is(run: Export, tmp_path: Path) -> None:
    file = tmp_path / "there.json"
    file.write_text("mine", "utf-8")
    with pytest.raises(Conflict, match="stays as it is"):
        run("--to", str(file))
    assert file.read_text("utf-8") == "mine"
    with pytest.raises(Conflict, match="cannot be written"):
        run("--to", str(tmp_path / "no folder" / "file.json"))


@pytest.mark.usefixtures("told")
def test_whoever_is_not_there_is_named_and_nothing_is_written(run: Export, tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    with pytest.raises(NotFound, match=r"nobody@example\.org"):
        run("--therapist", "nobody@example.org", "--to", str(file))
    with pytest.raises(NotFound, match="no client with the code C-999"):
        run("--therapist", ALICE, "--client", "C-999", "--to", str(file))
    assert run("--client", "C-014", "--to", str(file)).exit_code == 2
    assert not file.exists()


def test_what_got_in_the_way_is_in_both_files(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(), None, **WELL, strain="partly", sorted_out="yes", obstacle="who-i-am")
    [check_in] = whole(alice.get(f"{alice.client_path()}/record.json"))["check_ins"]
    [row] = table(alice.get(f"{alice.client_path()}/record.csv").text)
    assert check_in["response"]["obstacle"] == row["what got in the way"] == "who-i-am"


def test_a_record_that_is_written_client_by_client_is_laid_out_as_one(cast: Cast, run: Export, tmp_path: Path) -> None:
    for code in ("C-900", "C-901"):
        cast.send(cast.begin(code), None, **WELL)
    run("--to", f"{tmp_path / 'all.json'}")
    text = (tmp_path / "all.json").read_text()
    whole = json.loads(text)
    assert len(whole["clients"]) == 2
    assert text == json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    assert "".join(as_json([], NOW)).endswith('"clients": []\n}\n')


def test_an_export_keeps_no_more_than_one_client_in_memory(cast: Cast) -> None:
    for number in range(5):
        cast.send(cast.begin(f"C-{number}"), None, **WELL)
    with cast.on_stage():
        records = export_records(CommandLine(), None, None, NOW)
        rows = reading().identity_map  # type: ignore[attr-defined]
        kinds = [(kind, rows) for kind in (Format.JSON, Format.CSV) for rows in Rows]
        parts = (part for kind, rows in kinds for part in text_of(records, kind, rows, NOW))
        assert max(sum(isinstance(row, Response) for row in rows.values()) for _ in parts) <= 1
    assert len(records) == 5
