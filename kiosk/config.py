"""Settings: read from the environment and the instance folder, checked, and refused in plain words."""

import hashlib
import hmac
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from kiosk.assets import checkout
from kiosk.network import Network, lan_address
from kiosk.refusals import Refusal

PREFIX = "KIOSK_"
SECRET_BYTES = 32
DEFAULTS = {
    "instance": "",
    "database_url": "",
    "public_url": "",
    "secret_key_file": "",
    "trusted_proxies": "0",
    "log": "info",
    "host": "127.0.0.1",
    "port": "8000",
    "workers": "2",
    "cert": "",
    "key": "",
    "insecure_lan": "",
    "measure": "session-check",
    "language": "en",
    "demo": "",
    "private_networks": "",
}
FILE = "sqlite:///"
"""Before the whole path of a database's file."""
SERVER = "postgresql"
"""The scheme of an address of a database that a server keeps; a driver may be named after it, with a plus."""
PATHS = {"secret_key_file", "cert", "key"}
ALONE = "A phone cannot open this yet, because the server only answers this computer."
LEVELS = ("debug", "info", "warning", "error")


class WrongSetting(Refusal):
    """A setting that stops the start; its text says which one, and what to do."""


@dataclass(frozen=True)
class Config:
    """All settings of one server, checked."""

    instance: Path
    database_url: str
    secret: bytes
    address: str
    """The start of every link, such as `https://go.example.org`; never taken from a request."""
    unreachable: str = ""
    """The reason another device cannot open that address; empty when it can."""
    insecure_lan: bool = False
    plain_http: bool = False
    """Served unencrypted beyond this machine, or for a demo: cookies can be neither Secure nor prefixed."""
    notice: Literal["", "demo", "open"] = ""
    """The warning on every page: the connection is not encrypted, in a demo or with a practice's own people."""
    trusted_proxies: int = 0
    log: str = "info"
    measure: str = "session-check"
    """The form that is offered first."""
    language: str = "en"
    demo: bool = False
    private_networks: tuple[Network, ...] = ()
    """Private networks that webhooks and calendars may be in."""
    listening: Mapping[str, str] = field(default_factory=dict)
    """Host, port, workers, certificate and its key, as the server's own command wants them."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The instance folder and the file of the server key by whole paths, for processes that start in other folders."""

    @property
    def key_check(self) -> bytes:
        """Tells the server key from another: the database notes it."""
        return hmac.digest(self.secret, b"check:", hashlib.sha256)

    @property
    def database_folder(self) -> Path | None:
        """The folder that the database's file is in; None where a server keeps it, which several machines can share."""
        file = self.database_url.removeprefix(FILE)
        return None if file == self.database_url else Path(file).parent

    @property
    def hosts(self) -> list[str]:
        """The host names a request may carry; any other is refused, so that none gets into a page."""
        named = urlsplit(self.address).hostname or ""
        return sorted({f"[{named}]" if ":" in named else named, "127.0.0.1", "localhost", "[::1]"})


def load(environ: Mapping[str, str]) -> Config:
    """Read and check all settings. Raises WrongSetting with a sentence that says what to do."""
    chosen = _chosen(environ)
    instance = instance_folder(environ)
    written = _from_file(settings_file(instance))
    settings = DEFAULTS | _whole_paths(written, instance) | _whole_paths(chosen, Path.cwd())
    _check_instance(instance)
    key = Path(settings["secret_key_file"] or instance / "secret.key")
    demo, insecure = _switch(settings, "demo"), _switch(settings, "insecure_lan")
    address, unreachable = _address(settings, demo=demo)
    plain = demo or (insecure and not address.startswith("https:"))
    return Config(
        instance=instance,
        database_url=_database_url(settings["database_url"], instance),
        secret=_secret(key, is_filled=is_filled(settings["database_url"], instance)),
        address=address,
        unreachable=unreachable,
        insecure_lan=insecure,
        plain_http=plain,
        notice=_notice(demo=demo, insecure=insecure and not address.startswith("https:")),
        trusted_proxies=_whole("trusted_proxies", settings["trusted_proxies"], 0, 5),
        log=_one_of("log", settings["log"], LEVELS),
        measure=settings["measure"],
        language=settings["language"],
        demo=demo,
        private_networks=_networks(settings["private_networks"]),
        listening=_listening(settings),
        places={"instance": str(instance), "secret_key_file": str(key)},
    )


def instance_folder(environ: Mapping[str, str]) -> Path:
    """The whole path of the instance folder; a relative one counts from the folder one stands in."""
    return Path(environ.get(f"{PREFIX}INSTANCE") or default_instance()).resolve()


def default_instance() -> Path:
    """`instance/` of a checkout, or of the folder one stands in."""
    return (checkout() or Path.cwd()) / "instance"


def _chosen(environ: Mapping[str, str]) -> dict[str, str]:
    chosen = {}
    for name, value in environ.items():
        if name.startswith(PREFIX):
            setting = name.removeprefix(PREFIX).lower()
            _check_known(setting, name)
            chosen[setting] = value
    return chosen


def _from_file(file: Path) -> dict[str, str]:
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise WrongSetting(f"{file} cannot be read: {error.strerror}. Give it to the user who runs kiosk.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{file} cannot be read: {error}. Mend that line and start again.") from None
    for setting in read:
        _check_known(setting, f"{setting} in {file}")
    return {setting: str(value) for setting, value in read.items()}


