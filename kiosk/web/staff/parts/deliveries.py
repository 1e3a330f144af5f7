"""The state and outcome of a delivery to another server, in words: for webhooks and for the record system."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from kiosk.domain.onward import UNREADABLE
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.retries import NOTHING, STATUS
from kiosk.outgoing import RequestFault
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.times import at_time

DELIVERED, GIVEN_UP = phrase("Delivered %(when)s."), phrase("Given up.")
WAITS, NEXT = phrase("On its way."), phrase("The next attempt is %(when)s.")
OUTCOMES: Final[dict[str, Phrase]] = {
    RequestFault.ADDRESS: phrase("This is not the address of a web server."),
    RequestFault.PRIVATE: phrase("The address is in a private network that this server may not reach."),
    RequestFault.UNENCRYPTED: phrase("The connection would not be encrypted."),
    RequestFault.UNKNOWN: phrase("There is no server of that name."),
    RequestFault.CERTIFICATE: phrase("The certificate of the server is not valid."),
    RequestFault.SILENT: phrase("No answer."),
    RequestFault.SLOW: phrase("The answer came too slowly."),
    RequestFault.LARGE: phrase("The answer is too large."),
    UNREADABLE: phrase("The answer was not what was asked for."),
    NOTHING: phrase("There was nothing to tell."),
}
ANSWERED: Final = phrase("Answered with %(status)s.")
REDIRECT: Final = phrase("Answered with %(status)s: redirects are not followed.")
OTHER: Final = phrase("It could not be sent.")
LATER: Final = timedelta(minutes=30)
"""A time that is still to come is told as one of the same day."""


class Delivered(Protocol):
    """Something that is sent, and again after a failure."""

    @property
    def due_at(self) -> datetime | None:
        """The time of the next attempt."""

    @property
    def delivered_at(self) -> datetime | None:
        """The time when it arrived."""

    @property
    def failures(self) -> int:
        """The number of attempts that failed."""


def state_words(one: Delivered, now: datetime, zone: str) -> str:
    """Give the state: delivered and when, given up, on its way, or when the next attempt is."""
    if one.delivered_at and one.due_at is None:
        return said(DELIVERED.filled(when=at_time(one.delivered_at, now, zone)))
    if one.due_at is None:
        return said(GIVEN_UP)
    if one.failures:
        return said(NEXT.filled(when=at_time(one.due_at, one.due_at + LATER, zone)))
    return said(WAITS)


def outcome_words(outcome: str) -> str:
    """Such as *Answered with 503.*; empty before the first attempt. What the server calls it stands behind a status."""
    kind, _, status = outcome.partition(" ")
    if kind == STATUS:
        return said((REDIRECT if status.startswith("3") else ANSWERED).filled(status=status))
    return said(OUTCOMES.get(outcome, OTHER)) if outcome else ""
