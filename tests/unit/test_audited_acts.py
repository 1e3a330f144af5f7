"""The closed set of acts that the audit log knows: each is left by some act."""

import ast
from pathlib import Path

from kiosk.domain.audit import Audited
from kiosk.web.staff.parts.audit_words import ACTS

KIOSK = Path(__file__).parents[2] / "kiosk"


def test_each_has_words() -> None:
    assert ACTS.keys() == set(Audited)


def test_each_is_left_by_some_act() -> None:
    left = {
        node.attr
        for path in KIOSK.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Audited"
    }
    assert left == {act.name for act in Audited}
