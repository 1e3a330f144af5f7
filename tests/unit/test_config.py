"""Settings: each wrong one stops the start with a sentence that names it and says what to do."""

import secrets
from pathlib import Path

import pytest

from kiosk import config
from kiosk.config import Config, WrongSetting, is_loopback, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    key = tmp_path / "secret.key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    return tmp_path


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "lan_address", lambda: "192.0.2.7")


def loaded(folder: Path, **settings: str) -> Config:
    return load({"KIOSK_INSTANCE": str(folder)} | {f"KIOSK_{name.upper()}": value for name, value in settings.items()})


def refusal(folder: Path, **settings: str) -> str:
    with pytest.raises(WrongSetting) as refused:
        loaded(folder, **settings)
    return str(refused.value)


def test_without_any_setting_the_server_is_for_this_machine_alone(folder: Path) -> None:
    found = loaded(folder)
    assert found.address == "http://127.0.0.1:8000"
    assert "only answers this computer" in found.unreachable
    assert found.database_url == f"sqlite:///{folder}/kiosk.db"
    assert (found.measure, found.language, found.notice, found.plain_http) == ("session-check", "en", "", False)


def test_other_programs_settings_are_none_of_ours(folder: Path) -> None:
    assert load({"KIOSK_INSTANCE": str(folder), "HOME": "/nowhere", "PORT": "x"}).log == "info"


def test_an_unknown_setting_is_named_with_those_there_are(folder: Path) -> None:
    assert "There is no setting KIOSK_PUBLICURL." in refusal(folder, publicurl="https://x.example")
    assert "KIOSK_PUBLIC_URL" in refusal(folder, publicurl="https://x.example")


def test_an_unknown_line_of_the_file_is_named_with_the_file(folder: Path) -> None:
    (folder / "kiosk.toml").write_text('colour = "red"\n')
    assert f"colour in {folder}/kiosk.toml" in refusal(folder)


@pytest.mark.parametrize("content", [b"measure = ", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_says_where(folder: Path, content: bytes) -> None:
    (folder / "kiosk.toml").write_bytes(content)
    assert f"{folder}/kiosk.toml cannot be read" in refusal(folder)


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    (folder / "kiosk.toml").write_text('measure = "felt-understood"\nlog = "debug"\ntrusted_proxies = 1\ndemo = true\n')
    found = loaded(folder, log="error")
    assert (found.measure, found.log, found.trusted_proxies, found.demo) == ("felt-understood", "error", 1, True)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("log", "loud", "KIOSK_LOG must be one of debug, info, warning, error, and is 'loud'."),
        ("trusted_proxies", "-1", "KIOSK_TRUSTED_PROXIES must be a whole number from 0 to 5"),
        ("trusted_proxies", "6", "from 0 to 5, and is '6'"),
        ("trusted_proxies", "\u0661", "KIOSK_TRUSTED_PROXIES must be a whole number"),
        ("port", "0", "KIOSK_PORT must be a whole number from 1 to 65535"),
        ("port", "http", "KIOSK_PORT must be a whole number"),
        ("demo", "maybe", "KIOSK_DEMO must be one of 0, 1, false, true"),
        ("public_url", "go.example.org", "KIOSK_PUBLIC_URL must look like https://go.example.org"),
        ("public_url", "ftp://go.example.org", "KIOSK_PUBLIC_URL must look like"),
        ("public_url", "https://go.example.org/app", "KIOSK_PUBLIC_URL must look like"),
        ("public_url", "https://", "KIOSK_PUBLIC_URL must look like"),
        ("database_url", "mysql://x/y", "KIOSK_DATABASE_URL must name an SQLite file"),
        ("database_url", "postgresql+psycopg://db.example.org", "or a database of a PostgreSQL server"),
        ("database_url", "postgresql+psycopg://db.example.org:a/kiosk", "or a database of a PostgreSQL server"),
        ("database_url", "sqlite:///relative.db", "KIOSK_DATABASE_URL must name an SQLite file"),
        ("secret_key_file", "/nowhere/secret.key", "The server key /nowhere/secret.key is missing"),
    ],
)
def test_a_wrong_value_is_named(folder: Path, setting: str, value: str, sentence: str) -> None:
    assert sentence in refusal(folder, **{setting: value})


