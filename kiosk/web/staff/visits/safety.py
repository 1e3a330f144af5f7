"""Records of what was done after a client asked for help staying safe: how they are made and shown."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.check_ins.record_safety import Done, record_safety
from kiosk.domain.notes import NoteTooLong
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.recorded import SafetyDone
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.staff.parts.addresses import alone_page_of, page_of
from kiosk.web.staff.parts.safety_words import safety_words
from kiosk.web.staff.parts.times import clock_time, full_date
from kiosk.web.staff.parts.too_long import note_too_long
from kiosk.web.staff.visits.pages import SafetyDoneView

bp = Blueprint("safety", __name__)
NOTHING = (phrase("Nothing was saved."), phrase("Say what was done, or write a note. Then go back."))


@bp.post("/check-ins/<public_id:check_in_id>/safety")
@needs(Permission.ASK_CLIENTS)
def safety(check_in_id: PublicId) -> ResponseReturnValue:
    """Add what was done."""
    form = request.form
    done = Done("spoken" in form, form.get("handed_to", ""), "plan" in form, form.get("note", ""))
    if not done.says_something:
        return problem(*NOTHING, 422)
    try:
        ids = record_safety(actor(), check_in_id, done, clock.now())
    except NoteTooLong:
        return note_too_long()
    return redirect(alone_page_of(ids) if "alone" in form else page_of(ids), code=303)


def safety_records(records: Sequence[SafetyDone], now: datetime, zone: str) -> Sequence[SafetyDoneView]:
    """Every record, oldest first."""
    return [
        SafetyDoneView(
            when=gettext(
                "%(date)s, %(time)s",
                date=full_date(one.recorded_at, now, zone),
                time=clock_time(one.recorded_at, zone),
            ),
            who=one.by,
            words=safety_words(one),
            note=one.note,
        )
        for one in records
    ]
