"""The way to the page after a form: an address that knows how the form ended, and a cookie that changes.

By the cookie no filled form comes back from the browser. It also carries the therapist's name, which is shown once.
"""

import secrets
from collections.abc import Mapping

from flask import Response, jsonify, make_response, redirect, request, url_for

from kiosk.keys import keys
from kiosk.web.checkin.ended import FIELD
from kiosk.web.shared.cookies import cookie_name, set_cookie
from kiosk.web.shared.errors import wants_json
from kiosk.web.shared.paired import onward, sent_from

DONE = "done"
DONE_LASTS_S = 120
PAGES = {"thanks": ".thanks", "late": ".late", "not-me": ".not_mine"}
"""The pages after a form, as a tablet's addresses name them, and what they are elsewhere."""


def address_of(page: str, ended: str) -> str:
    """Return the address of that page, with how the form ended."""
    return f"{onward(page, url_for(PAGES[page]))}?{FIELD}={ended}"


def go_on(page: str, ended: str, left: Mapping[str, object], arrived: Mapping[str, object]) -> Response:
    """On to the page after the form, with what it may say this once.

    A script is also told what that page says, for a connection that goes before the page has come.
    """
    address = address_of(page, ended)
    told = {} if sent_from() or not arrived else {"arrived": arrived}
    response = make_response(jsonify(next=address, **told) if wants_json() else redirect(address, code=303))
    _set_done(response, keys().sign(DONE, {**left, FIELD: ended}), DONE_LASTS_S)
    return response


def left_behind() -> Mapping[str, object]:
    """Return the values that the page before left in the cookie; empty without any."""
    return keys().signed(DONE, request.cookies.get(cookie_name(DONE), "")) or {}


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
    set_cookie(response, DONE, value, lasts_s)
