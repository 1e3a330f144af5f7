"""The settings of languages: in which clients are asked, which there are, and who has read each of them over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice.change import set_language
from kiosk.core import settings
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.languages import ENGLISH, Audience, Language
from kiosk.queries.practice import see_practice
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, name_in_ours
from kiosk.web.shared.staff_names import staff_names

bp = Blueprint("languages", __name__)
bp.context_processor(staff_names)

KEPT: Final = phrase("Saved. It applies to check-ins started from now on.")
DRAFT: Final = phrase("Machine draft, not reviewed by a clinician.")
REVIEWED: Final = phrase("Reviewed by %(who)s.")
ORIGINAL: Final = phrase("The language it was written in.")
NONE: Final = phrase("None.")


@dataclass(frozen=True)
class LanguageRow:
    """One language, with what it is worth to whom."""

    tag: str
    own_name: str
    name: str
    clients: Phrase
    staff: Phrase


@dataclass(frozen=True)
class LanguagesPage:
    """All of them, and in which a client is asked who has none of their own."""

    rows: Sequence[LanguageRow]
    chosen: str
    saved: Phrase | None = None


@bp.get("/settings/languages")
@needs(Permission.CHANGE_PRACTICE)
def practice_languages() -> ResponseReturnValue:
    """As it is now."""
    rows = [_row(tag, one) for tag, one in languages().items()]
    chosen = see_practice(actor()).language or settings().language
    page = LanguagesPage(rows, chosen, KEPT if "saved" in request.args else None)
    return render_template("practice/languages.html", page=page)


@bp.post("/settings/languages")
@needs(Permission.CHANGE_PRACTICE)
def keep_language() -> ResponseReturnValue:
    """Keep the practice's own."""
    if (chosen := request.form.get("language", "")) not in languages("client"):
        return problem(phrase("That was not saved."), phrase("Choose a language from the list, then save again."), 422)
    set_language(actor(), chosen, clock.now())
    return redirect(url_for(".practice_languages", saved="yes"), code=303)


def _row(tag: str, one: Language) -> LanguageRow:
    return LanguageRow(tag, one.own_name, name_in_ours(tag), _worth(one, "client"), _worth(one, "staff"))


def _worth(one: Language, audience: Audience) -> Phrase:
    if one.tag == ENGLISH:
        return ORIGINAL
    if audience not in one.reviewed_by:
        return NONE
    who = one.reviewed_by[audience]
    return REVIEWED.filled(who=who) if who else DRAFT
