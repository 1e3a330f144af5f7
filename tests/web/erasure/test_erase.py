"""Erasing: what goes is shown first, the code confirms it, and nothing of it is left in tables, files or events."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.config import load
from kiosk.interchange.files import dictionary_of
from kiosk.operations.erased import scrub
from kiosk.operations.purge import purge
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.operations.verify import verify
from kiosk.storage import erasing, ledger
from kiosk.storage.db import close
from kiosk.storage.tables import (
    AuditEntry,
    CheckIn,
    Client,
    Correction,
    Erasure,
    Event,
    Goal,
    Job,
    KeptRecord,
    Response,
    SavedMember,
    VisitRepair,
)
from tests.support import databases
from tests.support.practice import WELL, Cast, make_cast
from tests.support.sqlite_file import is_sound, raw_bytes
from tests.support.stored import count, dump, stored
from tests.web.browsing import NOW, Desk, answer, hidden, lines, log_in, read
from tests.web.erasure.world import CODE, KEPT, MERGED, WORDS, Theirs, client_path, live, sealed_of
from tests.web.several import BADLY, begin

EVERYTHING = {"what": "client", "code": CODE}


@pytest.fixture
def theirs(cast: Cast, alice: Desk) -> Theirs:
    return live(cast, alice)


def run_jobs(cast: Cast) -> None:
    with cast.on_stage():
        run_due_jobs("test", clock.now, lambda _: None)


def assert_chains_hold(cast: Cast) -> None:
    """Nothing is missing in them but what was erased, and nothing differs."""
    with cast.on_stage():
        close()
        found = verify(load(cast.environ))
    assert found.faults == [], found


def test_what_goes_is_shown_first_and_the_record_offered(theirs: Theirs, alice: Desk) -> None:
    page = alice.get(f"{theirs.page}/erase")
    said = read(page)
    for words in ("8 check-ins", "1 of them is open", "7 answers", "own words in 7 answers", "1 goal", "1 pause"):
        assert words in said, said
    assert MERGED in said
    assert "1 session with other people stays theirs" in said
    assert "ends on 8 July 2026" in said
    assert f"{theirs.page}/record.json" in page.text


@pytest.mark.parametrize(
    ("fields", "words"), [({"what": "client", "code": "zebra-9"}, "not the code"), ({"code": CODE}, "Choose what")]
)
def test_nothing_goes_without_the_code_and_the_choice(
    cast: Cast, alice: Desk, fields: dict[str, str], words: str
) -> None:
    cast.send(cast.begin(CODE), None, **WELL)
    before = dump(cast)
    refused = alice.post(f"{client_path(cast)}/erase", fields)
    assert refused.status_code == 422
    assert words in read(refused)
    assert dump(cast) == before


def test_it_asks_once_more_who_one_is(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    cast.send(cast.begin(CODE), None, **WELL)
    time.shift(301)
    assert alice.post(f"{client_path(cast)}/erase", EVERYTHING).status_code == 401
    assert count(cast, Client) == 1


def test_nothing_is_left_of_a_client_but_that_it_was_erased(cast: Cast, theirs: Theirs, alice: Desk) -> None:
    ids = stored(cast, Client.public_id, where=Client.code_index.in_([CODE, MERGED]))
    entries = count(cast, AuditEntry)
    done = alice.post(f"{theirs.page}/erase", EVERYTHING)
    assert done.status_code == 303
    page = read(alice.get(done.location))
    assert "the last one that has it ends on 8 July 2026" in page
    left = dump(cast)
    assert CODE not in left
    assert sealed_of(cast, WORDS) == []
    assert len(sealed_of(cast, KEPT)) == 2, "what others wrote is theirs"
    assert stored(cast, Client.code) == ["OTHER-1", "OTHER-2"]
    assert [count(cast, each) for each in (Goal, Correction)] == [0, 0]
    assert count(cast, SavedMember) == 0, "one alone is no couple"
    assert count(cast, AuditEntry) == entries + 1
    assert stored(cast, AuditEntry.act)[-1] == "client-erased"
    assert_chains_hold(cast)
    assert set(ids) <= set(stored(cast, Erasure.about_id))
    for address in (theirs.page, f"{theirs.page}/erase", f"{theirs.page}/record.json"):
        assert alice.get(address).status_code == 404
    for address in ("/", "/clients", "/open", client_path(cast, "OTHER-1"), client_path(cast, "OTHER-2"), "/schedule"):
        assert alice.get(address).status_code == 200, address


def test_the_session_of_two_stays_with_the_other_one_alone(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, CODE, "OTHER-2")
    cast.send(couple.people[0], None, **BADLY)
    cast.send(couple.people[1], None, **WELL, words=KEPT)
    alice.post(f"{couple.path}/together/repair", {"outcome": "talked", "note": f"{CODE} cried."})
    assert count(cast, Event) > 0
    alice.post(f"{client_path(cast)}/erase", EVERYTHING)
    assert stored(cast, VisitRepair.outcome, VisitRepair.note) == [("talked", "")]
    page = alice.get(couple.path)
    assert page.status_code == 200
    assert CODE not in page.text
    assert alice.get(couple.own(0)).status_code == 404
    alice.post(f"{couple.own(1)}/show")
    assert KEPT in read(alice.get(couple.own(1)))
    assert alice.get("/").status_code == 200


def test_the_others_result_comes_once_nobody_is_waited_for(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, CODE, "OTHER-2")
    cast.send(couple.people[1], None, **WELL)
    alice.post(f"{client_path(cast)}/erase", EVERYTHING)
    assert alice.get(couple.path).status_code == 200
    assert alice.get(client_path(cast, "OTHER-2")).status_code == 200


@pytest.mark.sqlite_file
def test_the_files_hold_no_byte_of_it(cast: Cast, theirs: Theirs, alice: Desk) -> None:
    gone = [sealed for words in (WORDS, CODE, MERGED) for sealed in sealed_of(cast, words)]
    before = raw_bytes(cast)
    assert len(gone) > 8
    assert sealed_of(cast, CODE)
    assert all(one in before for one in gone)
    alice.post(f"{theirs.page}/erase", EVERYTHING)
    run_jobs(cast)
    after = raw_bytes(cast)
    assert [one for one in gone if one in after] == []
    assert stored(cast, Job.kind, where=Job.done_at.is_(None)) == ["purge"]
    assert is_sound(cast)


@pytest.mark.parametrize("ends", ["before", "meanwhile"])
def test_no_file_that_was_made_of_them_is_left(
    cast: Cast, alice: Desk, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.send(cast.begin(CODE), None, **WELL, words=WORDS)
    asked = alice.post("/exports", {"format": "csv", "rows": "check-ins"})
    page = client_path(cast)
    if ends == "meanwhile":

        def cut_in(*words: object) -> object:
            assert alice.post(f"{page}/erase", EVERYTHING).status_code == 303
            return dictionary_of(*words)  # type: ignore[arg-type]  # what it was called with

        monkeypatch.setattr("kiosk.operations.exports.dictionary_of", cut_in)
        run_jobs(cast)
    else:
        run_jobs(cast)
        assert CODE in alice.get(f"{asked.location}/file").text
        assert alice.post(f"{page}/erase", EVERYTHING).status_code == 303
    assert alice.get(f"{asked.location}/file").status_code == 404
    assert list((Path(cast.environ["KIOSK_INSTANCE"]) / "files").iterdir()) == []


def test_scrubbing_waits_for_nobody_and_holds_nobody_up(cast: Cast, theirs: Theirs, alice: Desk) -> None:
    alice.post(f"{theirs.page}/erase", EVERYTHING)
    with cast.on_stage():
        scrub()
    cast.send(cast.begin("AFTER-1"), None, **WELL)
    assert alice.get("/").status_code == 200


def test_a_form_that_was_open_finds_nothing_kindly_and_stores_nothing(cast: Cast, theirs: Theirs, alice: Desk) -> None:
    phone = cast.app.test_client()
    key = hidden(phone.get(theirs.open_form.path), "key")
    alice.post(f"{theirs.page}/erase", EVERYTHING)
    before = count(cast, Response)
    sent = phone.post(theirs.open_form.path, data={"key": key, "marked": "line", "words": WORDS} | lines())
    assert sent.status_code in {404, 410}
    assert WORDS not in dump(cast)
    assert count(cast, Response) == before
    assert phone.get(theirs.open_form.path).status_code in {404, 410}


def test_an_answer_on_its_way_is_stored_and_goes_with_the_rest(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(CODE)
    phone = cast.app.test_client()
    assert answer(phone, waiting, lines() | {"words": WORDS}).status_code == 303
    alice.post(f"{client_path(cast)}/erase", EVERYTHING)
    assert [count(cast, each) for each in (Response, CheckIn, Client)] == [0, 0, 0]


def test_a_second_tap_leads_to_the_same_page(cast: Cast, theirs: Theirs, alice: Desk, bob: Desk) -> None:
    first, second = (alice.post(f"{theirs.page}/erase", EVERYTHING) for _ in range(2))
    assert first.location == second.location
    assert stored(cast, Erasure.what).count("client") == 2, "with the one who was merged into them"
    assert bob.get(first.location).status_code == 404
    assert bob.post(f"{theirs.page}/erase", EVERYTHING).status_code == 404


def test_a_colleague_erases_nothing(cast: Cast, theirs: Theirs, bob: Desk) -> None:
    before = dump(cast)
    assert bob.post(f"{theirs.page}/erase", EVERYTHING).status_code == 404
    assert bob.post(f"/check-ins/{theirs.answered.check_in}/erase", {"what": "words", "code": CODE}).status_code == 404
    assert dump(cast) == before


def test_what_fails_in_the_middle_erases_nothing(
    cast: Cast, theirs: Theirs, alice: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("cut off")

    before = dump(cast)
    monkeypatch.setattr(erasing, "erase_clients", broken)
    assert alice.post(f"{theirs.page}/erase", EVERYTHING).status_code == 500
    assert dump(cast) == before
    instance = Path(cast.environ["KIOSK_INSTANCE"])
    assert not (instance / ledger.FILE).exists()


def test_own_words_alone_go_and_the_marks_stay(cast: Cast, theirs: Theirs, alice: Desk) -> None:
    marks = stored(cast, Response.marks)
    address = f"/check-ins/{theirs.answered.check_in}/erase"
    assert "Their own words alone" in read(alice.get(address))
    before = len(sealed_of(cast, WORDS))
    assert alice.post(address, {"what": "words", "code": CODE}).status_code == 303
    assert len(sealed_of(cast, WORDS)) == before - 1
    assert stored(cast, Response.marks) == marks
    assert stored(cast, AuditEntry.act)[-1] == "words-erased"
    assert alice.post(address, {"what": "words", "code": CODE}).status_code == 422
    assert alice.post(f"{theirs.page}/erase", {"what": "words", "code": CODE}).status_code == 303
    assert "".join(stored(cast, Response.words, where=Response.words != "")).replace(KEPT, "") == ""
    assert_chains_hold(cast)


def test_a_single_answer_goes_with_what_later_answers_said_of_it(cast: Cast, alice: Desk) -> None:
    low = cast.begin(CODE)
    cast.send(low, None, **dict.fromkeys(WELL, "1.7"), words=WORDS)
    cast.send(cast.begin(CODE), None, **WELL)
    assert "17" in str(stored(cast, Response.before)[1])
    address = f"/check-ins/{low.check_in}/erase"
    assert alice.post(address, {"what": "answer", "code": CODE}).status_code == 303
    assert [count(cast, each) for each in (Response, CheckIn)] == [1, 1]
    assert "17" not in str(stored(cast, Response.before))
    assert stored(cast, CheckIn.retold) == [None]
    assert_chains_hold(cast)
    assert alice.get(client_path(cast)).status_code == 200
    assert alice.get(address).status_code == 404


def test_a_client_who_was_handed_over_goes_whole(cast: Cast, theirs: Theirs, alice: Desk, bob: Desk) -> None:
    client, to = theirs.page.rpartition("/")[2], cast.actor(cast.bob).id
    alice.post(f"/visits/{stored(cast, CheckIn.visit_id) and theirs.open_form.visit}/withdraw")
    assert alice.post("/handover/offer", {"client": client, "to": to}).status_code == 303
    offer = re.findall(r"/handover/([0-9a-f]{32})/accept", bob.get("/handover").text)[0]
    accepted = bob.post(f"/handover/{offer}/accept", {"code": CODE})
    assert accepted.status_code == 303, read(accepted)
    assert alice.post(f"{theirs.page}/erase", EVERYTHING).status_code == 404
    assert bob.post(f"{theirs.page}/erase", EVERYTHING).status_code == 303
    assert CODE not in dump(cast)
    assert sealed_of(cast, WORDS) == []
    assert alice.get("/").status_code == 200


def test_where_the_law_asks_for_it_it_is_closed_and_ends_on_its_day(
    cast: Cast, theirs: Theirs, alice: Desk, time: TimeMachineFixture
) -> None:
    settings = {"law_years": "10", "retain_years": "0", "retain_words_years": "0"}
    assert alice.post("/settings/retention", settings).status_code == 303
    assert "until 3 June 2036" in read(alice.get(f"{theirs.page}/erase"))
    done = alice.post(f"{theirs.page}/erase", EVERYTHING)
    assert "Until then it is sealed" in read(alice.get(done.location))
    assert alice.get(theirs.page).status_code == 404
    assert CODE not in dump(cast), "the code is sealed too"
    [content] = stored(cast, KeptRecord.content)
    assert WORDS in content
    time.move_to(NOW.replace(year=2036), tick=False)
    with cast.on_stage():
        purge(clock.now())
    assert count(cast, KeptRecord) == 1
    time.move_to(NOW.replace(year=2036, day=4), tick=False)
    with cast.on_stage():
        purge(clock.now())
    assert count(cast, KeptRecord) == 0
    assert stored(cast, AuditEntry.act)[-1] == "kept-record-ended"


def test_no_page_but_the_settings_says_years_that_cannot_be(cast: Cast, alice: Desk) -> None:
    for wrong in ({"law_years": "x"}, {"retain_years": "51"}, {"law_years": "10", "retain_years": "5"}):
        fields = {"law_years": "0", "retain_years": "0", "retain_words_years": "0"} | wrong
        assert alice.post("/settings/retention", fields).status_code == 422
    assert log_in(cast, cast.bob).get("/settings/retention").status_code == 403


@pytest.mark.soak
def test_postgresql_holds_no_byte_of_it_in_tables_and_none_in_its_log_once_that_has_gone_on(
    tmp_path: Path, times: Callable[[int, int], int]
) -> None:
    if not times(0, "postgresql" in databases.found()):
        pytest.skip("a server of its own, for make soak alone")
    with databases.cluster() as server:
        server.run("ALTER SYSTEM SET wal_recycle = off")
        server.run("SELECT pg_reload_conf()")
        cast = make_cast(tmp_path / "instance", database_url=databases.new_database(server.url))
        alice = log_in(cast, cast.alice)
        theirs = live(cast, alice)
        gone = sealed_of(cast, WORDS)
        alice.post(f"{theirs.page}/erase", EVERYTHING)
        run_jobs(cast)
        server.run("CHECKPOINT")
        assert held(server, "base", gone) == 0 < held(server, "pg_wal", gone)
        server.run("SELECT pg_switch_wal()")  # as archive_timeout has it done
        server.run("CHECKPOINT")
        assert held(server, "pg_wal", gone) == 0


def held(server: databases.Cluster, folder: str, sealed: list[bytes]) -> int:
    """How many of these values are in the files of a folder of its data."""
    files = Path(server.folder, "data", folder).rglob("*")
    content = b"".join(file.read_bytes() for file in files if file.is_file())
    return sum(one in content for one in sealed)
