"""The therapist's own guess: sealed before the answer, unchanged after it, and shown beside the marks alone."""

from datetime import timedelta

import pytest
import time_machine

from kiosk.storage.tables import Guess, Response
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, checked, log_in, read
from tests.web.several import BADLY, begin

GUESS = {"guess-understood": "9", "guess-topics": "10", "guess-approach": "9", "guess-overall": "9", "in-the-way": "no"}
KEPT = (Guess.marks, Guess.in_the_way)


def seal(desk: Desk, waiting: Waiting, **more: str) -> int:
    return desk.post(f"/check-ins/{waiting.check_in}/guess", GUESS | more).status_code


def test_a_guess_is_kept_and_says_only_that_it_is_there(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    assert "Make your own guess first." in read(alice.get(f"/visits/{waiting.visit}"))
    assert seal(alice, waiting) == 303
    [(marks, in_the_way)] = stored(cast, *KEPT)
    assert marks == {"understood": 90, "topics": 100, "approach": 90, "overall": 90}
    assert in_the_way is False
    page = alice.get(f"/visits/{waiting.visit}")
    assert "Your guess was sealed at 14:48. Change it." in read(page)
    assert checked(page) == {}


def test_any_line_can_be_left_out_and_so_can_the_question(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "0", "guess-topics": ""})
    [(marks, in_the_way)] = stored(cast, *KEPT)
    assert (marks, in_the_way) == ({"understood": 0}, None)


def test_a_new_guess_takes_the_place_of_the_sealed_one(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-topics": "3", "in-the-way": "yes"})
    assert stored(cast, *KEPT) == [({"topics": 30}, True)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"guess-understood": ""},
        {"guess-understood": "11"},
        {"guess-understood": "9.5"},
        {"guess-strength": "5"},
        {"guess-understood": "5", "in-the-way": "maybe"},
    ],
)
def test_what_is_no_guess_changes_nothing(alice: Desk, cast: Cast, fields: dict[str, str]) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    before = stored(cast, *KEPT)
    assert alice.post(f"/check-ins/{waiting.check_in}/guess", fields).status_code == 422
    assert stored(cast, *KEPT) == before


@pytest.mark.parametrize("ended", ["sent", "withdrawn"])
def test_once_the_answer_is_in_a_guess_stays_as_it_is(alice: Desk, cast: Cast, ended: str) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    before = stored(cast, *KEPT)
    if ended == "sent":
        cast.send(waiting, None, **WELL)
    else:
        alice.post(f"/visits/{waiting.visit}/withdraw")
    late = alice.post(f"/check-ins/{waiting.check_in}/guess", GUESS | {"guess-understood": "1"})
    assert late.status_code == 422
    assert "A guess only counts before it." in read(late)
    assert stored(cast, *KEPT) == before


def test_it_stands_beside_the_marks_once_they_are_there(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    cast.send(waiting, None, **WELL)
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "What we worked on 9.0 you guessed 10" in page
    assert "Your guess adds up to 37. You guessed that nothing got in the way." in page


def test_a_result_that_is_held_keeps_the_guess_back_too(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin(place="telehealth")
    seal(alice, waiting)
    cast.send(waiting, None, **WELL)
    assert "guess" not in alice.get(f"/visits/{waiting.visit}").text


def test_without_a_guess_nothing_is_said_of_one(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    assert "guess" not in alice.get(f"/visits/{waiting.visit}").text


def test_a_guess_far_above_the_marks_is_a_signal_kept_with_the_answer(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    cast.send(waiting, None, **BADLY)
    [kept] = stored(cast, Response.signals)
    assert "missed" in {signal["rule"] for signal in kept}


def test_a_guess_does_not_hide_that_the_client_is_answering(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.app.test_client().post(f"{waiting.path}/seen", data={"state": "answering"})
    seal(alice, waiting)
    assert "Answering now" in read(alice.get(f"/visits/{waiting.visit}"))


def test_in_a_visit_of_several_each_person_is_guessed_alone(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    assert alice.post(f"{couple.own(1)}/guess", GUESS).location == couple.own(1)
    assert stored(cast, Guess.check_in_id) == [cast.row(couple.people[1])]


def test_nobody_else_can_guess_for_a_therapist(cast: Cast) -> None:
    waiting, bob = cast.begin(), log_in(cast, cast.bob)
    assert seal(bob, waiting) == 404
    assert stored(cast, *KEPT) == []


def test_how_guesses_compare_is_told_in_words_and_to_oneself_alone(
    cast: Cast, time: time_machine.TimeMachineFixture
) -> None:
    cast.settle(asks_strain=True)
    for week in range(6):
        time.move_to(NOW + timedelta(weeks=week), tick=False)
        desk, waiting = log_in(cast, cast.alice), cast.begin()
        seal(desk, waiting)
        cast.send(waiting, None, **WELL | {"topics": "8.5" if week % 2 else "7.5"})
    page = read(log_in(cast, cast.alice).get("/calibration"))
    assert "Your last 6 guesses with an answer. Only you see this page." in page
    assert "What we worked on On average you guess 2.0 higher than they mark, and single guesses spread by 0.5" in page
    assert "Being understood On average your guess is about where they mark" in page
    assert "There is no guess with an answer yet." in read(log_in(cast, cast.bob).get("/calibration"))


def test_a_declined_answer_is_not_compared(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    seal(alice, waiting)
    cast.send(waiting, decline="yes")
    assert "There is no guess with an answer yet." in read(alice.get("/calibration"))
