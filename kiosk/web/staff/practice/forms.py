"""The practice's form."""

import re
from collections.abc import Collection

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from kiosk import zones
from kiosk.queries.practice import PracticeSettings

LEAST_DUTY, MOST_DUTY = 3, 120
"""Minutes within which a colleague on duty can be told."""
MOST_LETTERS = 300
PAPERS = ("a4", "us-letter")
TEXT_IN = "crisis_text-{}"
"""The field of the sentence in one language."""


class PracticeForm(FlaskForm):
    """The settings of the practice's forms, and the time zone of its day."""

    name = StringField(
        validators=[
            DataRequired(lazy_gettext("Give the practice a name: clients see it on the form.")),
            Length(max=80, message=lazy_gettext("Use 80 characters at most.")),
        ]
    )
    crisis_text = StringField(
        validators=[Length(max=MOST_LETTERS, message=lazy_gettext("Use 300 characters at most."))]
    )
    crisis_language = StringField()
    crisis_number = StringField(validators=[Length(max=40, message=lazy_gettext("Use 40 characters at most."))])
    ask_strain = BooleanField()
    ask_obstacle = BooleanField()
    buttons_first = BooleanField()
    time_zone = StringField()
    paper = StringField()
    duty_minutes = StringField()

    def __init__(self, language: str, languages: Collection[str]) -> None:
        """`language` is that of the sentence as long as none of these languages is chosen for it."""
        super().__init__()
        chosen = self.crisis_language.data or ""
        self._language = chosen if chosen in languages else language
        typed = {tag: _tidy(request.form.get(TEXT_IN.format(tag))) for tag in languages}
        self._others = {tag: text for tag, text in typed.items() if text}

    def validate_crisis_text(self, field: Field) -> None:
        """Require it if other languages have a sentence: it is shown for those that have none."""
        if self._others and not (field.data or "").strip():
            raise ValidationError(
                gettext("Write it here too: this one is for every language that has none of its own.")
            )

    def validate_crisis_number(self, field: Field) -> None:
        """A number alone does not say whom one reaches."""
        if (field.data or "").strip() and not (self.crisis_text.data or "").strip():
            raise ValidationError(gettext("Write the sentence too: a number alone does not say whom one reaches."))

    def validate_time_zone(self, field: Field) -> None:
        """One of the zones there are."""
        if zones.find(field.data or "") is None:
            raise ValidationError(gettext("Choose a time zone from the list, such as Europe/Vienna."))

    def validate_duty_minutes(self, field: Field) -> None:
        """0 for never, or some minutes: sooner, nobody could have seen it."""
        typed = (field.data or "0").strip()
        if not re.fullmatch("[0-9]{1,3}", typed) or not (int(typed) == 0 or LEAST_DUTY <= int(typed) <= MOST_DUTY):
            raise ValidationError(
                gettext("Type 0 for never, or from %(least)s to %(most)s minutes.", least=LEAST_DUTY, most=MOST_DUTY)
            )

    def problems(self) -> list[tuple[str, str]]:
        """The first fault of each field, in the order of the page."""
        return [(field.name, str(field.errors[0])) for field in self if field.errors] + [
            (TEXT_IN.format(tag), fault) for tag, text in self._others.items() if (fault := self._fault(tag, text))
        ]

    def _fault(self, tag: str, text: str) -> str:
        if tag == self._language:
            return gettext("The sentence above is in this language. Leave it empty here, or choose another above.")
        return gettext("Use 300 characters at most.") if len(text) > MOST_LETTERS else ""

    def settings(self) -> PracticeSettings:
        """Return what was typed, blank space put in order."""
        return PracticeSettings(
            name=_tidy(self.name.data),
            crisis_text=_tidy(self.crisis_text.data),
            crisis_number=_tidy(self.crisis_number.data),
            crisis_language=self._language,
            crisis_texts=self._others,
            asks_strain=bool(self.ask_strain.data),
            asks_obstacle=bool(self.ask_obstacle.data),
            buttons_first=bool(self.buttons_first.data),
            paper=self.paper.data if self.paper.data in PAPERS else "a4",
            duty_minutes=0 if self.duty_minutes.errors else int((self.duty_minutes.data or "0").strip() or 0),
            time_zone=zones.find(self.time_zone.data or "") or (self.time_zone.data or "").strip(),
        )


def _tidy(typed: str | None) -> str:
    return " ".join((typed or "").split())
