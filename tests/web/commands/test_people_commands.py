"""People with a login, looked after from the command line."""

import pytest
from click.testing import CliRunner

from kiosk.actions.accounts.manage_people import change_roles, list_people
from kiosk.cli import kiosk
from kiosk.domain.actors import Role, Staff
from kiosk.domain.public_ids import NOBODY
from kiosk.domain.refusals import NotAllowed, NotDone, NotFound
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import GivenRole, Passkey, Person, RecoveryCode
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import change, count, dump, stored
from tests.web.audit import audited
from tests.web.authenticator import Device, origin_of
from tests.web.browsing import NOW, by_password, log_in
from tests.web.codes import turn_on
from tests.web.links import NEW, come_in, path_in


def test_somebody_added_comes_in_by_the_link_and_chooses_a_password(cast: Cast, run: CliRunner) -> None:
    link = path_in(run.invoke(kiosk, ["person", "add", "Dana Weiss", "dana@example.org"]).output)
    browser = cast.app.test_client()
    assert come_in(browser, link) == "/"
    assert by_password(cast.app.test_client(), "dana@example.org", NEW).location == "/"


def test_the_link_of_somebody_added_works_once(cast: Cast, run: CliRunner) -> None:
    link = path_in(run.invoke(kiosk, ["person", "add", "Dana", "dana@example.org"]).output)
    come_in(cast.app.test_client(), link)
    assert cast.app.test_client().get(link).status_code == 410


def test_an_address_has_one_login(run: CliRunner) -> None:
    with pytest.raises(NotDone, match=r"kiosk person reset Alice@example\.org"):
        run.invoke(kiosk, ["person", "add", "Alice", "Alice@example.org"])


def test_somebody_disabled_is_logged_out_and_cannot_come_back(cast: Cast, run: CliRunner) -> None:
    browser = cast.app.test_client()
    come_in(browser, cast.one_time_link(cast.bob))
    assert browser.get("/").status_code == 200
    run.invoke(kiosk, ["person", "disable", "bob@example.org"])
    assert browser.get("/").status_code == 401
    assert by_password(browser, "bob@example.org", PASSWORD).status_code == 401


def test_a_reset_ends_the_old_password_and_every_login(cast: Cast, run: CliRunner) -> None:
    browser = cast.app.test_client()
    come_in(browser, cast.one_time_link(cast.bob))
    link = path_in(run.invoke(kiosk, ["person", "reset", "bob@example.org"]).output)
    assert browser.get("/").status_code == 401
    assert by_password(browser, "bob@example.org", PASSWORD).status_code == 401
    assert come_in(browser, link) == "/"
    assert by_password(cast.app.test_client(), "bob@example.org", NEW).location == "/"


def test_a_reset_takes_codes_and_passkeys_away_and_says_so(cast: Cast, run: CliRunner) -> None:
    bob = log_in(cast, cast.bob)
    made = Device(origin_of(cast)).make(bob.post("/account/passkeys/challenge", {"password": PASSWORD}).get_json())
    assert bob.post("/account/passkeys", {"answer": made}).status_code == 303
    turn_on(bob)
    reset = run.invoke(kiosk, ["person", "reset", "bob@example.org"])
    assert "Their codes and passkeys are gone as well." in reset.stderr
    browser = cast.app.test_client()
    come_in(browser, path_in(reset.stdout))
    assert by_password(cast.app.test_client(), "bob@example.org", NEW).location == "/"
    assert count(cast, RecoveryCode) == 0
    assert count(cast, Passkey) == 0


def test_the_list_names_everybody_and_who_is_disabled(run: CliRunner) -> None:
    run.invoke(kiosk, ["person", "disable", "bob@example.org"])
    listed = run.invoke(kiosk, ["person", "list"]).output.splitlines()
    assert [line.split()[0] for line in listed] == ["alice@example.org", "bob@example.org", "carol@example.org"]
    assert [line.endswith("disabled") for line in listed] == [False, True, False]


def test_an_address_nobody_has_is_said(run: CliRunner) -> None:
    with pytest.raises(NotDone, match=r"Nobody logs in with nobody@example\.org"):
        run.invoke(kiosk, ["person", "reset", "nobody@example.org"])


def test_the_list_shows_the_roles(run: CliRunner) -> None:
    listed = run.invoke(kiosk, ["person", "list"]).output.splitlines()
    assert listed[:2] == [
        "alice@example.org  Alice  therapist administrator",
        "bob@example.org  Bob  therapist",
    ]


@pytest.mark.parametrize(
    ("options", "roles"),
    [
        ([], "therapist"),
        (["--role", "supervisor", "--role", "therapist"], "therapist supervisor"),
        (["--role", "administrator"], "administrator"),
    ],
)
def test_somebody_added_is_a_therapist_unless_other_roles_are_given(
    run: CliRunner, options: list[str], roles: str
) -> None:
    run.invoke(kiosk, ["person", "add", "Dana", "dana@example.org", *options])
    assert f"dana@example.org  Dana  {roles}\n" in run.invoke(kiosk, ["person", "list"]).output


def test_roles_are_given_and_taken_and_the_next_page_knows(cast: Cast, run: CliRunner) -> None:
    bob = log_in(cast, cast.bob)
    given = run.invoke(kiosk, ["person", "role", "bob@example.org", "--give", "administrator", "--give", "supervisor"])
    assert given.output == "bob@example.org  Bob  therapist supervisor administrator\n"
    assert bob.get("/settings").status_code == 200
    taken = run.invoke(kiosk, ["person", "role", "bob@example.org", "--take", "administrator"])
    assert taken.output == "bob@example.org  Bob  therapist supervisor\n"
    assert bob.get("/settings").status_code == 403


