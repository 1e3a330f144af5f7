"""Recipients: the closed set of who gets what a client answers, all of whom the form names before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Recipient(StrEnum):
    """A kind of recipient. Each needs a row in `queries.recipients` and a sentence on the form, or mypy refuses it."""

    THERAPIST = "therapist"
    """The therapist of the session, on their pages and in their files."""
    PRACTICE = "practice"
    """The administrators, once the therapist can no longer log in: that an answer came, and a tap for help."""
    SUPERVISOR = "supervisor"
    """A colleague with whom the therapist has an agreement: by code what was found and what came of it, no words."""
    WORDS_SUPERVISOR = "words-supervisor"
    """Such a colleague with whom the therapist shares this client's words."""
    PROGRAM = "program"
    """A program that holds a token of the API which reads results, or is told of them by a webhook."""
    RECORD_SYSTEM = "record-system"
    """The practice's record system, to which answers are sent."""


@dataclass(frozen=True)
class Named:
    """One recipient, and the name under which the form says so."""

    kind: Recipient
    name: str


def goes_to_practice(recipients: Iterable[Named]) -> bool:
    """Return whether no therapist gets the answer, so that the practice has it instead."""
    return not any(one.kind is Recipient.THERAPIST for one in recipients)
