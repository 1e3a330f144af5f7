"""The audit log: what was seen is kept without content, an administrator looks it through, and old entries go."""

import csv
import io
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.operations.purge import purge
from kiosk.storage.tables import AuditEntry, Client
from tests.support.practice import WELL, Cast
from tests.support.statements import counted
from tests.support.stored import stored, without
from tests.web.audit import entries
from tests.web.browsing import NOW, Desk, read

WORDS = "Nobody but her: the yellow door."
READ_BY = {"result-read", "client-read", "list-read"}


@pytest.fixture
def client(cast: Cast) -> str:
    """The id of a client whose answer Alice can see."""
    cast.send(cast.begin("C-700"), None, **WELL, words=WORDS)
    return str(stored(cast, Client.public_id, where=Client.code_index == "C-700")[0])


def seen(cast: Cast) -> list[tuple[str, str, str | None]]:
    return [(one.act, one.about, one.client) for one in entries(cast) if one.act in READ_BY]


def test_what_is_seen_is_kept_with_who_when_and_from_where(cast: Cast, alice: Desk, client: str) -> None:
    alice.get(alice.visit_path(), headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    alice.get(f"/clients/{client}")
    alice.get("/clients")
    assert seen(cast) == [
        ("result-read", "check_ins", client),
        ("client-read", "clients", client),
        ("list-read", "clients", None),
    ]
    last = next(one for one in entries(cast) if one.act == "result-read")
    assert (last.person_id, last.at, last.origin) == (cast.alice, NOW, "127.0.0.1 (Firefox, Windows)")
    assert WORDS not in "".join(str(vars(one)) for one in entries(cast))


@pytest.mark.usefixtures("client")
def test_an_open_page_that_fetches_itself_again_is_one_reading(cast: Cast, alice: Desk) -> None:
    for _ in range(3):
        alice.get(f"{alice.visit_path()}/live")
    assert len(seen(cast)) == 1


def test_a_form_that_waits_and_a_held_answer_are_not_seen(cast: Cast, alice: Desk) -> None:
    cast.begin("C-701")
    alice.get(alice.visit_path())
    cast.send(cast.begin("C-702", place="telehealth"), None, **WELL)
    alice.get(alice.visit_path(2))
    assert seen(cast) == []


def test_a_page_is_shown_where_its_reading_cannot_be_kept_and_the_gap_is_told(
    cast: Cast, alice: Desk, client: str
) -> None:
    with without(cast, AuditEntry):
        assert WORDS in alice.get(f"/clients/{client}").text
        alice.get("/clients")
    alice.get("/open")
    gap = [(one.act, one.count) for one in entries(cast) if one.act == "reads-missed"]
    assert gap == [("reads-missed", 2)]
    assert "Views that could not be recorded: 2" in read(alice.get("/settings/audit"))


def test_a_reading_costs_one_short_write_and_a_repeated_one_nothing(cast: Cast, alice: Desk, client: str) -> None:
    counts = []
    with counted(cast) as sent:
        for _ in range(2):
            sent.clear()
            alice.get(f"/clients/{client}")
            counts.append(len(sent))
    assert counts[0] - counts[1] <= 5


def test_administrators_alone_look_it_through_by_person_kind_day_and_id(alice: Desk, bob: Desk, client: str) -> None:
    alice.get(f"/clients/{client}")
    bob.get("/clients")
    everything = read(alice.get("/settings/audit"))
    assert all(words in everything for words in ("Client's page seen", "List seen", "Check-in started", "Logged in"))
    assert WORDS not in everything
    assert "C-700" not in everything
    only = read(alice.get(f"/settings/audit?kind=read&about={client[:6]}"))
    assert ("Client's page seen" in only, "List seen" in only, "Check-in started" in only) == (True, False, False)
    assert "No entries match." in read(alice.get("/settings/audit?until=2020-01-01"))
    refused = alice.get("/settings/audit?since=yesterday")
    assert (refused.status_code, "That is not a day" in read(refused)) == (422, True)
    assert bob.get("/settings/audit").status_code == 403


def test_the_pages_of_the_log_hold_fifty_each(alice: Desk) -> None:
    for number in range(30):
        alice.post("/settings/results", {"link_minutes": f"{60 + number}"})
        alice.post("/settings/languages", {"language": "de" if number % 2 else "en"})
    first = alice.get("/settings/audit")
    assert ("Earlier entries" in read(first), "Later entries" in read(first)) == (True, False)
    assert "Later entries" in read(alice.get("/settings/audit?page=2"))
    assert "No entries match." in read(alice.get("/settings/audit?page=99"))


def test_the_file_takes_a_fresh_proof_and_is_itself_in_the_log(cast: Cast, alice: Desk, client: str) -> None:
    alice.get(f"/clients/{client}")
    text = alice.get("/settings/audit.csv?kind=read").text.lstrip("\ufeff")
    rows = [(row["act"], row["client"], row["email"]) for row in csv.DictReader(io.StringIO(text))]
    assert ("client-read", client, "alice@example.org") in rows
    assert "log-exported" in [one.act for one in entries(cast)]


def test_without_a_fresh_proof_there_is_no_file(alice: Desk, time: TimeMachineFixture) -> None:
    time.move_to(NOW + timedelta(minutes=6), tick=False)
    assert alice.get("/settings/audit.csv").status_code == 401


def test_entries_older_than_the_practices_years_are_deleted_with_a_ticket(cast: Cast, alice: Desk) -> None:
    def own() -> list[tuple[str, int]]:
        return [(one.act, one.count) for one in entries(cast) if one.at == NOW]

    before = len(own())
    assert alice.post("/settings/audit", {"years": "0"}).status_code == 422
    assert alice.post("/settings/audit", {"years": "2"}).status_code == 303
    with cast.on_stage():
        purge(NOW + timedelta(days=700))
    assert len(own()) == before + 1
    with cast.on_stage():
        purge(NOW + timedelta(days=800))
    assert own() == []
    assert ("log-purged", before + 1) in [(one.act, one.count) for one in entries(cast)]


def test_a_client_can_be_told_who_has_seen_what_is_kept(alice: Desk, client: str) -> None:
    assert "Nobody yet." in read(alice.get(f"/clients/{client}/asking"))
    alice.get(alice.visit_path())
    assert "Alice, 2 times" in read(alice.get(f"/clients/{client}/asking"))
    told = alice.get(f"/clients/{client}/record.json").get_json()["clients"][0]["seen_by"]
    assert [(one["by"], one["what"]) for one in told] == [
        ("alice@example.org", "result-read"),
        ("alice@example.org", "client-read"),
    ]
