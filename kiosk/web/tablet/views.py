"""The tablet's pages: one address for all that it shows, so that its history holds no way back to anything."""

from datetime import datetime

from flask import abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.crisis import crisis_line
from kiosk.actions.hand_on import take_turn
from kiosk.actions.hear_tablet import Refusal, hear_tablet, read_tablet
from kiosk.actions.leave_unfinished import leave_unfinished
from kiosk.actions.see_tablet import Idle, PassesOn, ShowsForm, screen_of
from kiosk.keys import keys
from kiosk.live.waiting import wait_for_other
from kiosk.storage.tablet_tables import Tablet
from kiosk.web import paired
from kiosk.web.crisis import crisis_view
from kiosk.web.cues import cue_view
from kiosk.web.errors import wants_json
from kiosk.web.paired import LEFT, Dress, dress_as, dress_for_form
from kiosk.web.tablet.pages import IdlePage, PairPage, PassOnPage
from kiosk.web.tablet.room import bp
from kiosk.web.tablet.words import NOT_PAIRED, PASS_ON, REFUSED, count, greeting

AFTER = {"thanks": "checkin.thanks", "late": "checkin.late", "not-me": "checkin.not_mine"}
"""The client's pages after a form, which a tablet shows for a while and then makes way for the quiet screen."""
THANKS_S = 8
TURN = "turn"
CLOCK_OFF_MS = 24 * 60 * 60 * 1000
STATUS = {Refusal.UNKNOWN: 401, Refusal.SWITCHED_OFF: 403, Refusal.SHUT_OUT: 403}


@bp.get("/tablet")
def screen() -> ResponseReturnValue:
    """What this tablet has to show now."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, Tablet):
        return _refused(found)
    match screen_of(found, now):
        case ShowsForm(token=token):
            dress_for_form(found, now)
            return _as_the_client_sees_it("checkin.form", token=token)
        case Idle():
            page = _idle(found, now)
            dress_as(Dress(page.name, theme=found.theme, room=found.room))
            return render_template("tablet/idle.html", page=page)
        case PassesOn() as passing:
            dress_as(Dress(_name(passing, found, now), theme=found.theme, room=found.room))
            return render_template("tablet/pass_on.html", page=_pass_on(passing, found))


@bp.post("/tablet/next")
def next_person() -> ResponseReturnValue:
    """The tablet is in the next hands."""
    found = paired.tablet()
    if not isinstance(found, Tablet):
        return _refused(found)
    match keys().signed(TURN, request.form.get("key", "")):
        case {"tablet": int(tablet), "turn": int(turn)} if tablet == found.id:
            take_turn(tablet, turn, clock.now())
    return jsonify(next="/tablet") if wants_json() else redirect("/tablet", code=303)


@bp.get("/tablet/left/<key>")
def left(key: str) -> ResponseReturnValue:
    """A form without a script has gone by itself. By GET, for such a page can do nothing else."""
    found, now = paired.tablet(), clock.now()
    if not isinstance(found, Tablet):
        return _refused(found)
    shown = screen_of(found, now)
    match keys().signed(LEFT, key):
        case {"tablet": found.id, "turn": found.turn} if isinstance(shown, ShowsForm):
            leave_unfinished(shown.token, shown.check_in, now)
    return redirect("/tablet", code=303)


@bp.get("/tablet/after/<page>")
def after(page: str) -> ResponseReturnValue:
    """Thanks, for a while."""
    found = paired.tablet()
    if page not in AFTER:
        abort(404)
    if not isinstance(found, Tablet):
        return _refused(found)
    if isinstance(screen_of(found, clock.now()), PassesOn):
        return redirect("/tablet", code=303)
    dress_as(Dress("after", theme=found.theme, room=found.room, before=_now_on(found), stays_s=THANKS_S))
    return _as_the_client_sees_it(AFTER[page])


@bp.post("/tablet/ask")
def ask() -> ResponseReturnValue:
    """The name of what there is to show; with `wait`, as soon as that is another than the page shows."""
    held, shown, now = paired.held(), request.form.get("screen", ""), clock.now()
    if held is None:
        return jsonify(screen=_refusal_name(None)), 401
    heard = hear_tablet(held, request.form.get("page", ""), now, keeps_cookies=_clock_is_right(now))
    if isinstance(heard, Refusal):
        return jsonify(screen=_refusal_name(heard)), STATUS[heard]
    tablet = heard.tablet

    def look() -> str:
        found = read_tablet(held)
        return _now_on(found) if isinstance(found, Tablet) else _refusal_name(found)

    waits = "wait" in request.form and not heard.secret
    name = wait_for_other(tablet.id, shown, look) if waits else _now_on(tablet)
    response = jsonify(screen=name)
    if heard.secret:
        paired.give(response, tablet.id, heard.secret)
    return response


def _refused(why: Refusal | None) -> ResponseReturnValue:
    heading, message = REFUSED[why] if why else NOT_PAIRED
    dress_as(Dress(_refusal_name(why)))
    return render_template("tablet/pair.html", page=PairPage(heading, message)), STATUS[why] if why else 401


def _refusal_name(why: Refusal | None) -> str:
    return f"refused-{why or 'not-paired'}"


def _name(shown: Idle | ShowsForm | PassesOn, tablet: Tablet, now: datetime) -> str:
    """What the page and the server compare."""
    match shown:
        case ShowsForm() as form:
            return form.name
        case PassesOn() as passing:
            return f"pass-{passing.check_in}-{passing.turn}-{passing.answered}-{passing.people}"
        case Idle():
            return _idle(tablet, now).name


def _now_on(tablet: Tablet) -> str:
    now = clock.now()
    return _name(screen_of(tablet, now), tablet, now)


def _idle(tablet: Tablet, now: datetime) -> IdlePage:
    practice = tablet.practice
    return IdlePage(practice.name, greeting(now, practice.time_zone), tablet.room, tablet.theme)


def _pass_on(passing: PassesOn, tablet: Tablet) -> PassOnPage:
    heading, message = PASS_ON[passing.why]
    return PassOnPage(
        heading=heading,
        message=message.filled(therapist=passing.therapist),
        cue=cue_view(passing.cue, passing.language),
        answered=passing.answered,
        people=passing.people,
        count=count(passing.answered, passing.people),
        key=keys().sign(TURN, {"tablet": tablet.id, "turn": passing.turn}),
        crisis=crisis_view(crisis_line(tablet.practice, passing.language)),
    )


def _as_the_client_sees_it(endpoint: str, **names: str) -> ResponseReturnValue:
    """A page of the client's room, under the tablet's own address. Rooms know each other by nothing but a name."""
    return current_app.ensure_sync(current_app.view_functions[endpoint])(**names)  # type: ignore[no-any-return]


def _clock_is_right(now: datetime) -> bool:
    """Whether the device's clock is within a day of ours: a wrong one makes cookies end at the wrong time."""
    told = request.form.get("clock", "")
    return told.isascii() and told.isdigit() and abs(int(told[:15]) - now.timestamp() * 1000) < CLOCK_OFF_MS
