"""The backends: what is of one database system alone is spoken of in its own room."""

from pathlib import Path

import pytest

from kiosk.storage.backends import backend_for

KIOSK = Path(__file__).parents[2] / "kiosk"
ROOM = KIOSK / "storage" / "backends"
OF_ONE_SYSTEM = ("sqlite3", "PRAGMA", "sqlite_", "dialects.sqlite", "psycopg", "dialects.postgresql", "pg_")


def test_only_its_own_room_speaks_of_one_database_system() -> None:
    outside = [file for file in KIOSK.rglob("*.py") if not file.is_relative_to(ROOM)]
    assert len(outside) > 100
    found = [f"{file.name}: {word}" for file in outside for word in OF_ONE_SYSTEM if word in file.read_text("utf-8")]
    assert found == []


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no backend for mysql"):
        backend_for("mysql://practice")
