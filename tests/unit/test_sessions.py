"""A session that reads cannot write: mypy refuses it, and in strict mode reports each `ignore` that is not needed."""

import ast
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.domain.events import EventKind
from kiosk.storage import events
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Login

KIOSK = Path(__file__).parents[2] / "kiosk"


def act_without_a_unit_of_work(check_in: CheckIn, now: datetime) -> None:
    """Checked by mypy and never run: what an act would write that has only a session for reading."""
    reading().add(check_in)  # type: ignore[attr-defined]
    reading().delete(check_in)  # type: ignore[attr-defined]
    reading().flush()  # type: ignore[attr-defined]
    reading().commit()  # type: ignore[attr-defined]
    reading().execute(delete(Login))  # type: ignore[arg-type]
    events.store(reading(), [events.tell(check_in, EventKind.SENT, now)])  # type: ignore[arg-type]


def act_with_a_session_of_its_own(session: Session, check_in: CheckIn, now: datetime) -> None:
    """The same of one that opens a session by other means."""
    events.store(session, [events.tell(check_in, EventKind.SENT, now)])  # type: ignore[arg-type]


def whoever_writes_can_read(session: WriteSession) -> ReadSession:
    """Checked by mypy: a function that reads takes the session of a transaction, too."""
    return session


def makers_of_write_sessions() -> set[str]:
    return {
        path.relative_to(KIOSK).as_posix()
        for path in KIOSK.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "WriteSession"
    }


def test_only_the_storage_makes_a_session_that_writes() -> None:
    assert makers_of_write_sessions() == {"storage/db.py"}


def test_only_the_unit_of_work_begins_a_write_transaction() -> None:
    """Every other module that writes is given a session or a `Work`."""
    importing = {
        path.relative_to(KIOSK).as_posix()
        for path in KIOSK.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "kiosk.storage.db"
        if "writing" in {name.name for name in node.names}
    }
    assert importing == {"storage/trial.py", "storage/work.py"}
