"""The form for what became of a check-in, or of a session with several people."""

from collections.abc import Callable

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf

from kiosk.actions.visits.change import Outcome
from kiosk.domain.notes import NoteTooLong
from kiosk.domain.phrases import phrase
from kiosk.web.shared.errors import problem
from kiosk.web.staff.parts.too_long import note_too_long

NOT_KEPT = (
    phrase("That was not saved."),
    phrase("Choose one of the three. Go back to the page you came from."),
)


class RepairForm(FlaskForm):
    """The outcome of a check-in, and a note."""

    outcome = StringField(validators=[AnyOf([outcome.value for outcome in Outcome])])
    note = TextAreaField()


def keep_repair(record: Callable[[Outcome, str], str]) -> ResponseReturnValue:
    """Keep what is typed by `record`, which gives the address to go on to; a note that is too long is handed back."""
    form = RepairForm()
    if not form.validate_on_submit():
        return problem(*NOT_KEPT, 422)
    try:
        address = record(Outcome(form.outcome.data or ""), form.note.data or "")
    except NoteTooLong:
        return note_too_long()
    return redirect(address, code=303)
