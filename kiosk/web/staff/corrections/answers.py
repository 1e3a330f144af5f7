"""The page on which an answer is said to be not this client's, and the button that undoes a correction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.corrections.answers import NotTheirs, correct_answer
from kiosk.actions.corrections.undo import undo_correction
from kiosk.domain.corrections import CorrectionKind, CorrectionReason
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.corrections import ToCorrect, see_to_correct
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.addresses import base_of, page_of
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.correction_words import CorrectionView, correction_views, mistake_said
from kiosk.web.staff.parts.times import at_time, clock_time, day_words

bp = Blueprint("corrections", __name__)
bp.context_processor(staff_names)

SET_ASIDE: Final = {
    CorrectionReason.SOMEBODY_ELSE: phrase("Somebody else’s, and I can’t say whose"),  # noqa: RUF001 -- as printed
    CorrectionReason.MISTAKE: phrase("Sent by mistake"),
    CorrectionReason.TRIAL: phrase("A test: nobody’s answer"),  # noqa: RUF001 -- as printed
}


@dataclass(frozen=True)
class NotTheirsPage:
    """One check-in, without its answer: whose it may be, why it may be set aside, and what was corrected so far."""

    code: str
    of: PublicId
    sub: str
    mistake_said: str
    is_held: bool
    asks_for_help: bool
    reasons: tuple[Choice, ...]
    """The reasons to set it aside; empty where there is no answer."""
    codes: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    is_open: bool
    """False where it was set aside or withdrawn: then there is nothing to choose."""
    address: str
    back: str
    chosen: NotTheirs
    erase_address: str = ""
    """The page on which the answer is erased for good; empty where there is none."""
    problem: str = ""
    field: str = ""


@bp.get("/check-ins/<public_id:check_in_id>/not-theirs")
@needs(Permission.CORRECT_RECORDS)
def not_theirs(check_in_id: PublicId) -> ResponseReturnValue:
    """The page, with nothing chosen."""
    return render_template("therapist/corrections/not_theirs.html", page=_page(check_in_id))


@bp.post("/check-ins/<public_id:check_in_id>/not-theirs")
@needs(Permission.CORRECT_RECORDS)
def correct(check_in_id: PublicId) -> ResponseReturnValue:
    """Move it, or set it aside; what was typed stays where that cannot be done."""
    form = request.form
    of = public_id(form.get("of", "")) or abort(404)
    code = form.get("code", "")
    becomes = form.get("becomes", "") or (CorrectionKind.MOVED if code.strip() else "")
    chosen = NotTheirs(becomes, code, form.get("note", ""), of)
    try:
        ids = correct_answer(actor(), check_in_id, chosen, clock.now())
    except (Invalid, Conflict) as refusal:
        status = 422 if isinstance(refusal, Invalid) else 409
        page = _page(check_in_id, chosen, refusal)
        return render_template("therapist/corrections/not_theirs.html", page=page), status
    return redirect(page_of(ids), code=303)


@bp.post("/corrections/<public_id:correction_id>/undo")
@needs(Permission.CORRECT_RECORDS)
def undo(correction_id: PublicId) -> ResponseReturnValue:
    """Undo one correction, and go back to where it stood."""
    undo_correction(actor(), correction_id, clock.now())
    return redirect(safe_next(request.form.get("next", "")), code=303)


def _page(
    check_in_id: PublicId, chosen: NotTheirs | None = None, fault: Invalid | Conflict | None = None
) -> NotTheirsPage:
    now, me = clock.now(), actor()
    seen = see_to_correct(me, check_in_id, now) or abort(404)
    check_in = seen.check_in
    answered = check_in.is_held or check_in.state in ANSWERED
    return NotTheirsPage(
        code=check_in.code,
        of=seen.client,
        sub=_sub(seen, now, me.time_zone),
        mistake_said=mistake_said(check_in.open_mistake_at, now, me.time_zone),
        is_held=check_in.is_held,
        asks_for_help=bool(check_in.result and check_in.result.safety),
        reasons=tuple(Choice(reason, said(words)) for reason, words in SET_ASIDE.items()) if answered else (),
        codes=tuple(seen.codes),
        corrections=tuple(correction_views(seen.corrections, now, me.time_zone)),
        is_open=check_in.set_aside_at is None and check_in.state is not State.WITHDRAWN,
        address=f"{base_of(check_in.ids)}/not-theirs",
        back=page_of(check_in.ids),
        chosen=chosen or NotTheirs("" if answered else CorrectionKind.MOVED, "", "", seen.client),
        erase_address=url_for("erasure.ask_answer", check_in_id=check_in_id) if answered else "",
        problem=said(fault.why) if fault else "",
        field=fault.field if isinstance(fault, Invalid) else "",
    )


def _sub(seen: ToCorrect, now: datetime, zone: str) -> str:
    check_in = seen.check_in
    begun = gettext(
        "%(day)s, %(time)s.", day=day_words(check_in.begun_at, zone), time=clock_time(check_in.begun_at, zone)
    )
    if check_in.closed_at is None or not (check_in.is_held or check_in.state in ANSWERED):
        return begun
    answered = gettext("Answered %(when)s.", when=at_time(check_in.closed_at, now, zone))
    return f"{begun} {answered}"
