"""The tablet's pages: one address for all that it shows, so that its history holds no way back to anything."""

from datetime import datetime, timedelta

from flask import abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.tablets.free import free_from_here, note_touch
from kiosk.actions.tablets.hand_on import take_turn
from kiosk.actions.tablets.hear import NoTablet, hear_tablet, identify_tablet
from kiosk.actions.tablets.pair import practice_language
from kiosk.domain.actors import ByTablet, Visitor
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.live.waiting import wait_for_other
from kiosk.queries.tablet import Idle, PassesOn, ShowsForm, ThisTablet, see_this_tablet
from kiosk.web.shared import paired
from kiosk.web.shared.crisis import crisis_view
from kiosk.web.shared.cues import cue_view
from kiosk.web.shared.errors import wants_json
from kiosk.web.shared.languages import use
from kiosk.web.shared.paired import Dress, dress_as, dress_for_form
from kiosk.web.tablet.pages import IdlePage, PairPage, PassOnPage
from kiosk.web.tablet.room import bp
from kiosk.web.tablet.words import NOT_PAIRED, PASS_ON, REFUSED, count, greeting

AFTER = {"thanks": "checkin.thanks", "late": "checkin.late", "not-me": "checkin.not_mine"}
"""The client's pages after a form, which a tablet shows for a while and then makes way for the quiet screen."""
THANKS_S = 8
QUESTION_S = 30
"""Seconds for which the question stays whether nobody else comes, before the tablet waits for them again."""
TURN = "turn"
CLOCK_OFF_MS = 24 * 60 * 60 * 1000
STATUS = {NoTablet.UNKNOWN: 401, NoTablet.SWITCHED_OFF: 403, NoTablet.SHUT_OUT: 403, NoTablet.TOO_OLD: 403}


@bp.get("/tablet")
def screen() -> ResponseReturnValue:
    """Show this tablet's current screen."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, ByTablet):
        return _refused(found)
    here = see_this_tablet(found, now)
    match here.screen:
        case ShowsForm(token=token):
            dress_for_form(here)
            return _as_the_client_sees_it("checkin.form", token=token)
        case Idle():
            return _quiet(here, now)
        case PassesOn() as passing:
            dress_as(Dress(_name(here, now), theme=here.theme, room=here.room))
            return render_template("tablet/pass_on.html", page=_pass_on(passing, here))


@bp.post("/tablet/next")
def next_person() -> ResponseReturnValue:
    """The tablet is in the next hands."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, ByTablet):
        return _refused(found)
    match keys().signed(TURN, request.form.get("key", "")):
        case {"tablet": str(tablet), "turn": str(turn)} if tablet == see_this_tablet(found, now).id:
            take_turn(found, PublicId(turn), now)
    return jsonify(next="/tablet") if wants_json() else redirect("/tablet", code=303)


@bp.get("/tablet/free")
def ask_to_free() -> ResponseReturnValue:
    """Ask whether nobody else comes, of whoever has the tablet on the way to the next person."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, ByTablet):
        return _refused(found)
    here = see_this_tablet(found, now)
    if not isinstance(here.screen, PassesOn):
        return redirect("/tablet", code=303)
    dress_as(Dress("asks", theme=here.theme, room=here.room, before=_name(here, now), stays_s=QUESTION_S))
    return render_template("tablet/free.html", page=_pass_on(here.screen, here))


@bp.post("/tablet/free")
def free() -> ResponseReturnValue:
    """Nobody else comes."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, ByTablet):
        return _refused(found)
    match keys().signed(TURN, request.form.get("key", "")):
        case {"tablet": str(tablet), "turn": str(turn)} if tablet == see_this_tablet(found, now).id:
            free_from_here(found, PublicId(turn), now)
    return jsonify(next="/tablet") if wants_json() else redirect("/tablet", code=303)


