"""The settings' page of people: invite by a link, give and take roles, disable, let in again, and make a new link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired

from kiosk import clock
from kiosk.actions.accounts import manage_people
from kiosk.actions.accounts.manage_people import ListedPerson
from kiosk.core import settings
from kiosk.domain.actors import Role
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.fields import EMAIL, NAME
from kiosk.web.staff.parts.times import at_time

bp = Blueprint("people", __name__)
bp.context_processor(staff_names)

PEOPLE: Final = "/people"
ROLE_WORDS: Final[Mapping[Role, tuple[Phrase, Phrase]]] = {
    Role.THERAPIST: (phrase("Therapist"), phrase("Asks their own clients, and reads what these answer.")),
    Role.SUPERVISOR: (phrase("Supervisor"), phrase("Sees what a therapist has agreed to show them.")),
    Role.ADMINISTRATOR: (phrase("Administrator"), phrase("Looks after people and settings. Reads no answers.")),
}
REFUSED: Final[Mapping[type[Conflict], Phrase]] = {
    manage_people.LoginTaken: phrase("Somebody already logs in with this address. Use another one."),
    manage_people.LastAdministrator: phrase(
        "This is the last administrator. Make somebody else an administrator first."
    ),
    manage_people.StillTherapist: phrase("Clients have this person as their therapist. Hand them over first."),
    manage_people.NoRoleLeft: phrase("Everybody needs a role. To shut somebody out, disable them."),
    manage_people.IsDisabled: phrase("They are disabled, and stay so. Let them in again first."),
}
SAVED: Final = {
    "roles": phrase("Saved. It applies from their next page on."),
    "disabled": phrase("They can no longer log in, and are logged out everywhere."),
    "enabled": phrase("They can log in again, as before."),
}
EMPTY: Final[Mapping[str, str]] = {"name": "", "email": ""}
NEVER: Final = phrase("Has not logged in yet.")


@dataclass(frozen=True)
class StaffRow:
    """One person with a login; their roles with what each may do."""

    id: PublicId
    name: str
    email: str
    held: Sequence[Role]
    roles: str
    seen: str
    is_disabled: bool
    is_me: bool


@dataclass(frozen=True)
class StaffPage:
    """Everybody, and the link that was made just now, which is shown once."""

    people: Sequence[StaffRow]
    typed: Mapping[str, str]
    chosen: Sequence[str] = (Role.THERAPIST,)
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""
    link: str = ""
    link_for: str = ""
    had_more: bool = False


class InviteForm(FlaskForm):
    """The name and the address of somebody who is to come in."""

    name = StringField(validators=[DataRequired(lazy_gettext("Give the name by which clients know them.")), NAME])
    email = EmailField(validators=EMAIL)


@bp.get(PEOPLE)
@needs(Permission.MANAGE_PEOPLE)
def people() -> ResponseReturnValue:
    """All of them."""
    return _shown(_page())


@bp.post(f"{PEOPLE}/invite")
@needs(Permission.MANAGE_PEOPLE)
def invite() -> ResponseReturnValue:
    """Add somebody, and show the link by which they come in."""
    form = InviteForm()
    form.validate()
    problems = [(field.name, str(field.errors[0])) for field in form if field.errors]
    if problems:
        return _shown(_page(problems)), 422
    name, email = (form.name.data or "").strip(), (form.email.data or "").strip()
    try:
        secret = manage_people.invite_person(actor(), name, email, clock.now(), _chosen())
    except Conflict as refusal:
        return _shown(_page([("email", _why(refusal))])), 409
    return _shown(replace(_page(), typed=EMPTY, chosen=(Role.THERAPIST,), link=_address(secret), link_for=name))


@bp.post(f"{PEOPLE}/<public_id:person>/roles")
@needs(Permission.MANAGE_PEOPLE)
def roles(person: PublicId) -> ResponseReturnValue:
    """Their roles are those that are ticked, all or none."""
    chosen = set(_chosen())
    return _changed(
        person,
        "roles",
        lambda: manage_people.change_roles(actor(), person, clock.now(), chosen, set(Role) - chosen),
    )


@bp.post(f"{PEOPLE}/<public_id:person>/disable")
@needs(Permission.MANAGE_PEOPLE)
def disable(person: PublicId) -> ResponseReturnValue:
    """They cannot log in from here on."""
    return _changed(person, "disabled", lambda: manage_people.disable_person(actor(), person, clock.now()))


@bp.post(f"{PEOPLE}/<public_id:person>/enable")
@needs(Permission.MANAGE_PEOPLE)
def enable(person: PublicId) -> ResponseReturnValue:
    """They can log in again."""
    return _changed(person, "enabled", lambda: manage_people.enable_person(actor(), person, clock.now()))


@bp.post(f"{PEOPLE}/<public_id:person>/reset")
@needs(Permission.MANAGE_PEOPLE)
def reset(person: PublicId) -> ResponseReturnValue:
    """They lost their password: show the link by which they choose another one."""
    try:
        let_in = manage_people.reset_person(actor(), person, clock.now())
    except Conflict as refusal:
        return _shown(_page([(f"person-{person}", _why(refusal))])), 409
    page = _page()
    name = next(row.name for row in page.people if row.id == person)
    return _shown(replace(page, link=_address(let_in.secret), link_for=name, had_more=let_in.had_more))


def _changed(person: PublicId, saved: str, change: Callable[[], object]) -> ResponseReturnValue:
    try:
        change()
    except Conflict as refusal:
        return _shown(_page([(f"person-{person}", _why(refusal))])), 409
    return redirect(url_for(".people", saved=saved), code=303)


def _chosen() -> Sequence[Role]:
    """The roles that are ticked; a word that is none is left out."""
    return [role for role in Role if role in request.form.getlist("role")]


def _why(refusal: Conflict) -> str:
    return said(REFUSED[type(refusal)])


def _address(secret: str) -> str:
    return f"{settings().address}/open/{secret}"


def _page(problems: Sequence[tuple[str, str]] = ()) -> StaffPage:
    everybody = [_row(one) for one in manage_people.list_people(actor())]
    saved = SAVED.get(request.args.get("saved", ""))
    typed = {name: request.form.get(name, "")[:254] for name in ("name", "email")}
    chosen = _chosen() if request.form else (Role.THERAPIST,)
    return StaffPage(everybody, typed, chosen, problems, said(saved) if saved else "")


def _row(one: ListedPerson) -> StaffRow:
    me = actor()
    seen = at_time(one.logged_in_at, clock.now(), me.time_zone) if one.logged_in_at else ""
    return StaffRow(
        id=one.id,
        name=one.name,
        email=one.email,
        held=one.roles,
        roles=", ".join(said(ROLE_WORDS[role][0]) for role in one.roles),
        seen=gettext("Last logged in %(when)s.", when=seen) if seen else said(NEVER),
        is_disabled=one.is_disabled,
        is_me=one.id == me.id,
    )


def _shown(page: StaffPage) -> str:
    words = [(role.value, said(word), said(does)) for role, (word, does) in ROLE_WORDS.items()]
    return render_template("practice/people.html", page=page, role_words=words)
