"""The gate's table: what each kind of actor is allowed."""

import pytest

from kiosk.domain.actors import (
    Actor,
    Background,
    ByLink,
    ByTablet,
    ByToken,
    CommandLine,
    Role,
    Scope,
    Staff,
    Therapist,
    Visitor,
)
from kiosk.domain.permissions import BY_ROLE, BY_SCOPE, Permission, Verdict, as_therapist, judge, may, permissions_of
from kiosk.domain.public_ids import NOBODY
from kiosk.domain.refusals import NotAllowed

ANSWERS = {
    Permission.ASK_CLIENTS,
    Permission.CORRECT_RECORDS,
    Permission.READ_RESULTS,
    Permission.READ_WORDS,
    Permission.EXPORT_CLIENTS,
    Permission.IMPORT_CLIENTS,
    Permission.ERASE_CLIENTS,
    Permission.MAKE_TOKENS,
}
OF_NO_TOKEN = {
    Permission.EXPORT_CLIENTS,
    Permission.IMPORT_CLIENTS,
    Permission.ERASE_CLIENTS,
    Permission.MAKE_TOKENS,
}
SETTINGS = {
    Permission.CHANGE_PRACTICE,
    Permission.MANAGE_TABLETS,
    Permission.MANAGE_PEOPLE,
    Permission.TAKE_LEFT_RECORDS,
    Permission.SEND_ONWARD,
    Permission.READ_AUDIT,
    Permission.EXPORT_AUDIT,
}


def staff(*roles: Role) -> Staff:
    return Staff(1, 1, frozenset(roles), NOBODY)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (staff(), set()),
        (staff(Role.THERAPIST), ANSWERS),
        (staff(Role.SUPERVISOR), {Permission.READ_SUPERVISION}),
        (staff(Role.ADMINISTRATOR), SETTINGS),
        (staff(Role.THERAPIST, Role.ADMINISTRATOR), ANSWERS | SETTINGS),
        (staff(*Role), ANSWERS | SETTINGS | {Permission.READ_SUPERVISION}),
    ],
)
def test_staff_are_allowed_what_their_roles_are_and_their_own_account(actor: Staff, allowed: set[Permission]) -> None:
    assert permissions_of(actor) == allowed | {Permission.KEEP_ACCOUNT}


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (ByTablet(1, 1), {Permission.SHOW_FORMS, Permission.ANSWER}),
        (ByLink("token"), {Permission.ANSWER}),
        (ByToken(1, 1, 1, frozenset()), set()),
        (ByToken(1, 1, 1, frozenset({Scope.READ_RESULTS})), {Permission.READ_RESULTS}),
        (ByToken(1, 1, 1, frozenset(Scope)), ANSWERS - OF_NO_TOKEN),
        (CommandLine(), {Permission.MANAGE_PEOPLE} | OF_NO_TOKEN),
        (Visitor(), set()),
        (Background(), set()),
    ],
)
def test_everybody_else_is_allowed_what_their_kind_is(actor: Actor, allowed: set[Permission]) -> None:
    assert {permission for permission in Permission if may(actor, permission)} == allowed


def test_every_role_and_every_scope_allows_something() -> None:
    assert (set(BY_ROLE), set(BY_SCOPE)) == (set(Role), set(Scope))
    assert all([*BY_ROLE.values(), *BY_SCOPE.values()])


def test_only_a_therapist_reads_what_clients_answered() -> None:
    assert [role for role in Role if may(staff(role), Permission.READ_RESULTS)] == [Role.THERAPIST]


@pytest.mark.parametrize("permission", Permission)
def test_the_gate_judges_a_login_and_a_token_alike(permission: Permission) -> None:
    token = ByToken(9, 3, 2, frozenset(Scope))
    for actor in (staff(Role.THERAPIST), token):
        assert (judge(actor, permission) is Verdict.ALLOWED) == may(actor, permission)
        assert judge(actor, permission) is not Verdict.UNKNOWN
    assert judge(None, permission) is Verdict.UNKNOWN


def test_a_link_is_in_no_log_and_no_traceback() -> None:
    assert "secret" not in repr(ByLink("secret"))


@pytest.mark.parametrize(
    "actor", [Staff(3, 2, frozenset({Role.THERAPIST}), NOBODY), ByToken(9, 3, 2, frozenset({Scope.READ_RESULTS}))]
)
def test_a_therapist_and_a_token_of_theirs_find_what_is_that_persons(actor: Actor) -> None:
    assert as_therapist(actor, Permission.READ_RESULTS) == Therapist(person_id=3, practice_id=2)


@pytest.mark.parametrize(
    "actor",
    [
        staff(Role.SUPERVISOR, Role.ADMINISTRATOR),
        ByToken(9, 3, 2, frozenset({Scope.ASK_CLIENTS})),
        ByTablet(1, 1),
        ByLink("token"),
        CommandLine(),
        Visitor(),
        Background(),
    ],
)
def test_nobody_else_acts_as_a_therapist(actor: Actor) -> None:
    for permission in (Permission.READ_RESULTS, Permission.EXPORT_CLIENTS):
        with pytest.raises(NotAllowed):
            as_therapist(actor, permission)


@pytest.mark.parametrize("permission", sorted(set(Permission) - BY_ROLE[Role.THERAPIST]))
def test_what_another_role_allows_makes_nobody_a_therapist(permission: Permission) -> None:
    with pytest.raises(NotAllowed):
        as_therapist(staff(*Role), permission)
