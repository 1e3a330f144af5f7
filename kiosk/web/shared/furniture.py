"""The template environment: its settings, and the names that every template may use."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined

from kiosk.config import Config
from kiosk.domain.phrases import Phrase
from kiosk.web.shared import languages, paired, passkeys, static
from kiosk.web.shared.limits import LIMITS

NONCHARACTERS = {
    *range(0xFDD0, 0xFDF0),
    *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
}
UNREADABLE = dict.fromkeys({*range(32), *range(127, 160), *NONCHARACTERS} - {9, 10, 13})


class Templates(Environment):
    """Templates that are given every name there is in one dictionary: all names are there before the first is loaded.

    Jinja chains two, the template's over that of all, and looks each name up in the chain whenever macros are imported.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names of one template."""
        return {**self.globals, **(d or {})}


def furnish(app: Flask, config: Config) -> None:
    """Set up the template environment: a missing name is an error, and a phrase is said in the page's language."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.finalize = _readable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "product": "Before You Go",
        "lan_notice": config.notice,
        "passkey_site": passkeys.site_of(config),
        "static_url": static.static_url,
        "dressed": paired.dressed,
        "limits": LIMITS,
    }


def _readable(value: object) -> object:
    """In the page's language, and without the control characters that no page may hold, whoever typed them where."""
    shown = languages.said(value) if isinstance(value, Phrase) else value
    return shown.translate(UNREADABLE) if isinstance(shown, str) and not shown.isprintable() else shown
