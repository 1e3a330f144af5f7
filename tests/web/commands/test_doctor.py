"""`kiosk doctor`: status 0 only when all is well, and for everything else one sentence and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.storage.tables import CheckIn, DataKey, Person
from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database
from tests.support.stored import change, dump, set_revision, stored
from tests.web.browsing import NOW, log_in
from tests.web.conftest import Stage

pytestmark = pytest.mark.sqlite_file
"""The private PostgreSQL server of the tests does not wait for its disk, which the doctor is right to complain of."""

WEAK = "$argon2id$v=19$m=4096,t=2,p=1$c29tZXNhbHQ$c29tZWhhc2g"
PUBLIC = "https://go.example.org"
CARE = Path(__file__).parents[3] / "docs" / "measures" / "example-care-rule.toml"

Look = Callable[[Cast], tuple[int, str]]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Runs the doctor over an instance; gives its status and what it said."""

    def run(cast: Cast) -> tuple[int, str]:
        for name, value in cast.environ.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(kiosk, ["doctor"])
        return done.exit_code, done.output

    return run


def to_mend(said: str) -> list[str]:
    """The faults that the doctor finds, each with its remedy in one line."""
    return [part.split("\nwell")[0].replace("\n     ", "") for part in f"\n{said}".split("\nmend  ")[1:]]


def folder(cast: Cast) -> Path:
    return Path(cast.environ["KIOSK_INSTANCE"])


def test_a_fresh_practice_is_well_and_looking_changes_nothing(cast: Cast, look: Look) -> None:
    before = dump(cast)
    status, said = look(cast)
    assert (status, to_mend(said)) == (0, [])
    assert said.endswith("All is well.\n")
    assert dump(cast) == before


def test_how_passwords_are_kept_can_be_read(cast: Cast, look: Look) -> None:
    assert "Passwords are kept as $argon2id$v=19$m=19456,t=2,p=1." in look(cast)[1]


def test_a_data_key_that_does_not_open_is_named(cast: Cast, look: Look) -> None:
    cast.begin("C-014")
    assert "The data key of every client opens." in look(cast)[1]
    [name] = stored(cast, DataKey.name)
    with connected(database(cast)) as file:
        file.execute("UPDATE data_keys SET key = 'not sealed'")
    status, said = look(cast)
    assert status != 0
    assert f"Data keys that do not open: 1, {name} first." in said


@pytest.mark.parametrize("kept", [WEAK, WEAK.replace("4096", "65536").replace("t=2", "t=1"), "argon2", "md5:8c2"])
def test_a_password_that_is_kept_too_weakly_is_named_with_its_owner(cast: Cast, look: Look, kept: str) -> None:
    change(cast, Person, Person.name == "Bob", password_hash=kept)
    status, said = look(cast)
    assert status == 1
    assert "The password of bob@example.org" in to_mend(said)[0]
    assert "kiosk person reset EMAIL" in to_mend(said)[0]


def test_a_password_that_opens_nothing_any_more_is_left_alone(cast: Cast, look: Look) -> None:
    change(cast, Person, Person.name == "Bob", password_hash=WEAK, disabled_at=NOW)
    assert look(cast)[0] == 0


def test_a_folder_that_others_can_look_into(cast: Cast, look: Look) -> None:
    folder(cast).chmod(0o750)
    status, said = look(cast)
    assert (status, f"chmod 700 {folder(cast)}" in to_mend(said)[0]) == (1, True)


def test_a_database_that_others_could_read(cast: Cast, look: Look) -> None:
    database(cast).chmod(0o644)
    status, said = look(cast)
    assert (status, f"chmod 600 {database(cast)}" in to_mend(said)[0]) == (1, True)


def test_a_key_that_others_can_read_stops_the_rest(cast: Cast, look: Look) -> None:
    (folder(cast) / "secret.key").chmod(0o640)
    status, said = look(cast)
    assert status == 1
    assert f"chmod 600 {folder(cast) / 'secret.key'}" in to_mend(said)[0]
    assert "well" not in said


