"""Handing clients over to a colleague: offers of one's own clients, and those that colleagues make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients import handover as handovers
from kiosk.actions.clients.handover import CodeTaken
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.handovers import Colleague, HandoverOffer, NamedClient, see_handovers
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names

bp = Blueprint("handover", __name__)
bp.context_processor(staff_names)

HANDOVER: Final = "/handover"
SAVED: Final[Mapping[str, Phrase]] = {
    "offered": phrase("Offered. They stay yours until your colleague accepts."),
    "accepted": phrase("They are your client now."),
    "refused": phrase("Refused. The client stays where they are."),
    "back": phrase("Taken back."),
    "asks": phrase("Saved. Their next form tells them, and they can say no there."),
    "asks-not": phrase("Saved. Their form does not mention it."),
    "told": phrase("Saved. What they wrote before is on their page now."),
}


@dataclass(frozen=True)
class TakenRow:
    """A client whom this therapist took over; `told_on` is when they were told, or None."""

    id: PublicId
    client: PublicId
    code: str
    giver: str
    told_on: date | None
    asks: bool
    """True if their next form tells them."""
    declined: bool


@dataclass(frozen=True)
class HandoverPage:
    """Clients that can be handed over, open offers, and clients taken over."""

    colleagues: Sequence[Colleague]
    clients: Sequence[NamedClient]
    offered_to_me: Sequence[HandoverOffer]
    offered_by_me: Sequence[HandoverOffer]
    taken_over: Sequence[TakenRow]
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""
    chosen: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)


@bp.get(HANDOVER)
@needs(Permission.ASK_CLIENTS)
def handover() -> ResponseReturnValue:
    """All of it."""
    return _shown()


@bp.post(f"{HANDOVER}/offer")
@needs(Permission.ASK_CLIENTS)
def offer() -> ResponseReturnValue:
    """Offer the chosen clients to a colleague."""
    chosen = [public_id(one) for one in request.form.getlist("client")]
    to, told_on = public_id(request.form.get("to", "")), request.form.get("told_on", "")[:10]
    try:
        handovers.offer_clients(actor(), chosen, to, told_on, clock.now())
    except Invalid as refusal:
        return _shown([(refusal.field, said(refusal.why))]), 422
    return _back("offered")


@bp.post(f"{HANDOVER}/<public_id:handover_id>/accept")
@needs(Permission.ASK_CLIENTS)
def accept(handover_id: PublicId) -> ResponseReturnValue:
    """Become their therapist."""
    code = request.form.get("code", "")[:80]
    act = partial(handovers.accept_handover, actor(), handover_id, code, clock.now())
    return _tried(act, "accepted", f"code-{handover_id}")


@bp.post(f"{HANDOVER}/<public_id:handover_id>/refuse")
@needs(Permission.ASK_CLIENTS)
def refuse(handover_id: PublicId) -> ResponseReturnValue:
    """Leave them where they are."""
    return _tried(partial(handovers.refuse_handover, actor(), handover_id, clock.now()), "refused")


@bp.post(f"{HANDOVER}/<public_id:handover_id>/back")
@needs(Permission.ASK_CLIENTS)
def take_back(handover_id: PublicId) -> ResponseReturnValue:
    """Keep them after all."""
    return _tried(partial(handovers.withdraw_offer, actor(), handover_id, clock.now()), "back")


@bp.post(f"{HANDOVER}/<public_id:handover_id>/told")
@needs(Permission.ASK_CLIENTS)
def told(handover_id: PublicId) -> ResponseReturnValue:
    """The client knows who reads what they wrote before."""
    day = request.form.get("told_on", "")[:10]
    act = partial(handovers.tell_client, actor(), handover_id, day, clock.now())
    return _tried(act, "told", f"told-{handover_id}")


@bp.post(f"{HANDOVER}/<public_id:handover_id>/form")
@needs(Permission.ASK_CLIENTS)
def ask_on_form(handover_id: PublicId) -> ResponseReturnValue:
    """Their next form tells them, or does not any more."""
    asks = request.form.get("asks", "") == "yes"
    act = partial(handovers.ask_on_form, actor(), handover_id, clock.now(), asks=asks)
    return _tried(act, "asks" if asks else "asks-not")


@bp.post("/clients/<public_id:client_id>/held/<public_id:check_in_id>")
@needs(Permission.ASK_CLIENTS)
def show_held(client_id: PublicId, check_in_id: PublicId) -> ResponseReturnValue:
    """Show an answer that was held when this client was handed over."""
    handovers.show_held(actor(), client_id, check_in_id, clock.now())
    return redirect(url_for("clients.client", client_id=client_id), code=303)


def _back(saved: str) -> ResponseReturnValue:
    return redirect(url_for(".handover", saved=saved), code=303)


def _tried(act: Callable[[], object], done: str, field: str = "") -> ResponseReturnValue:
    """Do it and lead back to what is done; where it is refused, the page again, with the reason at its `field`."""
    try:
        act()
    except Invalid as refusal:
        return _shown([(field, said(refusal.why))]), 422
    except Conflict as refusal:
        return _shown([(field if isinstance(refusal, CodeTaken) else "", said(refusal.why))]), 409
    return _back(done)


def _shown(problems: Sequence[tuple[str, str]] = ()) -> str:
    seen, saved = see_handovers(actor()), SAVED.get(request.args.get("saved", ""))
    page = HandoverPage(
        colleagues=seen.colleagues,
        clients=seen.clients,
        offered_to_me=seen.offered_to_me,
        offered_by_me=seen.offered_by_me,
        taken_over=[_taken(one) for one in seen.taken_over],
        problems=problems,
        saved=said(saved) if saved else "",
        chosen=frozenset(request.form.getlist("client")),
        typed={name: request.form.get(name, "")[:80] for name in ("to", "told_on", "code")},
    )
    return render_template("therapist/handover.html", page=page)


def _taken(one: HandoverOffer) -> TakenRow:
    day = date.fromisoformat(one.told_on) if one.told_on else None
    return TakenRow(one.id, one.client, one.code, one.giver, day, one.asks, one.declined)
