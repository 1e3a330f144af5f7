"""Scoping takes a therapist, and a private screen: mypy refuses anything else, and few places make either."""

import ast
from pathlib import Path

from sqlalchemy import select

from kiosk.domain.actors import Staff
from kiosk.domain.public_ids import PublicId
from kiosk.storage import client_goals, visits
from kiosk.storage.scope import own_clients, own_guesses, own_visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, Guess, Visit

KIOSK = Path(__file__).parents[2] / "kiosk"


def query_for_a_person_whose_role_nobody_asked(session: ReadSession, person: Staff, wanted: PublicId) -> None:
    """Checked by mypy and never run: what a page for supervisors would write by mistake."""
    own_visits(select(Visit), person)  # type: ignore[arg-type]
    own_clients(select(Client), person)  # type: ignore[arg-type]
    own_guesses(select(Guess), person)  # type: ignore[arg-type]
    visits.check_in_of(session, wanted, person)  # type: ignore[arg-type]
    client_goals.goals_of(session, 1)  # type: ignore[arg-type]


def makers_of(kind: str) -> set[str]:
    return {
        path.relative_to(KIOSK).as_posix()
        for path in KIOSK.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind
    }


def test_only_the_gate_makes_a_therapist_of_an_actor() -> None:
    assert makers_of("Therapist") == {"domain/permissions.py", "storage/people.py"}


def test_only_the_signed_switch_of_a_browser_makes_a_screen_private() -> None:
    assert makers_of("PrivateScreen") == {"web/shared/private.py"}
