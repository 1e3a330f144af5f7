"""The page that hands a note back which is too long: whole, with what was chosen beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from kiosk.domain.notes import NOTE_LIMIT, tidy_typed
from kiosk.web.shared.staff_names import staff_names

NOT_SENT_AGAIN: Final = frozenset({"csrf_token", "sender", "note"})


@dataclass(frozen=True)
class TooLongPage:
    """The note, and the other fields of its form as they came."""

    address: str
    fields: Sequence[tuple[str, str]]
    note: str
    over: int
    """The number of characters that there is no room for."""


def note_too_long() -> ResponseReturnValue:
    """Answer the form of this request, whose note was too long: nothing of it is saved, and nothing is lost."""
    note = tidy_typed(request.form.get("note", ""))
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_SENT_AGAIN]
    page = TooLongPage(request.path, fields, note, len(note) - NOTE_LIMIT)
    return render_template("therapist/note_too_long.html", page=page, **staff_names()), 422
