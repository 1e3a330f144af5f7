"""Signs of an arrival in one browser: a sound, a vibration, or none, which is where everybody begins."""

from collections.abc import Collection, Sequence
from typing import Final

from flask import Response, request

from kiosk.domain.public_ids import PublicId
from kiosk.web.shared.cookies import LONGEST_S, cookie_name, set_cookie

SIGNS: Final = ("sound", "vibration")


def arrival_signs(person: PublicId) -> Sequence[str]:
    """Give the signs that this person chose in this browser."""
    chosen = request.cookies.get(cookie_name(_name(person)), "").split(".")
    return [sign for sign in SIGNS if sign in chosen]


def set_arrival_signs(response: Response, person: PublicId, signs: Collection[str]) -> None:
    """Remember the signs in this browser; none removes the cookie."""
    kept = ".".join(sign for sign in SIGNS if sign in signs)
    set_cookie(response, _name(person), kept, LONGEST_S if kept else 0)


def _name(person: PublicId) -> str:
    return f"arrival-{person}"
