"""The form by which a check-in begins."""

from flask_wtf import FlaskForm
from wtforms import StringField


class OpenVisitForm(FlaskForm):
    """A check-in's client, place, form and language; what may be in them is judged by the action."""

    client = StringField()
    measure = StringField()
    place = StringField()
    language = StringField()