def settings_file(instance: Path) -> Path:
    """The settings that are written down for this instance; it need not exist."""
    return instance / "kiosk.toml"


def is_written(instance: Path, setting: str) -> bool:
    """Return whether kiosk.toml says anything about this setting. Raises WrongSetting where it cannot be read."""
    return setting in _from_file(settings_file(instance))


def _whole_paths(settings: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The same settings with relative paths as seen from `folder`: processes of the server start in another."""
    return {name: str(folder / value) if name in PATHS and value else value for name, value in settings.items()}


def _check_known(setting: str, name: str) -> None:
    if setting not in DEFAULTS:
        known = ", ".join(PREFIX + one.upper() for one in DEFAULTS)
        raise WrongSetting(f"There is no setting {name}. Take it away, or use one of: {known}.")


def _check_instance(instance: Path) -> None:
    if not instance.is_dir():
        raise WrongSetting(f"There is no instance folder {instance}. Make it with: kiosk init")
    if not os.access(instance, os.W_OK | os.X_OK):
        raise WrongSetting(f"The instance folder {instance} cannot be written to. Give it to the user who runs kiosk.")


def _database_url(url: str, instance: Path) -> str:
    if url and not (url.startswith(f"{FILE}/") or _names_database(urlsplit(url))):
        raise WrongSetting(
            "KIOSK_DATABASE_URL must name an SQLite file by its whole path, sqlite:////folder/kiosk.db, or a database"
            " of a PostgreSQL server, postgresql://role@db.example.org/kiosk, or be left out for the instance"
            " folder's own file."
        )
    return url or f"{FILE}{instance / 'kiosk.db'}"


def _names_database(parts: SplitResult) -> bool:
    return parts.scheme.partition("+")[0] == SERVER and len(parts.path) > 1 and _has_port(parts)


def is_filled(url: str, instance: Path) -> bool:
    """Return whether the database is a file that holds anything: words in it open with its present key alone.

    Of a database server nothing is known here: it says later whether the key is its own.
    """
    if url and not url.startswith("sqlite:"):
        return False
    file = Path(_database_url(url, instance).removeprefix("sqlite:///"))
    return file.is_file() and file.stat().st_size > 0


def _secret(file: Path, *, is_filled: bool) -> bytes:
    remedy = (
        "Put it back from the backup of this database: no other key opens its words."
        if is_filled
        else "Make one with: kiosk init"
    )
    try:
        mode, secret = file.stat().st_mode, file.read_bytes().strip()
    except OSError:
        raise WrongSetting(f"The server key {file} is missing or cannot be read. {remedy}") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WrongSetting(f"The server key {file} can be read by others. Close it with: chmod 600 {file}")
    if len(secret) < SECRET_BYTES or len(set(secret)) < SECRET_BYTES // 4:
        raise WrongSetting(f"The server key {file} is too weak: it needs {SECRET_BYTES} random bytes. {remedy}")
    return secret


def _address(settings: Mapping[str, str], *, demo: bool) -> tuple[str, str]:
    """Return the start of every link, and the reason a phone could not open it (empty when it can)."""
    if url := settings["public_url"]:
        parts = urlsplit(url)
        plain = parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}
        if not plain or not _has_port(parts):
            raise WrongSetting(f"KIOSK_PUBLIC_URL must look like https://go.example.org, and {url} does not.")
        return url.rstrip("/"), ""
    scheme = "https" if settings["cert"] else "http"
    host, port = settings["host"], _whole("port", settings["port"], 1, 65_535)
    if not is_loopback(host):
        host = lan_address() if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not bound
    if not host or is_loopback(host):
        return f"{scheme}://{host or '127.0.0.1'}:{port}", (
            ALONE if demo else f"{ALONE} Set KIOSK_PUBLIC_URL to the address by which clients reach it."
        )
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}", ""


def _listening(settings: Mapping[str, str]) -> Mapping[str, str]:
    _whole("workers", settings["workers"], 1, 16)
    if bool(settings["cert"]) != bool(settings["key"]):
        raise WrongSetting("KIOSK_CERT and KIOSK_KEY go together: give both, or neither.")
    for name in ("cert", "key"):
        if settings[name] and not Path(settings[name]).is_file():
            raise WrongSetting(f"KIOSK_{name.upper()} names {settings[name]}, and there is no such file.")
    return {name: settings[name] for name in ("host", "port", "workers", "cert", "key")}


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in value.split(",") if each.strip())
    except ValueError:
        raise WrongSetting(
            "KIOSK_PRIVATE_NETWORKS must list networks or addresses, with commas between them, such as"
            f" 192.168.1.0/24, 10.0.0.5, and is {value!r}."
        ) from None


def _has_port(parts: SplitResult) -> bool:
    """Return whether the address names no port, or a valid one."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach that host."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _notice(*, demo: bool, insecure: bool) -> Literal["", "demo", "open"]:
    if not insecure:
        return ""
    return "demo" if demo else "open"


def _switch(settings: Mapping[str, str], name: str) -> bool:
    return _one_of(name, settings[name].lower(), ("", "0", "1", "false", "true")) in {"1", "true"}


def _whole(name: str, value: str, least: int, most: int) -> int:
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise WrongSetting(f"KIOSK_{name.upper()} must be a whole number from {least} to {most}, and is {value!r}.")
    return int(value)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        choices = ", ".join(one for one in known if one)
        raise WrongSetting(f"KIOSK_{name.upper()} must be one of {choices}, and is {value!r}.")
    return value
