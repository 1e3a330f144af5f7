"""Whom the practice says a client can turn to, day and night."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CrisisLine:
    """The practice's own sentence and number; either may be missing."""

    text: str = ""
    number: str = ""
    language: str = ""
    """In which the sentence is written; empty for the server's."""
