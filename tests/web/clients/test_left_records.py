"""The record of a client whose therapist has left: for administrators, and told to the other ones and to the client."""

import json
from datetime import timedelta
from typing import Any

import pytest
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.actions.accounts.manage_people import add_person, enable_person
from kiosk.actions.clients.goals import Aim, agree_goal
from kiosk.domain.actors import CommandLine, Role
from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import AuditEntry, Client, Person
from kiosk.storage.work import unit_of_work
from tests.support.pdf import printed
from tests.support.practice import Cast
from tests.support.stored import count, stored
from tests.web.browsing import Desk, hidden, log_in, read
from tests.web.one_client import LOW

WORDS, NOTE, GOAL = "only for Alice: the yellow door", "She knows of the door.", "To open the door."
NOBODY, LIST = "0" * 32, "/settings/without-therapist"
TOLD = "Another administrator downloaded a client's record."

pytestmark = pytest.mark.usefixtures("second_administrator")


@pytest.fixture
def client(cast: Cast, alice: Desk) -> PublicId:
    """Somebody of whom there is something of everything; Alice still has them."""
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "9", "in-the-way": "no"})
    cast.send(waiting, None, **LOW, words=WORDS, talk="now", safety="yes")
    alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "one-word"})
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": NOTE})
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"spoken": "yes", "note": NOTE, "handed_to": NOTE})
    cast.begin(place="telehealth")
    found: PublicId = stored(cast, Client.public_id)[0]
    with cast.on_stage():
        agree_goal(cast.actor(cast.alice), found, Aim("own", GOAL), clock.now())
    return found


@pytest.fixture
def dana(cast: Cast) -> Desk:
    """Somebody who is an administrator and nothing else."""
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        alice = work.session.get_one(Person, cast.alice)
        hashed, roles = alice.password_hash, [Role.ADMINISTRATOR]
        number = add_person(work, alice.practice_id, "Dana", "dana@example.org", hashed, roles).id
    return log_in(cast, number)


def take(desk: Desk, client: str, kind: str = "json", purpose: str = "practice") -> TestResponse:
    return desk.post(f"{LIST}/{client}/record", {"format": kind, "for": purpose})


