"""The therapist sends a form to a tablet, and takes it back."""

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.send_to_tablet import NotSent, send_to_tablet, take_back
from kiosk.domain.phrases import phrase
from kiosk.web.access import needs_login, staff_names, therapist
from kiosk.web.errors import problem

bp = Blueprint("to_tablet", __name__)
VISIT = "/visits/<int:visit_id>"
PERSON = f"{VISIT}/people/<int:person>"
NOT_SENT = phrase("It was not sent to the tablet.")


@bp.context_processor
def names() -> dict[str, object]:
    """These pages belong to the day."""
    return staff_names() | {"here": "today"}


@bp.post(f"{VISIT}/tablet")
@bp.post(f"{PERSON}/tablet")
@needs_login
def send(visit_id: int, person: int | None = None) -> ResponseReturnValue:
    """Show the form there."""
    tablet = request.form.get("tablet", 0, int)
    sent = send_to_tablet(therapist(), visit_id, tablet, clock.now(), check_in=person)
    if isinstance(sent, NotSent):
        return problem(NOT_SENT, sent.problem, 422)
    return _back_to(visit_id, person) if sent else abort(404)


@bp.post(f"{VISIT}/tablet/back")
@bp.post(f"{PERSON}/tablet/back")
@needs_login
def back(visit_id: int, person: int | None = None) -> ResponseReturnValue:
    """Take it back."""
    done = take_back(therapist(), visit_id, clock.now(), check_in=person)
    return _back_to(visit_id, person) if done else abort(404)


def _back_to(visit_id: int, person: int | None) -> ResponseReturnValue:
    return redirect(f"/visits/{visit_id}?person={person}" if person else f"/visits/{visit_id}", code=303)
