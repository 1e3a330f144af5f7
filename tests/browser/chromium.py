"""How Chromium is started here, and the screens it stands for."""

import shutil
from typing import Any

LAN_NAME = "kiosk.lan"
"""A name on plain http: unlike 127.0.0.2 it is no secure context to Chromium, like a real local network."""
LAN_ADDRESS = "127.0.0.2"

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
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
    """Debian's Chromium where there is one, else Playwright's own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    found = {"executable_path": chromium} if chromium else {}
    return {"args": list(ARGS), "ignore_default_args": list(CACHE_STAYS_ON), **found}
