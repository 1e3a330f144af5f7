"""Years of keeping: those of the law, and those after which a client stands on the list to look over."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice.change import set_retention
from kiosk.domain.erasure import BACKUP_LASTS, MOST_YEARS
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid
from kiosk.queries.practice import Retention, see_retention
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names

bp = Blueprint("retention", __name__)
bp.context_processor(staff_names)
YEARS: Final = phrase("Type whole years, from 0 to %(most)s.", most=MOST_YEARS)
SAVED: Final = phrase("Saved. This erases nothing: each therapist finds the list under Clients.")
NAMES: Final = tuple(field.name for field in fields(Retention))


@dataclass(frozen=True)
class RetentionPage:
    """The years as they are, or as they were typed; problems name their field."""

    typed: dict[str, str]
    backup_days: int = BACKUP_LASTS.days
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""

    def problem(self, name: str) -> str:
        """Give what is wrong with a field; empty where nothing is."""
        return dict(self.problems).get(name, "")


@bp.get("/settings/retention")
@needs(Permission.CHANGE_PRACTICE)
def retention() -> ResponseReturnValue:
    """Show the years as they are."""
    kept = see_retention(actor())
    typed = {name: str(getattr(kept, name)) for name in NAMES}
    return _shown(RetentionPage(typed, saved=said(SAVED) if "saved" in request.args else ""))


@bp.post("/settings/retention")
@needs(Permission.CHANGE_PRACTICE)
def keep_retention() -> ResponseReturnValue:
    """Save them, or say what to mend."""
    typed = {name: request.form.get(name, "").strip()[:20] for name in NAMES}
    problems = [(name, said(YEARS)) for name, years in typed.items() if not _is_year_count(years)]
    if not problems:
        try:
            set_retention(actor(), Retention(**{name: int(years) for name, years in typed.items()}), clock.now())
        except Invalid as refusal:
            problems = [(refusal.field, said(refusal.why))]
    if problems:
        return _shown(RetentionPage(typed, problems=problems)), 422
    return redirect(url_for(".retention", saved="yes"), code=303)


def _is_year_count(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and int(typed) <= MOST_YEARS


def _shown(page: RetentionPage) -> str:
    return render_template("practice/retention.html", page=page)
