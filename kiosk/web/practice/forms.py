"""The practice's form."""

from zoneinfo import available_timezones

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from kiosk.actions.change_practice import PracticeSettings


class PracticeForm(FlaskForm):
    """What every form of this practice says, and by which clock its day begins."""

    name = StringField(
        validators=[
            DataRequired(lazy_gettext("Give the practice a name: clients see it on the form.")),
            Length(max=80, message=lazy_gettext("Use 80 characters at most.")),
        ]
    )
    crisis_text = StringField(validators=[Length(max=300, message=lazy_gettext("Use 300 characters at most."))])
    crisis_number = StringField(validators=[Length(max=40, message=lazy_gettext("Use 40 characters at most."))])
    ask_strain = BooleanField()
    buttons_first = BooleanField()
    time_zone = StringField()

    def validate_crisis_number(self, field: Field) -> None:
        """A number alone does not say whom one reaches."""
        if (field.data or "").strip() and not (self.crisis_text.data or "").strip():
            raise ValidationError(gettext("Write the sentence too: a number alone does not say whom one reaches."))

    def validate_time_zone(self, field: Field) -> None:
        """One of the zones that this machine knows."""
        if (field.data or "").strip() not in available_timezones():
            raise ValidationError(gettext("Choose a zone of the list, such as Europe/Vienna."))

    def problems(self) -> list[tuple[str, str]]:
        """The first fault of each field, in the order of the page."""
        return [(field.name, str(field.errors[0])) for field in self if field.errors]

    def settings(self) -> PracticeSettings:
        """What was typed, blank space put in order."""
        return PracticeSettings(
            name=" ".join((self.name.data or "").split()),
            crisis_text=" ".join((self.crisis_text.data or "").split()),
            crisis_number=" ".join((self.crisis_number.data or "").split()),
            asks_strain=bool(self.ask_strain.data),
            buttons_first=bool(self.buttons_first.data),
            time_zone=(self.time_zone.data or "").strip(),
        )
