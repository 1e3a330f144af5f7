"""Kinds of events: one closed set, known to the server, to its pages, and told with nothing else."""

import ast
import re
from pathlib import Path

import pytest

from kiosk.domain.events import EventKind, state_event
from kiosk.domain.lifecycle import State

ROOT = Path(__file__).parents[2]
PAGES_OWN = {"hello", "heartbeat", "lost", "who-leads"}
"""Messages that the tabs of one browser and the stream itself tell each other, beside events."""


def kinds_of_pages() -> set[str]:
    script = (ROOT / "static/js/live.js").read_text()
    found = re.search(r"@typedef \{([^}]+)\} EventKind", script)
    assert found
    return set(re.findall(r'"([^"]+)"', found[1]))


def kinds_told() -> set[str]:
    """Those that some act names."""
    named = set()
    for path in (ROOT / "kiosk/actions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "EventKind":
                named.add(EventKind[node.attr].value)
    return named


def test_pages_know_each_kind_that_is_told_and_no_other() -> None:
    assert kinds_of_pages() == set(EventKind)


def test_each_kind_is_told_by_some_act() -> None:
    assert kinds_told() | set(State) == set(EventKind)


@pytest.mark.parametrize("state", State)
def test_a_state_is_told_by_its_own_word(state: State) -> None:
    assert state_event(state) == state.value


def test_no_kind_is_a_word_that_pages_use_among_themselves() -> None:
    assert PAGES_OWN.isdisjoint(EventKind)
