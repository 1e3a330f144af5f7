"""A client's place in the practice's record system: their therapist says which patient they are there."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.patients import name_patient
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.clients.asking import shown

bp = Blueprint("patients", __name__)
bp.context_processor(staff_names)


@bp.post("/clients/<public_id:client_id>/patient")
@needs(Permission.ASK_CLIENTS)
def name(client_id: PublicId) -> ResponseReturnValue:
    """Note their id there; an empty field takes it away."""
    typed = request.form.get("patient", "")[:2_000]
    try:
        name_patient(actor(), client_id, typed, clock.now())
    except Invalid as refusal:
        return shown(client_id, [(refusal.field, said(refusal.why))], typed), 422
    return redirect(url_for("asking.asking", client_id=client_id, _anchor="patient-of"), code=303)
