"""A change of the schema that is killed at any statement: the next one simply works, and nothing is lost."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from kiosk import carry_over, clock
from kiosk.config import load
from kiosk.storage import schema, steps
from kiosk.storage.backends import backend_for
from tests.support.killed import LATER_VERSIONS
from tests.support.old_instance import make_old_instance
from tests.support.practice import make_cast

Times = Callable[[int, int], int]
ALL = 1_000


def change(act: str, url: str, fatal: int = 0) -> "subprocess.CompletedProcess[str]":
    """A process of its own that changes the schema, and is killed at that moment."""
    command = [sys.executable, "-m", "tests.support.killed", act, url, str(fatal)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def spread(moments: int, times: int) -> list[int]:
    """That many of them, from the first to the last; all of them when there are fewer."""
    if times >= moments:
        return list(range(1, moments + 1))
    return sorted({1 + round(place * (moments - 1) / (times - 1)) for place in range(times)})


def counts(url: str) -> dict[str, int]:
    def count(connection: Connection, table: str) -> int:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 -- its own tables

    with backend_for(url).look() as connection:
        return {table: count(connection, table) for table in inspect(connection).get_table_names()}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a practice in which something has happened."""
    cast = make_cast(tmp_path_factory.mktemp("practice") / "instance")
    cast.send(cast.begin(), topics="5.0", words="It went a bit fast.")
    folder = tmp_path_factory.mktemp("copied")
    with backend_for(load(cast.environ).database_url).look() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(folder / "kiosk.db"),))
    return folder / "kiosk.db"


@pytest.mark.soak
def test_making_the_tables_can_be_killed_at_every_statement(tmp_path: Path, times: Times) -> None:
    moments = int(change("prepare", f"sqlite:///{tmp_path / 'whole.db'}").stdout)
    assert moments > 50
    for fatal in spread(moments, times(2, ALL)):
        url = f"sqlite:///{tmp_path / f'{fatal}.db'}"
        assert change("prepare", url, fatal).returncode == -signal.SIGKILL
        steps.prepare(url)
        assert backend_for(url).faults() == []
        assert counts(url) == counts(f"sqlite:///{tmp_path / 'whole.db'}")


@pytest.mark.soak
def test_a_migration_can_be_killed_at_every_statement(
    practice: Path, tmp_path: Path, times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = f"sqlite:///{shutil.copy(practice, tmp_path / 'whole.db')}"
    before = counts(whole)
    moments = int(change("migrate", whole).stdout)
    assert moments > 20
    monkeypatch.setattr(steps, "VERSIONS", (*steps.VERSIONS, str(LATER_VERSIONS)))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "invented"))
    assert counts(whole) == before | {"colours": 1}
    for fatal in spread(moments, times(3, ALL)):
        url = f"sqlite:///{shutil.copy(practice, tmp_path / f'{fatal}.db')}"
        assert change("migrate", url, fatal).returncode == -signal.SIGKILL
        assert backend_for(url).faults() == []
        steps.migrate(url, clock.now())
        schema.check(url)
        assert backend_for(url).faults() == []
        assert counts(url) == counts(whole)


@pytest.mark.soak
def test_a_carry_over_can_be_killed_at_every_statement(tmp_path: Path, times: Times) -> None:
    moments = int(change("carry-over", make_old_instance(tmp_path / "whole")["KIOSK_INSTANCE"]).stdout)
    assert moments > 200
    whole = counts(f"sqlite:///{tmp_path / 'whole' / 'kiosk.db'}")
    for fatal in spread(moments, times(2, ALL)):
        config = load(make_old_instance(tmp_path / str(fatal)))
        assert change("carry-over", str(config.instance), fatal).returncode == -signal.SIGKILL
        if carry_over.is_unreleased(config):
            carry_over.carry_over(config, clock.now())
        schema.check(config.database_url)
        assert counts(config.database_url) == whole
        assert not list(config.instance.glob("*.new*"))
