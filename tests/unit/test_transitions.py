"""The states of a check-in: which may follow which, and the one place that changes them."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from kiosk.actions.check_ins.transitions import move_to
from kiosk.domain.actors import Background
from kiosk.domain.lifecycle import CLOSED, OPEN, STORED, TRANSITIONS, State
from kiosk.domain.refusals import Conflict
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import CheckIn
from kiosk.storage.work import Work

KIOSK = Path(__file__).parents[2] / "kiosk"
BEFORE, NOW = datetime(2026, 3, 2, 9, 50, tzinfo=UTC), datetime(2026, 3, 2, 9, 55, tzinfo=UTC)

WORK = Work(Background(), NOW, WriteSession(Session()))


def at(state: State) -> CheckIn:
    return CheckIn(state=state, opened_at=BEFORE, closed_at=None)


def changes_state(node: ast.AST) -> bool:
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    inner = [part for target in targets for part in ast.walk(target)]
    return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in inner)


def test_every_stored_state_says_which_may_follow_it() -> None:
    assert set(TRANSITIONS) == STORED == set(State) - {State.ANSWERING}


@pytest.mark.parametrize("before", sorted(STORED))
@pytest.mark.parametrize("after", State)
def test_a_state_follows_only_those_of_the_table(before: State, after: State) -> None:
    check_in = at(before)
    if after in TRANSITIONS[before]:
        move_to(WORK, check_in, after)
        assert check_in.state == after
    else:
        with pytest.raises(Conflict):
            move_to(WORK, check_in, after)
        assert (check_in.state, check_in.opened_at, check_in.closed_at) == (before, BEFORE, None)


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_nothing_follows_the_end(state: State) -> None:
    assert not TRANSITIONS[state]


@pytest.mark.parametrize(
    ("after", "opened_at", "closed_at"),
    [
        (State.WAITING, None, None),
        (State.OPENED, NOW, None),
        (State.UNFINISHED, None, None),
        *((state, BEFORE, NOW) for state in sorted(CLOSED)),
    ],
)
def test_each_state_keeps_its_moments(after: State, opened_at: datetime | None, closed_at: datetime | None) -> None:
    check_in = at(State.UNFINISHED)
    move_to(WORK, check_in, after)
    assert (check_in.opened_at, check_in.closed_at) == (opened_at, closed_at)


def test_an_open_check_in_can_be_answered_and_ended() -> None:
    assert all(TRANSITIONS[state] >= CLOSED for state in OPEN)


def test_the_state_is_changed_in_one_place() -> None:
    changing = {
        path.relative_to(KIOSK).as_posix()
        for path in KIOSK.rglob("*.py")
        if any(changes_state(node) for node in ast.walk(ast.parse(path.read_text())))
    }
    assert changing == {"actions/check_ins/transitions.py", "operations/tasks.py"}  # long work has states of its own
