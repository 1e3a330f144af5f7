"""The therapist's forms."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf

from kiosk.actions.visits.change import Outcome
from kiosk.domain.phrases import phrase

NOT_KEPT = (
    phrase("That was not saved."),
    phrase("Choose one of the three. Go back to the page you came from."),
)


class OpenVisitForm(FlaskForm):
    """A check-in's client, place, form and language; what may be in them is judged by the action."""

    client = StringField()
    measure = StringField()
    place = StringField()
    language = StringField()


class RepairForm(FlaskForm):
    """The outcome of a check-in, and a note."""

    outcome = StringField(validators=[AnyOf([outcome.value for outcome in Outcome])])
    note = TextAreaField()