def test_a_missing_folder_says_how_to_make_it(tmp_path: Path) -> None:
    assert "Make it with: kiosk init" in refusal(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_written_to_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert f"The instance folder {folder} cannot be written to." in refusal(folder)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_stops_the_start(folder: Path, mode: int) -> None:
    (folder / "secret.key").chmod(mode)
    assert f"chmod 600 {folder}/secret.key" in refusal(folder)


@pytest.mark.parametrize("key", ["", "secret", "a" * 64, "abcdabcd" * 8, "0123456789abcdeffedcba987654321"])
def test_a_weak_key_stops_the_start(folder: Path, key: str) -> None:
    (folder / "secret.key").write_text(key)
    assert "is too weak: it needs 32 random bytes" in refusal(folder)


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"host": "0.0.0.0", "port": "8080"}, "http://192.0.2.7:8080"),  # noqa: S104 -- compared, not bound
        ({"host": "0.0.0.0", "cert": __file__, "key": __file__}, "https://192.0.2.7:8000"),  # noqa: S104 -- compared, not bound
        ({"host": "192.0.2.9"}, "http://192.0.2.9:8000"),
        ({"host": "kiosk.lan"}, "http://kiosk.lan:8000"),
        ({"public_url": "https://go.example.org/"}, "https://go.example.org"),
        ({"public_url": "http://192.0.2.5:8000", "host": "127.0.0.1"}, "http://192.0.2.5:8000"),
    ],
)
def test_links_begin_with_an_address_that_others_reach(folder: Path, settings: dict[str, str], address: str) -> None:
    found = loaded(folder, **settings)
    assert (found.address, found.unreachable) == (address, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "::1"])
def test_an_address_of_this_machine_alone_is_said_to_be_one(folder: Path, host: str) -> None:
    assert "A phone cannot open this yet" in loaded(folder, host=host).unreachable


def test_without_a_network_nobody_else_reaches_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "lan_address", str)
    found = loaded(folder, host="0.0.0.0")  # noqa: S104 -- compared, not bound
    assert found.address == "http://127.0.0.1:8000"
    assert found.unreachable


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("settings", "plain", "notice"),
    [
        ({}, False, ""),
        ({"demo": "1"}, True, ""),
        ({"demo": "1", "insecure_lan": "1", "host": "0.0.0.0"}, True, "demo"),  # noqa: S104
        ({"insecure_lan": "1", "host": "0.0.0.0"}, True, "open"),  # noqa: S104
        ({"insecure_lan": "1", "host": "0.0.0.0", "cert": __file__, "key": __file__}, False, ""),  # noqa: S104
        ({"insecure_lan": "1", "public_url": "https://go.example.org"}, False, ""),
    ],
)
def test_plain_http_is_said_on_every_page_and_only_then(
    folder: Path, settings: dict[str, str], notice: str, *, plain: bool
) -> None:
    found = loaded(folder, **settings)
    assert found.plain_http is plain
    assert found.notice == notice


def test_requests_may_carry_the_public_name_and_those_of_this_machine(folder: Path) -> None:
    hosts = loaded(folder, public_url="https://go.example.org:8443").hosts
    assert hosts == ["127.0.0.1", "[::1]", "go.example.org", "localhost"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104 -- compared, not bound
        ("192.168.1.2", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_loopback_is_what_never_leaves_the_machine(host: str, *, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_without_a_named_folder_it_is_the_one_of_the_checkout(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "default_instance", lambda: folder)
    assert load({}).instance == folder


def test_an_address_of_the_sixth_version_stands_in_brackets(folder: Path) -> None:
    found = load({"KIOSK_INSTANCE": str(folder), "KIOSK_HOST": "2001:db8::7"})
    assert found.address == "http://[2001:db8::7]:8000"
    assert "[2001:db8::7]" in found.hosts


def test_relative_paths_count_from_where_they_are_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the instance folder in kiosk.toml, from the folder one stands in anywhere else."""
    (folder / "cert.pem").write_text("")
    (folder / "key.pem").write_text("")
    (folder / "kiosk.toml").write_text('secret_key_file = "secret.key"\ncert = "cert.pem"\n')
    monkeypatch.chdir(folder.parent)
    found = load({"KIOSK_INSTANCE": folder.name, "KIOSK_KEY": f"{folder.name}/key.pem"})
    assert found.places == {"instance": str(folder), "secret_key_file": f"{folder}/secret.key"}
    assert (found.listening["cert"], found.listening["key"]) == (f"{folder}/cert.pem", f"{folder}/key.pem")
