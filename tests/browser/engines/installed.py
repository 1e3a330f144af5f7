"""The engines that clients hold, and whether a browser of each is installed here."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MINI_BROWSERS = "*/webkit2gtk-4*/MiniBrowser"
"""Below /usr/lib: Debian ships it with the library, outside of the path."""


@dataclass(frozen=True)
class Engine:
    """A browser engine, the Debian packages it comes in, and how to tell that they are there."""

    name: str
    packages: str
    is_installed: Callable[[], bool]


def mini_browser() -> Path | None:
    """The small browser by which WebKit's driver shows its pages."""
    return next(iter(sorted(Path("/usr/lib").glob(MINI_BROWSERS), reverse=True)), None)


def webkit_driver() -> str | None:
    return shutil.which("WebKitWebDriver")


def firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _has_webkit() -> bool:
    return bool(webkit_driver() and shutil.which("Xvfb") and mini_browser())


ENGINES = (
    Engine("chromium", "chromium", lambda: True),  # Playwright brings one where the system has none
    Engine("firefox", "firefox-esr", lambda: firefox() is not None),
    Engine("webkit", "webkit2gtk-driver xvfb", _has_webkit),
)


def found() -> list[str]:
    """The engines that tests can run in here."""
    return [engine.name for engine in ENGINES if engine.is_installed()]


def missing() -> list[str]:
    """The others, each with what would install it."""
    return [
        f"{engine.name} (on Debian: apt-get install {engine.packages})"
        for engine in ENGINES
        if not engine.is_installed()
    ]
