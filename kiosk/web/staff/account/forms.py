"""The account's forms."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from kiosk import zones
from kiosk.web.staff.parts.fields import EMAIL, NAME


class EnteringForm(FlaskForm):
    """The fields that every step of logging in carries along: the address to go to, and the language of the pages."""

    next = StringField(default="/")
    unsent = StringField()
    """The form that waits for this login, sealed; empty without one."""
    language = StringField()


class LoginForm(EnteringForm):
    """Email and password; what is wrong with them is told in one sentence for both."""

    email = EmailField()
    password = PasswordField()
    locked = StringField()


class CodeForm(EnteringForm):
    """The code after the password."""

    code = StringField()


class ProofForm(FlaskForm):
    """All that logging in asks for, once more, before something about it is changed."""

    password = PasswordField()
    code = StringField()


class PasskeyForm(EnteringForm):
    """A passkey's answer: the challenge, signed."""

    answer = StringField()


class SetUpForm(FlaskForm):
    """The practice and its first person."""

    practice = StringField(
        validators=[DataRequired(lazy_gettext("Give the practice a name: clients see it on the form.")), NAME]
    )
    name = StringField(validators=[DataRequired(lazy_gettext("Give the name by which your clients know you.")), NAME])
    email = EmailField(validators=EMAIL)
    password = PasswordField()
    crisis_text = StringField(validators=[Length(max=300, message=lazy_gettext("Use 300 characters at most."))])
    crisis_number = StringField(validators=[Length(max=40, message=lazy_gettext("Use 40 characters at most."))])
    ask_strain = BooleanField()
    time_zone = StringField()

    def validate_time_zone(self, field: Field) -> None:
        """Require a zone of the list. A request without the field leaves it open, and every page then says so."""
        if field.data is not None and zones.find(field.data) is None:
            raise ValidationError(gettext("Choose a time zone from the list, such as Europe/Vienna."))

    def problems(self) -> list[tuple[str, str]]:
        """The first fault of each field, in the order of the page."""
        return [(field.name, str(field.errors[0])) for field in self if field.errors]


class PasswordForm(FlaskForm):
    """The present password and the one that is to take its place."""

    password = PasswordField()
    new_password = PasswordField()
