"""The settings' page of the record system: set it up, register, try and switch it, and see what was sent."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice import record_system as acts
from kiosk.actions.practice.record_system import WantedSystem
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.onward import Algorithm, Step, Wanted, passed
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.interchange.fhir.onward import transaction
from kiosk.queries.onward import SeenCopy, SeenSystem, ToSend, last_own, see_system
from kiosk.queries.onward_example import example
from kiosk.web.shared.access import actor, needs, staff_names
from kiosk.web.shared.languages import said
from kiosk.web.shared.readings import has_shown
from kiosk.web.shared.settings import settings
from kiosk.web.staff.parts.deliveries import outcome_words, state_words
from kiosk.web.staff.parts.times import at_time

bp = Blueprint("record_system", __name__)
bp.context_processor(staff_names)

RECORDS: Final = "/settings/records"
OWN: Final = "own"
"""The parameter by which a therapist sees their own last answer as it would be sent."""
SAVED: Final[Mapping[str, Phrase]] = {
    "set-up": phrase("Set up, and switched off. Go through the three steps below."),
    "registered": phrase("Saved. Now try it."),
    "trial": phrase("The trial has begun. Load this page again in a moment to see what came of it."),
    "on": phrase("Switched on. Forms that open from now on name it."),
    "off": phrase("Switched off. Forms do not name it any more, and nothing is sent."),
    "removed": phrase("Removed. What was sent stays in the record system."),
    "again": phrase("It is sent again. Load this page again in a moment to see what came of it."),
}
STEPS: Final[Mapping[str, Phrase]] = {
    Step.METADATA: phrase("The server says what it can do"),
    Step.CONFIGURATION: phrase("The server says where tokens are given"),
    Step.TOKEN: phrase("The server gives a token"),
    Step.SENDING: phrase("The server takes what is sent"),
    Step.DELETING: phrase("The server deletes what was erased"),
}
WANTED: Final[Mapping[Wanted, Phrase]] = {
    Wanted.FINAL: phrase("An answer"),
    Wanted.IN_ERROR: phrase("An answer, marked as entered in error"),
    Wanted.ERASED: phrase("An answer that was erased here"),
}
ALGORITHMS: Final = (
    (Algorithm.ES384, phrase("ES384, an elliptic curve")),
    (Algorithm.RS384, phrase("RS384, where the record system knows no other")),
)


@dataclass(frozen=True)
class StepRow:
    """One step of the trial, and how it went."""

    name: Phrase
    is_well: bool
    said: str


@dataclass(frozen=True)
class CopyRow:
    """One line of what was sent; `identifier` is the one that it has in the record system."""

    id: PublicId
    what: Phrase
    when: str
    state: str
    outcome: str


@dataclass(frozen=True)
class RecordsPage:
    """The record system as it is, or what was typed to set one up; problems name their field."""

    system: SeenSystem | None
    typed: WantedSystem
    client_id: str
    keys: str
    """The public key, as it is given to the record system."""
    keys_url: str
    """The address at which the record system can read it."""
    sent: str
    """Exactly what would be sent: for the actor's own last answer if they ask for that, else for an invented one."""
    is_own: bool
    """True where it is of their own last answer."""
    may_see_own: bool
    trial: Sequence[StepRow]
    is_tried: bool
    """True once every step of the trial went well."""
    tried: str
    """The time of the trial, in words; empty before."""
    since: str
    log: Sequence[CopyRow]
    algorithms: Sequence[tuple[str, Phrase]] = ALGORITHMS
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""


@bp.get(RECORDS)
@needs(Permission.SEND_ONWARD)
def records() -> ResponseReturnValue:
    """Show it as it is."""
    return _shown(saved=SAVED.get(request.args.get("saved", "")))


@bp.post(RECORDS)
@needs(Permission.SEND_ONWARD)
def set_up() -> ResponseReturnValue:
    """Set it up, switched off, with a key of its own."""
    form = request.form
    name, url = (form.get(field, "")[:2_000] for field in ("name", "url"))
    wanted = WantedSystem(name, url, form.get("algorithm", ""), with_words=form.get("words") == "yes")
    try:
        acts.set_up(actor(), wanted, settings().private_networks, clock.now())
    except Invalid as fault:
        return _shown(wanted, problems=[(fault.field, said(fault.why))]), 422
    except Conflict as refusal:
        return _shown(problems=[("", said(refusal.why))]), 409
    return redirect(f"{RECORDS}?saved=set-up", code=303)


