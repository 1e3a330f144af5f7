"""Following a short code to its form: guessing is slowed down, also when many guesses come at once."""

from datetime import datetime
from enum import Enum

from kiosk.actions.accounts.throttle import Limit, admit, was_right
from kiosk.domain.actors import ByLink, Visitor
from kiosk.queries.forms import link_behind

MOST_FAILURES = 20
"""Wrong codes of one network within five minutes."""


class Tried(Enum):
    """The ways in which a code leads to no form."""

    WRONG = "wrong"
    TOO_OFTEN = "too often"


def follow_short_code(actor: Visitor, code: str, network: str, now: datetime) -> ByLink | Tried:
    """Give the link of the form that this code opens. An empty code is one that cannot be right."""
    limits = [Limit("join", network, MOST_FAILURES)]
    if not admit(actor, limits, now):
        return Tried.TOO_OFTEN
    link = link_behind(code, now) if code else None
    if link is None:
        return Tried.WRONG
    was_right(actor, limits, now)
    return link
