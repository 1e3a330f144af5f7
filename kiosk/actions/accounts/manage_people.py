"""People with a login: added, listed, given roles, disabled, and helped back in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.accounts.links import issue_link
from kiosk.actions.practice.supervise import end_agreement
from kiosk.domain.actors import CommandLine, Role, Staff, person_id_of
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, may
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotAllowed, NotFound
from kiosk.storage import api_tokens, factors, left_clients, people, supervision
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Person
from kiosk.storage.work import Work, unit_of_work


@dataclass(frozen=True)
class ListedPerson:
    """A person with a login, as lists name them."""

    id: PublicId
    email: str
    name: str
    roles: Sequence[Role]
    is_disabled: bool
    logged_in_at: datetime | None = None
    """The time of their last login; None before the first."""


@dataclass(frozen=True)
class LetBackIn:
    """The secret of a link that works once, and whether codes or passkeys were taken away with the password."""

    secret: str
    had_more: bool


class LoginTaken(Conflict):
    """Somebody logs in with that address already."""


class LastAdministrator(Conflict):
    """The practice would have no administrator left who can log in."""


class StillTherapist(Conflict):
    """Somebody's clients would have no therapist who reads what they answer."""


class NoRoleLeft(Conflict):
    """The person would have no role left."""


class IsDisabled(Conflict):
    """The person is disabled: a new link would let nobody in."""


def list_people(actor: Staff | CommandLine) -> Sequence[ListedPerson]:
    """List everybody with a login by name, disabled people too."""
    _check(actor)
    return [_listed(person) for person in people.all_managed(reading(), actor)]


def invite_person(actor: Staff | CommandLine, name: str, email: str, now: datetime, roles: Collection[str] = ()) -> str:
    """Add a person to the practice, a therapist unless roles are named; gives the secret of their link.

    Raises Invalid for a role that there is not, Conflict for an address that has a login or without a practice.
    """
    _check(actor)
    chosen = _roles(roles) or {Role.THERAPIST}
    with unit_of_work(actor, now) as work:
        if people.by_any_email(work.session, email):
            raise LoginTaken(f"{email} has a login already. To let them in again: kiosk person reset {email}")
        practice_id = _practice(work, actor)
        person = add_person(work, practice_id, name, email, "", chosen)
        return issue_link(work, practice_id, person.id)


def change_roles(
    actor: Staff | CommandLine, whom: str, now: datetime, give: Collection[str] = (), take: Collection[str] = ()
) -> ListedPerson:
    """Give and take roles, all or none; without either, only say which roles the person holds.

    `whom` is an address or a public id, here and below.

    Raises Invalid for a role that there is not, NotFound for an address without a login, and Conflict where the
    practice would have no administrator left, clients no therapist, or the person no role.
    """
    _check(actor)
    given, taken = _roles(give), _roles(take)
    if both := sorted(given & taken):
        raise Invalid(f"The role {both[0]} cannot be given and taken at once.")
    with unit_of_work(actor, now) as work:
        person = _managed(work, actor, whom)
        _check_taken(work.session, person, given, taken)
        if given - person.roles:
            people.give_roles(work.session, person, given, person_id_of(actor), now)
            work.audit(Audited.ROLE_GIVEN, person)
        if taken & person.roles:
            people.take_roles(work.session, person, taken)
            if Role.SUPERVISOR in taken:
                _end_supervisions(work, person, as_supervisor_only=True)
            work.audit(Audited.ROLE_TAKEN, person)
        return _listed(person)


def disable_person(actor: Staff | CommandLine, whom: str, now: datetime) -> int:
    """End every login of a person, now and later; gives how many clients have no therapist from here on.

    Raises NotFound for an address without a login, and Conflict for the last administrator.
    """
    _check(actor)
    with unit_of_work(actor, now) as work:
        person = _managed(work, actor, whom)
        _check_administrator_left(work.session, person)
        person.disabled_at = now
        _end_supervisions(work, person)
        people.end_ways_in(work.session, person.id)
        work.audit(Audited.PERSON_DISABLED, person)
        return left_clients.count_of(work.session, person.id)


def enable_person(actor: Staff | CommandLine, whom: str, now: datetime) -> ListedPerson:
    """Let a disabled person log in again, as they did before: their password and second factors are what they were."""
    _check(actor)
    with unit_of_work(actor, now) as work:
        person = _managed(work, actor, whom)
        if person.disabled_at is not None:
            person.disabled_at = None
            work.audit(Audited.PERSON_ENABLED, person)
        return _listed(person)


