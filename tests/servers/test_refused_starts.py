"""Refused starts of the server: one sentence that says what to do, and nothing that half runs."""

import secrets
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.program import answers_at, run
from tests.support.practice import make_instance
from tests.support.servers import free_port
from tests.support.stored import set_revision

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with nothing wrong."""
    folder = tmp_path_factory.mktemp("sound") / "instance"
    make_instance(folder)
    return folder


@pytest.fixture
def instance(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return shutil.copytree(sound, tmp_path / "instance")


def check_refusal(instance: Path, says: str, *options: str, **settings: str) -> None:
    """One line that begins with the program's name and holds `says`; status 2; nothing listens afterwards."""
    port = free_port()
    done = run("serve", "--port", str(port), *options, instance=str(instance), **settings)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("kiosk: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert says in done.stderr
    assert not answers_at(port)


def file_instead(instance: Path) -> None:
    shutil.rmtree(instance)
    instance.write_text("")


def empty_database(instance: Path) -> None:
    for file in instance.glob("kiosk.db*"):
        file.unlink()


def replaced(name: str, content: bytes, mode: int = 0o600) -> Spoil:
    def spoil(instance: Path) -> None:
        (instance / name).write_bytes(content)
        (instance / name).chmod(mode)

    return spoil


FOLDERS: dict[str, tuple[Spoil, str]] = {
    "no folder": (shutil.rmtree, "kiosk init"),
    "a file instead of the folder": (file_instead, "kiosk init"),
    "no server key": (lambda folder: (folder / "secret.key").unlink(), "Put it back from the backup"),
    "another server key": (replaced("secret.key", secrets.token_hex(32).encode()), "put back the key"),
    "a short server key": (replaced("secret.key", b"short"), "too weak"),
    "a monotonous server key": (replaced("secret.key", b"ab" * 32), "too weak"),
    "a server key for all to read": (lambda folder: (folder / "secret.key").chmod(0o644), "chmod 600"),
    "an unknown setting in the file": (replaced("kiosk.toml", b'colour = "red"\n'), "colour"),
    "a file that is no TOML": (replaced("kiosk.toml", b"port = = 8000\n"), "kiosk.toml"),
    "a file that is no text": (replaced("kiosk.toml", b"\xff\xfe\x00"), "kiosk.toml"),
    "a folder instead of the file": (lambda folder: (folder / "kiosk.toml").mkdir(), "kiosk.toml"),
    "a list where one value belongs": (replaced("kiosk.toml", b"workers = [2]\n"), "KIOSK_WORKERS"),
    "an unknown measure in the file": (replaced("kiosk.toml", b'measure = "no-such"\n'), "session-check"),
    "no database": (empty_database, "kiosk init"),
    "an empty database": (replaced("kiosk.db", b""), "kiosk init"),
    "a file that is no database": (replaced("kiosk.db", b"not a database, but long enough" * 99), "kiosk.db"),
    "a newer database": (
        lambda folder: set_revision(f"sqlite:///{folder / 'kiosk.db'}", "9999"),
        "newer version",
    ),
}


@pytest.mark.one_in(3, "what")
@pytest.mark.parametrize("what", FOLDERS)
def test_a_spoilt_instance_is_named_in_one_sentence(instance: Path, what: str) -> None:
    spoil, says = FOLDERS[what]
    spoil(instance)
    check_refusal(instance, says)


SETTINGS = {
    ("colour", "red"): "KIOSK_COLOUR",
    ("measure", "no-such"): "session-check",
    ("language", "tlh"): "en",
    ("database_url", "mysql://db.example/kiosk"): "KIOSK_DATABASE_URL",
    ("database_url", "postgresql://db.invalid/kiosk"): "db.invalid",
    ("database_url", "sqlite:////nowhere/at/all/kiosk.db"): "/nowhere/at/all",
    ("public_url", "go.example.org"): "KIOSK_PUBLIC_URL",
    ("public_url", "https://go.example.org:port"): "KIOSK_PUBLIC_URL",
    ("workers", "two"): "KIOSK_WORKERS",
    ("trusted_proxies", "-1"): "KIOSK_TRUSTED_PROXIES",
    ("log", "loud"): "KIOSK_LOG",
    ("insecure_lan", "maybe"): "KIOSK_INSECURE_LAN",
    ("secret_key_file", "/nowhere/secret.key"): "/nowhere/secret.key",
    ("host", "0.0.0.0"): "--insecure-lan",  # noqa: S104 -- must be refused
    ("host", "nowhere.invalid"): "nowhere.invalid",
}


@pytest.mark.one_in(3, "setting")
@pytest.mark.parametrize("setting", SETTINGS, ids="=".join)
def test_a_wrong_setting_is_named_in_one_sentence(sound: Path, setting: tuple[str, str]) -> None:
    name, value = setting
    check_refusal(sound, SETTINGS[setting], **{name: value})


def test_a_port_in_use_is_named(sound: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run("serve", "--port", port, instance=str(sound))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith(f"kiosk: Port {port} ")


def test_an_address_of_another_machine_is_named(sound: Path) -> None:
    check_refusal(sound, "203.0.113.9", "--host", "203.0.113.9", "--insecure-lan")


def test_a_certificate_that_is_none_is_named(sound: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("nothing")
    check_refusal(sound, "nothing.pem", "--cert", str(nothing), "--key", str(nothing))


def test_a_folder_that_cannot_be_written_to_is_named(instance: Path) -> None:
    instance.chmod(0o555)
    check_refusal(instance, "cannot be written to")
    instance.chmod(0o755)


def test_a_folder_behind_a_closed_one_is_named(sound: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    instance = shutil.copytree(sound, closed / "instance")
    closed.chmod(0o000)
    check_refusal(instance, str(instance))
    closed.chmod(0o755)


def test_init_names_a_folder_that_it_cannot_make(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    done = run("init", instance=str(file / "instance"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert done.stderr.startswith(f"kiosk: The instance folder {file / 'instance'} cannot be made")


def test_without_any_setting_nothing_falls_over() -> None:
    done = run("person", "list")
    assert "Traceback" not in done.stderr
