"""What is answered where there is no form, or none any more: it says nothing about anybody."""

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.throttle import RETRY_AFTER_S
from kiosk.web.checkin.done import went_away
from kiosk.web.errors import SENTENCES, problem, wants_json
from kiosk.web.languages import use
from kiosk.web.paired import dressed, onward
from kiosk.web.throttle import tries


def closed() -> ResponseReturnValue:
    """One page for used, expired, withdrawn and unknown links: it says nothing about anybody."""
    address = onward("late", request.path)
    if wants_json():
        return jsonify(next=address), 410
    if dressed():
        return redirect(address, code=303)
    return render_template("checkin/closed.html"), 410


def opens_nothing() -> ResponseReturnValue:
    """Asked for by a link that opens no form: whoever keeps trying such links has to wait."""
    if tries().are_too_many(request.remote_addr or "", clock.now()):
        answer = make_response(problem(*SENTENCES[429], 429))
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
    return closed()


def too_late() -> ResponseReturnValue:
    """The same for whatever closed the form: another device, the therapist, or time."""
    address = onward("late", url_for(".late"))
    if wants_json():
        return jsonify(next=address), 410
    if dressed():
        return redirect(address, code=303)
    use(request.form.get("language", ""))
    return went_away(render_template("checkin/late.html"), 410)
