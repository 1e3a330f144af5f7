"""The settings' page of the record system: set it up, register, try and switch it, and see what was sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice import record_system as acts
from kiosk.actions.practice.record_system import WantedSystem
from kiosk.core import settings
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.onward import ToSend, last_own, see_system
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.readings import has_shown
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.practice.record_system_page import NOTHING_BESIDE, Beside, records_page

bp = Blueprint("record_system", __name__)
bp.context_processor(staff_names)

RECORDS: Final = "/settings/records"
OWN: Final = "own"
"""The parameter by which a therapist sees their own last answer as it would be sent."""
Act = Callable[[Staff, datetime], None]
STEPS: Final[Mapping[str, Act]] = {
    "trial": acts.try_system,
    "on": acts.switch_on,
    "off": acts.switch_off,
    "remove": acts.remove,
}
"""Steps that need nothing typed, by their address. A trial stores nothing in the record system."""
SAVED: Final[Mapping[str, Phrase]] = {
    "set-up": phrase("Set up, and switched off. Go through the three steps below."),
    "registered": phrase("Saved. Now try it."),
    "trial": phrase("The trial has begun. Load this page again in a moment to see what came of it."),
    "on": phrase("Switched on. Forms that open from now on name it."),
    "off": phrase("Switched off. Forms do not name it any more, and nothing is sent."),
    "remove": phrase("Removed. What was sent stays in the record system."),
    "again": phrase("It is being sent again. Load this page again in a moment to see what came of it."),
}


@bp.get(RECORDS)
@needs(Permission.SEND_ONWARD)
def records() -> ResponseReturnValue:
    """Show it as it is."""
    saved = SAVED.get(request.args.get("saved", ""))
    return _page(Beside(saved=said(saved) if saved else ""))


@bp.post(RECORDS)
@needs(Permission.SEND_ONWARD)
def set_up() -> ResponseReturnValue:
    """Set it up, switched off, with a key of its own."""
    form = request.form
    name, url = (form.get(field, "")[:2_000] for field in ("name", "url"))
    wanted = WantedSystem(name, url, form.get("algorithm", ""), with_words=form.get("words") == "yes")
    return _done(
        lambda me, now: acts.set_up(me, wanted, settings().private_networks, now),
        "set-up",
        Beside(wanted),
    )


@bp.post(f"{RECORDS}/registered")
@needs(Permission.SEND_ONWARD)
def register() -> ResponseReturnValue:
    """Note the id that this server was given there."""
    typed = request.form.get("client_id", "")[:2_000]
    return _done(lambda me, now: acts.register(me, typed, now), "registered", Beside(client_id=typed))


@bp.post(f"{RECORDS}/<any({', '.join(STEPS)}):step>")
@needs(Permission.SEND_ONWARD)
def change(step: str) -> ResponseReturnValue:
    """Try it, switch it on or off, or end it."""
    return _done(STEPS[step], step)


@bp.post(f"{RECORDS}/<public_id:copy_id>/again")
@needs(Permission.SEND_ONWARD)
def again(copy_id: PublicId) -> ResponseReturnValue:
    """Send one answer of the list once more."""
    return _done(lambda me, now: acts.send_again(me, copy_id, now), "again")


def _done(act: Act, saved: str, typed: Beside = NOTHING_BESIDE) -> ResponseReturnValue:
    """Do it and go back to the page; what was typed and cannot be taken is shown again, with the problem."""
    try:
        act(actor(), clock.now())
    except Conflict as refusal:
        return _page(Beside(problems=[("", said(refusal.why))])), 409
    except Invalid as fault:
        return _page(replace(typed, problems=[(fault.field, said(fault.why))])), 422
    return redirect(f"{RECORDS}?saved={saved}", code=303)


def _page(beside: Beside) -> str:
    me, now = actor(), clock.now()
    found = see_system(me)
    own = _own(me, now) if found and OWN in request.args else None
    return render_template("practice/record_system.html", page=records_page(me, found, own, now, beside))


def _own(me: Staff, now: datetime) -> ToSend | None:
    """Give their own last answer, for whoever is a therapist too; it is noted as read."""
    own = last_own(me, now) if may(me, Permission.READ_RESULTS) else None
    if own:
        seen = own.check_in.check_in
        has_shown(Audited.RESULT_READ, "check_ins", seen.id, seen.client)
    return own
