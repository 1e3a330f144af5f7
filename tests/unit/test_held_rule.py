"""Rule: whether a result is held is asked in one place, for rows and for SQL alike."""

import re
from pathlib import Path

from sqlalchemy import select

from kiosk.storage.tables import CheckIn

KIOSK = Path(__file__).parents[2] / "kiosk"
COMPARED = re.compile(r"\.revealed_at\s*(is\b|==|!=|\.is_)")
ELSEWHERE = {"queries/several.py", "actions/practice/unreleased.py"}
"""Of a visit as a whole, and of rows of the unreleased version."""


def test_what_is_held_is_asked_in_one_place() -> None:
    found = {path.relative_to(KIOSK).as_posix() for path in KIOSK.rglob("*.py") if COMPARED.search(path.read_text())}
    assert found == {"storage/tables/visits.py", *ELSEWHERE}


def test_a_statement_asks_the_same_as_a_row() -> None:
    assert not CheckIn().is_revealed
    assert str(select(CheckIn.id).where(~CheckIn.is_revealed)).endswith("WHERE check_ins.revealed_at IS NULL")
