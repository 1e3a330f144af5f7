"""A throwaway practice with invented clients, to see the whole thing work in a minute."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
from qrcode.main import QRCode

from kiosk import catalogue, clock, instance
from kiosk.config import Config, WrongSetting, load
from kiosk.core import create_core
from kiosk.demo_practice import furnish
from kiosk.network import lan_address
from kiosk.serving import check_port, command
from kiosk.storage import steps

READY_WITHIN_S = 30
LOOK_EVERY_S = 0.1


def run_demo(port: int, *, lan: bool, open_browser: bool, database: str = "") -> None:
    """Serve a made-up practice until it is interrupted, then leave nothing behind.

    In an empty database that is named; its tables are taken away again at the end.
    """
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 -- asked for by --lan, and said on every page
    if lan and not lan_address():
        raise WrongSetting("This machine is on no network now. Join one, or leave --lan away.")
    check_port(host, port)
    told = _told_to_end()
    with tempfile.TemporaryDirectory(prefix="before-you-go-") as folder:
        environ = _environ(Path(folder), host, port, lan=lan) | ({"KIOSK_DATABASE_URL": database} if database else {})
        with _furnished(Path(folder), environ) as config, _server(environ, port, told):
            if not told:
                _tell(config, port, lan=lan, open_browser=open_browser)
            while not told:
                time.sleep(LOOK_EVERY_S)
    click.echo("\nThe demo is over, and everything in it is gone.")


def _told_to_end() -> list[int]:
    """The signals that were heard so far: Ctrl+C, its window closed, an end from outside.

    They are noted only: raised in the middle of something, one can be lost there, or leave it half done.
    """
    told: list[int] = []
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(each) != signal.SIG_IGN:
            signal.signal(each, lambda number, _: told.append(number))
    return told


def _environ(folder: Path, host: str, port: int, *, lan: bool) -> dict[str, str]:
    """The demo's settings. None of a real practice's is passed on, so that nothing of it can be reached."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    public = {"KIOSK_PUBLIC_URL": url} if (url := os.environ.get("KIOSK_PUBLIC_URL")) else {}
    return (
        others
        | public
        | {
            "KIOSK_INSTANCE": str(folder),
            "KIOSK_DEMO": "1",
            "KIOSK_HOST": host,
            "KIOSK_PORT": str(port),
            "KIOSK_WORKERS": "2",
            "KIOSK_LOG": "warning",
            "KIOSK_INSECURE_LAN": "1" if lan else "",
        }
    )


@contextmanager
def _furnished(folder: Path, environ: Mapping[str, str]) -> Iterator[Config]:
    """Raises WrongSchema where a database was named that is not empty."""
    instance.make(folder)
    config = load(environ)
    steps.prepare_empty(config.database_url, config.key_check)
    catalogue.measures()
    try:
        yield config
    finally:
        if config.database_folder != folder:
            steps.take_away(config.database_url)


def _tell(config: Config, port: int, *, lan: bool, open_browser: bool) -> None:
    here = config.address if lan or not config.unreachable else f"http://127.0.0.1:{port}"
    with create_core(config).app_context():
        made = furnish(clock.now())
        click.echo(f"Therapist: {here}/open/{made.therapist}")
        click.echo(f"Client form: {here}/c/{made.form}")
        click.echo(f"Tablet: {here}/tablet/open/{made.tablet}")
        click.echo(f"Dana’s password, for what asks for it once more: {made.password}")  # noqa: RUF001 -- as printed
        click.echo("Open the tablet in another browser or a private window: nobody can be logged in on a tablet.")
    if lan:
        click.echo(f"Open to the local network at {here}, without encryption. For a phone, the client form:")
        code = QRCode(border=2)
        code.add_data(f"{here}/c/{made.form}")
        code.print_ascii(invert=True)
    click.echo("Ready. Ctrl+C ends the demo and throws everything in it away.")
    if open_browser and has_windows():
        webbrowser.open(f"{here}/open/{made.therapist}")


def has_windows() -> bool:
    """Return whether a browser would get its own window; one that shows text would take over this terminal."""
    return sys.platform in {"darwin", "win32"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


@contextmanager
def _server(environ: Mapping[str, str], port: int, told: Sequence[int]) -> Iterator[None]:
    """In a group of its own: a terminal's Ctrl+C reaches every process of one, and this one is ended in order."""
    server = subprocess.Popen(command(environ), env=dict(environ), process_group=0)  # noqa: S603 -- our own arguments
    try:
        _wait_until_ready(server, port, told)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _wait_until_ready(server: "subprocess.Popen[bytes]", port: int, told: Sequence[int]) -> None:
    ends = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < ends and server.poll() is None and not told:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if json.loads(connection.getresponse().read())["status"] == "ok":
                return
        except (OSError, HTTPException, ValueError):
            time.sleep(0.05)
        finally:
            connection.close()
    if not told:
        raise WrongSetting("The demo's server did not start. What it said stands above.")
