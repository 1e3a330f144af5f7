"""The start of Chromium in tests, and the screens it stands for."""

import shutil
from collections.abc import Sequence
from typing import Any

LAN_NAME = "kiosk.lan"
"""A name on plain http: unlike 127.0.0.2 it is no secure context to Chromium, like a real local network."""
LAN_ADDRESS = "127.0.0.2"

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
HEADLESS = "chromium-headless-shell"

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A fifth less work for each page: no renderer is begun in advance, and none is needed for drawing alone.
    "--renderer-process-limit=1",
    "--in-process-gpu",
    f"--host-resolver-rules=MAP {LAN_NAME} {LAN_ADDRESS}, MAP localhost {LAN_ADDRESS}",
)
# Playwright turns the back/forward cache off, and with it every leak through Back.
CACHE_STAYS_ON = ("--disable-back-forward-cache",)

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
TABLET_PORTRAIT: dict[str, Any] = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
TABLET_LANDSCAPE: dict[str, Any] = {"viewport": {"width": 1180, "height": 820}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


def launch_settings() -> dict[str, Any]:
    """Chromium as people have it: Debian's where there is one, else Playwright's own."""
    return _settings(COMMANDS)


def headless_settings() -> dict[str, Any]:
    """The same engine without the browser around it, at half the cost, where it is installed.

    It has no back/forward cache: tests of Back and Forward carry the mark `history` and get the whole browser.
    """
    return _settings((HEADLESS, *COMMANDS))


def _settings(commands: Sequence[str]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, commands)), None)
    path = {"executable_path": found} if found else {}
    return {"args": list(ARGS), "ignore_default_args": list(CACHE_STAYS_ON), **path}