@bp.get("/tablet/left/<key>")
def left(key: str) -> ResponseReturnValue:
    """Show the quiet screen in place of a form that nobody touched, until a job has ended its showing."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, ByTablet):
        return _refused(found)
    here = see_this_tablet(found, now)
    if isinstance(here.screen, ShowsForm) and here.turn == key:
        return _quiet(here, now, left=request.path)
    return redirect("/tablet", code=303)


@bp.get("/tablet/after/<page>")
def after(page: str) -> ResponseReturnValue:
    """Thanks, for a while."""
    found, now = paired.tablet(), clock.now()
    if page not in AFTER:
        abort(404)
    if not isinstance(found, ByTablet):
        return _refused(found)
    here = see_this_tablet(found, now)
    if isinstance(here.screen, PassesOn):
        return redirect("/tablet", code=303)
    dress_as(Dress("after", theme=here.theme, room=here.room, before=_name(here, now), stays_s=THANKS_S))
    return _as_the_client_sees_it(AFTER[page])


@bp.post("/tablet/ask")
def ask() -> ResponseReturnValue:
    """The name of what there is to show; with `wait`, as soon as that is another than the page shows."""
    held, shown, now = paired.held(), request.form.get("screen", ""), clock.now()
    if held is None:
        return jsonify(screen=_refusal_name(None)), 401
    heard = hear_tablet(Visitor(), held, request.form.get("page", ""), now, keeps_cookies=_clock_is_right(now))
    if isinstance(heard, NoTablet):
        return jsonify(screen=_refusal_name(heard)), STATUS[heard]
    tablet = heard.tablet
    if heard.is_sure and (touched_s := _touched_s()) is not None:
        note_touch(tablet, now - timedelta(seconds=touched_s))

    def look() -> str:
        found = identify_tablet(held, clock.now())
        return _now_on(found) if isinstance(found, ByTablet) else _refusal_name(found)

    if not heard.is_sure:
        return jsonify(screen=shown or _refusal_name(NoTablet.COMES_BACK))  # what stands there stays until it is known
    waits = "wait" in request.form and not heard.renewed
    name = wait_for_other(tablet, shown, look) if waits else _now_on(tablet)
    response = jsonify(screen=name)
    if heard.renewed:
        paired.give(response, heard.renewed)
    return response


def _refused(why: NoTablet | None) -> ResponseReturnValue:
    dress_as(Dress(_refusal_name(why)))
    use(practice_language())
    if why is NoTablet.COMES_BACK:
        return render_template("tablet/comes_back.html")
    heading, message = REFUSED[why] if why else NOT_PAIRED
    return render_template("tablet/pair.html", page=PairPage(heading, message)), STATUS[why] if why else 401


def _refusal_name(why: NoTablet | None) -> str:
    return f"refused-{why or 'not-paired'}"


def _name(here: ThisTablet, now: datetime) -> str:
    """Return the screen's name, which the page and the server compare."""
    match here.screen:
        case ShowsForm() as form:
            return form.name
        case PassesOn() as passing:
            return f"pass-{passing.turn}-{passing.answered}-{passing.people}"
        case Idle():
            return _idle(here, now).name


def _now_on(actor: ByTablet) -> str:
    now = clock.now()
    return _name(see_this_tablet(actor, now), now)


def _quiet(here: ThisTablet, now: datetime, left: str = "") -> str:
    page = _idle(here, now)
    dress_as(Dress(page.name, theme=here.theme, room=here.room, left=left))
    return render_template("tablet/idle.html", page=page)


def _idle(here: ThisTablet, now: datetime) -> IdlePage:
    return IdlePage(here.practice, greeting(now, here.time_zone), here.room, here.theme)


def _pass_on(passing: PassesOn, here: ThisTablet) -> PassOnPage:
    heading, message = PASS_ON[passing.why]
    return PassOnPage(
        heading=heading,
        message=message.filled(therapist=passing.therapist),
        cue=cue_view(passing.cue, passing.language),
        answered=passing.answered,
        people=passing.people,
        count=count(passing.answered, passing.people),
        key=keys().sign(TURN, {"tablet": here.id, "turn": passing.turn}),
        crisis=crisis_view(here.crisis.line(passing.language)),
    )


def _as_the_client_sees_it(endpoint: str, **names: str) -> ResponseReturnValue:
    """A page of the client's room, under the tablet's own address. Rooms know each other by nothing but a name."""
    return current_app.ensure_sync(current_app.view_functions[endpoint])(**names)  # type: ignore[no-any-return]


def _touched_s() -> int | None:
    """Seconds since somebody touched the page, where anybody has."""
    told = request.form.get("touched", "")[:5]
    return int(told) if told.isascii() and told.isdigit() else None


def _clock_is_right(now: datetime) -> bool:
    """Return whether the device's clock is within a day of ours: a wrong one makes cookies end at the wrong time."""
    told = request.form.get("clock", "")
    return told.isascii() and told.isdigit() and abs(int(told[:15]) - now.timestamp() * 1000) < CLOCK_OFF_MS
