"""An address of PostgreSQL under which this program cannot work: one sentence, and nothing half done."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from kiosk.refusals import Refusal
from kiosk.storage import steps
from kiosk.storage.backends import NoDriver, backend_for, postgresql
from tests.support import databases

ROLE = "guest"


@pytest.fixture
def guest(cluster: str) -> str:
    """The address of an empty database as somebody sees it who may only look into it."""
    databases.run(cluster, f"DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE} LOGIN")
    return make_url(databases.new_database(cluster)).set(username=ROLE).render_as_string(hide_password=False)


def refusal(url: str) -> str:
    with pytest.raises(Refusal) as refused:
        steps.prepare(url)
    return str(refused.value)


def test_a_role_that_may_make_no_tables_is_told_who_can_let_it(guest: str) -> None:
    assert "guest may not make tables in it. As its owner: ALTER DATABASE" in refusal(guest)


def test_a_database_in_another_encoding_is_named(cluster: str) -> None:
    name = make_url(databases.new_database(cluster)).database
    databases.run(cluster, f"CREATE DATABASE {name}_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    said = refusal(make_url(cluster).set(database=f"{name}_latin").render_as_string())
    assert "its encoding is LATIN1, and UTF8 is needed" in said


def test_a_database_of_another_program_is_left_as_it_is(cluster: str) -> None:
    url = databases.new_database(cluster)
    databases.run(url, "CREATE TABLE songs (id INTEGER)")
    assert "holds the tables of another program, and was left as it is" in refusal(url)


def test_a_database_that_is_not_there_and_a_server_that_is_not(cluster: str, tmp_path: Path) -> None:
    assert 'database "nowhere" does not exist' in refusal(make_url(cluster).set(database="nowhere").render_as_string())
    assert "cannot be read: connection" in refusal(f"postgresql://kiosk@/kiosk?host={tmp_path}")


def test_no_password_is_ever_repeated(tmp_path: Path) -> None:
    assert "quiet" not in refusal(f"postgresql://kiosk:quiet@/kiosk?host={tmp_path}")


def test_an_older_server_is_named() -> None:
    assert postgresql.fault_in_server(140_012, "UTF8") == "the server is PostgreSQL 14, and 15 or newer is needed"
    assert not postgresql.fault_in_server(150_000, "UTF8")


def test_without_the_driver_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "find_spec", lambda _: None)
    with pytest.raises(NoDriver, match=r"pip install 'before-you-go\[postgresql\]'"):
        backend_for("postgresql://kiosk@db.example.org/kiosk")
