"""Validators of fields that forms of several rooms have: the name and the address of somebody with a login."""

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired, Length, Regexp

NAME = Length(max=80, message=lazy_gettext("Use 80 characters at most."))
EMAIL = (
    DataRequired(lazy_gettext("An email address is needed to log in with.")),
    Regexp(r"\s*[^@\s]+@[^@\s]+\s*\Z", message=lazy_gettext("That does not look like an email address.")),
    Length(max=254, message=lazy_gettext("Use 254 characters at most.")),
)
