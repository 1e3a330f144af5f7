"""Cookies beside the session's: their names, and how every one of them is set."""

from typing import Final

from flask import Response

from kiosk.core import settings

LONGEST_S: Final = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at most."""


def cookie_name(name: str) -> str:
    """The name a cookie gets: tied to this host where the connection is encrypted or never leaves the machine."""
    return name if settings().plain_http else f"__Host-{name}"


def set_cookie(response: Response, name: str, value: str, lasts_s: int) -> None:
    """Set a cookie that no script can read, and that pages of other sites do not send; 0 seconds remove it."""
    secure = not settings().plain_http
    response.set_cookie(cookie_name(name), value, max_age=lasts_s, secure=secure, httponly=True, samesite="Lax")
