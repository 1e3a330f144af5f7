"""A client's own key seals what is about them alone: it goes with them, and with nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import LargeBinary, column, delete, select, table, update

from kiosk.app import create_app
from kiosk.config import load
from kiosk.keys import named_in
from kiosk.operations.verify import verify
from kiosk.storage import sealing
from kiosk.storage.data_keys import new_ring
from kiosk.storage.db import backend, close, reading, writing
from kiosk.storage.ring import EXTENSION, ring
from kiosk.storage.tables import CheckIn, Client, DataKey, Goal, Response, Visit
from tests.support.practice import WELL, Cast
from tests.support.statements import counted
from tests.support.stored import count, stored
from tests.web.browsing import Desk, read
from tests.web.corrections.test_not_theirs import client_id, correct, sent, undo
from tests.web.erasure.world import CODE, MERGED, Theirs, live
from tests.web.importing import GOOD, Importer
from tests.web.several import BADLY

HERE, THERE = "C-014", "C-015"
WORDS, LATER = "The yellow door.", "The blue window."


@dataclass(frozen=True)
class Value:
    """A sealed value about one client: where it is, whose it is now, and the name of its key."""

    place: str
    client: int | None
    key: str | None


def values(cast: Cast) -> Iterator[Value]:
    for place in sealing.places():
        if place.kind.of:
            kept = table(place.table, column(place.column, LargeBinary), column(place.kind.of))
            with cast.on_stage():
                rows = reading().execute(select(kept.c[place.column], kept.c[place.kind.of])).all()
            for sealed, of in rows:
                client = of
                if place.kind.of == "check_in_id":
                    [client] = stored(cast, CheckIn.client_id, where=CheckIn.id == of)
                if sealed:
                    yield Value(f"{place.table}.{place.column}", client, named_in(bytes(sealed)))


def assert_each_has_a_key_of_its_client(cast: Cast) -> set[str]:
    """Gives the places that were looked at."""
    whose = dict(stored(cast, DataKey.name, DataKey.client_id))
    found = list(values(cast))
    assert [one for one in found if whose.get(one.key or "") != one.client] == []
    return {one.place for one in found}


def forget(cast: Cast) -> None:
    """As a process that has just begun."""
    with cast.app.app_context():
        cast.app.extensions[EXTENSION] = new_ring(lambda: backend().look(), ring().server)


def erase(cast: Cast, desk: Desk, code: str) -> None:
    assert desk.post(f"/clients/{client_id(cast, code)}/erase", {"what": "client", "code": code}).status_code == 303
    forget(cast)


def page(cast: Cast, desk: Desk, code: str) -> str:
    found = desk.get(f"/clients/{client_id(cast, code)}")
    assert found.status_code == 200
    return read(found)


def assert_is_whole(cast: Cast) -> None:
    with cast.on_stage():
        close()
        assert verify(load(cast.environ)).faults == []


@pytest.fixture
def theirs(cast: Cast, alice: Desk) -> Theirs:
    return live(cast, alice)


@pytest.mark.usefixtures("theirs")
def test_whatever_is_about_one_client_has_their_key_after_a_whole_life_of_corrections(cast: Cast) -> None:
    places = assert_each_has_a_key_of_its_client(cast)
    assert {"responses.words", "responses.told", "goals.words", "pauses.reason", "repairs.note"} <= places
    assert {"safety_records.note", "guesses.guessed", "open_loops.about", "check_ins.retold"} <= places
    forget(cast)
    assert_is_whole(cast)


def test_an_erasure_takes_every_key_of_the_client_and_those_of_nobody_else(
    cast: Cast, alice: Desk, theirs: Theirs
) -> None:
    names = stored(cast, Client.public_id, where=Client.code_index.in_([CODE, MERGED]))
    others = set(stored(cast, DataKey.name)) - set(names)
    with cast.app.app_context():
        assert all(ring().key(name) for name in names)
    assert alice.post(f"{theirs.page}/erase", {"what": "client", "code": CODE}).status_code == 303
    assert set(stored(cast, DataKey.name)) == others
    with cast.app.app_context():
        assert [ring().key(name) for name in names] == [None, None]
    forget(cast)
    assert_each_has_a_key_of_its_client(cast)
    assert_is_whole(cast)


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("first", [HERE, THERE])
def test_a_moved_answer_is_its_new_clients_whichever_of_the_two_is_erased(
    cast: Cast, alice: Desk, first: str, *, is_undone: bool
) -> None:
    sent(cast, 4, WELL)
    sent(cast, 3, WELL, THERE)
    moved = cast.begin(HERE)
    alice.post(f"/check-ins/{moved.check_in}/guess", {"guess-understood": "9"})
    alice.post(f"/check-ins/{moved.check_in}/signs", {"seen": "upset"})
    cast.send(moved, None, **BADLY, words=WORDS, talk="next", safety="yes")
    alice.post(f"/check-ins/{moved.check_in}/repair", {"outcome": "next", "note": WORDS})
    alice.post(f"/check-ins/{moved.check_in}/safety", {"spoken": "yes", "note": WORDS})
    assert correct(cast, alice, moved, "moved", code=THERE).status_code == 303
    alice.post(f"/check-ins/{moved.check_in}/repair", {"outcome": "talked", "note": LATER})
    if is_undone:
        assert undo(cast, alice).status_code == 303
    places = assert_each_has_a_key_of_its_client(cast)
    assert {"signs.kind", "guesses.guessed", "repairs.note", "safety_records.note", "responses.led"} <= places
    assert_is_whole(cast)
    whose, other = (HERE, THERE) if is_undone else (THERE, HERE)
    erase(cast, alice, first)
    if first == other:
        assert WORDS in page(cast, alice, whose)
    assert_each_has_a_key_of_its_client(cast)
    assert_is_whole(cast)


@pytest.mark.parametrize("first", [HERE, THERE])
def test_merged_clients_are_parted_with_what_was_added_meanwhile(cast: Cast, alice: Desk, first: str) -> None:
    sent(cast, 4, WELL, words=WORDS)
    other = sent(cast, 3, WELL, THERE, words=LATER)
    alice.post(f"/clients/{client_id(cast, THERE)}/goals", {"kind": "own", "words": "To be heard."})
    keys = {code: set(stored(cast, DataKey.name, where=Client.public_id == DataKey.name)) for code in (HERE, THERE)}
    assert alice.post(f"/clients/{client_id(cast, HERE)}/merge", {"other": THERE}).status_code == 303
    assert len(set(stored(cast, DataKey.client_id))) == 1, keys
    assert_each_has_a_key_of_its_client(cast)
    forget(cast)
    alice.post(f"/check-ins/{other.check_in}/repair", {"outcome": "next", "note": "While they were one."})
    assert LATER in page(cast, alice, HERE)
    assert undo(cast, alice).status_code == 303
    assert stored(cast, DataKey.client_id) == stored(cast, Client.id)
    assert_each_has_a_key_of_its_client(cast)
    assert_is_whole(cast)
    left, words = (THERE, LATER) if first == HERE else (HERE, WORDS)
    erase(cast, alice, first)
    assert words in page(cast, alice, left)
    assert_is_whole(cast)


def test_an_answer_that_merged_clients_gave_away_stays_with_who_has_it(cast: Cast, alice: Desk) -> None:
    sent(cast, 4, WELL)
    away = sent(cast, 3, WELL, THERE, words=WORDS)
    sent(cast, 2, WELL, "C-016")
    alice.post(f"/clients/{client_id(cast, HERE)}/merge", {"other": THERE})
    assert correct(cast, alice, away, "moved", code="C-016").status_code == 303
    assert_each_has_a_key_of_its_client(cast)
    erase(cast, alice, HERE)
    assert stored(cast, DataKey.name) == stored(cast, Client.public_id)
    assert WORDS in page(cast, alice, "C-016")


def test_of_two_who_come_together_each_has_their_own_key(cast: Cast, alice: Desk) -> None:
    couple = cast.begin_together(HERE, THERE)
    for person, words in zip(couple, (WORDS, LATER), strict=True):
        cast.send(person, None, **BADLY, words=words)
    alice.post(f"/visits/{couple[0].visit}/together/repair", {"outcome": "next", "note": "both"})
    assert_each_has_a_key_of_its_client(cast)
    erase(cast, alice, HERE)
    assert count(cast, Visit) == 1
    alice.get(f"/visits/{couple[0].visit}")
    assert stored(cast, Response.words) == [LATER]
    assert_is_whole(cast)


def test_imported_clients_have_keys_which_go_when_the_import_is_taken_back(cast: Cast, alice: Desk) -> None:
    importer = Importer(cast, alice)
    importer.take(GOOD)
    assert stored(cast, DataKey.name) == stored(cast, Client.public_id)
    assert {"responses.answer"} <= assert_each_has_a_key_of_its_client(cast)
    added = importer.take("code\nC-030\nC-031\n", "clients")
    assert stored(cast, DataKey.client_id) == stored(cast, Client.id)
    assert alice.post(f"{added}/undo").status_code == 303
    importer.run_jobs()
    assert stored(cast, DataKey.client_id) == stored(cast, Client.id)
    assert count(cast, Client) == 2
    assert_is_whole(cast)


def test_without_its_key_nothing_of_a_client_opens_and_the_server_key_does_not_help(cast: Cast, alice: Desk) -> None:
    sent(cast, 1, WELL, words=WORDS)
    sent(cast, 1, WELL, THERE, words=LATER)
    with cast.on_stage(), writing() as session:
        gone = select(Client.id).where(Client.code_index == HERE).scalar_subquery()
        session.execute(delete(DataKey).where(DataKey.client_id == gone))
    forget(cast)
    assert WORDS not in page(cast, alice, HERE)
    assert LATER in page(cast, alice, THERE)
    with cast.on_stage():
        close()
        faults = verify(load(cast.environ)).faults
    assert [one for one in faults if "responses" in one and "words" in one] != []


@pytest.mark.parametrize(
    "wrong", [{"key": b"\x00not sealed"}, {"name": "no such word"}, {"name": ""}, {"client_id": None}], ids=str
)
def test_a_damaged_key_breaks_one_clients_lines_and_takes_nothing_they_send(
    cast: Cast, alice: Desk, wrong: dict[str, object]
) -> None:
    sent(cast, 2, WELL, words=WORDS)
    sent(cast, 2, WELL, THERE, words=LATER)
    to = stored(cast, Client.id, where=Client.code_index == THERE)[0]
    raw = table("data_keys", *(column(name) for name in ("id", "client_id", "name", "key")))
    with cast.on_stage(), writing() as session:
        of = select(Client.public_id).where(Client.code_index == HERE).scalar_subquery()
        session.execute(
            update(raw).where(raw.c.name == of).values({**wrong, **({"client_id": to} if "client_id" in wrong else {})})
        )
    forget(cast)
    is_named = "client_id" not in wrong
    sent(cast, 1, BADLY, words="Sent all the same.")
    assert "Sent all the same." in page(cast, alice, HERE)
    assert ("This one cannot be shown" in page(cast, alice, HERE)) is is_named
    assert LATER in page(cast, alice, THERE)
    assert alice.get("/").status_code == 200
    with cast.on_stage():
        close()
        assert any("data_keys" in one for one in verify(load(cast.environ)).faults) is is_named


def test_a_process_that_has_just_begun_reads_the_keys_of_a_practice_once(
    cast: Cast, alice: Desk, reads: Callable[[], int]
) -> None:
    for number in range(6):
        sent(cast, 1, WELL, f"C-{number}", words=WORDS)
    alice.get("/")
    forget(cast)
    with counted(cast) as statements:
        assert alice.get("/").status_code == 200
        assert WORDS in page(cast, alice, "C-3")
    assert reads() == 1
    assert [one for one in statements if "data_keys" in one] == []


@pytest.fixture
def reads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Counts how often keys are read since the process began."""
    made: list[int] = []
    with cast.app.app_context():
        kind = type(backend())
    look = kind.look

    def counting(self: object) -> object:
        made.append(1)
        return look(self)  # type: ignore[arg-type]  # the backend

    monkeypatch.setattr(kind, "look", counting)
    return lambda: len(made)


def test_another_process_finds_a_new_clients_key_and_stores_nothing_for_an_erased_one(cast: Cast, alice: Desk) -> None:
    sent(cast, 2, WELL, words=WORDS)
    other = Cast(create_app(load(cast.environ)), cast.environ, cast.alice, cast.bob, cast.carol)
    assert stored(other, Response.words) == [WORDS]
    sent(cast, 1, WELL, THERE, words=LATER)
    assert stored(other, Response.words) == [WORDS, LATER]
    client = client_id(cast, HERE)
    erase(cast, alice, HERE)
    with other.app.app_context():
        assert ring().key(client) is not None, "kept for some minutes, for what was read before"
    desk = Desk(other.app.test_client())
    desk.client.set_cookie("__Host-staff", alice.client.get_cookie("__Host-staff").value, secure=True)  # type: ignore[union-attr]  # she is logged in
    refused = desk.post(f"/clients/{client}/goals", {"kind": "own", "words": "To be heard."})
    assert (refused.status_code, count(cast, Goal)) == (404, 0)
    assert_each_has_a_key_of_its_client(cast)
    with other.app.app_context():
        close()
