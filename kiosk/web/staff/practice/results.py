"""The settings of links and results: how long a link opens its form, and where a result waits to be asked for."""

import re
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import ValidationError

from kiosk import clock
from kiosk.actions.practice.change import set_links_and_results
from kiosk.domain.lifecycle import LINK_MINUTES_LEAST, LINK_MINUTES_MOST
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.queries.practice import LinksAndResults, see_practice
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.practice.pages import ResultsPage

bp = Blueprint("results", __name__)
bp.context_processor(staff_names)

KEPT: Final = phrase("Saved. It applies to links and answers from now on.")
MINUTES: Final = phrase(
    "Type whole minutes, from %(least)s to %(most)s.", least=f"{LINK_MINUTES_LEAST}", most=f"{LINK_MINUTES_MOST}"
)


class ResultsForm(FlaskForm):
    """The minutes that a link lasts, and three cases in which a result may wait."""

    link_minutes = StringField()
    hold_room = BooleanField()
    hold_calls = BooleanField()
    hold_several = BooleanField()

    def validate_link_minutes(self, field: Field) -> None:
        """Within the bounds; a browser's number may come with any text in it."""
        typed = field.data or ""
        if not re.fullmatch("[0-9]{2,4}", typed) or not LINK_MINUTES_LEAST <= int(typed) <= LINK_MINUTES_MOST:
            raise ValidationError(said(MINUTES))

    def settings(self) -> LinksAndResults:
        """Return what was chosen; 0 minutes where they cannot be read."""
        return LinksAndResults(
            link_minutes=0 if self.errors else int(self.link_minutes.data or 0),
            holds_room=bool(self.hold_room.data),
            holds_calls=bool(self.hold_calls.data),
            holds_several=bool(self.hold_several.data),
        )


@bp.get("/settings/results")
@needs(Permission.CHANGE_PRACTICE)
def results() -> ResponseReturnValue:
    """As it is now."""
    kept = see_practice(actor()).results
    page = ResultsPage(kept, str(kept.link_minutes), saved=said(KEPT) if "saved" in request.args else "")
    return render_template("practice/results.html", page=page)


@bp.post("/settings/results")
@needs(Permission.CHANGE_PRACTICE)
def keep_results() -> ResponseReturnValue:
    """Keep it, or say what to mend."""
    form = ResultsForm()
    if not form.validate():
        page = ResultsPage(form.settings(), request.form.get("link_minutes", "")[:20], problem=said(MINUTES))
        return render_template("practice/results.html", page=page), 422
    set_links_and_results(actor(), form.settings(), clock.now())
    return redirect(url_for(".results", saved="yes"), code=303)
