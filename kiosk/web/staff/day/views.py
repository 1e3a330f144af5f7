"""The day: what it has brought, and how check-ins of one person or several are started."""

from collections.abc import Sequence
from typing import assert_never

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.visits.new_codes import AskWhose
from kiosk.actions.visits.open import Opened, Wanted, open_visit, tidy
from kiosk.actions.visits.open_at_start import open_at_start
from kiosk.actions.visits.open_together import NotOpenedTogether, OpenedTogether, open_together
from kiosk.actions.visits.still_open import AlreadyOpen
from kiosk.core import settings
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, may
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.asking import Usual, see_codes, see_usual
from kiosk.queries.day import see_day
from kiosk.queries.tablets import see_free_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, said
from kiosk.web.shared.private import private_screen
from kiosk.web.shared.readings import has_shown_list
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.day.already_open import already_open, instead_of
from kiosk.web.staff.day.each_person import as_last_time, several_typed, ways
from kiosk.web.staff.day.forms import OpenVisitForm
from kiosk.web.staff.day.pages import TogetherForm
from kiosk.web.staff.day.present import day_page
from kiosk.web.staff.day.suggestions import SUGGESTED, suggestion
from kiosk.web.staff.day.together_form import ROWS, together_form
from kiosk.web.staff.day.whose import ask, confirmed_new
from kiosk.web.staff.parts.form_languages import usual_language
from kiosk.web.staff.parts.tablet_rows import label_of

bp = Blueprint("day", __name__)
bp.context_processor(staff_names)


@bp.get("/")
@needs(Permission.KEEP_ACCOUNT)
def day() -> ResponseReturnValue:
    """The therapist's day; the first page of somebody who is no therapist is another."""
    me = actor()
    if may(me, Permission.READ_RESULTS):
        has_shown_list("visits")
        return _day()
    return redirect("/settings" if may(me, Permission.CHANGE_PRACTICE) else "/account", code=303)


@bp.get("/codes")
@needs(Permission.ASK_CLIENTS)
def codes() -> ResponseReturnValue:
    """The codes to choose from while one is typed, each with how that client is asked."""
    me = actor()
    rooms = {tablet.id: label_of(tablet) for tablet in see_free_tablets(me, clock.now())}
    return [suggestion(one, rooms) for one in see_codes(me, SUGGESTED)]


@bp.post("/visits")
@needs(Permission.ASK_CLIENTS)
def begin() -> ResponseReturnValue:
    """Start a check-in."""
    form, now = OpenVisitForm(), clock.now()
    code = form.client.data or ""
    usual = see_usual(actor(), tidy(code))
    chosen = form.measure.data or usual.measure or settings().measure
    place, tablet = _where(usual)
    theirs = language if (language := form.language.data or "") in languages("client") else ""
    if request.form.get("part") == Part.OPENING:
        return _begin_week(ONE_CLIENT, [Wanted(code, "", theirs, tablet)], place, code)
    try:
        outcome = open_visit(
            actor(),
            code,
            chosen,
            place,
            now,
            language=usual_language(),
            theirs=theirs,
            tablet=tablet,
            instead=instead_of(),
            new=confirmed_new(),
        )
    except (Conflict, Invalid) as refusal:
        return _day(code=code[:80], fault=said(refusal.why)), 422
    return _begun(outcome)


@bp.post("/visits/together")
@needs(Permission.ASK_CLIENTS)
def begin_together() -> ResponseReturnValue:
    """Start the check-ins of several people."""
    now, kind, place = clock.now(), request.form.get("kind", ""), request.form.get("place", "")
    several = several_typed(request.form)
    people = [several.wanted(row) for row in several.rows]
    if request.form.get("part") == Part.OPENING:
        return _begin_week(kind, people, place)
    try:
        outcome = open_together(
            actor(),
            kind,
            people,
            place,
            now,
            language=usual_language(),
            instead=instead_of(),
            new=confirmed_new(),
        )
    except NotOpenedTogether as refusal:
        numbers = [row.number for row in several.rows]
        faults = [(numbers, fault) for fault in refusal.faults]
        return _day(together=together_form(request.form, faults, ways(several))), 422
    return _begun(outcome)


@bp.post("/visits/together/usual")
@needs(Permission.ASK_CLIENTS)
def usual_together() -> ResponseReturnValue:
    """The form, language and tablet of last time for each known person of a form that is still being filled in."""
    return as_last_time(several_typed(request.form))


def _begun(outcome: Opened | OpenedTogether | AlreadyOpen | AskWhose) -> ResponseReturnValue:
    """Show what was begun, or ask what stands in the way of it."""
    match outcome:
        case AlreadyOpen():
            return already_open(outcome)
        case AskWhose():
            return ask(outcome)
        case Opened() | OpenedTogether():
            return redirect(url_for("visits.visit", visit_id=outcome.visit), code=303)
        case _:
            assert_never(outcome)


def _begin_week(kind: str, people: Sequence[Wanted], place: str, code: str = "") -> ResponseReturnValue:
    """Ask before the session how the week was."""
    try:
        outcome = open_at_start(
            actor(), kind, people, place, clock.now(), language=usual_language(), instead=instead_of()
        )
    except NotOpenedTogether as refusal:
        if kind == ONE_CLIENT:
            return _day(code=code[:80], fault=said(refusal.why)), 422
        faults = [(ROWS, fault) for fault in refusal.faults]
        return _day(together=together_form(request.form, faults, ways(several_typed(request.form)))), 422
    return _begun(outcome)


def _where(usual: Usual) -> tuple[str, PublicId | None]:
    """Read where the session is and which tablet shows the form; what is not chosen is as last time."""
    if "place" in request.form:
        return request.form["place"], request.form.get("tablet", None, public_id)
    match request.form.get("where", ""):
        case "":
            free = {tablet.id for tablet in see_free_tablets(actor(), clock.now())} if usual.tablet else set()
            return usual.place, usual.tablet.id if usual.tablet and usual.tablet.id in free else None
        case "phone":
            return Place.ROOM, None
        case "call":
            return Place.TELEHEALTH, None
        case chosen:
            tablet = public_id(chosen)
            return Place.ROOM if tablet else chosen, tablet


def _day(*, code: str = "", fault: str = "", together: TogetherForm | None = None) -> str:
    now, me = clock.now(), actor()
    day = see_day(me, now, private_screen(me))
    zone, first = me.time_zone, settings().measure
    page = day_page(day, zone, now, first=first, code=code, problem=fault, together=together)
    return render_template("therapist/day.html", page=page)
