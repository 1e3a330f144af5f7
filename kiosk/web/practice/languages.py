"""The settings of languages: in which clients are asked, which there are, and who has read each of them over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.actions.change_practice import set_language
from kiosk.domain.phrases import Phrase, phrase
from kiosk.languages import ENGLISH, Audience, Language
from kiosk.web.access import needs_administrator, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import languages, name_in_ours
from kiosk.web.settings import settings

bp = Blueprint("languages", __name__)
bp.context_processor(staff_names)

KEPT: Final = phrase("Kept. It holds for check-ins begun from now on.")
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
@needs_administrator
def practice_languages() -> ResponseReturnValue:
    """As it is now."""
    rows = [_row(tag, one) for tag, one in languages().items()]
    chosen = therapist().practice.language or settings().language
    page = LanguagesPage(rows, chosen, KEPT if "saved" in request.args else None)
    return render_template("practice/languages.html", page=page)


@bp.post("/settings/languages")
@needs_administrator
def keep_language() -> ResponseReturnValue:
    """Keep the practice's own."""
    if (chosen := request.form.get("language", "")) not in languages("client"):
        return problem(phrase("That was not kept."), phrase("Choose a language of the list. Then keep it again."), 422)
    set_language(therapist(), chosen)
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
