"""Links that work once: to come in, and to set up the practice."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock, zones
from kiosk.actions.accounts.links import use_link
from kiosk.actions.accounts.passwords import fault_in
from kiosk.actions.accounts.set_up import NewPractice, is_set_up_link, set_up_practice, zone_found
from kiosk.domain.actors import Visitor
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.queries.account import (
    behind_link,
)
from kiosk.web.shared import browser_login
from kiosk.web.shared.ask_to_log_in import refuse_tablets
from kiosk.web.shared.errors import problem
from kiosk.web.shared.languages import said, spoken
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.forms import SetUpForm
from kiosk.web.staff.account.pages import LoginLinkPage, SetUpPage

bp = Blueprint("by_link", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

SET_UP = "account/set_up.html"


@bp.get("/open/<secret>")
def one_time(secret: str) -> ResponseReturnValue:
    """A page with one button; looking at it uses nothing up."""
    return _open_page(secret)


@bp.post("/open/<secret>")
def use_one_time(secret: str) -> ResponseReturnValue:
    """Its button; whoever has no password yet has chosen one."""
    try:
        login_secret = use_link(Visitor(), secret, request.form.get("password", ""), clock.now())
    except NotFound:
        return _used_up()
    except Invalid as fault:
        return _open_page(secret, fault.why)
    browser_login.begin(login_secret)
    return redirect("/", code=303)


@bp.route("/set-up/<secret>", methods=["GET", "POST"])
def set_up(secret: str) -> ResponseReturnValue:
    """The practice's first page: what it is called, and who its first person is."""
    if not is_set_up_link(secret, clock.now()):
        return _used_up()
    found = zone_found(secret, clock.now())
    form = SetUpForm()
    if not form.is_submitted():
        offered = "" if found == zones.UNIVERSAL else found
        return render_template(SET_UP, page=SetUpPage(values={"time_zone": offered}, zones=zones.offered()))
    form.validate()
    problems = form.problems()
    names = (form.name.data or "", form.email.data or "", form.practice.data or "")
    if fault := fault_in(form.password.data or "", names):
        problems.append(("password", said(fault)))
    if problems:
        return _again(form, problems)
    try:
        login_secret = set_up_practice(Visitor(), secret, _new_practice(form), clock.now())
    except Conflict:
        return _again(form, [("email", gettext("Somebody already logs in with this address. Use another one."))])
    except NotFound:
        return _used_up()
    browser_login.begin(login_secret)
    return redirect("/", code=303)


def _open_page(secret: str, fault: Phrase | None = None) -> ResponseReturnValue:
    found = behind_link(secret, clock.now())
    if found is None:
        return _used_up()
    page = LoginLinkPage(found.name, found.email, not found.has_password, said(fault) if fault else "")
    return render_template("account/open.html", page=page), 422 if fault else 200


def _again(form: SetUpForm, problems: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    values = {name: value for name, value in request.form.items() if name != form.password.name}
    return render_template(SET_UP, page=SetUpPage(problems, values, zones.offered())), 422


def _new_practice(form: SetUpForm) -> NewPractice:
    return NewPractice(
        practice=(form.practice.data or "").strip(),
        name=(form.name.data or "").strip(),
        email=form.email.data or "",
        password=form.password.data or "",
        crisis_text=" ".join((form.crisis_text.data or "").split()),
        crisis_number=(form.crisis_number.data or "").strip(),
        crisis_language=spoken(),
        asks_strain=bool(form.ask_strain.data),
        time_zone=zones.find(form.time_zone.data or "") or "",
    )


def _used_up() -> ResponseReturnValue:
    return problem(
        phrase("This link no longer works."),
        phrase(
            "It works once, within a day, and ends when a newer one is made or the password changes."
            " Log in, or ask whoever looks after this server for a new link."
        ),
        410,
    )
