"""The fields of a goal as they were typed; what may be in them is judged by the action."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField


class GoalFields(FlaskForm):
    """A goal's kind, the client's words for it, and its deadline."""

    kind = StringField()
    words = TextAreaField()
    within = StringField()
    unit = StringField()