def taken(desk: Desk, client: str, purpose: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(take(desk, client, purpose=purpose).text)["clients"][0]
    return found


def test_only_while_the_therapist_cannot_log_in_and_else_as_if_there_were_nobody(
    cast: Cast, bob: Desk, client: PublicId
) -> None:
    def refused() -> bool:
        never, looked = take(bob, NOBODY), bob.get(f"{LIST}/{NOBODY}")
        answers = (take(bob, client), never), (bob.get(f"{LIST}/{client}"), looked)
        return all((one.status_code, one.data) == (404, other.data) for one, other in answers)

    assert refused()
    cast.disable(cast.alice)
    assert "Their therapist was Alice" in read(bob.get(f"{LIST}/{client}"))
    assert f"{LIST}/{client}" in bob.get(LIST).text
    assert take(bob, client).status_code == 200
    assert take(bob, client, "csv").status_code == 404
    with cast.on_stage():
        enable_person(CommandLine(), "alice@example.org", clock.now())
    before = count(cast, AuditEntry)
    assert refused()
    assert count(cast, AuditEntry) == before


@pytest.mark.parametrize("roles", [(Role.THERAPIST,), (Role.SUPERVISOR,)])
def test_nobody_else_takes_it(cast: Cast, bob: Desk, client: PublicId, roles: tuple[Role, ...]) -> None:
    cast.disable(cast.alice)
    carol = log_in(cast, cast.carol)
    assert take(carol, client).data == take(carol, NOBODY).data
    cast.give(cast.bob, *roles)
    assert [take(bob, client).status_code, bob.get(f"{LIST}/{client}").status_code] == [403, 403]
    assert cast.app.test_client().post(f"{LIST}/{client}/record").status_code in {400, 401}


def test_for_the_practice_it_has_marks_and_nothing_that_anybody_wrote_guessed_or_noticed(
    cast: Cast, bob: Desk, client: PublicId
) -> None:
    cast.send(cast.begin(place="telehealth"), None, **LOW, words="held for Alice")
    cast.disable(cast.alice)
    record = taken(bob, client, "practice")
    first = record["check_ins"][0]
    assert first["response"]["answers"]["topics"] == 4.2
    assert first["response"]["safety"] is True
    assert (first["response"]["words"], first["response"]["words_kept_back"]) == ("", True)
    assert (first["repairs"][0]["outcome"], first["safety_records"][0]["spoken"]) == ("talked", True)
    assert (record["goals"], first["guess"], first["signs"]) == ([], None, [])
    assert record["left_out"] == ["words", "notes", "goals", "signs", "guesses", "held_answers"]
    answers = [one["response"] for one in record["check_ins"] if one["response"]]
    assert [one.get("withheld") for one in answers] == [None, "held"]
    for kind in ("json", "html"):
        text = take(bob, client, kind).text
        assert [words for words in (WORDS, NOTE, GOAL) if words in text] == [], kind
    paper = " ".join(printed(take(bob, client, "pdf").data).text.split())
    assert "Part of the record of C-014" in paper
    assert "This is a part of what the practice keeps about the client C-014." in paper
    assert "Answers that nobody has opened yet are not in it either." in paper
    assert "What is kept about you" not in paper
    assert "yellow door" not in paper


def test_for_the_client_who_asked_it_has_their_words_and_all_but_guesses(
    cast: Cast, bob: Desk, client: PublicId
) -> None:
    held = cast.begin(place="telehealth")
    cast.send(held, None, **LOW, words="held for Alice")
    cast.disable(cast.alice)
    record = taken(bob, client, "client")
    answers = [one for one in record["check_ins"] if one["response"]]
    assert [one["response"]["words"] for one in answers] == [WORDS, "held for Alice"]
    assert (answers[0]["repairs"][0]["note"], answers[0]["safety_records"][0]["note"]) == (NOTE, NOTE)
    assert (record["goals"][0]["words"], answers[0]["guess"]) == (GOAL, None)
    assert record["left_out"] == ["guesses"]
    document = read(take(bob, client, "html", "client"))
    assert "What a therapist guessed before your answers is left out." in document
    assert "This is all that" not in document
    assert "What is kept about you" in document
    assert "You wrote:" in document
    assert "Your therapist’s guess" not in document  # noqa: RUF001 -- as printed


def test_the_log_the_client_and_the_other_administrators_are_told(
    cast: Cast, bob: Desk, dana: Desk, client: PublicId, time: TimeMachineFixture
) -> None:
    cast.disable(cast.alice)
    assert TOLD not in read(dana.get("/settings"))
    take(bob, client)
    time.shift(timedelta(minutes=1))
    take(bob, client, "html", "client")
    acts = stored(cast, AuditEntry.act, AuditEntry.client, where=AuditEntry.person_id == cast.bob)
    assert acts[-2:] == [("record-taken", client), ("record-taken-for-client", client)]
    assert TOLD in read(dana.get("/settings"))
    assert "C-014" not in dana.get("/settings").text
    assert TOLD not in read(bob.get("/"))
    listed = read(dana.get(LIST))
    assert "Bob, at " in listed.replace("\u2068", "").replace("\u2069", "")
    seen = hidden(dana.get(LIST), "news")
    time.shift(timedelta(minutes=1))
    whole = read(take(bob, client, "html", "client"))
    assert "your record was taken out, but not your words: your therapist had left" in whole
    assert "your record was taken out for you, as your therapist had left" in whole
    dana.post(f"{LIST}/seen", {"news": seen})
    assert TOLD in read(dana.get("/settings")), "what was taken since was not seen"
    dana.post(f"{LIST}/seen", {"news": hidden(dana.get(LIST), "news")})
    assert TOLD not in read(dana.get("/settings"))
    time.shift(timedelta(minutes=1))
    take(bob, client)
    listed = read(dana.get(LIST)).replace("\u2068", "").replace("\u2069", "")
    assert listed.count("Bob, at ") == 1, "what was put away is listed no more"
    assert "Record downloaded by an administrator, without words" in read(dana.get("/settings/audit"))


def test_a_therapist_who_is_let_in_again_sees_who_took_it_and_the_others_are_told_all_the_same(
    cast: Cast, bob: Desk, dana: Desk, client: PublicId
) -> None:
    cast.disable(cast.alice)
    take(bob, client)
    with cast.on_stage():
        enable_person(CommandLine(), "alice@example.org", clock.now())
    assert TOLD in read(dana.get("/settings"))
    assert "Bob, once" in read(log_in(cast, cast.alice).get(f"/clients/{client}/asking")).replace("\u2069", "")
