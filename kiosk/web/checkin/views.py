"""The client's pages: looking changes nothing, sending counts once, and nothing comes back afterwards."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.leave_unfinished import leave_unfinished
from kiosk.actions.link_on_tablet import link_now
from kiosk.actions.not_me import say_not_me
from kiosk.actions.open_form import Form, behind_short_code, note_seen, read_form
from kiosk.actions.submit_check_in import Accepted, Closed, Refused, submit_check_in
from kiosk.actions.throttle import RETRY_AFTER_S, is_guessing, note_failure
from kiosk.domain.answers import Fault
from kiosk.domain.cues import cue_called
from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import phrase
from kiosk.keys import SHORT_ALPHABET, SHORT_LENGTH, keys
from kiosk.storage.tablet_tables import Tablet
from kiosk.storage.turn import NotSaved
from kiosk.web.checkin.forms import FormKey, Malformed, raw_answers, read_sending
from kiosk.web.checkin.pages import JoinPage, NotMePage, ThanksPage
from kiosk.web.checkin.present import form_page
from kiosk.web.crisis import crisis_left
from kiosk.web.cues import cue_view
from kiosk.web.errors import RETRY_AFTER_S as SAVE_AGAIN_AFTER_S
from kiosk.web.errors import SENTENCES, problem, wants_json
from kiosk.web.languages import said, spoken, use
from kiosk.web.own_site import refuse_other_sites
from kiosk.web.paired import dress_for_form, dressed, onward, sent_from, tablet
from kiosk.web.settings import cookie_name, settings
from kiosk.web.throttle import tries

bp = Blueprint("checkin", __name__)
bp.before_request(refuse_other_sites)

DONE = "done"
DONE_LASTS_S = 120
MOST_FAILURES = 20
NOT_SAVED_STATUS = 503
NOT_SAVED = Fault("", phrase("Not saved yet. Your answers are still here. Send them again in a moment."))
STALE = Fault("", phrase("This page was open too long to send. Your answers are still here. Send them again."))
NO_SUCH_CODE = phrase("That code does not open a form. Look at it once more, or ask for a new one.")
TOO_OFTEN = phrase("Too many codes were tried. Wait five minutes, then try again.")


@bp.url_value_preprocessor
def _on_its_tablet(_: str | None, names: dict[str, str] | None) -> None:
    """A form that stands on a tablet outlives a new code."""
    if names and "token" in names and isinstance(here := tablet(), Tablet):
        names["token"] = link_now(here, names["token"])


@bp.before_request
def _dress_on_its_tablet() -> None:
    """What answers a form from a tablet, such as the same form once more, is a screen of that tablet."""
    if here := sent_from():
        dress_for_form(here, clock.now())


@bp.get("/c/<token>")
def form(token: str) -> ResponseReturnValue:
    """The form, or the page that says nothing about anybody."""
    now = clock.now()
    found = read_form(token, now)
    if found is None:
        return _opens_nothing()
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
                return _thank(accepted)
            case Refused(_, faults):
                return _again(token, faults, 422)
            case Closed():
                return _late()
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
        return _closed()
    handed_back = say_not_me(token, key.check_in, request.form.get("language", ""), clock.now())
    if handed_back is None:
        return _closed()
    address = onward("not-me", url_for(".not_mine"))
    response = make_response(jsonify(next=address) if wants_json() else redirect(address, code=303))
    use(request.form.get("language", ""))
    _set_done(response, keys().sign(DONE, asdict(handed_back) | {"language": spoken()}), DONE_LASTS_S)
    return response


@bp.get("/c/not-me")
def not_mine() -> ResponseReturnValue:
    """Nothing is left to do but to hand it back."""
    match _done():
        case {"crisis": crisis, "language": str(language)}:
            use(language)
            page = NotMePage(crisis_left(crisis))
        case _:
            page = NotMePage()
    response = make_response(render_template("checkin/not_me.html", page=page))
    _set_done(response, "", lasts_s=0)
    return response


@bp.get("/c/thanks")
def thanks() -> ResponseReturnValue:
    """Thanks: once with the therapist's name, and after a reload without."""
    match _done():
        case {"therapist": str(therapist), "declined": bool(declined), "safety": bool(safety), **rest}:
            use(str(rest["language"]))
            cue = cue_called(str(rest["cue"])) if rest["of_several"] or dressed() else None
            view = cue_view(cue, str(rest["therapist_language"])) if cue else None
            page = ThanksPage(therapist, declined, safety, crisis_left(rest.get("crisis")), view)
        case _:
            page = ThanksPage("", declined=False, safety=False)
    response = make_response(render_template("checkin/thanks.html", page=page))
    _set_done(response, "", lasts_s=0)
    return response


