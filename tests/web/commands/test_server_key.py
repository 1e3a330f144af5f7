"""A database knows the server key that it was made with, and no command makes another one beside it."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.refusals import Refusal
from tests.support.practice import make_instance


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance that `kiosk init` made."""
    for name, value in make_instance(tmp_path / "instance", port="8000").items():
        monkeypatch.setenv(name, value)
    return tmp_path / "instance"


def another(key: Path) -> None:
    key.write_text(secrets.token_hex(32))


def content(folder: Path) -> dict[str, bytes]:
    """All files but those that SQLite makes to read another."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith("kiosk.db-")}


def refusal(*words: str) -> str:
    outcome = CliRunner().invoke(kiosk, words)
    assert isinstance(outcome.exception, Refusal), outcome.output
    return str(outcome.exception)


@pytest.mark.parametrize(("spoil", "says"), [(Path.unlink, "is missing"), (another, "is not the one")])
@pytest.mark.parametrize("command", ["init", "migrate", "restored"])
def test_a_missing_or_another_key_is_one_sentence_and_changes_nothing(
    folder: Path, spoil: Callable[[Path], None], says: str, command: str
) -> None:
    spoil(folder / "secret.key")
    before = content(folder)
    said = refusal(command)
    assert says in said
    assert "backup" in said
    assert "kiosk init" not in said
    assert content(folder) == before


def test_the_doctor_says_it(folder: Path) -> None:
    another(folder / "secret.key")
    outcome = CliRunner().invoke(kiosk, ["doctor"])
    assert outcome.exit_code == 1
    assert "is not the one that this database was made with" in outcome.output
