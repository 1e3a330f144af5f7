"""The settings' page of tablets: pair, rename, move, switch off, and how long a form waits for a touch."""

from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.throttle import RETRY_AFTER_S, Limit, admit, was_right
from kiosk.actions.tablets.manage import begin_in_larger_text, change_tablet, note_copy_seen, set_idle_time, switch_off
from kiosk.actions.tablets.pair import pair_tablet
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.tablets import see_tablet_settings
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import TOO_MANY_CODES
from kiosk.web.shared.gate import needs
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.practice.tablet_pages import Typed, tablets_page

bp = Blueprint("tablets", __name__)
bp.context_processor(staff_names)

TABLETS = "/settings/tablets"
MOST_WRONG_CODES = 10
NOT_THAT_LONG: Final = phrase("Choose between 30 and 900 seconds.")
SAVED: Final = {
    "paired": phrase("Paired. The tablet goes on by itself."),
    "changed": phrase("Saved. The tablet shows it within a few seconds."),
    "off": phrase("Switched off. It shows nothing any more."),
    "text": phrase("Saved. It applies to every form that opens from now on."),
    "idle": phrase("Saved. It applies to every form that opens from now on."),
}


@bp.get(TABLETS)
@needs(Permission.MANAGE_TABLETS)
def tablets() -> ResponseReturnValue:
    """All of them."""
    return _page(), 200


@bp.post(f"{TABLETS}/pair")
@needs(Permission.MANAGE_TABLETS)
def pair() -> ResponseReturnValue:
    """Take in the device that shows this code."""
    now, me = clock.now(), actor()
    code, room, name = (request.form.get(field, "")[:80] for field in ("code", "room", "name"))
    tries = [Limit("pairing", str(me.practice_id), MOST_WRONG_CODES)]
    if not admit(me, tries, now):
        page = _page(Typed(code, room, name, problems={"code": TOO_MANY_CODES}))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    again = request.form.get("again", "") == "yes"
    try:
        pair_tablet(me, code, room, name, now, again=again)
    except Invalid as refusal:
        if refusal.field != "code":
            was_right(me, tries, now)
        is_there = refusal.field == "again"
        problems = {"room" if is_there else refusal.field: refusal.why}
        return _page(Typed(code, room, name, is_there=is_there, problems=problems)), 422
    was_right(me, tries, now)
    return redirect(f"{TABLETS}?saved=paired", code=303)


@bp.post(f"{TABLETS}/<public_id:tablet>")
@needs(Permission.MANAGE_TABLETS)
def change(tablet: PublicId) -> ResponseReturnValue:
    """Rename it, move it, fix its theme."""
    room, name, theme = (request.form.get(field, "")[:80] for field in ("room", "name", "theme"))
    try:
        change_tablet(actor(), tablet, room, name, theme, clock.now())
    except Invalid as refusal:
        return _page(Typed(problems={f"room-{tablet}": refusal.why})), 422
    return redirect(f"{TABLETS}?saved=changed", code=303)


@bp.post(f"{TABLETS}/<public_id:tablet>/off")
@needs(Permission.MANAGE_TABLETS)
def off(tablet: PublicId) -> ResponseReturnValue:
    """Its credential is worth nothing from here on."""
    switch_off(actor(), tablet, clock.now())
    return redirect(f"{TABLETS}?saved=off", code=303)


@bp.post(f"{TABLETS}/<public_id:tablet>/seen")
@needs(Permission.MANAGE_TABLETS)
def seen(tablet: PublicId) -> ResponseReturnValue:
    """The administrator knows that a copy was shut out."""
    note_copy_seen(actor(), tablet, clock.now())
    return redirect(TABLETS, code=303)


@bp.post(f"{TABLETS}/idle")
@needs(Permission.MANAGE_TABLETS)
def idle() -> ResponseReturnValue:
    """Set how long a form waits for a touch, in seconds."""
    typed = request.form.get("idle_s", "")[:10].strip()
    try:
        set_idle_time(actor(), int(typed) if typed.isascii() and typed.isdigit() else 0, clock.now())
    except Invalid:
        return _page(Typed(idle_s=typed, problems={"idle_s": NOT_THAT_LONG})), 422
    return redirect(f"{TABLETS}?saved=idle", code=303)


@bp.post(f"{TABLETS}/text")
@needs(Permission.MANAGE_TABLETS)
def text() -> ResponseReturnValue:
    """Set whether forms on tablets begin in larger text."""
    begin_in_larger_text(actor(), clock.now(), larger=request.form.get("larger", "") == "yes")
    return redirect(f"{TABLETS}?saved=text", code=303)


def _page(typed: Typed | None = None) -> str:
    me, saved = actor(), SAVED.get(request.args.get("saved", ""))
    page = tablets_page(see_tablet_settings(me), me.time_zone, clock.now(), typed=typed, saved=saved)
    return render_template("practice/tablets.html", page=page)
