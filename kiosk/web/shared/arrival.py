"""Signs of an arrival in one browser: a sound, a vibration, or none, which is where everybody begins."""

from collections.abc import Collection, Sequence
from typing import Final

from flask import Response, request

from kiosk.domain.public_ids import PublicId
from kiosk.web.shared.settings import cookie_name, settings

SIGNS: Final = ("sound", "vibration")
LASTS_S: Final = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at most."""


def arrival_signs(person: PublicId) -> Sequence[str]:
    """Give the signs that this person chose in this browser."""
    chosen = request.cookies.get(_name(person), "").split(".")
    return [sign for sign in SIGNS if sign in chosen]


def set_arrival_signs(response: Response, person: PublicId, signs: Collection[str]) -> None:
    """Remember them in this browser; none removes the cookie."""
    kept = ".".join(sign for sign in SIGNS if sign in signs)
    secure = not settings().plain_http
    response.set_cookie(
        _name(person), kept, max_age=LASTS_S if kept else 0, secure=secure, httponly=True, samesite="Lax"
    )


def _name(person: PublicId) -> str:
    return cookie_name(f"arrival-{person}")
