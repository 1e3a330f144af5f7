"""Responses where there is no form, or none any more: they say nothing about anybody."""

from flask import jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.throttle import RETRY_AFTER_S
from kiosk.queries.forms import Form, practice_of
from kiosk.web.checkin.done import address_of, went_away
from kiosk.web.checkin.ended import End, Ended, help_after
from kiosk.web.checkin.forms import FormKey, Malformed
from kiosk.web.checkin.pages import EndPage
from kiosk.web.shared.crisis import crisis_view
from kiosk.web.shared.errors import SENTENCES, problem, wants_json
from kiosk.web.shared.languages import spoken, use
from kiosk.web.shared.paired import dressed, onward
from kiosk.web.shared.throttle import tries


def closed() -> ResponseReturnValue:
    """One page for used, expired, withdrawn and unknown links: it says nothing about anybody."""
    if wants_json():
        return jsonify(next=onward("late", request.path)), 410
    if dressed():
        return redirect(onward("late", request.path), code=303)
    return render_template("checkin/closed.html", page=EndPage(help_after(None))), 410


def opens_nothing() -> ResponseReturnValue:
    """Asked for by a link that opens no form: whoever keeps trying such links has to wait."""
    if tries().are_too_many(request.remote_addr or "", clock.now()):
        answer = make_response(problem(*SENTENCES[429], 429))
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
    return closed()


def speak_to_practice(form: Form) -> ResponseReturnValue:
    """Answer a form whose therapist can no longer log in: nothing is promised, and whom to turn to is said."""
    page = EndPage(crisis_view(form.practice.crisis.line(form.language)))
    return render_template("checkin/speak.html", page=page), 410


def too_late() -> ResponseReturnValue:
    """Answer a form that was closed meanwhile, by another device, the therapist or time: nothing of it was kept."""
    use(request.form.get("language", ""))
    ended = Ended(_practice(), spoken(), End.LEFT)
    address = address_of("late", ended.concealed(clock.now()))
    if wants_json():
        return jsonify(next=address), 410
    if dressed():
        return redirect(address, code=303)
    return went_away(render_template("checkin/late.html", page=EndPage(help_after(ended))), 410)


def _practice() -> int:
    """The practice of the form that was sent, by its own key."""
    try:
        return practice_of(FormKey.read(request.form.get("key", "")).check_in)
    except Malformed:
        return 0
