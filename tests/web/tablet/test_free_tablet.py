"""A tablet that a colleague's form blocks: whoever stands in the room frees it, and sees nothing of that form."""

from datetime import timedelta

import pytest
import time_machine

from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import CheckIn, Event, Practice, Tablet
from tests.support.practice import Cast, Waiting, waiting_in
from tests.support.stored import change, stored
from tests.web.browsing import NOW, Desk, answer, hidden, lines, log_in, read
from tests.web.tablets import Device, id_of, name_of

Travel = time_machine.TimeMachineFixture


@pytest.fixture
def blocking(cast: Cast, alice: Desk, tablet: Device) -> Waiting:
    """Alice's form stands on the tablet."""
    waiting = cast.begin("C-7731")
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    tablet.look()
    return waiting


def begin(desk: Desk) -> str:
    return desk.post("/visits", {"client": "B-1", "measure": "session-check", "place": "room"}).location or ""


def path(cast: Cast, visit: str) -> str:
    """The address at which the tablet is freed for the one form of a visit."""
    visit_id = PublicId(visit.rpartition("/")[2])
    with cast.on_stage():
        (waiting,) = waiting_in(visit_id)
    return f"/check-ins/{waiting.check_in}/tablet/{id_of(cast)}/free"


def state(cast: Cast, waiting: Waiting) -> str:
    return str(stored(cast, CheckIn.state, where=CheckIn.public_id == waiting.check_in)[0])


def test_a_colleague_frees_a_sleeping_tablet_after_a_question_and_their_form_stands_there(
    cast: Cast, tablet: Device, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    visit = begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    page = bob.get(visit)
    assert "Room 2 has shown a colleague's form since 14:48, last touched 40 minutes ago" in read(page)
    assert f'href="{path(cast, visit)}"' in page.text
    question = bob.get(path(cast, visit))
    assert "Free the tablet in Room 2?" in read(question)
    for secret in ("C-7731", "Alice", blocking.token):
        assert secret not in question.text + page.text
    freed = bob.post(path(cast, visit), {"turn": hidden(question, "turn")})
    assert (freed.status_code, freed.location) == (303, visit)
    assert "Room 2 shows this form" in read(bob.get(visit))
    assert "How was today?" in read(tablet.look())
    assert hidden(tablet.look(), "key")
    assert state(cast, blocking) == "unfinished"


def test_its_therapist_is_told_at_once_and_can_hand_it_over_again(
    cast: Cast, alice: Desk, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    visit = begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    bob.post(path(cast, visit), {"turn": hidden(bob.get(path(cast, visit)), "turn")})
    told = stored(cast, Event.person_id, Event.check_in_id, where=Event.kind == "unfinished")
    assert told == [(cast.alice, cast.row(blocking))]
    assert "The form was left on the tablet, and was not sent." in read(alice.get(f"/visits/{blocking.visit}"))
    sent = answer(cast.app.test_client(), blocking, lines())
    assert (sent.status_code, state(cast, blocking)) == (303, "sent")


def test_a_form_in_somebodys_hands_is_left_alone(
    cast: Cast, tablet: Device, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    visit = begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=3), tick=False)
    turn = hidden(bob.get(path(cast, visit)), "turn")
    time_machine.move_to(NOW + timedelta(minutes=10), tick=False)
    shown = name_of(tablet.look())
    tablet.ask(shown, touched="20")
    page = read(bob.get(visit))
    assert "Room 2, in use by a colleague" in page
    assert "Free it for my form" not in page
    assert bob.get(path(cast, visit)).location == visit
    refused = bob.post(path(cast, visit), {"turn": turn})
    assert (refused.status_code, "Let them finish" in read(refused)) == (422, True)
    assert (tablet.asked(), state(cast, blocking)) == (shown, "waiting")
    time_machine.move_to(NOW + timedelta(minutes=13), tick=False)
    assert "last touched 3 minutes ago" in read(bob.get(visit))


def test_where_a_form_may_rest_longer_it_is_somebodys_for_as_long(
    cast: Cast, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    change(cast, Practice, tablet_idle_s=900)
    visit = begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=14), tick=False)
    assert path(cast, visit) not in bob.get(visit).text
    assert bob.post(path(cast, visit), {"turn": "1"}).status_code == 422
    assert state(cast, blocking) == "waiting"
    time_machine.move_to(NOW + timedelta(minutes=17), tick=False)
    assert path(cast, visit) in bob.get(visit).text


