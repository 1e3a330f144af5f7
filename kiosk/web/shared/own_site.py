"""Nothing is done for a page of another site, whatever cookie or token comes with what it sends."""

from urllib.parse import urlsplit

from flask import request
from flask.typing import ResponseReturnValue

from kiosk.core import settings
from kiosk.domain.phrases import phrase
from kiosk.web.shared.errors import problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
FROM_ELSEWHERE = phrase("That came from another page."), phrase("Nothing was stored. Open the link itself.")


def refuse_other_sites() -> ResponseReturnValue | None:
    """For `before_request`: refuse what a browser says was sent by another site.

    Browsers say so by `Sec-Fetch-Site`; older ones, and all of them on plain http, by `Origin` alone. Whatever sends
    neither is no page.
    """
    if request.method in SAFE:
        return None
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_ours = site in OURS if site else origin is None or _is_own(origin)
    return None if is_ours else problem(*FROM_ELSEWHERE, 403)


def _is_own(origin: str) -> bool:
    """Compare the host alone: a proxy that ends encryption need not say what the scheme was."""
    return urlsplit(origin).netloc in {request.host, urlsplit(settings().address).netloc}
