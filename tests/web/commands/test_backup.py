"""`kiosk backup` and `kiosk restore`: one sealed file, whole, and from it an instance in which nothing old opens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from time_machine import TimeMachineFixture

from kiosk.app import create_app
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.operations import backup
from kiosk.operations.recovery_key import make_recovery_key
from kiosk.refusals import Refusal
from tests.support.practice import PASSWORD, WELL, Cast
from tests.support.stored import dump
from tests.web.browsing import hidden, lines, read

pytestmark = pytest.mark.sqlite_file
WORDS = "zebra lantern quartz"


@pytest.fixture
def recovery_key(run: CliRunner) -> str:
    said = run.invoke(kiosk, ["key", "recovery"]).output
    return said.splitlines()[-1]


@pytest.fixture
def sealed(cast: Cast, run: CliRunner, recovery_key: str, tmp_path: Path) -> Path:
    """A backup of a practice with an answer and an open form in it."""
    del recovery_key
    cast.send(cast.begin("C-001"), None, **WELL, words=WORDS)
    cast.begin("C-002")
    (Path(cast.environ["KIOSK_INSTANCE"]) / "kiosk.toml").write_text("port = 8123\n")
    file = tmp_path / "backup.age"
    assert run.invoke(kiosk, ["backup", str(file)]).exit_code == 0
    return file


def restore(file: Path, key: str, into: Path) -> Result:
    words = ["--instance", str(into), "restore", str(file)]
    return CliRunner().invoke(kiosk, words, input=f"{key}\n", env={"KIOSK_INSTANCE": str(into)})


def test_a_backup_is_sealed_private_and_leaves_nothing_else(cast: Cast, sealed: Path) -> None:
    content = sealed.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert sealed.stat().st_mode & 0o777 == 0o600
    secret = (Path(cast.environ["KIOSK_INSTANCE"]) / "secret.key").read_bytes()
    assert not [one for one in (WORDS.encode(), b"C-001", b"SQLite format", secret) if one in content]
    beside = [*sealed.parent.glob("*.part"), *Path(cast.environ["KIOSK_INSTANCE"]).glob("*.part*")]
    assert beside == []


def test_an_empty_machine_has_everything_again_and_nothing_that_was_out_opens(
    cast: Cast, sealed: Path, recovery_key: str, tmp_path: Path
) -> None:
    waiting = cast.begin("C-003")
    into = tmp_path / "new machine"
    done = restore(sealed, recovery_key, into)
    assert done.exit_code == 0, done.output
    assert "the practice as it was at 2026-06-03 14:48 UTC" in done.output
    assert {file.stat().st_mode & 0o077 for file in [into, *into.iterdir()]} == {0}
    assert (into / "kiosk.toml").read_text() == "port = 8123\n"
    app = create_app(load({"KIOSK_INSTANCE": str(into)}))
    phone = app.test_client()
    assert phone.get(waiting.path).status_code == 410
    login = phone.get("/login")
    form = {"csrf_token": hidden(login, "csrf_token"), "email": "alice@example.org", "password": PASSWORD}
    assert phone.post("/login", data=form).status_code == 303
    [client] = re.findall(r'href="(/clients/\w+)">\s*C-001', phone.get("/clients").text)
    assert WORDS in read(phone.get(client))


def test_links_of_the_moment_of_the_backup_have_ended(
    cast: Cast, run: CliRunner, recovery_key: str, tmp_path: Path, time: TimeMachineFixture
) -> None:
    waiting = cast.begin("C-001")
    phone = cast.app.test_client()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    run.invoke(kiosk, ["backup", str(tmp_path / "b.age")])
    restore(tmp_path / "b.age", recovery_key, tmp_path / "new")
    time.shift(1)
    phone = create_app(load({"KIOSK_INSTANCE": str(tmp_path / "new")})).test_client()
    assert phone.get(waiting.path).status_code == 410
    assert phone.post(waiting.path, data=form).status_code == 303, "a form that is open can still be sent"


def test_it_refuses_over_anything_that_is_there(cast: Cast, sealed: Path, recovery_key: str) -> None:
    folder, before = Path(cast.environ["KIOSK_INSTANCE"]), dump(cast)
    done = restore(sealed, recovery_key, folder)
    assert isinstance(done.exception, Refusal)
    assert "is not empty" in str(done.exception)
    assert dump(cast) == before


def spoilt(content: bytes) -> Iterator[bytes]:
    """Cut off, one bit changed, nothing, and no backup at all."""
    yield content[: len(content) // 2]
    yield content[:-1]
    yield content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]
    yield b""
    yield b"no backup" * 100


def test_a_damaged_file_a_wrong_key_and_no_key_leave_the_folder_as_it_was(
    sealed: Path, recovery_key: str, tmp_path: Path
) -> None:
    into, content = tmp_path / "new", sealed.read_bytes()
    into.mkdir()
    (into / "README.md").write_text("as in a checkout")
    for bad in spoilt(content):
        sealed.write_bytes(bad)
        done = restore(sealed, recovery_key, into)
        assert "is no whole backup" in str(done.exception), done
    sealed.write_bytes(content)
    other = make_recovery_key(tmp_path)
    assert "another recovery key" in str(restore(sealed, other, into).exception)
    assert "is no recovery key" in str(restore(sealed, "AGE-SECRET-KEY-1NONE", into).exception)
    assert "There is no file" in str(restore(tmp_path / "never.age", recovery_key, into).exception)
    assert [file.name for file in into.iterdir()] == ["README.md"]
    assert restore(sealed, recovery_key.lower(), into).exit_code == 0


def test_a_restore_that_was_cut_short_is_finished_by_the_next(sealed: Path, recovery_key: str, tmp_path: Path) -> None:
    into = tmp_path / "new"
    assert restore(sealed, recovery_key, into).exit_code == 0
    (into / "kiosk.db").unlink()
    (into / ".restoring").mkdir()
    assert restore(sealed, recovery_key, into).exit_code == 0
    assert (into / "kiosk.db").exists()
    assert not (into / ".restoring").exists()


def test_a_folder_keeps_the_newest_and_the_doctor_knows_the_last(
    cast: Cast, run: CliRunner, recovery_key: str, tmp_path: Path
) -> None:
    del cast, recovery_key
    assert "No backup was made yet" in run.invoke(kiosk, ["doctor"], catch_exceptions=True).output
    for old in ("20250101T000000Z", "20260601T000000Z", "20260602T000000Z"):
        (tmp_path / f"before-you-go-{old}.age").touch()
    (tmp_path / "holiday.age").touch()
    said = run.invoke(kiosk, ["backup", "--keep", "2", str(tmp_path)]).output
    assert "read again, and whole" in said
    left = sorted(file.name for file in tmp_path.glob("*.age"))
    assert left == ["before-you-go-20260602T000000Z.age", "before-you-go-20260603T144800Z.age", "holiday.age"]
    assert "The last backup was made" in run.invoke(kiosk, ["doctor"], catch_exceptions=True).output


def test_no_backup_is_left_where_it_could_not_be_written_or_read_again(
    run: CliRunner, recovery_key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del recovery_key
    with pytest.raises(backup.NoBackup, match="No such file"):
        run.invoke(kiosk, ["backup", str(tmp_path / "nowhere" / "b.age")])
    (tmp_path / "there.age").write_text("kept")
    with pytest.raises(backup.NoBackup, match="already"):
        run.invoke(kiosk, ["backup", str(tmp_path / "there.age")])
    monkeypatch.setattr(backup, "hash_of_file", lambda _: "0" * 64)  # as if the disk gave back something else
    with pytest.raises(backup.NoBackup, match="parts are missing or changed"):
        run.invoke(kiosk, ["backup", str(tmp_path / "b.age")])
    assert [file.name for file in tmp_path.glob("*.age*")] == ["there.age"]


def test_without_a_recovery_key_it_says_how_to_make_one(run: CliRunner, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="kiosk key recovery"):
        run.invoke(kiosk, ["backup", str(tmp_path / "b.age")])
