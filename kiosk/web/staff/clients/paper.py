"""Typing in what a client filled in on paper, of today or of an earlier session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import catalogue, clock, zones
from kiosk.actions.check_ins.enter import FromPaper, enter_answer
from kiosk.core import settings
from kiosk.domain.answers import Fault, RawAnswers
from kiosk.domain.measures import Item
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.queries.asking import see_usual
from kiosk.queries.corrections import see_client_to_correct
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said, spoken
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.addresses import session_of
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.typed import day_typed, minute_typed

bp = Blueprint("paper", __name__)
bp.context_processor(staff_names)

ITEM: Final = "item-"
BESIDE: Final = ("strain", "sorted", "talk", "words", "safety", "decline")


@dataclass(frozen=True)
class PaperItem:
    """One question with what was typed for it; options where it is not a line."""

    name: str
    question: str
    ends: str
    options: Sequence[Choice]
    value: str


@dataclass(frozen=True)
class PaperPage:
    """The form to type into, as it was typed so far."""

    code: str
    address: str
    back: str
    measures: Sequence[Choice]
    measure: str
    day: str
    time: str
    latest: str
    items: Sequence[PaperItem]
    typed: dict[str, str] = field(default_factory=dict)
    problems: Sequence[tuple[str, str]] = ()


@bp.get("/clients/<public_id:client_id>/paper")
@needs(Permission.ASK_CLIENTS)
def paper(client_id: PublicId) -> ResponseReturnValue:
    """Show the form to type into; which one is part of the address."""
    return render_template("therapist/paper.html", page=_page(client_id, request.args.get("measure", "")))


@bp.post("/clients/<public_id:client_id>/paper")
@needs(Permission.ASK_CLIENTS)
def enter(client_id: PublicId) -> ResponseReturnValue:
    """Store it; what was typed stays where that cannot be done."""
    typed = request.form
    measure = typed.get("measure", "")
    from_paper = FromPaper(
        measure, _moment(typed.get("day", ""), typed.get("time", "")), typed.get("place", ""), _raw()
    )
    try:
        outcome = enter_answer(actor(), client_id, from_paper, clock.now())
    except Invalid as refusal:
        return _again(client_id, measure, [(refusal.field, said(refusal.why))], 422)
    except Conflict as refusal:
        return _again(client_id, measure, [("", said(refusal.why))], 409)
    if isinstance(outcome, tuple):
        return _again(client_id, measure, [_problem(fault) for fault in outcome], 422)
    return redirect(session_of(outcome), code=303)


def _again(client_id: PublicId, measure: str, problems: Sequence[tuple[str, str]], status: int) -> ResponseReturnValue:
    return render_template("therapist/paper.html", page=_page(client_id, measure, problems)), status


def _page(client_id: PublicId, wanted: str, problems: Sequence[tuple[str, str]] = ()) -> PaperPage:
    me, now = actor(), clock.now()
    client = see_client_to_correct(me, client_id) or abort(404)
    there = catalogue.measures()
    measure = there.get(wanted) or there[see_usual(me, client.code).measure or settings().measure]
    local = now.astimezone(zones.zone(me.time_zone))
    typed = {name: value[:5000] for name, value in request.form.items() if name != "csrf_token"}
    return PaperPage(
        code=client.code,
        address=url_for(".enter", client_id=client_id),
        back=url_for("asking.asking", client_id=client_id),
        measures=[Choice(one.id, one.names.get(spoken()) or one.names["en"]) for one in there.values()],
        measure=measure.id,
        day=typed.get("day", f"{local:%Y-%m-%d}"),
        time=typed.get("time", f"{local - timedelta(minutes=1):%H:%M}"),
        latest=f"{local:%Y-%m-%d}",
        items=[_item(item, typed) for item in measure.items],
        typed=typed,
        problems=problems,
    )


def _item(item: Item, typed: dict[str, str]) -> PaperItem:
    texts = item.texts.get(spoken()) or item.texts["en"]
    name = f"{ITEM}{item.id}"
    return PaperItem(
        name=name,
        question=texts.question,
        ends="" if item.options else gettext("0 %(low)s, 10 %(high)s", low=texts.low, high=texts.high),
        options=[Choice(one.text, one.words.get(spoken()) or one.words["en"]) for one in item.options],
        value=typed.get(name, ""),
    )


def _raw() -> RawAnswers:
    """Read the fields; a comma counts as a point, and white space around a figure as nothing."""
    items = {name.removeprefix(ITEM): value for name, value in request.form.items() if name.startswith(ITEM)}
    beside = {name: request.form.get(name, "") for name in BESIDE}
    return RawAnswers(
        items={name: value.strip().replace(",", ".").removesuffix(".0") for name, value in items.items()},
        strain=beside["strain"],
        sorted_out=beside["sorted"],
        words=beside["words"],
        talk=beside["talk"],
        safety=beside["safety"],
        decline=beside["decline"],
    )


def _problem(fault: Fault) -> tuple[str, str]:
    return fault.target, said(fault.message)


def _moment(day: str, time: str) -> datetime | None:
    """Give the moment by the practice's clock; None where day or time is missing or none."""
    on, minute = day_typed(day), minute_typed(time)
    if on is None or minute is None:
        return None
    local = datetime(on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=zones.zone(actor().time_zone))
    return local.astimezone(clock.now().tzinfo)
