"""`kiosk backup` and `kiosk restore` on PostgreSQL: the same sealed file, filled with a dump of one moment."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from time_machine import TimeMachineFixture

from kiosk.app import create_app
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.operations.recovery_key import make_recovery_key
from kiosk.refusals import Refusal
from kiosk.storage import db, schema
from kiosk.storage.backends import backend_for
from kiosk.storage.tables import Response
from tests.support import databases
from tests.support.practice import PASSWORD, WELL, Cast, Waiting, make_cast
from tests.support.stored import count, dump
from tests.web.browsing import hidden, read

URL = "KIOSK_DATABASE_URL"
WORDS = "zebra lantern quartz"


@pytest.fixture
def house(cluster: str, tmp_path: Path) -> Cast:
    """A practice on a database server with an answer in it."""
    cast = make_cast(tmp_path / "instance", database_url=databases.new_database(cluster))
    cast.send(cast.begin("C-001"), None, **WELL, words=WORDS)
    return cast


@dataclass(frozen=True)
class Night:
    """A backup of the house, its recovery key, and a form that was open while it was made."""

    file: Path
    key: str
    waiting: Waiting


@pytest.fixture
def night(house: Cast, tmp_path: Path) -> Night:
    key, waiting = make_recovery_key(Path(house.environ["KIOSK_INSTANCE"])), house.begin("C-002")
    done = CliRunner().invoke(kiosk, ["backup", str(tmp_path / "backup.age")], env=house.environ)
    assert done.exit_code == 0, done
    return Night(tmp_path / "backup.age", key, waiting)


def restore(file: Path, key: str, into: Path, *to: str) -> Result:
    words = ["--instance", str(into), "restore", str(file), *to]
    return CliRunner().invoke(kiosk, words, input=f"{key}\n", env={"KIOSK_INSTANCE": str(into), URL: None})


def close(cast: Cast) -> None:
    with cast.app.app_context():
        db.close()


def test_everything_comes_back_into_another_database_and_nothing_that_was_out_opens(
    house: Cast, night: Night, cluster: str, tmp_path: Path, time: TimeMachineFixture
) -> None:
    content = night.file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert night.file.stat().st_mode & 0o777 == 0o600
    assert not [one for one in (WORDS.encode(), b"C-001", b"PGDMP") if one in content]
    assert list(Path(house.environ["KIOSK_INSTANCE"]).glob("*.part*")) == []

    into, url = tmp_path / "new machine", databases.new_database(cluster)
    done = restore(night.file, night.key, into, "--to", url)
    assert done.exit_code == 0, done
    assert {file.stat().st_mode & 0o077 for file in [into, *into.iterdir()]} == {0}
    assert sorted(file.name for file in into.iterdir()) == ["kiosk.toml", "recovery.pub", "secret.key"]
    new = Cast(create_app(load({"KIOSK_INSTANCE": str(into)})), house.environ, house.alice, house.bob, house.carol)
    assert count(new, Response) == 1
    time.shift(1)
    phone = new.app.test_client()
    assert phone.get(night.waiting.path).status_code == 410
    login = phone.get("/login")
    form = {"csrf_token": hidden(login, "csrf_token"), "email": "alice@example.org", "password": PASSWORD}
    assert phone.post("/login", data=form).status_code == 303
    assert "C-001" in read(phone.get("/clients"))
    close(new)


def test_the_dump_and_its_counts_are_of_one_moment(house: Cast, tmp_path: Path) -> None:
    backend = backend_for(house.environ[URL])

    def look(connection: object) -> int:
        del connection
        house.send(house.begin("C-LATE"), None, **WELL)  # after the moment was taken, before the dump is written
        return count(house, Response)

    assert backend.back_up(tmp_path / "moment.dump", look) == 2
    into = databases.new_database(house.environ[URL])
    backend_for(into).restore(tmp_path / "moment.dump")
    with backend_for(into).look() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM responses").scalar() == 1


def test_whatever_is_wrong_folder_and_database_stay_as_they_were(
    house: Cast, night: Night, cluster: str, tmp_path: Path
) -> None:
    into, url, content, before = tmp_path / "new", databases.new_database(cluster), night.file.read_bytes(), dump(house)
    databases.run(cluster, "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN")

    def refusal(key: str, *to: str) -> str:
        done = restore(night.file, key, into, *to)
        assert isinstance(done.exception, Refusal), done
        assert [*into.iterdir()] == []
        schema.check_empty(backend_for(url))
        return str(done.exception)

    assert "Name an empty database for it: kiosk restore FILE --to" in refusal(night.key)
    assert "is not empty, and was left as it is" in refusal(night.key, "--to", house.environ[URL])
    assert "another recovery key" in refusal(make_recovery_key(tmp_path), "--to", url)
    no_rights = refusal(night.key, "--to", url.replace("kiosk@", "looker@"))
    assert "could not be filled: pg_restore says:" in no_rights
    night.file.write_bytes(content[:-40])
    assert "is no whole backup" in refusal(night.key, "--to", url)
    night.file.write_bytes(content)
    assert dump(house) == before
    assert restore(night.file, night.key, into, "--to", url).exit_code == 0


def test_what_is_filled_and_found_wrong_is_emptied_again(
    night: Night, cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.new_database(cluster)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.restore.checkup.rows", lambda _: {"responses": 7})
        done = restore(night.file, night.key, tmp_path / "new", "--to", url)
    assert "rows are missing" in str(done.exception)
    assert restore(night.file, night.key, tmp_path / "new", "--to", url).exit_code == 0


def test_a_backup_of_a_file_goes_into_no_server(cluster: str, tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance")
    key, file = make_recovery_key(tmp_path / "instance"), tmp_path / "b.age"
    assert CliRunner().invoke(kiosk, ["backup", str(file)], env=cast.environ).exit_code == 0
    done = restore(file, key, tmp_path / "new", "--to", databases.new_database(cluster))
    assert "then: kiosk move --to URL" in str(done.exception)
    close(cast)


def test_without_the_clients_programs_it_says_what_to_install(
    house: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_recovery_key(Path(house.environ["KIOSK_INSTANCE"]))
    monkeypatch.setattr("kiosk.storage.backends.postgresql.dumps.DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = CliRunner().invoke(kiosk, ["backup", str(tmp_path / "b.age")], env=house.environ)
    assert "pg_dump is not installed here. On Debian: apt-get install postgresql-client" in str(done.exception)
    assert list(tmp_path.glob("b.age*")) == []
