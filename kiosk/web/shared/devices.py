"""The name of a browser and its system, for the person who uses it: nothing is decided by it."""

import re
from typing import Final

BROWSERS: Final = (
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Chromium", r"(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"Version/[0-9.]+ .*Safari/"),
)
"""Each by what it alone says of itself; the first that fits."""
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X|Macintosh"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux|X11"),
)


def device_of(agent: str) -> str:
    """Such as *Firefox, Windows*; empty where nothing is known of either."""
    names = (next((name for name, sign in known if re.search(sign, agent)), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names))
