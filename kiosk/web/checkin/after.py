"""The pages after the form: thanks, not me, too late, and one that says nothing of where one was."""

from contextlib import suppress
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.check_ins.say_mistake import say_mistake
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.forms import link_to
from kiosk.web.checkin.done import address_of, left_behind, once, went_away
from kiosk.web.checkin.ended import Ended, help_after, how_it_ended
from kiosk.web.checkin.pages import EndPage
from kiosk.web.checkin.room import bp
from kiosk.web.checkin.thanks import thanks_page


@bp.get("/c/not-me")
def not_mine() -> ResponseReturnValue:
    """Nothing is left to do but to hand it back."""
    ended = how_it_ended(left_behind(), clock.now())
    return once(render_template("checkin/not_me.html", page=EndPage(help_after(ended))))


@bp.get("/c/thanks")
def thanks() -> ResponseReturnValue:
    """Thanks, for what was sent: without a cookie and after a reload as well."""
    left = left_behind()
    ended = how_it_ended(left, clock.now())
    return once(render_template("checkin/thanks.html", page=thanks_page(ended, left, help_after(ended))))


@bp.post("/c/mistake")
def mistake() -> ResponseReturnValue:
    """The client says that it was sent by mistake; back to thanks, which say that it is told."""
    now = clock.now()
    ended = Ended.read(request.form.get("key", ""), now)
    link = link_to(PublicId(ended.check_in)) if ended and ended.check_in else None
    if ended is None or link is None:
        return redirect(url_for(".thanks"), code=303)
    with suppress(NotFound):
        say_mistake(link, PublicId(ended.check_in), now)
    return redirect(address_of("thanks", replace(ended, mistake=True).concealed(now)), code=303)


@bp.get("/c/late")
def late() -> ResponseReturnValue:
    """Somebody's answer came after the form was closed; why, and by whom, is nobody's business."""
    ended = how_it_ended({}, clock.now())
    return went_away(render_template("checkin/late.html", page=EndPage(help_after(ended))), 410)


@bp.get("/leave")
def leave() -> ResponseReturnValue:
    """A page that says nothing of where one was."""
    return went_away(render_template("checkin/away.html"), 200)