def test_a_role_given_twice_is_one_and_without_options_nothing_changes(cast: Cast, run: CliRunner) -> None:
    run.invoke(kiosk, ["person", "role", "bob@example.org", "--give", "supervisor"])
    before = dump(cast)
    assert run.invoke(kiosk, ["person", "role", "bob@example.org", "--give", "supervisor"]).exit_code == 0
    listed = run.invoke(kiosk, ["person", "role", "BOB@example.org"]).output
    assert listed == "bob@example.org  Bob  therapist supervisor\n"
    assert dump(cast) == before


def test_every_role_says_when_it_was_given_and_that_no_colleague_gave_it(cast: Cast, run: CliRunner) -> None:
    run.invoke(kiosk, ["person", "role", "bob@example.org", "--give", "supervisor"])
    given = stored(cast, GivenRole.role, GivenRole.given_by, GivenRole.given_at, where=GivenRole.person_id == cast.bob)
    assert [(role, by) for role, by, _ in sorted(given)] == [("supervisor", None), ("therapist", None)]
    assert min(given)[2] == NOW


LAST = r"alice@example\.org is the last administrator\. Make somebody else one first: kiosk person role EMAIL --give "


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["role", "bob@example.org", "--give", "supervisor", "--give", "boss"],
            r"There is no role boss\. Roles are ",
        ),
        (["role", "bob@example.org", "--give", "supervisor", "--take", "chief"], r"There is no role chief\."),
        (["role", "bob@example.org", "--give", "supervisor", "--take", "supervisor"], "given and taken at once"),
        (["role", "nobody@example.org", "--give", "supervisor"], r"Nobody logs in with nobody@example\.org"),
        (["role", "bob@example.org", "--take", "therapist"], r"would have no role left\. To shut somebody out: "),
        (["role", "alice@example.org", "--give", "supervisor", "--take", "administrator"], LAST),
        (["disable", "alice@example.org"], LAST),
        (["disable", "carol@example.org"], r"carol@example\.org is the last administrator"),
        (["add", "Dana", "dana@example.org", "--role", "therapist", "--role", "boss"], r"There is no role boss\."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_half_done(
    cast: Cast, run: CliRunner, words: list[str], sentence: str
) -> None:
    before = dump(cast)
    with pytest.raises(NotDone, match=sentence):
        run.invoke(kiosk, ["person", *words])
    assert dump(cast) == before


def test_an_administrator_who_cannot_log_in_does_not_count(cast: Cast, run: CliRunner) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)
    run.invoke(kiosk, ["person", "disable", "bob@example.org"])
    with pytest.raises(NotDone, match=LAST):
        run.invoke(kiosk, ["person", "disable", "alice@example.org"])


def test_once_there_is_another_administrator_the_first_can_go(cast: Cast, run: CliRunner) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)
    taken = run.invoke(kiosk, ["person", "role", "alice@example.org", "--take", "administrator"])
    assert taken.output == "alice@example.org  Alice  therapist\n"


def test_a_therapist_with_clients_stays_one(cast: Cast, run: CliRunner) -> None:
    cast.begin()
    with pytest.raises(NotDone, match="is the therapist of 1 client, whose answers nobody would read then"):
        run.invoke(kiosk, ["person", "role", "alice@example.org", "--take", "therapist"])
    assert log_in(cast, cast.alice).get("/").status_code == 200


def test_only_an_administrator_and_the_command_line_manage_people(cast: Cast) -> None:
    therapist = Staff(cast.alice, 1, frozenset({Role.THERAPIST, Role.SUPERVISOR}), NOBODY)
    with cast.on_stage(), pytest.raises(NotAllowed, match="People belong to the administrator"):
        change_roles(therapist, "bob@example.org", NOW, ["administrator"])


def test_an_administrator_manages_the_people_of_their_own_practice(cast: Cast) -> None:
    with cast.on_stage():
        alice = people.staff(reading().get_one(Person, cast.alice))
        assert [one.name for one in list_people(alice)] == ["Alice", "Bob"]
        assert change_roles(alice, "bob@example.org", NOW, ["supervisor"]).roles == ["therapist", "supervisor"]
        with pytest.raises(NotFound, match=r"Nobody logs in with carol@example\.org"):
            change_roles(alice, "carol@example.org", NOW, ["supervisor"])
    [given] = stored(cast, GivenRole.given_by, where=GivenRole.role == "supervisor")
    assert given == cast.alice


def test_every_change_of_a_person_is_kept_in_the_audit_log(cast: Cast, run: CliRunner) -> None:
    before = len(audited(cast))
    for words in (
        ["add", "Dana", "dana@example.org"],
        ["role", "dana@example.org", "--give", "supervisor", "--take", "therapist"],
        ["role", "dana@example.org", "--give", "supervisor"],
        ["reset", "dana@example.org"],
        ["disable", "dana@example.org"],
        ["enable", "dana@example.org"],
    ):
        run.invoke(kiosk, ["person", *words])
    acts = ("person-added", "role-given", "role-taken", "person-reset", "person-disabled", "person-enabled")
    assert audited(cast, before) == [("command-line", None, act, "people") for act in acts]


def test_a_word_that_is_no_role_allows_nothing(cast: Cast, run: CliRunner) -> None:
    change(cast, GivenRole, GivenRole.person_id == cast.bob, role="owner")
    bob = log_in(cast, cast.bob)
    assert [bob.get(path).status_code for path in ("/account", "/clients", "/settings")] == [200, 403, 403]
    assert run.invoke(kiosk, ["person", "role", "bob@example.org"]).output == "bob@example.org  Bob  \n"
