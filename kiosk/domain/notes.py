"""Notes of therapists: how they are kept, and how long one may be. None is ever cut."""

from typing import Final

from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid

NOTE_LIMIT: Final = 2_000
"""Characters, a line break counted as one."""
TOO_LONG: Final = phrase("There is room for %(limit)s characters. Shorten the note a little.", limit=NOTE_LIMIT)


class NoteTooLong(Invalid):
    """A note with more characters than there is room for; it is handed back whole."""

    why = TOO_LONG

    def __init__(self) -> None:
        super().__init__(TOO_LONG, "note")


def tidy_typed(text: str) -> str:
    """Give typed text as it is kept: a browser sends each line break as two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def kept_note(note: str) -> str:
    """Give a note as it is kept. Raises NoteTooLong."""
    kept = tidy_typed(note)
    if len(kept) > NOTE_LIMIT:
        raise NoteTooLong
    return kept