def test_what_was_put_there_since_the_question_stays(  # noqa: PLR0913, PLR0917 -- two therapists and their tablet
    cast: Cast, alice: Desk, tablet: Device, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    visit = begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    turn = hidden(bob.get(path(cast, visit)), "turn")
    alice.post(f"/check-ins/{blocking.check_in}/tablet", {"tablet": id_of(cast)})
    shown = tablet.asked()
    refused = bob.post(path(cast, visit), {"turn": turn})
    assert (refused.status_code, "That tablet shows something else now." in read(refused)) == (422, True)
    assert tablet.asked() == shown


def test_nobody_frees_a_tablet_of_another_practice_or_for_a_visit_of_somebody_else(
    cast: Cast, tablet: Device, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    visit, carol, shown = begin(bob), log_in(cast, cast.carol), tablet.asked()
    hers = begin(carol)
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    assert carol.get(path(cast, visit)).status_code == 404
    assert carol.post(path(cast, visit), {"turn": "1"}).status_code == 404
    assert carol.post(path(cast, hers), {"turn": "1"}).status_code == 422
    assert (tablet.asked(), state(cast, blocking)) == (shown, "waiting")


def test_an_answer_that_was_still_on_its_way_counts(
    cast: Cast, tablet: Device, blocking: Waiting, bob: Desk, time_machine: Travel
) -> None:
    key, visit = hidden(tablet.look(), "key"), begin(bob)
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    bob.post(path(cast, visit), {"turn": hidden(bob.get(path(cast, visit)), "turn")})
    tablet.client.post(f"{blocking.path}?on=tablet", data={"key": key, "marked": "line"} | lines())
    assert state(cast, blocking) == "sent"
    assert "How was today?" in read(tablet.look()), "the colleague's form stays"


def test_whoever_holds_a_tablet_on_its_way_says_that_nobody_else_comes(cast: Cast, alice: Desk, tablet: Device) -> None:
    first, second, third = cast.begin_together("C-001", "C-002", "C-003", kind="family")
    alice.post(f"/check-ins/{first.check_in}/tablet", {"tablet": id_of(cast)})
    key = hidden(tablet.look(), "key")
    tablet.client.post(f"{first.path}?on=tablet", data={"key": key, "decline": "yes"})
    assert '<a class="link" href="/tablet/free">Nobody else is coming</a>' in tablet.look().text
    question = tablet.client.get("/tablet/free")
    assert "Is nobody else coming?" in read(question)
    assert not any(code in question.text for code in ("C-00", first.token, second.token))
    assert tablet.asked().startswith("pass-"), "asking changes nothing"
    assert tablet.client.post("/tablet/free", data={"key": hidden(question, "key")}).location == "/tablet"
    assert name_of(tablet.look()).startswith("idle")
    assert [state(cast, one) for one in (first, second, third)] == ["declined", "unfinished", "waiting"]
    assert "Not finished: the form was left on the tablet" in read(alice.get(f"/visits/{first.visit}"))


def test_freeing_twice_or_without_a_round_does_nothing(cast: Cast, tablet: Device, blocking: Waiting) -> None:
    assert tablet.client.get("/tablet/free").location == "/tablet"
    shown = tablet.asked()
    assert tablet.client.post("/tablet/free", data={"key": "x"}).location == "/tablet"
    assert (tablet.asked(), state(cast, blocking)) == (shown, "waiting")


def test_somebody_at_the_tablet_frees_it_by_saying_that_the_form_is_not_theirs(
    cast: Cast, tablet: Device, blocking: Waiting, alice: Desk, bob: Desk
) -> None:
    key = hidden(tablet.look(), "key")
    tablet.client.post(f"{blocking.path}/not-me?on=tablet", data={"key": key})
    assert name_of(tablet.look()).startswith("idle")
    assert "Room 2, ready" in read(bob.get(begin(bob)))
    assert state(cast, blocking) == "unfinished"
    page = read(alice.get(f"/visits/{blocking.visit}"))
    assert "has not finished" in page
    assert "Somebody said: this is not me. Nothing was kept. Hand it to the right person." in page
    assert "Not finished." in read(alice.get("/"))


def test_switching_a_tablet_off_gives_the_form_on_it_back_and_tells_its_therapist(
    cast: Cast, alice: Desk, tablet: Device, blocking: Waiting
) -> None:
    key = hidden(tablet.look(), "key")
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    assert (name_of(tablet.look()), state(cast, blocking)) == ("refused-switched-off", "unfinished")
    assert stored(cast, Event.kind, where=Event.check_in_id == cast.row(blocking))[-2:] == ["unfinished", "tablet"]
    page = read(alice.get(f"/visits/{blocking.visit}"))
    assert "The form was left on the tablet, and was not sent." in page
    assert "shows this form" not in page
    tablet.client.post(f"{blocking.path}?on=tablet", data={"key": key, "marked": "line"} | lines())
    assert state(cast, blocking) == "sent", "what was filled in meanwhile counts"


@pytest.mark.usefixtures("tablet")
def test_switching_a_tablet_off_ends_its_round(cast: Cast, alice: Desk) -> None:
    first, second = cast.begin_together("C-001", "C-002")
    alice.post(f"/check-ins/{first.check_in}/tablet", {"tablet": id_of(cast)})
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    assert [state(cast, one) for one in (first, second)] == ["unfinished", "waiting"]
    assert stored(cast, Tablet.visit_id, Tablet.check_in_id, Tablet.handed_on) == [(None, None, "")]
