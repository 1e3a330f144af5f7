"""Blank forms, rendered once for each wording: a form's words are most of its cost, and seldom other ones."""

import secrets
from functools import lru_cache
from typing import Final

from flask import current_app, render_template
from markupsafe import escape

from kiosk.queries.forms import Form
from kiosk.web.checkin.pages import FormPage
from kiosk.web.checkin.present import form_page
from kiosk.web.shared.languages import spoken
from kiosk.web.shared.paired import dressed

EXTENSION: Final = "kiosk-blank-forms"
MOST_KEPT: Final = 100
"""Wordings that one worker keeps: each takes some 15 kB."""
ADDRESS, KEY = (secrets.token_hex() for _ in range(2))
"""Stand in a kept form for what differs in each: nobody can have typed them."""


class BlankForms:
    """The forms that one worker has rendered.

    The page that was rendered is what it is found by, so that a form in which anything else is shown is another one.
    """

    def __init__(self) -> None:
        self.html = lru_cache(MOST_KEPT)(self._render)

    @staticmethod
    def _render(page: FormPage, language: str) -> str:
        """Render a page that is read in this language, which is that of the request."""
        del language
        return render_template("checkin/form.html", page=page)


def blank_form(form: Form, address: str, key: str) -> str:
    """Give the page with a blank form. A tablet's is rendered anew: it shows what the tablet is about to do."""
    if dressed():
        return render_template("checkin/form.html", page=form_page(form, address, key))
    kept = _kept().html(form_page(form, ADDRESS, KEY), spoken())
    return kept.replace(ADDRESS, str(escape(address))).replace(KEY, key)


def _kept() -> BlankForms:
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, BlankForms):
        raise TypeError("The app was made without its blank forms: use create_app.")
    return found
