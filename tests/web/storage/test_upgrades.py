"""A practice that lived at the baseline, brought up to date: every row is as it was, and every client can be opened."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import ColumnClause, Connection, column, select, table
from sqlalchemy.engine import make_url

from kiosk.app import create_app
from kiosk.config import load
from kiosk.storage import db, schema, steps
from kiosk.storage.backends import backend_for
from kiosk.storage.tables import Base
from tests.support.killed import LATER_VERSIONS
from tests.support.practice import WELL, Cast, make_cast
from tests.web.browsing import NOW, log_in, read
from tests.web.staff_pages import live_a_little

BASELINE = Path(schema.__file__).parent / "migrations" / "versions" / "0001_baseline.py"
Rows = Mapping[str, list[tuple[object, ...]]]


def rows(connection: Connection) -> Rows:
    """Every row by its table, as it is stored, by the columns that there were before."""
    found = {}
    for one in Base.metadata.sorted_tables:
        columns: list[ColumnClause[object]] = [column(each.name) for each in one.columns]
        found[one.name] = [tuple(row) for row in connection.execute(select(*columns).select_from(table(one.name)))]
    return {name: sorted(each, key=repr) for name, each in found.items()}


def rows_at(url: str) -> Rows:
    with backend_for(url).look() as connection:
        return rows(connection)


def lived(folder: Path, url: str) -> Cast:
    """People with clients, answers, notes and open forms, in a database that stands at the baseline."""
    cast = make_cast(folder, database_url=make_url(url).render_as_string(hide_password=False))
    live_a_little(cast, log_in(cast, cast.alice))
    return cast


def close(cast: Cast) -> None:
    with cast.app.app_context():
        db.close()


def test_from_the_baseline_on_every_row_is_kept_and_every_client_opens(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = lived(tmp_path / "instance", url)
    waiting = cast.begin("C-OPEN")
    close(cast)
    before = rows_at(url)
    assert len(before["responses"]) > 10

    monkeypatch.setattr(steps, "VERSIONS", (*steps.VERSIONS, str(LATER_VERSIONS)))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "invented"))
    assert steps.migrate(url, NOW).steps[-1] == "invented"
    assert rows_at(url) == before

    newer = Cast(create_app(load(cast.environ)), cast.environ, cast.alice, cast.bob, cast.carol)
    desk = log_in(newer, newer.alice)
    clients = set(re.findall(r'href="(/clients/[0-9a-f]{32})"', desk.get("/clients?all=yes").text))
    assert len(clients) > 5
    for client in clients:
        assert "cannot be shown" not in read(desk.get(client))
    newer.send(waiting, None, **WELL)
    assert len(rows_at(url)["responses"]) == len(before["responses"]) + 1
    close(newer)


def test_the_first_step_is_the_baseline_and_every_later_one_follows_it() -> None:
    """A step that stood beside it would leave the databases of others behind."""
    assert "down_revision = None" in BASELINE.read_text("utf-8")
    steps = [file.read_text("utf-8") for file in BASELINE.parent.glob("*.py") if file != BASELINE]
    assert [step for step in steps if re.search(r"^down_revision[^=]*= None", step, re.MULTILINE)] == []
