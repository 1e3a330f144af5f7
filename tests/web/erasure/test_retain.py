"""Retention: a list to look over once a year, never in silence, and a run that erases what its dry run said."""

import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from time_machine import TimeMachineFixture
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.cli import kiosk
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.operations.purge import purge
from kiosk.storage.tables import AuditEntry, CheckIn, Client, Erasure, Response
from tests.support.practice import WELL, Cast
from tests.support.stored import change, count, dump, stored
from tests.web.browsing import Desk, hidden, log_in, read
from tests.web.erasure.world import WORDS, client_path

NAMES = re.compile(r'name="due" value="([^"]+)"')
YEARS = {"law_years": "0", "retain_years": "5", "retain_words_years": "2"}


def began(cast: Cast, desk: Desk, code: str) -> None:
    """A session of whoever is logged in there."""
    asked = {"client": code, "measure": "session-check", "place": "room"}
    assert desk.post("/visits", asked).status_code == 303
    assert code in stored(cast, Client.code)


def several(desk: Desk, names: list[str], **fields: str) -> TestResponse:
    """Send the form of the list, or that of the page after it."""
    fields |= {"csrf_token": hidden(desk.get("/account"), "csrf_token")}
    sent = MultiDict([*(("due", name) for name in names), *fields.items()])
    return desk.client.post("/clients/look-over/erase", data=sent)


@pytest.fixture
def years(cast: Cast, alice: Desk, bob: Desk) -> None:
    """Clients last seen six and three years ago, and one of today; both settings in use."""
    now = clock.now()
    for code, ago in (("OLD-6", 6), ("OLD-3", 3), ("NEW-0", 0)):
        at = now - timedelta(days=366 * ago)
        cast.send(cast.begin(code, at=at), at, **WELL, words=WORDS)
    began(cast, bob, "OLD-6B")
    at = now - timedelta(days=366 * 6)
    whose = CheckIn.client_id.in_(stored(cast, Client.id, where=Client.code_index == "OLD-6B"))
    change(cast, CheckIn, whose, begun_at=at)
    change(cast, Client, Client.code_index == "OLD-6B", made_at=at)
    assert alice.post("/settings/retention", YEARS).status_code == 303


@pytest.mark.usefixtures("years")
def test_each_therapist_finds_the_list_and_nothing_goes_in_silence(cast: Cast, alice: Desk, bob: Desk) -> None:
    with cast.on_stage():
        purge(clock.now())
    assert "2 clients are past the time" in read(alice.get("/clients"))
    page = read(alice.get("/clients/look-over"))
    assert "OLD-6" in page
    assert "OLD-3" in page
    assert "Their words are past that time." in page
    assert "NEW-0" not in page
    assert "OLD-6B" not in page
    assert "OLD-6B" in read(bob.get("/clients/look-over"))
    assert count(cast, Erasure) == 0
    assert len(stored(cast, Client.code)) == 4


@pytest.mark.usefixtures("years")
def test_who_is_kept_on_purpose_is_asked_of_again_after_a_year(
    cast: Cast, alice: Desk, bob: Desk, time: TimeMachineFixture
) -> None:
    page = client_path(cast, "OLD-6")
    assert bob.post(f"{page}/keep").status_code == 404
    assert alice.post(f"{page}/keep").status_code == 303
    assert "OLD-6 " not in read(alice.get("/clients/look-over"))
    assert stored(cast, AuditEntry.act)[-1] == "looked-over"
    time.shift(timedelta(days=366))
    assert "OLD-6 " in read(log_in(cast, cast.alice).get("/clients/look-over"))


@pytest.mark.usefixtures("years")
def test_the_run_erases_exactly_what_its_dry_run_listed(cast: Cast, run: CliRunner) -> None:
    before = dump(cast)
    dry = run.invoke(kiosk, ["retain", "--dry-run"])
    assert dry.exit_code == 0
    assert dump(cast) == before
    listed = [line.split()[1:3] for line in dry.output.splitlines() if "last session" in line]
    assert sorted(listed) == [["OLD-3", "words"], ["OLD-6", "client"], ["OLD-6B", "client"]]
    assert run.invoke(kiosk, ["retain"], input="n\n").exit_code == 1
    assert dump(cast) == before
    done = run.invoke(kiosk, ["retain"], input="y\n")
    assert done.output.splitlines()[: len(listed)] == dry.output.splitlines()[: len(listed)]
    assert "Erased: 3." in done.output
    assert stored(cast, Client.code) == ["OLD-3", "NEW-0"]
    assert stored(cast, Response.words) == ["", WORDS]
    assert set(stored(cast, Erasure.was_retention)) == {True}
    assert "Nobody is past that time" in run.invoke(kiosk, ["retain", "--yes"]).output


@pytest.mark.usefixtures("years")
def test_several_are_erased_at_once_exactly_as_shown_before(cast: Cast, alice: Desk, bob: Desk) -> None:
    names, theirs = (NAMES.findall(desk.get("/clients/look-over").text) for desk in (alice, bob))
    assert len(names) == 2
    before = dump(cast)
    assert "Tick at least one client." in read(several(alice, []))
    shown = several(alice, [*names, *theirs])
    assert "OLD-6 Everything. Last session" in read(shown)
    assert "OLD-3 Their own words alone." in read(shown)
    assert NAMES.findall(shown.text) == names, "nobody of a colleague"
    assert several(alice, names, count="3").status_code == 422
    assert dump(cast) == before
    began(cast, alice, "OLD-6")
    done = alice.get(str(several(alice, names, count="2").location))
    assert "Erased: 1 client. 1 was seen again in the meantime, and stays." in read(done)
    assert stored(cast, Client.code) == ["OLD-6", "OLD-3", "NEW-0", "OLD-6B"]
    assert stored(cast, Response.words) == [WORDS, "", WORDS]
    assert stored(cast, Erasure.was_retention, Erasure.person_id) == [(True, cast.alice)]


def test_without_years_nobody_is_listed(cast: Cast, alice: Desk, run: CliRunner) -> None:
    at = clock.now() - timedelta(days=9999)
    cast.send(cast.begin("OLD-27", at=at), at, **WELL)
    assert "Nobody is past" in run.invoke(kiosk, ["retain", "--yes"]).output
    assert "to review" not in read(alice.get("/clients"))
    assert stored(cast, Client.code) == ["OLD-27"]


def test_the_command_erases_by_the_code_and_says_the_last_day(
    cast: Cast, alice: Desk, bob: Desk, run: CliRunner
) -> None:
    for desk in (alice, bob):
        began(cast, desk, "C-1")
    with pytest.raises(NotFound, match="no client C-9"):
        run.invoke(kiosk, ["erase", "C-9"])
    with pytest.raises(Conflict, match="Several therapists have a client C-1"):
        run.invoke(kiosk, ["erase", "C-1"])
    words = ["erase", "C-1", "--therapist", "bob@example.org"]
    with pytest.raises(Invalid, match="not the code"):
        run.invoke(kiosk, words, input="C-2\n")
    assert len(stored(cast, Client.code)) == 2
    done = run.invoke(kiosk, words, input="C-1\n")
    assert "sessions: 1" in done.output
    assert "The last backup that has it ends on 2026-07-08." in done.output
    assert stored(cast, Client.therapist_id) == [cast.alice]
    assert stored(cast, AuditEntry.act, where=AuditEntry.act == "client-erased") == ["client-erased"]
