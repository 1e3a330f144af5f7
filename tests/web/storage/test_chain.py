"""The chain: what changed past the program is named, and what was corrected, erased or retired is not."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from kiosk.cli.program import kiosk
from kiosk.config import load
from kiosk.operations.purge import purge
from kiosk.operations.verify import NotVerified, Verified, verify
from kiosk.storage.db import writing
from kiosk.storage.tables import ChainLink, Client, Correction, Goal, Response
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk


@pytest.fixture
def told(cast: Cast, alice: Desk) -> Cast:
    """Answers, one of them with words, one with a late call for help, and one that was set aside and put back."""
    cast.send(cast.begin("C-001"), None, **WELL, words="As they wrote it, with an ü.")
    asked = cast.begin("C-002")
    cast.send(asked, None, **WELL)
    cast.send(asked, None, **WELL, safety="yes")
    of = stored(cast, Client.public_id)[0]
    alice.post(f"{alice.check_in_path()}/not-theirs", {"of": of, "becomes": "moved", "code": "C-002", "note": "Ü"})
    for correction in stored(cast, Correction.public_id):
        alice.post(f"/corrections/{correction}/undo")
    return cast


def verified(cast: Cast, heads: Path | None = None) -> Verified:
    return verify(load(cast.environ), heads)


def tamper(cast: Cast, table: str, statement: str) -> None:
    """Change it as somebody does who reaches the database and has no key: past every trigger."""
    with cast.on_stage(), writing() as session:
        if session.get_bind().dialect.name == "sqlite":
            for name in ("are_never_edited", "keep_rows"):
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))


def test_what_was_stored_and_corrected_by_the_program_is_found_as_it_was(told: Cast) -> None:
    found = verified(told)
    assert (found.faults, found.links) == ([], count(told, ChainLink))
    assert count(told, Correction) == 1
    assert count(told, ChainLink) > count(told, Response) + count(told, Correction)


@pytest.mark.parametrize(
    ("table", "statement", "why"),
    [
        ("responses", "UPDATE responses SET has_total = NOT has_total WHERE id = 1", "responses, row 1 .*is not as"),
        (
            "responses",
            "UPDATE responses SET answer = (SELECT answer FROM responses WHERE id = 1) WHERE id = 2",
            "row 2 .*cannot",
        ),
        ("corrections", "UPDATE corrections SET kind = 'merged'", "corrections, row 1 .*is not as it was stored"),
        ("audit", "UPDATE audit SET act = 'logged-out' WHERE id = 3", "audit, row 3 .*is not as it was stored"),
        ("audit", "DELETE FROM audit WHERE id = 4", "audit, row 4 .*taken away, and no ticket"),
        ("chain", "DELETE FROM chain WHERE place = 2 AND practice_id = 1", "does not follow the one before"),
        ("chain", "UPDATE chain SET digest = mac WHERE place = 3 AND practice_id = 1", "does not follow"),
        ("responses", "UPDATE responses SET words = salt WHERE id = 1", "responses, row 1 .*cannot be read"),
    ],
)
def test_the_first_broken_row_is_named(told: Cast, table: str, statement: str, why: str) -> None:
    tamper(told, table, statement)
    assert re.search(why, verified(told).faults[0])


def test_entries_that_retention_deleted_break_nothing(told: Cast) -> None:
    with told.on_stage():
        purge(NOW + timedelta(days=5_000))
    assert verified(told).faults == []


def test_a_head_that_was_kept_elsewhere_tells_that_the_end_was_cut_off(told: Cast, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    assert verified(told, heads).faults == []
    told.send(told.begin("C-003"), None, **WELL)
    assert verified(told, heads).faults == []
    assert len(heads.read_text().splitlines()) >= 2
    tamper(told, "audit", "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
    tamper(told, "chain", "DELETE FROM chain WHERE id = (SELECT max(id) FROM chain)")
    assert verified(told).faults == []
    assert ["is not in this database any more" in one for one in verified(told, heads).faults] == [True]


def test_each_record_that_cannot_be_read_is_named(told: Cast, alice: Desk) -> None:
    alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": "To be heard."})
    tamper(told, "goals", "UPDATE goals SET words = (SELECT salt FROM audit WHERE id = 1)")
    (goal,), (fault,) = stored(told, Goal.public_id), verified(told).faults
    assert fault == f"Cannot be read: goals, row {goal}, column words."


def test_the_command_says_so_and_ends_with_a_status(told: Cast, run: CliRunner) -> None:
    fine = run.invoke(kiosk, ["verify"])
    assert (fine.exit_code, "All is as it was stored" in fine.output) == (0, True)
    tamper(told, "audit", "DELETE FROM audit WHERE id = 4")
    with pytest.raises(NotVerified, match="1 problem found"):
        run.invoke(kiosk, ["verify"])
