"""Supervision: agreed by the therapist, named on the form, ended at any time, and never a mark or a word."""

from datetime import timedelta

import pytest

from kiosk import clock
from kiosk.actions.practice.supervise import agree_supervision, share_words
from kiosk.domain.actors import Role
from kiosk.domain.audit import Audited
from kiosk.storage.tables import Client, Supervision
from tests.support.practice import WELL, Cast
from tests.support.statements import counted
from tests.support.stored import count, stored
from tests.web.audit import audited, entries
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.several import BADLY

WORDS, NOTE = "the yellow door", "she spoke of a door"


@pytest.fixture
def sam(cast: Cast) -> Desk:
    """Bob is a supervisor, too."""
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    return log_in(cast, cast.bob)


def agreed(cast: Cast, weeks: int = 12) -> str:
    """Alice has agreed with Bob some weeks ago; gives the address of the page for their hour."""
    with cast.on_stage():
        supervisor = cast.actor(cast.bob).id
        agree_supervision(cast.actor(cast.alice), supervisor, clock.now() - timedelta(weeks=weeks))
    return f"/supervision/{stored(cast, Supervision.public_id)[-1]}"


def test_a_therapist_agrees_and_both_see_the_same_page(cast: Cast, alice: Desk, sam: Desk) -> None:
    with cast.on_stage():
        fields = {"supervisor": cast.actor(cast.bob).id}
    assert alice.post("/supervision/agree", fields).location == "/supervision?saved=agreed"
    alice.post("/supervision/agree", fields)
    assert count(cast, Supervision) == 1
    address = f"/supervision/{stored(cast, Supervision.public_id)[0]}"
    assert "You supervise Alice" in read(sam.get("/supervision"))
    assert "Your supervisors Bob" in read(alice.get("/supervision"))
    pages = [read(desk.get(address)).partition("For your conversation")[2] for desk in (alice, sam)]
    assert pages[0] == pages[1] != ""
    assert ["Share one client" in read(desk.get(address)) for desk in (alice, sam)] == [False, False]
    cast.begin()
    assert ["Share one client" in read(desk.get(address)) for desk in (alice, sam)] == [True, False]


def test_dips_stand_by_code_the_oldest_first_until_something_came_of_them(cast: Cast, alice: Desk, sam: Desk) -> None:
    address = agreed(cast)
    for weeks, code in ((3, "C-003"), (2, "C-002")):
        at = NOW - timedelta(weeks=weeks)
        cast.send(cast.begin(code, at=at), at, **BADLY, words=WORDS)
    low = cast.begin("C-001")
    cast.send(low, None, **BADLY, words=WORDS)
    alice.post(f"/check-ins/{low.check_in}/repair", {"outcome": "talked", "note": NOTE})
    page = sam.get(address)
    said = read(page)
    assert said.index("C-003") < said.index("C-002")
    assert "Flagged: 3" in said
    assert "Talked about 1 of 3" in said
    assert "So few that it says little." in said
    assert [each for each in (WORDS, NOTE, "13.") if each in page.text] == []
    told_of = {entry.client for entry in entries(cast) if entry.act == Audited.SUPERVISION_READ} - {None}
    assert told_of == set(stored(cast, Client.public_id, where=Client.code_index != "C-001")), "one by one"
    client = stored(cast, Client.public_id, where=Client.code_index == "C-003")[0]
    assert "Bob" in read(alice.get(f"/clients/{client}/asking")).partition("Who has seen")[2]


def test_what_was_asked_is_counted_with_what_came_of_it(cast: Cast, sam: Desk) -> None:
    address = agreed(cast)
    cast.send(cast.begin("C-1", at=NOW - timedelta(days=2)), NOW - timedelta(days=2), **WELL)
    cast.send(cast.begin("C-2", at=NOW - timedelta(days=2)), NOW - timedelta(days=2), decline="yes")
    cast.begin("C-3", at=NOW - timedelta(days=2))
    said = read(sam.get(address))
    assert "From 6 May 3 0 0 3 1 1 1" in said
    assert "Answered, of those asked: 1 of 3" in said


def test_what_is_held_is_not_told(cast: Cast, sam: Desk) -> None:
    address = agreed(cast)
    cast.send(cast.begin("C-7", place="telehealth"), None, **BADLY)
    assert "C-7" not in read(sam.get(address))


def test_either_of_them_ends_it_and_nobody_else(cast: Cast, alice: Desk, sam: Desk) -> None:
    address = agreed(cast)
    cast.send(cast.begin("C-1"), None, **BADLY)
    carol = log_in(cast, cast.carol)
    assert [carol.get(address).status_code, carol.post(f"{address}/end").status_code] == [404, 404]
    before = len(audited(cast))
    assert sam.post(f"{address}/end").location == "/supervision?saved=ended"
    alice.post(f"{address}/end")
    assert [act for _, _, act, _ in audited(cast, before)] == ["supervision-ended"]
    assert "C-1" not in read(sam.get(address))


@pytest.mark.parametrize("roles", [(), (Role.THERAPIST,)])
def test_a_supervisor_who_is_one_no_longer_sees_nothing(
    cast: Cast, sam: Desk, alice: Desk, roles: tuple[Role, ...]
) -> None:
    address = agreed(cast)
    with cast.on_stage():
        bob = cast.actor(cast.bob).id
    if roles:
        alice.post(f"/people/{bob}/roles", {"role": "therapist"})
    else:
        alice.post(f"/people/{bob}/disable")
    assert sam.get(address).status_code == (404 if roles else 401)
    assert stored(cast, Supervision.ended_at) == [NOW]


def test_only_a_supervisor_can_be_agreed_with(cast: Cast, alice: Desk, bob: Desk) -> None:
    del bob
    with cast.on_stage():
        for person in (cast.bob, cast.carol, cast.alice):
            assert alice.post("/supervision/agree", {"supervisor": cast.actor(person).id}).status_code == 422
    assert count(cast, Supervision) == 0


def test_words_of_shared_clients_stand_under_each_and_are_read_at_once(cast: Cast, sam: Desk) -> None:
    address, statements, page = agreed(cast), [], ""
    for number in range(1, 4):
        code, ago = f"C-00{number}", [NOW - timedelta(days=days) for days in (3, 2, 1)]
        cast.send(cast.begin(code, at=ago[0]), ago[0], words="before it was shared")
        client = stored(cast, Client.public_id, where=Client.code_index == code)[0]
        with cast.on_stage():
            agreement = stored(cast, Supervision.public_id)[0]
            share_words(cast.actor(cast.alice), agreement, client, ago[0] + timedelta(hours=1))
        for at, words in zip(ago[1:], ("earlier", "later"), strict=True):
            cast.send(cast.begin(code, at=at), at, words=f"{words} of {code}")
        with counted(cast) as sent:
            page = read(sam.get(address))
        statements.append(len(sent))
        told = page.partition(code)[2]
        assert told.index(f"later of {code}") < told.index(f"earlier of {code}")
    assert "before it was shared" not in page
    assert statements[1] == statements[2]
