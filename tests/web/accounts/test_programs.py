"""Programs: a token each, shown once and kept as a hash, with scopes, an end, and a last use."""

import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.actions.accounts.api_tokens import who_by_token
from kiosk.cli import kiosk
from kiosk.domain.actors import ByToken, Role, Scope
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.keys import hash_of
from kiosk.storage.tables import ApiToken
from tests.support.practice import Cast
from tests.support.stored import count, dump, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, log_in

PROGRAMS = "/account/programs"
BOOKINGS = {"name": " Bookings ", "scope": "results:read", "days": "30"}


def made(desk: Desk, **changed: str) -> str:
    """Make a token on the page; gives its secret."""
    found = re.search(r'id="token" value="([^"]+)"', desk.post(PROGRAMS, BOOKINGS | changed).text)
    assert found
    return found[1]


def who(cast: Cast, secret: str) -> ByToken | None:
    with cast.on_stage():
        return who_by_token(secret, clock.now())


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner(catch_exceptions=False)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(cast: Cast, alice: Desk) -> None:
    page = alice.post(PROGRAMS, BOOKINGS).text
    secret = re.findall(r'id="token" value="([^"]+)"', page)[0]
    assert (page.count(secret), "<bdi>Bookings</bdi></h2>" in page) == (1, True)
    assert secret not in alice.get(PROGRAMS).text
    assert secret not in repr(dump(cast))
    assert stored(cast, ApiToken.secret_hash) == [hash_of(secret)]
    assert (len(secret), secret[:4]) == (47, "byg_")
    assert audited(cast)[-1][2] == "token-made"


def test_a_program_acts_for_whom_it_was_made_with_the_scopes_that_it_has(cast: Cast, alice: Desk) -> None:
    found = who(cast, made(alice))
    assert found
    assert (found.owner_id, found.scopes) == (cast.alice, frozenset({Scope.READ_RESULTS}))
    assert who(cast, "byg_" + "x" * 43) is None


def test_the_page_names_program_scopes_end_and_last_use(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    secret = made(alice)
    assert "Not used yet." in alice.get(PROGRAMS).text
    who(cast, secret)
    first = stored(cast, ApiToken.used_at)
    time.shift(timedelta(minutes=59))
    who(cast, secret)
    assert stored(cast, ApiToken.used_at) == first
    time.shift(timedelta(minutes=2))
    who(cast, secret)
    assert stored(cast, ApiToken.used_at) > first
    page = alice.get(PROGRAMS).text
    assert all(words in page for words in ("Bookings", "Read results", "Works until", "Last used on"))


def test_a_token_that_is_revoked_or_has_ended_opens_nothing(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    secret, other = made(alice), made(alice)
    path = re.search(rf'action="({PROGRAMS}/\w{{32}}/revoke)"', alice.get(PROGRAMS).text)
    assert path
    assert alice.post(path[1]).status_code == 303
    assert (who(cast, secret), audited(cast)[-1][2]) == (None, "token-revoked")
    assert who(cast, other)
    time.shift(timedelta(days=30))
    assert who(cast, other) is None


def test_a_token_ends_with_its_owners_login_and_with_their_role(cast: Cast) -> None:
    secret = made(log_in(cast, cast.bob))
    cast.give(cast.bob, Role.SUPERVISOR)
    assert who(cast, secret) is None
    cast.give(cast.bob, Role.THERAPIST)
    assert who(cast, secret)
    cast.disable(cast.bob)
    assert who(cast, secret) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Give the program a name."),
        ({"name": "x" * 41}, "Use 40 characters at most."),
        ({"scope": ""}, "Choose what the program may do."),
        ({"scope": "everything"}, "Choose what the program may do."),
        ({"scope": "words:read"}, "Words come only with results"),
        ({"days": "9999"}, "Choose how long it works"),
    ],
)
def test_what_cannot_be_is_said_and_makes_none(cast: Cast, alice: Desk, changed: dict[str, str], said: str) -> None:
    page = alice.post(PROGRAMS, BOOKINGS | changed)
    assert (page.status_code, said in page.text, count(cast, ApiToken)) == (422, True, 0)


def test_the_command_makes_lists_and_revokes_a_token(cast: Cast, run: CliRunner) -> None:
    make = ["api-token", "create", "bob@example.org", "Bookings", "--scope", "visits:write"]
    secret = run.invoke(kiosk, make).stdout.strip()
    found = who(cast, secret)
    assert found
    assert (found.owner_id, found.scopes) == (cast.bob, frozenset({Scope.ASK_CLIENTS}))
    listed = run.invoke(kiosk, ["api-token", "list"]).output
    assert re.search(
        r"\w{32}  bob@example\.org  Bookings  visits:write  until [\d-]{10}  used [\d-]{10}$", listed.strip()
    )
    run.invoke(kiosk, ["api-token", "revoke", listed.split()[0]])
    assert who(cast, secret) is None
    assert secret not in listed


def test_the_command_makes_none_for_somebody_who_is_no_therapist(cast: Cast, run: CliRunner) -> None:
    cast.give(cast.bob, Role.SUPERVISOR)
    for email in ("bob@example.org", "nobody@example.org"):
        with pytest.raises(NotFound, match="No therapist logs in with"):
            run.invoke(kiosk, ["api-token", "create", email, "Bookings", "--scope", "visits:write"])
    with pytest.raises(Invalid):
        run.invoke(kiosk, ["api-token", "create", "alice@example.org", "Bookings", "--scope", "words:read"])
    with pytest.raises(NotFound):
        run.invoke(kiosk, ["api-token", "revoke", "0" * 32])


@pytest.mark.parametrize("command", [["restored"], ["person", "reset", "alice@example.org"]], ids=" ".join)
def test_a_copy_put_back_and_a_reset_end_tokens(cast: Cast, alice: Desk, run: CliRunner, command: list[str]) -> None:
    made(alice)
    run.invoke(kiosk, command)
    assert count(cast, ApiToken) == 0


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ar"])
def test_the_form_names_a_program_that_reads_results_for_as_long_as_it_does(
    cast: Cast, alice: Desk, time: TimeMachineFixture, language: str
) -> None:
    waiting = cast.begin(language=language)
    made(alice, scope="visits:write", name="Calendar")
    phone = cast.app.test_client()
    assert "Calendar" not in phone.get(waiting.path).text
    made(alice, name="Praxisakte")
    made(alice, name="Praxisakte")
    assert phone.get(waiting.path).text.count("Praxisakte") == 1
    made(alice, name="Ablage")
    assert "Ablage" in phone.get(waiting.path).text
    cast.settle(link_minutes=60 * 24)
    time.shift(timedelta(days=30))
    assert "Praxisakte" not in phone.get(cast.begin(language=language).path).text