@bp.get("/c/late")
def late() -> ResponseReturnValue:
    """Somebody's answer came after the form was closed; why, and by whom, is nobody's business."""
    return _went_away(render_template("checkin/late.html"), 410)


@bp.get("/leave")
def leave() -> ResponseReturnValue:
    """A page that says nothing of where one was."""
    return _went_away(render_template("checkin/away.html"), 200)


@bp.get("/join")
def join() -> ResponseReturnValue:
    """Where a short code is typed."""
    return render_template("checkin/join.html", page=JoinPage())


@bp.post("/join")
def use_short_code() -> ResponseReturnValue:
    """On to the form; guessing is slowed down by its failures."""
    typed, now = request.form.get("code", "")[:40], clock.now()
    visitor = request.remote_addr or ""
    if is_guessing("join", visitor, MOST_FAILURES, now):
        page = render_template("checkin/join.html", page=JoinPage(TOO_OFTEN, typed))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    plausible = len(code) == SHORT_LENGTH and set(code) <= set(SHORT_ALPHABET)
    found = behind_short_code(keys().short_code_hash(code), now) if plausible else None
    if found is None:
        note_failure("join", visitor, now)
        return render_template("checkin/join.html", page=JoinPage(NO_SUCH_CODE, typed)), 422
    return redirect(url_for(".form", token=keys().link_token(found.id, found.link_version)), code=303)


def _thank(accepted: Accepted) -> ResponseReturnValue:
    use(request.form.get("language", ""))
    address = onward("thanks", url_for(".thanks"))
    response = make_response(jsonify(next=address) if wants_json() else redirect(address, code=303))
    _set_done(response, keys().sign(DONE, asdict(accepted) | {"language": spoken()}), DONE_LASTS_S)
    return response


def _done() -> object:
    """What the page before has left for the one after it."""
    return keys().signed(DONE, request.cookies.get(cookie_name(DONE), ""))


def _set_done(response: Response, value: str, lasts_s: int) -> None:
    """A cookie that changes with sending: it keeps the filled form out of the browser's back/forward cache."""
    secure = not settings().plain_http
    response.set_cookie(cookie_name(DONE), value, max_age=lasts_s, secure=secure, httponly=True, samesite="Lax")


def _renewed(token: str) -> ResponseReturnValue:
    """A form whose key is none of ours, such as one that was shown before the server's key changed: it gets another."""
    now = clock.now()
    found = read_form(token, now)
    if found is None:
        return _opens_nothing()
    use(request.form.get("language", ""))
    message = said(STALE.message)
    key = FormKey.new(found.check_in, now).signed()
    return jsonify(key=key, problems=[{"target": "", "message": message}], message=message), 400


def _late() -> ResponseReturnValue:
    """The same for whatever closed the form: another device, the therapist, or time."""
    address = onward("late", url_for(".late"))
    if wants_json():
        return jsonify(next=address), 410
    if dressed():
        return redirect(address, code=303)
    use(request.form.get("language", ""))
    return _went_away(render_template("checkin/late.html"), 410)


def _went_away(page: str, status: int) -> Response:
    """With a cookie that changes, so that the page one comes from is not brought back as it was."""
    response = make_response(page, status)
    _set_done(response, secrets.token_urlsafe(8), DONE_LASTS_S)
    return response


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
        return _opens_nothing()
    found = _in_language(found)
    page = replace(form_page(found, request.path, now, given, faults), easy=_is_easy(request.form))
    if key and not faults:
        page = replace(page, key=key.signed())  # only looked at otherwise: it goes on being the same form
    return render_template("checkin/form.html", page=page), status, headers


def _opens_nothing() -> ResponseReturnValue:
    """Asked for by a link that opens no form: whoever keeps trying such links has to wait."""
    if tries().are_too_many(request.remote_addr or "", clock.now()):
        answer = make_response(problem(*SENTENCES[429], 429))
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
    return _closed()


def _in_language(form: Form) -> Form:
    """The form in the language that was tapped just now, else in that it was read in, as far as it has them."""
    wished = (request.form.get("to", ""), request.form.get("language", ""))
    chosen = replace(form, language=form.measure.language_for(*wished, form.language))
    use(chosen.language)
    return chosen


def _is_easy(asked: Mapping[str, str]) -> bool:
    """Whether the form is shown one question at a time: as was tapped just now, else as it was before."""
    return asked.get("show", asked.get("shown", "")) == "easy"


def _closed() -> ResponseReturnValue:
    """One page for used, expired, withdrawn and unknown links: it says nothing about anybody."""
    address = onward("late", request.path)
    if wants_json():
        return jsonify(next=address), 410
    if dressed():
        return redirect(address, code=303)
    return render_template("checkin/closed.html"), 410
