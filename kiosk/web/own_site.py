"""Forms that need no cookie of a login: a page of another site must not be able to send them in somebody's name."""

from flask import request
from flask.typing import ResponseReturnValue

from kiosk.domain.phrases import phrase
from kiosk.web.errors import problem

FROM_ELSEWHERE = phrase("That came from another page."), phrase("Nothing was stored. Open the link itself.")


def refuse_other_sites() -> ResponseReturnValue | None:
    """For `before_request` of a room whose forms carry no token."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return problem(*FROM_ELSEWHERE, 403)
    return None
