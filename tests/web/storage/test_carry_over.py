"""`kiosk migrate` on an instance of the unreleased version: every row is there afterwards, or nothing was changed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from kiosk import carry_over, clock
from kiosk.app import create_app
from kiosk.cli import kiosk
from kiosk.config import Config, load
from kiosk.domain.actors import CommandLine, Role
from kiosk.queries.results import result_of
from kiosk.refusals import Refusal
from kiosk.storage import people, schema, unreleased
from kiosk.storage.backends import backend_for
from kiosk.storage.db import db, reading
from kiosk.storage.schema import WrongSchema
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables import Base, Goal, Response, Visit
from tests.support.old_instance import STEPS_BACK, make_old_instance
from tests.support.practice import PASSWORD
from tests.support.sqlite_file import connected
from tests.web.browsing import by_password
from tests.web.page_rules import parse

pytestmark = pytest.mark.sqlite_file

CHANGED: dict[str, set[str]] = {
    "check_ins": {"link_hash", "short_code_hash"},
    "tablets": {"turn"},
    "responses": {"signals", "lead"},
}
"""Columns that are given anew: signals name the rules of this version."""


@pytest.fixture(params=list(STEPS_BACK))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """The settings of an old instance, at each step from which it can be carried over."""
    return load(make_old_instance(tmp_path / "instance", request.param))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The app over an instance that was carried over from the last step."""
    config = load(make_old_instance(tmp_path / "instance"))
    carry_over.carry_over(config, clock.now())
    app = create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def file_of(config: Config) -> Path:
    return config.instance / "kiosk.db"


def table(file: Path, name: str) -> list[dict[str, Any]]:
    """Every row of a table as the file holds it; none where there is no such table."""
    with connected(file) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchall():
            return []
        found = connection.execute(f"SELECT * FROM {name} ORDER BY id")  # noqa: S608 -- the names of the app's tables
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


def whole(file: Path) -> list[str]:
    with connected(file) as connection:
        return list(connection.iterdump())


def test_every_column_that_needs_a_value_has_a_rule(tmp_path: Path) -> None:
    config = load(make_old_instance(tmp_path / "instance"))
    with backend_for(config.database_url).look() as connection:
        assert unreleased.cut_short(connection) == [], "a new table needs a rule: see storage/unreleased.NEW"
        assert unreleased.unruled(connection) == [], "a new column needs a rule: see storage/unreleased.FILLED"


def test_every_row_keeps_its_words_marks_and_moments(old: Config) -> None:
    before = file_of(old)
    done = carry_over.carry_over(old, clock.now())
    schema.check(old.database_url)
    for name in Base.metadata.tables.keys() - unreleased.NEW:
        rows_before, rows_after = table(done.copy, name), table(before, name)
        kept = [row for row in rows_before if name not in unreleased.GONE or not unreleased.GONE[name](row)]
        assert done.counts[name] == len(rows_after) == len(kept)
        for was, now in zip(kept, rows_after, strict=True):
            sealed = {each.name for each in Base.metadata.tables[name].columns if isinstance(each.type, Sealed)}
            both = was.keys() & now.keys() - CHANGED.get(name, set()) - sealed
            assert {key: now[key] for key in both} == {key: was[key] for key in both}


def test_the_old_file_is_kept_beside_it_as_it_was(old: Config) -> None:
    before = whole(file_of(old))
    copy = carry_over.carry_over(old, clock.now()).copy
    assert whole(copy) == before
    assert (copy.parent, copy.stat().st_mode & 0o777) == (old.instance, 0o600)
    assert {file.name for file in old.instance.iterdir()} == {"kiosk.db", copy.name, "secret.key", "write.lock"}
    assert file_of(old).stat().st_mode & 0o777 == 0o600


def test_sealed_words_can_be_read(app: Flask) -> None:
    del app
    words = [one.words for one in reading().scalars(select(Response)).all() if one.words]
    assert words == ["It went a bit fast for me.", "I need somebody."]
    assert [goal.words for goal in reading().scalars(select(Goal)).all()] == ["Say it when I am tired."]


