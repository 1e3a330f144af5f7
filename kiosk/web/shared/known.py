"""A browser in which somebody has logged in before: strangers' wrong passwords do not keep that person out of it.

Its cookie holds, for each of the latest people, a name that only this server can match, and a random one of the
browser. It logs nobody in.
"""

import secrets
from itertools import islice

from flask import Response, after_this_request, request

from kiosk.domain.public_ids import PublicId
from kiosk.keys import TOKEN_BYTES, keys
from kiosk.web.shared.cookies import LONGEST_S, cookie_name, set_cookie

PURPOSE = "known"
MOST_PEOPLE = 8


def known_as() -> dict[str, str]:
    """Return the names of this browser, by those of the people who have logged in here."""
    kept = keys().signed(PURPOSE, request.cookies.get(cookie_name(PURPOSE), "")) or {}
    return {person: str(browser) for person, browser in kept.items()}


def remember(person: PublicId) -> None:
    """Note in the browser that this person has logged in, with all that their login asks for."""
    who, before = keys().known_person(person), known_as()
    named = {who: before.get(who) or secrets.token_urlsafe(TOKEN_BYTES)} | before
    value = keys().sign(PURPOSE, dict(islice(named.items(), MOST_PEOPLE)))

    @after_this_request
    def give(response: Response) -> Response:
        set_cookie(response, PURPOSE, value, LONGEST_S)
        return response