def reset_person(actor: Staff | CommandLine, whom: str, now: datetime) -> LetBackIn:
    """Take a person's password, codes and passkeys away; they come in by a link, and choose a new password first.

    Raises NotFound for an address without a login, and Conflict for somebody who is disabled and stays so.
    """
    _check(actor)
    with unit_of_work(actor, now) as work:
        person = _managed(work, actor, whom)
        if person.disabled_at is not None:
            raise IsDisabled(
                f"{person.email} is disabled. To let them in again first: kiosk person enable {person.email}"
            )
        person.password_hash = ""
        had_codes = factors.forget_codes(work.session, person.id)
        had_passkeys = factors.forget_passkeys(work.session, person.id)
        api_tokens.forget_all(work.session, person.id)
        people.end_ways_in(work.session, person.id)
        work.audit(Audited.PERSON_RESET, person)
        secret = issue_link(work, person.practice_id, person.id)
        return LetBackIn(secret, had_codes or had_passkeys)


def _end_supervisions(work: Work, person: Person, *, as_supervisor_only: bool = False) -> None:
    for agreement in supervision.held_by(work.session, person.id, as_supervisor_only=as_supervisor_only):
        end_agreement(work, agreement)


def _check(actor: Staff | CommandLine) -> None:
    if not may(actor, Permission.MANAGE_PEOPLE):
        raise NotAllowed("People belong to the administrator. Nothing was changed.")


def _practice(work: Work, actor: Staff | CommandLine) -> int:
    """Give the practice to which somebody is added."""
    if isinstance(actor, Staff):
        return actor.practice_id
    practice = people.only_practice(work.session)
    if practice is None:
        raise Conflict("There is no practice yet. Set it up by the link that kiosk init printed.")
    return practice.id


def _check_taken(session: ReadSession, person: Person, given: Collection[Role], taken: Collection[Role]) -> None:
    """Refuse what would leave a practice without an administrator, a client unheard, or a person without a role."""
    lost = person.roles & set(taken)
    if Role.ADMINISTRATOR in lost:
        _check_administrator_left(session, person)
    if Role.THERAPIST in lost and (clients := left_clients.count_of(session, person.id)):
        raise StillTherapist(
            f"{person.email} is the therapist of {clients} {'client' if clients == 1 else 'clients'}, "
            "whose answers nobody would read then. No role was changed."
        )
    if lost and not (person.roles | set(given)) - set(taken):
        raise NoRoleLeft(
            f"{person.email} would have no role left. To shut somebody out: kiosk person disable {person.email}"
        )


def _check_administrator_left(session: ReadSession, person: Person) -> None:
    """Refuse where this person is the only administrator who can log in."""
    if people.administrators(session, person.practice_id) == [person.id]:
        raise LastAdministrator(
            f"{person.email} is the last administrator. Make somebody else one first: "
            "kiosk person role EMAIL --give administrator"
        )


def _roles(names: Collection[str]) -> set[Role]:
    if unknown := [name for name in names if name not in set(Role)]:
        raise Invalid(f"There is no role {unknown[0]}. Roles are therapist, supervisor and administrator.")
    return {Role(name) for name in names}


def _listed(person: Person) -> ListedPerson:
    roles = [role for role in Role if role in person.roles]
    return ListedPerson(
        person.public_id, person.email, person.name, roles, person.disabled_at is not None, person.logged_in_at
    )


def _managed(work: Work, actor: Staff | CommandLine, whom: str) -> Person:
    person = people.managed(work.session, actor, whom)
    if person is None:
        raise NotFound(f"Nobody logs in with {whom}. To see who does: kiosk person list")
    return person


def add_person(  # noqa: PLR0913, PLR0917 -- the columns of one row
    work: Work,
    practice_id: int,
    name: str,
    email: str,
    password_hash: str,
    roles: Iterable[Role] = (Role.THERAPIST,),
) -> Person:
    """Add a person, who is a therapist unless other roles are given on purpose."""
    person = Person(
        practice_id=practice_id,
        name=name,
        email=email.strip().casefold(),
        password_hash=password_hash,
        made_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    people.give_roles(work.session, person, roles, person_id_of(work.actor), work.now)
    work.audit(Audited.PERSON_ADDED, person)
    return person
