"""Logging in and out, one's password, and links that work once."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions import log_in as logins
from kiosk.actions.passkeys import passkeys_of
from kiosk.actions.passwords import fault_in
from kiosk.actions.present_password import MOST_WRONG_PASSWORDS
from kiosk.actions.second_factor import codes_of
from kiosk.actions.throttle import RETRY_AFTER_S, is_guessing, note_failure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import Person
from kiosk.web import access
from kiosk.web.access import LoginPage
from kiosk.web.account.entering import enter
from kiosk.web.account.forms import LoginForm, PasswordForm, SetUpForm
from kiosk.web.account.pages import AccountPage, CodePage, OpenPage, SetUpPage
from kiosk.web.account.refused import refused
from kiosk.web.errors import problem
from kiosk.web.languages import languages, said, spoken, use
from kiosk.web.settings import settings

bp = Blueprint("account", __name__)
bp.context_processor(access.staff_names)

NOT_RIGHT = phrase("The email or the password is not right. Check both, and the keyboard's capitals.")
SAVED = {
    "language": phrase("Kept. Your pages are in this language from now on."),
    "codes-off": phrase("Codes are off: your password alone logs you in. Every other browser is logged out."),
}
TOO_OFTEN = phrase("Too many tries for this address. Wait five minutes, then try once more. Nothing is locked.")


@bp.get("/login")
def login() -> ResponseReturnValue:
    """The page for logging in."""
    if access.person() is not None:
        return redirect("/", code=303)
    target = access.safe_next(request.args.get("next", "/"))
    page = LoginPage(target) if "other" in request.args else access.login_page(target)
    return access.ask_to_log_in(replace(page, language=request.args.get("language", page.language)))


@bp.post("/login")
def begin() -> ResponseReturnValue:
    """Log in, or say in one sentence that it did not work, whichever of the two was wrong."""
    form, now = LoginForm(), clock.now()
    email, target = (form.email.data or "").strip(), access.safe_next(form.next.data or "/")
    again = LoginPage(
        target,
        email,
        locked=form.locked.data or "",
        unsent=form.unsent.data or "",
        language=form.language.data or "",
    )
    use(again.language)
    if is_guessing("login", email.casefold(), MOST_WRONG_PASSWORDS, now):
        page = access.ask_to_log_in(_with(again, TOO_OFTEN))
        return page, 429, {"Retry-After": str(RETRY_AFTER_S)}
    match logins.log_in(email, form.password.data or "", now, access.held()):
        case None:
            note_failure("login", email.casefold(), now)
            return access.ask_to_log_in(_with(again, NOT_RIGHT)), 401
        case logins.HalfWay(secret):
            access.begin_half(secret)
            return render_template("account/code.html", page=CodePage(target, again.unsent, again.language))
        case came_in:
            return enter(came_in, target, again.unsent)


@bp.post("/logout")
def end() -> ResponseReturnValue:
    """Log out, on the server too. The login page keeps their language, in its address and nowhere else."""
    person = access.person()
    language = person.language if person else ""
    logins.log_out(access.end())
    return redirect(url_for(".login", language=language or None), code=303)


@bp.route("/account", methods=["GET", "POST"])
@access.needs_login
def account() -> ResponseReturnValue:
    """One's own account; a new password ends every other login."""
    person, saved = access.therapist(), ""
    fault: Phrase | None = None
    has_password = bool(person.password_hash)
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            secret = logins.change_password(
                person.id, form.password.data or "", form.new_password.data or "", clock.now()
            )
        except logins.PasswordUnchanged as error:
            fault = error.why
        else:
            access.begin(secret)
            has_password = True
            saved = gettext("Your password is changed. Every other browser is logged out.")
    elif known := SAVED.get(request.args.get("saved", "")):
        saved = said(known)
    page = _account_page(person, has_password=has_password, fault=fault, saved=saved)
    return render_template("account/account.html", page=page), *refused(fault)


@bp.post("/account/language")
@access.needs_login
def language() -> ResponseReturnValue:
    """Choose the language of one's own pages, or leave it to the browser."""
    chosen = request.form.get("language", "")
    if chosen and chosen not in languages("staff"):
        return problem(
            phrase("There are no pages in that language."), phrase("Nothing was changed. Choose one of the list."), 422
        )
    logins.choose_language(access.therapist().id, chosen)
    return redirect(url_for(".account", saved="language"), code=303)


@bp.get("/open/<secret>")
def one_time(secret: str) -> ResponseReturnValue:
    """A page with one button; looking at it uses nothing up."""
    found = logins.read_link(secret, clock.now(), set_up=False)
    if not isinstance(found, Person):
        return _used_up()
    return render_template("account/open.html", page=OpenPage(found.name))


@bp.post("/open/<secret>")
def use_one_time(secret: str) -> ResponseReturnValue:
    """The button."""
    came_in = logins.use_link(secret, clock.now())
    if came_in is None:
        return _used_up()
    access.begin(came_in.secret)
    return redirect("/" if came_in.has_password or settings().demo else url_for(".account"), code=303)


@bp.route("/set-up/<secret>", methods=["GET", "POST"])
def set_up(secret: str) -> ResponseReturnValue:
    """The practice's first page: what it is called, and who its first person is."""
    if logins.read_link(secret, clock.now(), set_up=True) is not True:
        return _used_up()
    form = SetUpForm()
    if not form.is_submitted():
        return render_template("account/set_up.html", page=SetUpPage())
    form.validate()
    problems = form.problems()
    if fault := fault_in(form.password.data or ""):
        problems.append(("password", said(fault)))
    if problems:
        return _again(form, problems)
    try:
        login_secret = logins.set_up(secret, _new_practice(form), clock.now())
    except logins.EmailTaken:
        return _again(form, [("email", gettext("Somebody logs in with this address already. Use another one."))])
    if login_secret is None:
        return _used_up()
    access.begin(login_secret)
    return redirect("/", code=303)


def _again(form: SetUpForm, problems: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    values = {name: value for name, value in request.form.items() if name != form.password.name}
    return render_template("account/set_up.html", page=SetUpPage(problems, values)), 422


def _new_practice(form: SetUpForm) -> logins.NewPractice:
    return logins.NewPractice(
        practice=(form.practice.data or "").strip(),
        name=(form.name.data or "").strip(),
        email=form.email.data or "",
        password=form.password.data or "",
        crisis_text=" ".join((form.crisis_text.data or "").split()),
        crisis_number=(form.crisis_number.data or "").strip(),
        crisis_language=spoken(),
        asks_strain=bool(form.ask_strain.data),
    )


def _account_page(person: Person, *, has_password: bool, fault: Phrase | None, saved: str) -> AccountPage:
    known = languages("staff")
    return AccountPage(
        name=person.name,
        email=person.email,
        language=person.language,
        languages=[(tag, each.own_name) for tag, each in known.items()],
        is_draft=not known[spoken()].reviewed_by["staff"],
        has_password=has_password,
        asks_for_codes=codes_of(person.id).on,
        passkeys=len(passkeys_of(person.id)),
        problem=said(fault) if fault else "",
        saved=saved,
    )


def _with(page: LoginPage, sentence: Phrase) -> LoginPage:
    return replace(page, problem=said(sentence))


def _used_up() -> ResponseReturnValue:
    return problem(
        phrase("This link has been used."), phrase("It worked once, or its day is over. Ask for a new one."), 410
    )
