"""The page on which the day, the time and the place of a session are corrected."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock, zones
from kiosk.actions.corrections.sessions import Rescheduled, reschedule
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.corrections import see_visit_to_correct
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.correction_words import CorrectionView, correction_views

bp = Blueprint("session_corrections", __name__)
bp.context_processor(staff_names)


@dataclass(frozen=True)
class SessionCorrectionPage:
    """One session: when and where, as it is kept or as it was typed just now."""

    codes: str
    typed: Rescheduled
    latest: str
    """Today, after which no day can be given."""
    corrections: tuple[CorrectionView, ...]
    address: str
    back: str
    problem: str = ""
    field: str = ""


@bp.get("/visits/<public_id:visit_id>/when")
@needs(Permission.ASK_CLIENTS)
def when(visit_id: PublicId) -> ResponseReturnValue:
    """The page."""
    return render_template("therapist/corrections/session.html", page=_page(visit_id))


@bp.post("/visits/<public_id:visit_id>/when")
@needs(Permission.ASK_CLIENTS)
def correct(visit_id: PublicId) -> ResponseReturnValue:
    """Correct it; what was typed stays where that cannot be done."""
    typed = Rescheduled(*(request.form.get(name, "") for name in ("day", "time", "place", "note")))
    try:
        reschedule(actor(), visit_id, typed, clock.now())
    except Invalid as refusal:
        return render_template("therapist/corrections/session.html", page=_page(visit_id, typed, refusal)), 422
    return redirect(url_for("visits.visit", visit_id=visit_id), code=303)


def _page(visit_id: PublicId, typed: Rescheduled | None = None, fault: Invalid | None = None) -> SessionCorrectionPage:
    now, zone = clock.now(), actor().time_zone
    seen = see_visit_to_correct(actor(), visit_id) or abort(404)
    local = seen.began_at.astimezone(zones.zone(zone))
    return SessionCorrectionPage(
        codes=", ".join(seen.codes),
        typed=typed or Rescheduled(f"{local:%Y-%m-%d}", f"{local:%H:%M}", seen.place),
        latest=f"{now.astimezone(zones.zone(zone)):%Y-%m-%d}",
        corrections=tuple(correction_views(seen.corrections, now, zone)),
        address=url_for(".when", visit_id=visit_id),
        back=url_for("visits.visit", visit_id=visit_id),
        problem=said(fault.why) if fault else "",
        field=fault.field if fault else "",
    )
