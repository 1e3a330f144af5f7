"""Copies: a restored backup is erased again before anything is served, old copies end, and the ledger lasts."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.app import create_app
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.operations.purge import purge
from kiosk.storage import ledger
from kiosk.storage.db import close
from kiosk.storage.tables import Client, Erasure, KeptRecord, Response
from tests.support.practice import WELL, Cast
from tests.support.sqlite_file import database
from tests.support.stored import count, dump, stored
from tests.web.browsing import NOW, Desk
from tests.web.erasure.world import CODE, WORDS, client_path

pytestmark = pytest.mark.sqlite_file


@pytest.fixture
def key(run: CliRunner) -> str:
    return run.invoke(kiosk, ["key", "recovery"]).output.splitlines()[-1]


def erased(cast: Cast, desk: Desk) -> None:
    """A client who is gone, and the words of another."""
    assert desk.post(f"{client_path(cast)}/erase", {"what": "client", "code": CODE}).status_code == 303
    assert desk.post(f"{client_path(cast, 'C-2')}/erase", {"what": "words", "code": "C-2"}).status_code == 303


@pytest.fixture
def backups(cast: Cast, alice: Desk, run: CliRunner, key: str, tmp_path: Path) -> Path:
    """A folder with a backup from before an erasure, and what was written beside it by one after."""
    del key
    for code in (CODE, "C-2", "C-3"):
        cast.send(cast.begin(code), None, **WELL, words=WORDS)
    folder = tmp_path / "backups"
    folder.mkdir()
    assert run.invoke(kiosk, ["backup", str(folder / "before.age")]).exit_code == 0
    erased(cast, alice)
    assert run.invoke(kiosk, ["backup", str(folder / "after.age")]).exit_code == 0
    return folder


def restored(folder: Path, key: str, into: Path) -> Cast:
    words = ["--instance", str(into), "restore", str(folder / "before.age")]
    done = CliRunner().invoke(kiosk, words, input=f"{key}\n", env={"KIOSK_INSTANCE": str(into)})
    assert done.exit_code == 0, done.output
    environ = {"KIOSK_INSTANCE": str(into)}
    return Cast(create_app(load(environ)), environ, 1, 2, 3)


def test_an_older_backup_is_erased_again_before_anything_is_served(
    cast: Cast, backups: Path, key: str, tmp_path: Path
) -> None:
    listed = ledger.read(backups / ledger.FILE)
    assert [line.what for line in listed] == ["client", "words"]
    new = restored(backups, key, tmp_path / "new")
    assert CODE not in dump(new)
    assert stored(new, Client.code) == ["C-2", "C-3"]
    assert stored(new, Response.words) == ["", WORDS]
    assert CODE.encode() not in database(new).read_bytes()
    assert set(listed) <= set(ledger.read(tmp_path / "new" / ledger.FILE))
    assert (tmp_path / "new" / ledger.FILE).stat().st_mode & 0o077 == 0
    assert cast.environ["KIOSK_INSTANCE"] not in str(tmp_path / "new")


def test_the_ledger_in_the_empty_folder_is_enough(backups: Path, key: str, tmp_path: Path) -> None:
    into = tmp_path / "new"
    into.mkdir()
    (backups / ledger.FILE).rename(into / ledger.FILE)
    assert stored(restored(backups, key, into), Client.code) == ["C-2", "C-3"]


def test_a_file_that_was_copied_back_by_hand_is_erased_again(cast: Cast, alice: Desk, run: CliRunner) -> None:
    cast.send(cast.begin(CODE), None, **WELL, words=WORDS)
    cast.send(cast.begin("C-2"), None, **WELL, words=WORDS)
    file = database(cast)
    with cast.on_stage():
        close()
    older = file.read_bytes()
    erased(cast, alice)
    with cast.on_stage():
        close()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(older)
    done = run.invoke(kiosk, ["restored"])
    assert "Erased again, as it had been since the copy was made: 2" in done.output
    assert stored(cast, Client.code) == ["C-2"]
    assert stored(cast, Response.words) == [""]


def test_what_the_law_keeps_is_closed_again_and_not_erased(
    cast: Cast, alice: Desk, run: CliRunner, key: str, tmp_path: Path
) -> None:
    cast.send(cast.begin(CODE), None, **WELL, words=WORDS)
    run.invoke(kiosk, ["backup", str(tmp_path / "before.age")])
    alice.post("/settings/retention", {"law_years": "10", "retain_years": "0", "retain_words_years": "0"})
    alice.post(f"{client_path(cast)}/erase", {"what": "client", "code": CODE})
    run.invoke(kiosk, ["backup", str(tmp_path / "after.age")])
    new = restored(tmp_path, key, tmp_path / "new")
    assert count(new, Client) == 0
    assert [str(day) for day in stored(new, KeptRecord.keep_until)] == ["2036-06-03"]
    assert stored(new, Erasure.what) == ["client"]


def test_backups_end_after_35_days_but_for_the_newest(
    cast: Cast, run: CliRunner, key: str, tmp_path: Path, time: TimeMachineFixture
) -> None:
    del cast, key
    said = []
    for days in (0, 20, 20):
        time.shift(timedelta(days=days))
        said.append(run.invoke(kiosk, ["backup", str(tmp_path)]).output)
    assert "deleted, as older than 35 days" in said[-1]
    assert len(list(tmp_path.glob("*.age"))) == 2
    assert f"{NOW:%Y%m%d}" not in "".join(one.name for one in tmp_path.iterdir())


def test_copies_beside_the_database_end_after_35_days(cast: Cast, time: TimeMachineFixture) -> None:
    file = database(cast)
    made = [file.with_name(f"kiosk.db.{one}-20260603T144800Z") for one in ("before-0001", "moved")]
    other = file.with_name("kiosk.db.mine")
    for one in (*made, other):
        one.write_bytes(b"")
    for days, there in ((34, 3), (2, 1)):
        time.shift(timedelta(days=days))
        with cast.on_stage():
            purge(clock.now())
        assert sum(one.exists() for one in (*made, other)) == there


def test_a_ledger_that_went_missing_is_written_again(cast: Cast, alice: Desk) -> None:
    for code in (CODE, "C-2"):
        cast.send(cast.begin(code), None, **WELL, words=WORDS)
    erased(cast, alice)
    file = Path(cast.environ["KIOSK_INSTANCE"]) / ledger.FILE
    before = ledger.read(file)
    file.unlink()
    with cast.on_stage():
        purge(clock.now())
    assert ledger.read(file) == before != []


def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / ledger.FILE
    good = f"2026-06-03 client {'a' * 32}"
    file.write_bytes(f"# head\n\nnonsense\n2026-13-99 client {'b' * 32}\n{good}\n".encode() + b"\xff\xfe 1 2 3\n")
    assert [str(line) for line in ledger.read(file)] == [f"{good}\n"]
