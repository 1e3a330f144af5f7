"""The client's form: looking changes nothing, and sending counts once."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.check_ins.leave_unfinished import leave_unfinished
from kiosk.actions.check_ins.not_me import say_not_me
from kiosk.actions.check_ins.open_form import note_seen
from kiosk.actions.check_ins.submit import Accepted, Closed, Refused, submit_check_in
from kiosk.actions.tablets.free import note_touch
from kiosk.domain.actors import ByLink
from kiosk.domain.answers import Fault
from kiosk.domain.lifecycle import State
from kiosk.domain.refusals import NotFound, NotSaved
from kiosk.queries.forms import Form, read_form
from kiosk.web.checkin.blank import blank_form
from kiosk.web.checkin.done import go_on
from kiosk.web.checkin.ended import End, Ended
from kiosk.web.checkin.forms import FormKey, Malformed, raw_answers, read_sending
from kiosk.web.checkin.no_form import closed, opens_nothing, speak_to_practice, too_late
from kiosk.web.checkin.pages import UnsavedPage
from kiosk.web.checkin.present import form_page, notice_page
from kiosk.web.checkin.room import bp
from kiosk.web.checkin.thanks import thank
from kiosk.web.checkin.unsent import NOT_SAVED, STALE, unsent
from kiosk.web.shared.errors import RETRY_AFTER_S as SAVE_AGAIN_AFTER_S
from kiosk.web.shared.errors import wants_json
from kiosk.web.shared.languages import said, use
from kiosk.web.shared.paired import sent_from

NOTICE = "notice"
NOT_SAVED_STATUS = 503
SAVE_AGAIN = {"Retry-After": str(SAVE_AGAIN_AFTER_S)}


@bp.get("/c/<token>")
def form(token: str) -> ResponseReturnValue:
    """The form, or the page that says nothing about anybody."""
    now = clock.now()
    found = read_form(ByLink(token), now)
    if found is None:
        return opens_nothing()
    use(found.language)
    if found.to_practice:
        return speak_to_practice(found)
    return blank_form(found, url_for("checkin.form", token=token), FormKey.new(found.check_in, now).signed())


@bp.post("/c/<token>")
def answer(token: str) -> ResponseReturnValue:
    """Take the answers. Whatever is wrong with them, what was marked stays on the client's screen."""
    now = clock.now()
    try:
        sending = read_sending(request)
        if request.form.keys() & {"show", "to"}:
            return _notice(token) if request.form.get("show") == NOTICE else _again(token, (), 200)
        match submit_check_in(ByLink(token), sending, now):
            case Accepted() as accepted:
                return thank(accepted, request.form.get("language", ""))
            case Refused(faults):
                return _again(token, faults, 422)
            case Closed():
                return too_late()
    except Malformed:
        return _renewed(token) if wants_json() else _again(token, (unsent(STALE),), 400)
    except NotSaved:
        return _not_saved(token)


@bp.post("/c/<token>/seen")
def seen(token: str) -> ResponseReturnValue:
    """The page says that it is open, or being answered. It is told nothing in return."""
    word = request.form.get("state", "")
    if word in {State.OPENED, State.ANSWERING}:
        note_seen(ByLink(token), State(word), clock.now())
    return "", 204


@bp.post("/c/<token>/unfinished")
def unfinished(token: str) -> ResponseReturnValue:
    """A tablet's form has cleared itself because nobody touched it any more. It is told nothing in return."""
    with suppress(Malformed):
        leave_unfinished(ByLink(token), FormKey.read(request.form.get("key", "")).check_in, clock.now())
    return "", 204


@bp.post("/c/<token>/not-me")
def not_me(token: str) -> ResponseReturnValue:
    """The wrong person holds this form: whatever they marked is not read, and the form waits for the right one."""
    try:
        key = FormKey.read(request.form.get("key", ""))
        handed_back = say_not_me(ByLink(token), key.check_in, request.form.get("language", ""), clock.now())
    except (Malformed, NotFound):
        return closed()
    ended = Ended(handed_back.practice, handed_back.language, End.LEFT)
    return go_on("not-me", ended.concealed(clock.now()), {}, {})


def _renewed(token: str) -> ResponseReturnValue:
    """A form whose key is none of ours, such as one that was shown before the server's key changed: it gets another."""
    now = clock.now()
    found = read_form(ByLink(token), now)
    if found is None:
        return opens_nothing()
    use(request.form.get("language", ""))
    message = said(unsent(STALE).message)
    key = FormKey.new(found.check_in, now).signed()
    return jsonify(key=key, problems=[{"target": "", "message": message}], message=message), 400


def _not_saved(token: str) -> ResponseReturnValue:
    """The form again with all that was marked; where not even that can be read now, the answers alone, to be sent."""
    fault = unsent(NOT_SAVED)
    try:
        return _again(token, (fault,), NOT_SAVED_STATUS)
    except NotSaved:
        page = UnsavedPage(said(fault.message), list(request.form.items(multi=True)))
        return render_template("checkin/unsaved.html", page=page), NOT_SAVED_STATUS, SAVE_AGAIN


def _again(token: str, faults: tuple[Fault, ...], status: int) -> ResponseReturnValue:
    use(request.form.get("language", ""))
    headers = SAVE_AGAIN if status == NOT_SAVED_STATUS else {}
    if faults and wants_json():
        problems = [{"target": fault.target, "message": said(fault.message)} for fault in faults]
        return jsonify(problems=problems, message=problems[0]["message"]), status, headers
    now, key, given = clock.now(), None, raw_answers(request.form)
    if status != NOT_SAVED_STATUS and (tablet := sent_from()):
        note_touch(tablet, now)  # its page begins anew, and so does the time for which it may be left alone
    with suppress(Malformed):
        key = FormKey.read(request.form.get("key", ""))
    found = read_form(ByLink(token), now, again=key is not None)
    if found is None:
        return opens_nothing()
    found = _in_language(found)
    shown = key if key and not faults else FormKey.new(found.check_in, now)  # only looked at otherwise: the same form
    page = replace(form_page(found, request.path, shown.signed(), given, faults), easy=_is_easy(request.form))
    return render_template("checkin/form.html", page=page), status, headers


def _notice(token: str) -> ResponseReturnValue:
    """The privacy notice, from which one comes back to the form with all that was marked."""
    found = read_form(ByLink(token), clock.now(), again=True)
    if found is None:
        return opens_nothing()
    found = _in_language(found)
    page = notice_page(found, request.path, list(request.form.items()), easy=request.form.get("shown") == "easy")
    return render_template("checkin/notice.html", page=page)


def _in_language(form: Form) -> Form:
    """The form in the language that was tapped just now, else in that it was read in, as far as it has them."""
    wished = (request.form.get("to", ""), request.form.get("language", ""))
    chosen = replace(form, language=form.measure.language_for(*wished, form.language))
    use(chosen.language)
    return chosen


def _is_easy(asked: Mapping[str, str]) -> bool:
    """Return whether to show one question at a time: as was tapped just now, else as it was before."""
    return asked.get("show", asked.get("shown", "")) == "easy"
