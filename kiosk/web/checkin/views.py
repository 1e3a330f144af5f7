"""The client's form: looking changes nothing, and sending counts once."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.leave_unfinished import leave_unfinished
from kiosk.actions.not_me import say_not_me
from kiosk.actions.open_form import Form, note_seen, read_form
from kiosk.actions.submit_check_in import Accepted, Closed, Refused, submit_check_in
from kiosk.domain.answers import Fault
from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import phrase
from kiosk.storage.turn import NotSaved
from kiosk.web.checkin.done import go_on
from kiosk.web.checkin.forms import FormKey, Malformed, raw_answers, read_sending
from kiosk.web.checkin.no_form import closed, opens_nothing, too_late
from kiosk.web.checkin.present import form_page
from kiosk.web.checkin.room import bp
from kiosk.web.errors import RETRY_AFTER_S as SAVE_AGAIN_AFTER_S
from kiosk.web.errors import wants_json
from kiosk.web.languages import said, use

NOT_SAVED_STATUS = 503
NOT_SAVED = Fault("", phrase("Not saved yet. Your answers are still here. Send them again in a moment."))
STALE = Fault("", phrase("This page was open too long to send. Your answers are still here. Send them again."))


@bp.get("/c/<token>")
def form(token: str) -> ResponseReturnValue:
    """The form, or the page that says nothing about anybody."""
    now = clock.now()
    found = read_form(token, now)
    if found is None:
        return opens_nothing()
    use(found.language)
    return render_template("checkin/form.html", page=form_page(found, url_for("checkin.form", token=token), now))


@bp.post("/c/<token>")
def answer(token: str) -> ResponseReturnValue:
    """Take the answers. Whatever is wrong with them, what was marked stays on the client's screen."""
    now = clock.now()
    try:
        sending = read_sending(request)
        if request.form.keys() & {"show", "to"}:
            return _again(token, (), 200)
        match submit_check_in(token, sending, now):
            case Accepted() as accepted:
                return go_on("thanks", url_for(".thanks"), asdict(accepted))
            case Refused(_, faults):
                return _again(token, faults, 422)
            case Closed():
                return too_late()
    except Malformed:
        return _renewed(token) if wants_json() else _again(token, (STALE,), 400)
    except NotSaved:
        return _again(token, (NOT_SAVED,), NOT_SAVED_STATUS)


@bp.post("/c/<token>/seen")
def seen(token: str) -> ResponseReturnValue:
    """The page says that it is open, or being answered. It is told nothing in return."""
    word = request.form.get("state", "")
    if word in {State.OPENED, State.ANSWERING}:
        note_seen(token, State(word), clock.now())
    return "", 204


@bp.post("/c/<token>/unfinished")
def unfinished(token: str) -> ResponseReturnValue:
    """A tablet's form has cleared itself because nobody touched it any more. It is told nothing in return."""
    with suppress(Malformed):
        leave_unfinished(token, FormKey.read(request.form.get("key", "")).check_in, clock.now())
    return "", 204


@bp.post("/c/<token>/not-me")
def not_me(token: str) -> ResponseReturnValue:
    """The wrong person holds this form: whatever they marked is not read, and the form waits for the right one."""
    try:
        key = FormKey.read(request.form.get("key", ""))
    except Malformed:
        return closed()
    handed_back = say_not_me(token, key.check_in, request.form.get("language", ""), clock.now())
    if handed_back is None:
        return closed()
    return go_on("not-me", url_for(".not_mine"), asdict(handed_back))


def _renewed(token: str) -> ResponseReturnValue:
    """A form whose key is none of ours, such as one that was shown before the server's key changed: it gets another."""
    now = clock.now()
    found = read_form(token, now)
    if found is None:
        return opens_nothing()
    use(request.form.get("language", ""))
    message = said(STALE.message)
    key = FormKey.new(found.check_in, now).signed()
    return jsonify(key=key, problems=[{"target": "", "message": message}], message=message), 400


def _again(token: str, faults: tuple[Fault, ...], status: int) -> ResponseReturnValue:
    use(request.form.get("language", ""))
    headers = {"Retry-After": str(SAVE_AGAIN_AFTER_S)} if status == NOT_SAVED_STATUS else {}
    if faults and wants_json():
        problems = [{"target": fault.target, "message": said(fault.message)} for fault in faults]
        return jsonify(problems=problems, message=problems[0]["message"]), status, headers
    now, key, given = clock.now(), None, raw_answers(request.form)
    with suppress(Malformed):
        key = FormKey.read(request.form.get("key", ""))
    found = read_form(token, now, shown_at=key.shown_at if key else None)
    if found is None:
        return opens_nothing()
    found = _in_language(found)
    page = replace(form_page(found, request.path, now, given, faults), easy=_is_easy(request.form))
    if key and not faults:
        page = replace(page, key=key.signed())  # only looked at otherwise: it goes on being the same form
    return render_template("checkin/form.html", page=page), status, headers


def _in_language(form: Form) -> Form:
    """The form in the language that was tapped just now, else in that it was read in, as far as it has them."""
    wished = (request.form.get("to", ""), request.form.get("language", ""))
    chosen = replace(form, language=form.measure.language_for(*wished, form.language))
    use(chosen.language)
    return chosen


def _is_easy(asked: Mapping[str, str]) -> bool:
    """Whether the form is shown one question at a time: as was tapped just now, else as it was before."""
    return asked.get("show", asked.get("shown", "")) == "easy"
