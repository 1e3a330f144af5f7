"""What the therapist brings: the sealed guess, signs seen in the room, and how one's own guesses compare."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.calibration import see_calibration
from kiosk.actions.guess import NotSealed, RawGuess, seal_guess
from kiosk.actions.signs import Seen, note_sign, take_back_sign
from kiosk.domain.phrases import in_turn, phrase
from kiosk.web.access import needs_login, staff_names, therapist
from kiosk.web.errors import problem
from kiosk.web.languages import spoken
from kiosk.web.therapist.visit.calibration import calibration_page

bp = Blueprint("noticed", __name__)
ITEM = "guess-"


@bp.context_processor
def names() -> dict[str, object]:
    """These pages belong to the day."""
    return staff_names() | {"here": "today"}


@bp.post("/visits/<int:visit_id>/guess")
@bp.post("/visits/<int:visit_id>/people/<int:person>/guess")
@needs_login
def guess(visit_id: int, person: int | None = None) -> ResponseReturnValue:
    """Seal one's own guess."""
    marks = {name.removeprefix(ITEM): text for name, text in request.form.items() if name.startswith(ITEM)}
    raw = RawGuess(marks, request.form.get("in-the-way", ""))
    outcome = seal_guess(therapist(), visit_id, person, raw, clock.now())
    if isinstance(outcome, NotSealed):
        return problem(phrase("That guess was not sealed."), in_turn(outcome.problem, phrase("Then go back.")), 422)
    return _back(outcome, visit_id, person)


@bp.post("/visits/<int:visit_id>/signs")
@bp.post("/visits/<int:visit_id>/people/<int:person>/signs")
@needs_login
def signs(visit_id: int, person: int | None = None) -> ResponseReturnValue:
    """Note a sign, or take it back."""
    given, back = request.form.get("seen", ""), request.form.get("take-back", "")
    if (given or back) not in set(Seen):
        abort(400)
    change = note_sign if given else take_back_sign
    return _back(change(therapist(), visit_id, person, Seen(given or back), clock.now()), visit_id, person)


@bp.get("/calibration")
@needs_login
def calibration() -> ResponseReturnValue:
    """How one's own guesses compare, for oneself alone."""
    return render_template("therapist/calibration.html", page=calibration_page(see_calibration(therapist(), spoken())))


def _back(done: bool, visit_id: int, person: int | None) -> ResponseReturnValue:  # noqa: FBT001 -- whether it was there
    if not done:
        abort(404)
    return redirect(f"/visits/{visit_id}" + (f"/people/{person}" if person else ""), code=303)
