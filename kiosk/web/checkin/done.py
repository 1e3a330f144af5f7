"""What one page leaves for the next: a cookie that changes, so that no filled form comes back from the browser."""

import secrets
from collections.abc import Mapping

from flask import Response, jsonify, make_response, redirect, request

from kiosk.keys import keys
from kiosk.web.errors import wants_json
from kiosk.web.languages import spoken, use
from kiosk.web.paired import onward
from kiosk.web.settings import cookie_name, settings

DONE = "done"
DONE_LASTS_S = 120


def go_on(to: str, address: str, left: Mapping[str, object]) -> Response:
    """On to the page after the form, in the language the form was in, with what that page may say this once."""
    use(request.form.get("language", ""))
    address = onward(to, address)
    response = make_response(jsonify(next=address) if wants_json() else redirect(address, code=303))
    _set_done(response, keys().sign(DONE, {**left, "language": spoken()}), DONE_LASTS_S)
    return response


def left_behind() -> object:
    """What the page before has left for the one after it."""
    return keys().signed(DONE, request.cookies.get(cookie_name(DONE), ""))


def once(page: str) -> Response:
    """This page, and nothing left for the next one."""
    response = make_response(page)
    _set_done(response, "", lasts_s=0)
    return response


def went_away(page: str, status: int) -> Response:
    """With a cookie that changes, so that the page one comes from is not brought back as it was."""
    response = make_response(page, status)
    _set_done(response, secrets.token_urlsafe(8), DONE_LASTS_S)
    return response


def _set_done(response: Response, value: str, lasts_s: int) -> None:
    secure = not settings().plain_http
    response.set_cookie(cookie_name(DONE), value, max_age=lasts_s, secure=secure, httponly=True, samesite="Lax")