def test_a_disk_with_little_room(cast: Cast, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 400_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    status, said = look(cast)
    assert (status, "Only 400 MB are free" in to_mend(said)[0]) == (1, True)


def test_a_database_with_a_damaged_page(cast: Cast, look: Look) -> None:
    with connected(database(cast)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database(cast).read_bytes())
    content[8192:12288] = b"\xa5" * 4096
    database(cast).write_bytes(content)
    status, said = look(cast)
    assert status == 1
    assert "The database is damaged" in to_mend(said)[0]
    assert "your last backup" in to_mend(said)[0]


def test_a_file_that_is_no_database(cast: Cast, look: Look) -> None:
    for file in folder(cast).glob("kiosk.db*"):
        file.unlink()
    database(cast).write_bytes(b"not a database at all, whatever its name says" * 100)
    database(cast).chmod(0o600)
    assert "The database is damaged: file is not a database." in to_mend(look(cast)[1])[0]


def test_no_database_at_all_and_none_is_made_by_looking(cast: Cast, look: Look) -> None:
    for file in folder(cast).glob("kiosk.db*"):
        file.unlink()
    status, said = look(cast)
    assert (status, "kiosk init" in to_mend(said)[0], database(cast).exists()) == (1, True, False)


def test_a_database_of_another_version(cast: Cast, look: Look) -> None:
    set_revision(f"sqlite:///{database(cast)}", "9999")
    assert "a newer version" in to_mend(look(cast)[1])[0]


def test_a_form_with_a_fault_in_it(cast: Cast, look: Look) -> None:
    (folder(cast) / "measures").mkdir()
    (folder(cast) / "measures" / "own-v1.toml").write_text("id = 5\n", "utf-8")
    status, said = look(cast)
    assert status == 1
    assert any("kiosk measure check" in one for one in to_mend(said))


def test_a_form_that_was_used_and_is_gone(cast: Cast, look: Look) -> None:
    cast.begin()
    change(cast, CheckIn, measure_version=99)
    assert "A form that was used cannot be shown" in to_mend(look(cast)[1])[0]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "clients elsewhere cannot open http://127.0.0.1:8000"),
        ({"host": "192.168.4.20", "insecure_lan": "1"}, "clients elsewhere cannot open http://192.168.4.20:8000"),
        ({"public_url": "https://10.0.0.5"}, "clients elsewhere cannot open https://10.0.0.5"),
        ({"public_url": "https://kiosk.lan"}, "clients elsewhere cannot open https://kiosk.lan"),
        ({"public_url": "http://go.example.org"}, "http://go.example.org is not encrypted"),
    ],
)
def test_calls_need_an_address_that_is_public_and_encrypted(
    stage: Stage, look: Look, settings: dict[str, str], told: str
) -> None:
    cast = stage(**settings)
    assert look(cast)[0] == 0, "nobody is met on a call yet"
    cast.begin(place="telehealth")
    status, said = look(cast)
    assert (status, told in to_mend(said)[0], "docs/telehealth.md" in said) == (1, True, True)


def test_a_client_who_is_going_to_be_met_on_a_call_counts(cast: Cast, look: Look) -> None:
    cast.begin()
    desk = log_in(cast, cast.alice)
    assert desk.post(f"{desk.client_path()}/asking", {"preset": "telehealth"}).status_code == 303
    assert look(cast)[0] == 1


def test_a_public_encrypted_address_is_well(stage: Stage, look: Look) -> None:
    cast = stage(public_url=PUBLIC)
    cast.begin(place="telehealth")
    status, said = look(cast)
    assert (status, f"links that begin with {PUBLIC}." in said) == (0, True)


def test_a_database_that_this_account_cannot_write_to(cast: Cast, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    file = database(cast)
    monkeypatch.setattr("os.access", lambda path, _mode: Path(path) != file)  # root may write everywhere
    status, said = look(cast)
    assert (status, f"{file} cannot be written to: no answer can be kept." in to_mend(said)[0]) == (1, True)
