"""The settings' page of tablets: pair, rename, move, switch off, and how long a form waits for a touch."""

from typing import Final

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.manage_tablets import (
    begin_in_larger_text,
    change_tablet,
    note_copy_seen,
    practice_tablets,
    set_idle_time,
    switch_off,
)
from kiosk.actions.pair_tablet import NotPaired, pair_tablet
from kiosk.actions.throttle import RETRY_AFTER_S, is_guessing, note_failure
from kiosk.domain.phrases import phrase
from kiosk.web.access import needs_administrator, staff_names, therapist
from kiosk.web.practice.tablet_pages import Typed, tablets_page

bp = Blueprint("tablets", __name__)
bp.context_processor(staff_names)

TABLETS = "/settings/tablets"
MOST_WRONG_CODES = 10
TOO_OFTEN: Final = phrase("Too many codes were tried. Wait five minutes, then try again.")
NOT_THAT_LONG: Final = phrase("Choose between 30 and 900 seconds.")
SAVED: Final = {
    "paired": phrase("Paired. The tablet goes on by itself."),
    "changed": phrase("Kept. The tablet shows it within a few seconds."),
    "off": phrase("Switched off. It shows nothing any more."),
    "text": phrase("Kept. It holds for every form that opens from now on."),
    "idle": phrase("Kept. It holds for every form that opens from now on."),
}


@bp.get(TABLETS)
@needs_administrator
def tablets() -> ResponseReturnValue:
    """All of them."""
    return _page(), 200


@bp.post(f"{TABLETS}/pair")
@needs_administrator
def pair() -> ResponseReturnValue:
    """Take in the device that shows this code."""
    now, person = clock.now(), therapist()
    code, room, name = (request.form.get(field, "")[:80] for field in ("code", "room", "name"))
    guesser = str(person.practice_id)
    if is_guessing("pairing", guesser, MOST_WRONG_CODES, now):
        page = _page(Typed(code, room, name, problems={"code": TOO_OFTEN}))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    paired = pair_tablet(person, code, room, name, now)
    if isinstance(paired, NotPaired):
        if paired.field == "code":
            note_failure("pairing", guesser, now)
        return _page(Typed(code, room, name, problems={paired.field: paired.problem})), 422
    return redirect(f"{TABLETS}?saved=paired", code=303)


@bp.post(f"{TABLETS}/<int:tablet>")
@needs_administrator
def change(tablet: int) -> ResponseReturnValue:
    """Rename it, move it, fix its theme."""
    room, name, theme = (request.form.get(field, "")[:80] for field in ("room", "name", "theme"))
    done = change_tablet(therapist(), tablet, room, name, theme)
    if done is False:
        abort(404)
    if done is not True:
        return _page(Typed(problems={f"room-{tablet}": done})), 422
    return redirect(f"{TABLETS}?saved=changed", code=303)


@bp.post(f"{TABLETS}/<int:tablet>/off")
@needs_administrator
def off(tablet: int) -> ResponseReturnValue:
    """Its credential is worth nothing from here on."""
    return redirect(f"{TABLETS}?saved=off", code=303) if switch_off(therapist(), tablet, clock.now()) else abort(404)


@bp.post(f"{TABLETS}/<int:tablet>/seen")
@needs_administrator
def seen(tablet: int) -> ResponseReturnValue:
    """The administrator knows that a copy was shut out."""
    return redirect(TABLETS, code=303) if note_copy_seen(therapist(), tablet) else abort(404)


@bp.post(f"{TABLETS}/idle")
@needs_administrator
def idle() -> ResponseReturnValue:
    """How long a form waits for a touch."""
    typed = request.form.get("idle_s", "")[:10].strip()
    if not typed.isascii() or not typed.isdigit() or not set_idle_time(therapist(), int(typed)):
        return _page(Typed(idle_s=typed, problems={"idle_s": NOT_THAT_LONG})), 422
    return redirect(f"{TABLETS}?saved=idle", code=303)


@bp.post(f"{TABLETS}/text")
@needs_administrator
def text() -> ResponseReturnValue:
    """Whether forms on tablets begin in larger text."""
    begin_in_larger_text(therapist(), larger=request.form.get("larger", "") == "yes")
    return redirect(f"{TABLETS}?saved=text", code=303)


def _page(typed: Typed | None = None) -> str:
    person, saved = therapist(), SAVED.get(request.args.get("saved", ""))
    page = tablets_page(practice_tablets(person), person.practice, clock.now(), typed, saved)
    return render_template("practice/tablets.html", page=page)