@bp.post(f"{RECORDS}/registered")
@needs(Permission.SEND_ONWARD)
def register() -> ResponseReturnValue:
    """Note the id that this server was given there."""
    typed = request.form.get("client_id", "")[:2_000]
    try:
        acts.register(actor(), typed, clock.now())
    except Conflict as refusal:
        return _shown(problems=[("", said(refusal.why))]), 409
    except Invalid as fault:
        return _shown(client_id=typed, problems=[(fault.field, said(fault.why))]), 422
    return redirect(f"{RECORDS}?saved=registered", code=303)


@bp.post(f"{RECORDS}/trial")
@needs(Permission.SEND_ONWARD)
def try_it() -> ResponseReturnValue:
    """Have it tried, without storing anything there."""
    return _done(acts.try_system, "trial")


@bp.post(f"{RECORDS}/on")
@needs(Permission.SEND_ONWARD)
def switch_on() -> ResponseReturnValue:
    """Send answers from here on."""
    return _done(acts.switch_on, "on")


@bp.post(f"{RECORDS}/off")
@needs(Permission.SEND_ONWARD)
def switch_off() -> ResponseReturnValue:
    """Send nothing until it is switched on again."""
    return _done(acts.switch_off, "off")


@bp.post(f"{RECORDS}/remove")
@needs(Permission.SEND_ONWARD)
def remove() -> ResponseReturnValue:
    """End it."""
    return _done(acts.remove, "removed")


@bp.post(f"{RECORDS}/<public_id:copy_id>/again")
@needs(Permission.SEND_ONWARD)
def again(copy_id: PublicId) -> ResponseReturnValue:
    """Send one answer of the list once more."""
    return _done(lambda me, now: acts.send_again(me, copy_id, now), "again")


def _done(act: Callable[[Staff, datetime], None], saved: str) -> ResponseReturnValue:
    try:
        act(actor(), clock.now())
    except Conflict as refusal:
        return _shown(problems=[("", said(refusal.why))]), 409
    return redirect(f"{RECORDS}?saved={saved}", code=303)


def _shown(
    typed: WantedSystem | None = None,
    *,
    client_id: str | None = None,
    problems: Sequence[tuple[str, str]] = (),
    saved: Phrase | None = None,
) -> str:
    me, now, found = actor(), clock.now(), see_system(actor())
    own = _own(me, now) if found and OWN in request.args else None
    trial = (found.trial if found else None) or {}
    page = RecordsPage(
        system=found,
        typed=typed or WantedSystem("", ""),
        client_id=(found.client_id if found else "") if client_id is None else client_id,
        keys=_written(found.keys) if found else "",
        keys_url=f"{settings().address}{url_for('keys.jwks', system_id=found.id)}" if found else "",
        sent=_sent(found, own or example(now, with_words=found.with_words)) if found else "",
        is_own=own is not None,
        may_see_own=may(me, Permission.READ_RESULTS),
        trial=[_step(one) for one in trial.get("steps", ())],
        is_tried=passed(trial),
        tried=at_time(datetime.fromisoformat(trial["at"]), now, me.time_zone) if trial else "",
        since=at_time(found.on_since, now, me.time_zone) if found and found.on_since else "",
        log=[_row(one, now, me.time_zone) for one in found.log] if found else (),
        problems=problems,
        saved=said(saved) if saved else "",
    )
    return render_template("practice/record_system.html", page=page)


def _own(me: Staff, now: datetime) -> ToSend | None:
    """Give their own last answer, for whoever is a therapist too; it is noted as read."""
    own = last_own(me, now) if may(me, Permission.READ_RESULTS) else None
    if own:
        seen = own.check_in.check_in
        has_shown(Audited.RESULT_READ, "check_ins", seen.id, seen.client)
    return own


def _sent(found: SeenSystem, shown: ToSend) -> str:
    """Write the request as it would be sent, but for the token."""
    bundle = transaction(shown, settings().address)
    head = f"POST {found.url}\nAuthorization: Bearer …\nContent-Type: application/fhir+json\n\n"
    return head + _written(bundle)


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _step(one: Mapping[str, Any]) -> StepRow:
    is_well = bool(one["ok"])
    return StepRow(STEPS[one["step"]], is_well, str(one["outcome"]) if is_well else outcome_words(str(one["outcome"])))


def _row(one: SeenCopy, now: datetime, zone: str) -> CopyRow:
    step, _, outcome = one.outcome.partition(" ")
    told = outcome_words(outcome or step)
    failed = f"{said(STEPS[step])}: {told}" if step in STEPS and outcome and not one.delivered_at else told
    return CopyRow(one.id, WANTED[one.wanted], at_time(one.made_at, now, zone), state_words(one, now, zone), failed)
