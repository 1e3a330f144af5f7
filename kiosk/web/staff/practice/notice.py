"""The setting of the privacy notice: the template, or the practice's own words, in each language of the forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice.notice import MOST_LETTERS, MOST_OF_A_LINE, Notice, set_notice
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.queries.notices import see_notice
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, said, spoken
from kiosk.web.shared.notices import template
from kiosk.web.shared.staff_names import staff_names

bp = Blueprint("notice", __name__)
bp.context_processor(staff_names)

KEPT: Final = phrase("Saved. Every form that is opened from now on shows it.")
TEXT_IN: Final = "text_{}"
MEANINGS: Final = {
    "who": phrase("everybody who sees the answer"),
    "how-long": phrase("how long it is kept"),
    "where": phrase("on whose computer"),
    "contact": phrase("whom to ask"),
    "practice": phrase("the practice’s name, if you like"),  # noqa: RUF001 -- as printed
}
"""The gaps of a notice, and what fills each."""


@dataclass(frozen=True)
class NoticeText:
    """The notice in one language, as it is typed."""

    field: str
    tag: str
    own_name: str
    text: str
    direction: str
    is_own: bool
    """True where the practice wrote it; False for the template."""
    problem: str = ""


@dataclass(frozen=True)
class NoticeSettings:
    """The page of the setting."""

    contact: str
    host: str
    texts: Sequence[NoticeText]
    gaps: Sequence[tuple[str, Phrase]]
    """Each gap as it is typed, and what fills it."""
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""


@bp.get("/settings/privacy")
@needs(Permission.CHANGE_PRACTICE)
def notice() -> ResponseReturnValue:
    """The notice as it is now."""
    seen = see_notice(actor())
    page = _page(Notice(seen.contact, seen.host, seen.texts))
    page = replace(page, saved=said(KEPT) if "saved" in request.args else "")
    return render_template("practice/notice.html", page=page)


@bp.post("/settings/privacy")
@needs(Permission.CHANGE_PRACTICE)
def keep_notice() -> ResponseReturnValue:
    """Save it, or say what to mend. A text that is the template's is not kept: it follows the template."""
    form = request.form
    typed = {tag: form.get(TEXT_IN.format(tag), "")[: 2 * MOST_LETTERS] for tag in languages("client")}
    own = {tag: text for tag, text in typed.items() if _words(text) != _words(template(tag))}
    wanted = Notice(form.get("contact", "")[: 2 * MOST_OF_A_LINE], form.get("host", "")[: 2 * MOST_OF_A_LINE], own)
    if faults := set_notice(actor(), wanted, clock.now()):
        return render_template("practice/notice.html", page=_page(wanted, faults)), 422
    return redirect(url_for(".notice", saved="yes"), code=303)


def _page(shown: Notice, faults: Mapping[str, Phrase] | None = None) -> NoticeSettings:
    told = {tag: said(fault) for tag, fault in (faults or {}).items()}
    texts = [_text(tag, shown.texts.get(tag, ""), told.get(tag, "")) for tag in _in_order()]
    names = {one.field: one.own_name for one in texts}
    lines: Sequence[str] = ("contact", "host")
    problems = [(name, told[name]) for name in lines if name in told]
    problems += [(one.field, f"{names[one.field]}: {one.problem}") for one in texts if one.problem]
    gaps = [(f"{{{gap}}}", meaning) for gap, meaning in MEANINGS.items()]
    return NoticeSettings(shown.contact, shown.host, texts, gaps, problems)


def _text(tag: str, own: str, problem: str) -> NoticeText:
    one = languages("client")[tag]
    shown = own or template(tag)
    return NoticeText(TEXT_IN.format(tag), tag, one.own_name, shown, str(one.locale.text_direction), bool(own), problem)


def _in_order() -> Sequence[str]:
    """The languages of the forms, that of this page first."""
    return sorted(languages("client"), key=lambda tag: tag != spoken())


def _words(text: str) -> list[str]:
    return text.split()
