"""The clients whose years are over: looked over once a year, kept on purpose, or several of them erased at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.erasure.retain import erase_due, keep_longer
from kiosk.domain.erasure import copies_end_on
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase, phrases
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.files import as_text
from kiosk.queries.erasure import Due, DueList, see_due
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names

bp = Blueprint("look_over", __name__)
bp.context_processor(staff_names)
MOST: Final = 50
"""The most that are erased at once: some seconds of work."""
NONE_TICKED: Final = phrase("Tick at least one client.")
OTHER_NUMBER: Final = phrase("That is not the right number. Type %(count)s to erase them.")


@dataclass(frozen=True)
class LookOverPage:
    """The list, and what came of the last run over it."""

    listed: DueList
    most: int = MOST
    done: str = ""
    problem: str = ""


@dataclass(frozen=True)
class EraseManyPage:
    """The lines that go, as the run erases them, and the number that confirms it."""

    due: Sequence[Due]
    copies_end_on: date
    typed: str = ""
    problem: str = ""


@bp.get("/clients/look-over")
@needs(Permission.ERASE_CLIENTS)
def due() -> ResponseReturnValue:
    """List clients whose years are over."""
    return _list(" ".join(map(said, _done(_told("erased"), _told("stay")))) if "erased" in request.args else "")


@bp.post("/clients/look-over/erase")
@needs(Permission.ERASE_CLIENTS)
def erase_many() -> ResponseReturnValue:
    """Show once more what goes; with the number typed, erase exactly that."""
    names = request.form.getlist("due")[:MOST]
    ticked = [one for one in see_due(actor(), clock.now()).due if one.name in names]
    if not names or ("count" not in request.form and not ticked):
        return _list(problem=said(NONE_TICKED)), 422
    if "count" not in request.form:
        return _show(ticked)
    typed = request.form.get("count", "")[:10].strip()
    if typed != str(len(names)):
        return _show(ticked, typed, said(OTHER_NUMBER.filled(count=len(ticked)))), 422
    erased = erase_due(actor(), ticked, as_text, clock.now())
    return redirect(url_for(".due", erased=len(erased), stay=len(names) - len(erased)), code=303)


@bp.post("/clients/<public_id:client_id>/keep")
@needs(Permission.ASK_CLIENTS)
def keep(client_id: PublicId) -> ResponseReturnValue:
    """Keep a client for another year."""
    keep_longer(actor(), client_id, clock.now())
    return redirect(url_for(".due"), code=303)


def _told(name: str) -> int:
    word = request.args.get(name, "")[:5]
    return int(word) if word.isascii() and word.isdigit() else 0


def _list(done: str = "", problem: str = "") -> str:
    page = LookOverPage(see_due(actor(), clock.now()), done=done, problem=problem)
    return render_template("therapist/look_over.html", page=page)


def _show(ticked: Sequence[Due], typed: str = "", problem: str = "") -> str:
    page = EraseManyPage(ticked, copies_end_on(clock.now()), typed, problem)
    return render_template("therapist/erase_many.html", page=page)


def _done(erased: int, stay: int) -> Sequence[Phrase]:
    went = phrases("Erased: %(count)s client.", "Erased: %(count)s clients.", count=erased)
    came = phrases(
        "%(count)s was seen again in the meantime, and stays.",
        "%(count)s were seen again in the meantime, and stay.",
        count=stay,
    )
    return [went, came] if stay else [went]
