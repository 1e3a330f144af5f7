"""The therapist's own observations: the sealed guess, signs seen in the room, and how one's guesses compare."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.check_ins.guess import RawGuess, guesses_for, seal_guess
from kiosk.actions.check_ins.signs import note_sign, take_back_sign
from kiosk.domain.measures import Item
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import in_turn, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.signs import GROUPS, LABELS, Seen
from kiosk.queries.calibration import see_calibration
from kiosk.queries.visit import SeenVisit
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said, spoken
from kiosk.web.shared.readings import has_shown_list
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.addresses import page_of
from kiosk.web.staff.parts.times import near_time
from kiosk.web.staff.visits.calibration import calibration_page
from kiosk.web.staff.visits.pages import GuessChoice, GuessForm, GuessLine, SignChoice, SignGroup

bp = Blueprint("noticed", __name__)
bp.context_processor(staff_names)
ITEM = "guess-"


@bp.post("/check-ins/<public_id:check_in_id>/guess")
@needs(Permission.ASK_CLIENTS)
def guess(check_in_id: PublicId) -> ResponseReturnValue:
    """Seal one's own guess."""
    marks = {name.removeprefix(ITEM): text for name, text in request.form.items() if name.startswith(ITEM)}
    raw = RawGuess(marks, request.form.get("in-the-way", ""))
    try:
        ids = seal_guess(actor(), check_in_id, raw, clock.now())
    except (Conflict, Invalid) as refusal:
        return problem(phrase("That guess was not sealed."), in_turn(refusal.why, phrase("Then go back.")), 422)
    return redirect(page_of(ids), code=303)


@bp.post("/check-ins/<public_id:check_in_id>/signs")
@needs(Permission.ASK_CLIENTS)
def signs(check_in_id: PublicId) -> ResponseReturnValue:
    """Note a sign, or take it back."""
    given, back = request.form.get("seen", ""), request.form.get("take-back", "")
    if (given or back) not in set(Seen):
        abort(400)
    change = note_sign if given else take_back_sign
    return redirect(page_of(change(actor(), check_in_id, Seen(given or back), clock.now())), code=303)


@bp.get("/calibration")
@needs(Permission.READ_RESULTS)
def calibration() -> ResponseReturnValue:
    """Show how one's own guesses compare, for oneself alone."""
    has_shown_list("guesses")
    return render_template("therapist/calibration.html", page=calibration_page(see_calibration(actor(), spoken())))


def guess_form(seen: SeenVisit, now: datetime, zone: str) -> GuessForm:
    """Return the form for a guess; of a sealed one it says only that it is there, because this screen may be seen."""
    language = spoken()
    return GuessForm(
        lines=[_guess_line(item, language) for item in seen.measure.items],
        sealed=gettext("Your guess was sealed at %(time)s.", time=near_time(seen.sealed_at, now, zone))
        if seen.sealed_at
        else "",
    )


def _guess_line(item: Item, language: str) -> GuessLine:
    text = item.texts[language]
    own = [GuessChoice(option.text, option.words[language], option.face) for option in item.options]
    numbers = [GuessChoice(number, number) for number in guesses_for(item)]
    return GuessLine(item.id, item.kind, text.label, text.low, text.high, own or numbers)


def sign_groups(noted: Sequence[str]) -> Sequence[SignGroup]:
    """Every sign in its group, and whether it was noted."""
    return [
        SignGroup(said(name), [SignChoice(seen, said(LABELS[seen]), seen in noted) for seen in signs])
        for name, signs in GROUPS
    ]