def test_nobody_keeps_a_role_that_was_not_given_on_purpose(app: Flask) -> None:
    del app
    therapist = {Role.THERAPIST}
    assert {one.name: set(one.roles) for one in people.all_managed(reading(), CommandLine())} == {
        "Alice": therapist | {Role.ADMINISTRATOR},
        "Bob": therapist,
        "Carol": therapist | {Role.ADMINISTRATOR},
        "Dora": therapist,
    }


def test_what_was_shown_of_each_answer_is_kept_with_it(app: Flask) -> None:
    del app
    responses = reading().scalars(select(Response).order_by(Response.id)).all()
    results = [result_of(one, None) for one in responses]
    assert [one.advice.lead.signal.rule if one.advice.lead else None for one in results] == [
        one.lead for one in responses
    ]
    assert [one.score.total for one in results if not one.declined] == [
        one.total for one in responses if not one.declined
    ]
    low = next(one for one in results if one.words == "It went a bit fast for me.")
    assert (low.before.total, low.before.lines["understood"]) == (372, 94)


def test_what_several_people_said_together_still_waits_to_be_asked_for(app: Flask) -> None:
    del app
    visit = reading().scalars(select(Visit).where(Visit.together_at.is_not(None))).one()
    assert (visit.revealed_at, visit.apart) == (None, [])


def test_the_therapist_finds_every_page(app: Flask) -> None:
    alice = app.test_client()
    assert by_password(alice, "alice@example.org", PASSWORD).status_code == 303
    clients = parse(alice.get("/clients").text).all("a")
    pages = {link.get("href", "") for link in clients if link.get("href", "").startswith("/clients/")}
    pages |= {
        link.get("href", "")
        for page in pages
        for link in parse(alice.get(page).text).all("a")
        if link.get("href", "").startswith("/visits/")
    }
    assert len(pages) > 10
    assert {alice.get(page).status_code for page in pages} == {200}


def test_the_command_says_what_was_carried_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_INSTANCE", make_old_instance(tmp_path / "instance")["KIOSK_INSTANCE"])
    said = CliRunner().invoke(kiosk, ["migrate"], catch_exceptions=False).output
    assert "\n  responses: 12\n" in said
    assert carry_over.ENDED in said
    assert said.endswith("The database is up to date.\n")
    assert CliRunner().invoke(kiosk, ["migrate"], catch_exceptions=False).output == "The database is up to date.\n"


def in_use(config: Config) -> None:
    """Nothing is wrong with the file: somebody has it open."""


def early(config: Config) -> None:
    with connected(file_of(config)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0017'")


def cut_short(config: Config) -> None:
    with connected(file_of(config)) as connection:
        connection.execute("ALTER TABLE tablets RENAME TO _alembic_tmp_tablets")


def lost(config: Config) -> None:
    with connected(file_of(config)) as connection:
        connection.execute("DELETE FROM clients WHERE id = 1")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (in_use, "a server is running on it, so stop it first"),
        (early, "an early version, at its step 0017. Install the commit 4de6f0b"),
        (cut_short, "An upgrade was cut short in this database"),
        (lost, "could not be changed: 7 in check_ins belong to nothing; 1 in goals belongs to nothing"),
    ],
)
def test_what_cannot_be_carried_over_is_named_and_left_as_it_is(
    tmp_path: Path, spoil: Callable[[Config], None], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load(make_old_instance(tmp_path / "instance"))
    spoil(config)
    before = whole(file_of(config))
    monkeypatch.setenv("KIOSK_INSTANCE", str(config.instance))
    with connected(file_of(config)) as other:
        if spoil is in_use:
            other.execute("SELECT count(*) FROM people").fetchall()
        else:
            other.close()
        with pytest.raises(Refusal) as refused:
            CliRunner().invoke(kiosk, ["migrate"], catch_exceptions=False)
    assert isinstance(refused.value, WrongSchema)
    assert sentence in str(refused.value)
    assert whole(file_of(config)) == before
    assert not list(config.instance.glob("*.new*"))
    assert not list(config.instance.glob("*unreleased*"))
