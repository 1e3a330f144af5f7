"""Exports contain the fields that their schema names: a new column is in none until somebody names it."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from kiosk.interchange import schema
from kiosk.interchange.schema import Fields
from kiosk.storage.sealed import InDocument
from kiosk.storage.tables import Base
from tests.support.practice import WELL, Cast
from tests.web.browsing import Desk

ROOT = Path(__file__).parents[3]

EXPORTED: Mapping[str, Fields] = {
    "clients": schema.CLIENT,
    "goals": schema.GOAL,
    "taken_back": schema.TAKEN_BACK,
    "pauses": schema.PAUSE,
    "noted_sessions": schema.NOTED,
    "handovers": schema.HANDOVER,
    "consents": schema.CONSENT,
    "shared_words": schema.SHARED_WORDS,
    "check_ins": schema.CHECK_IN,
    "visits": schema.VISIT,
    "responses": schema.RESPONSE,
    "guesses": schema.GUESS,
    "signs": schema.SIGN,
    "repairs": schema.REPAIR,
    "safety_records": schema.SAFETY_RECORD,
    "corrections": schema.CORRECTION,
}
NOWHERE = {"id", "practice_id"}
"""Row numbers of any table say nothing of a client, and are known to nothing outside the database."""
OTHERWISE = {
    "clients": "public_id code_index look_index therapist_id closed_at merged_into_id "  # their code; name and email
    "import_id looked_over_at",  # with which file they came; that keeping them was thought over
    "goals": "public_id client_id",  # stands under its client, and so do those below under what they belong to
    "taken_back": "goal_id",
    "pauses": "public_id client_id",
    "noted_sessions": "public_id therapist_id plan_id "  # when it was, and of which kind, is told
    "group_id",  # who comes together: tells of the others
    "handovers": "public_id client_id from_id to_id",  # their emails
    "consents": "public_id client_id person_id",  # their email
    "shared_words": "public_id client_id supervision_id",  # the supervisor's email
    "check_ins": "client_id visit_id measure measure_version "  # visit and measure are told in full
    "language_before tablet_id "  # how the next start begins
    "set_aside_at retold",  # one set aside is in no file, and signals are those that are told now
    "visits": "therapist_id import_id",  # their email; with which file it came
    "responses": "check_in_id client_id therapist_id measure measure_version "
    "entered_by_id "  # their email
    "marks total has_total score signals "  # in points
    "before advice salt",  # follow from earlier answers and from the signals; of the chain
    "guesses": "check_in_id person_id marks total",  # the total follows from the marks
    "signs": "public_id check_in_id",
    "repairs": "public_id check_in_id person_id",
    "safety_records": "public_id check_in_id person_id",
    "corrections": "person_id check_in_id "  # their email, and the id outside the database
    "client_id to_client_id visit_id was became public_id undone_by_id salt",  # would tell of another client
}
"""Columns that are told in other words, or by where they stand."""
MADE_UP = {"corrections": {"by", "check_in"}, "consents": {"by"}, "shared_words": {"supervisor"}}
"""Fields of a file that stand for columns of another name."""
WITHHELD = {
    "clients": "words_pass",  # whether words are in a therapist's own file: those left out are said to be
    "check_ins": "link_version link_hash short_code_turn short_code_hash short_code_ends_at",  # lead to a form
    "responses": "sending_key",  # signed by the server, for one sending
    "visits": "together together_lead apart together_retold together_at revealed_at",  # tell of the others in it
}
"""Columns that no file may contain."""
OF_NO_RECORD = {
    "data_keys",  # what seals, and nothing that is said
    "events",  # numbers and kinds, for open pages
    "tablets",  # which form stands on which tablet
    "open_loops",  # a list of what waits, made from answers, outcomes and goals, which are all exported
    "calendar_codes",  # whom a word in the therapist's own calendar means
    "plans",  # sessions that are expected, for the therapist's own day
    "noted_people",  # who was there: tells of the others
    "saved_members",  # who comes together: tells of the others
    "record_systems",  # the practice's own
    "record_patients",  # an id that the record system gave them
    "record_copies",  # what was sent there, made from answers
    "visit_repairs",  # of a visit of several as a whole: tells of the others
}
BELONGS_TO_A_CLIENT = {"client_id", "check_in_id", "visit_id", "goal_id"}


@pytest.mark.parametrize("table", EXPORTED)
def test_each_column_about_a_client_is_exported_or_left_out_on_purpose(table: str) -> None:
    """Fails for a new column until a schema names it, or one of the lists above says why not."""
    decided = set(EXPORTED[table].values()) - MADE_UP.get(table, set()) | NOWHERE
    decided |= set(OTHERWISE.get(table, "").split()) | set(WITHHELD.get(table, "").split())
    assert _told_apart(table) == decided


def _told_apart(table: str) -> set[str]:
    """Return the columns of a table, with the parts of a sealed document in its place."""
    (kind,) = (mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]  # a table
    parts = {name: one.document for name, one in vars(kind).items() if isinstance(one, InDocument)}
    return set(Base.metadata.tables[table].columns.keys()) - set(parts.values()) | parts.keys()


def test_each_table_about_clients_is_exported_or_left_out_on_purpose() -> None:
    about = {name for name, table in Base.metadata.tables.items() if BELONGS_TO_A_CLIENT & set(table.columns.keys())}
    assert about | {"clients", "noted_sessions", "visits"} == EXPORTED.keys() | OF_NO_RECORD


def test_both_files_say_the_version_of_their_schema(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(), None, **WELL)
    whole = json.loads(alice.get(f"{alice.client_path()}/record.json").text)
    assert (whole["format"], whole["version"]) == ("before-you-go-record", 1)
    heading, row = csv.reader(io.StringIO(alice.get(f"{alice.client_path()}/record.csv").text))
    assert dict(zip(heading, row, strict=True))["table version"] == "1"


def test_every_table_has_the_same_columns_before_those_of_its_questions(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(), decline="yes")
    [unanswered, _] = csv.reader(
        io.StringIO(alice.get(f"{alice.client_path()}/record.csv").text.removeprefix("\ufeff"))
    )
    assert unanswered == [*schema.TABLE, *(f"answer {item}" for item in WELL)]
    cast.send(cast.begin(), None, **WELL)
    [answered, *_] = csv.reader(io.StringIO(alice.get(f"{alice.client_path()}/record.csv").text.removeprefix("\ufeff")))
    assert answered == [*schema.TABLE, *(f"answer {item}" for item in WELL)]


def test_a_new_column_is_on_no_page_and_in_no_export(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.web.exports.invented_column", str(tmp_path / "instance")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    looked_at, found_at = json.loads(done.stdout)
    assert len(looked_at) > 40
    kinds = {re.sub("[0-9a-f]{32}", "*", path) for path in looked_at}
    assert {"/", "/visits/*", "/clients/*/record.json", "/clients/*/record.csv", "/tablet"} <= kinds
    assert found_at == []
