"""Suggestions while a code is typed: one list, with what each client would be asked."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext

from kiosk.domain.codes import look_of
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import SuggestedClient
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.offers import offer

SUGGESTED: Final = 500
"""The most codes that are suggested, the newest; the others can be typed."""


def suggestion(client: SuggestedClient, rooms: Mapping[PublicId, str]) -> dict[str, str]:
    """One entry: the code and its look, the words beside it, and what one tap would ask."""
    return {
        "code": client.code,
        "look": look_of(client.code),
        "named": gettext("%(code)s (paused)", code=client.code) if client.is_paused else client.code,
        "way": gettext("Paused") if client.is_paused else said(offer(client.usual, rooms).words),
    }
