"""Guess and mark with one client over time: told from the fifth guess on, to the therapist alone."""

from datetime import timedelta

import time_machine

from tests.support.practice import WELL, Cast
from tests.web.browsing import NOW, Desk, log_in, read

GUESS = {"guess-understood": "9", "guess-topics": "10", "guess-approach": "9", "guess-overall": "9"}
FAR, NEAR = "4.0", "9.6"


def guessed(cast: Cast, time: time_machine.TimeMachineFixture, *topics: str, place: str = "room") -> Desk:
    """A session a week, each guessed and answered; the mark for what was worked on is more and less far away."""
    desk = log_in(cast, cast.alice)
    for week, mark in enumerate(topics):
        time.move_to(NOW + timedelta(weeks=week), tick=False)
        desk, waiting = log_in(cast, cast.alice), cast.begin(place=place)
        assert desk.post(f"/check-ins/{waiting.check_in}/guess", GUESS).status_code == 303
        cast.send(waiting, None, **WELL | {"topics": mark})
    return desk


def test_from_the_fifth_guess_on_it_is_said_that_they_come_nearer(
    cast: Cast, time: time_machine.TimeMachineFixture
) -> None:
    page = read(guessed(cast, time, FAR, FAR, NEAR, NEAR, NEAR).get("/calibration"))
    assert "C-014 Coming nearer: your first guesses were 1.8 from their marks, your latest ones 0.4." in page
    assert "Distances, the first one first: 1.8, 1.8, 0.4, 0.4, 0.4." in page
    assert "A cue, not a finding: studies disagree" in page


def test_being_further_off_and_staying_as_near_are_said_as_plainly(
    cast: Cast, time: time_machine.TimeMachineFixture
) -> None:
    desk = guessed(cast, time, NEAR, NEAR, NEAR, NEAR, NEAR)
    assert "About as near as before" in read(desk.get("/calibration"))
    desk = guessed(cast, time, NEAR, NEAR, FAR, FAR)
    assert "Further off: your first guesses were 0.4" in read(desk.get("/calibration"))


def test_four_guesses_or_held_answers_say_nothing(cast: Cast, time: time_machine.TimeMachineFixture) -> None:
    assert "Client by client" not in read(guessed(cast, time, FAR, FAR, NEAR, NEAR).get("/calibration"))
    desk = guessed(cast, time, NEAR, NEAR, place="telehealth")
    assert "Client by client" not in read(desk.get("/calibration"))


def test_it_stands_where_a_client_is_managed_and_not_where_both_read(
    cast: Cast, time: time_machine.TimeMachineFixture
) -> None:
    desk = guessed(cast, time, FAR, FAR, NEAR, NEAR)
    assert "own guesses and their marks" not in read(desk.get(f"{desk.client_path()}/asking"))
    desk = guessed(cast, time, NEAR)
    page = desk.get(f"{desk.client_path()}/asking")
    assert "Your own guesses and their marks Coming nearer: your first guesses were 1.8" in read(page)
    assert "A cue, not a finding: studies disagree" in read(page)
    assert "Your own guesses" not in read(desk.get(desk.client_path()))


def test_nobody_else_is_told(cast: Cast, time: time_machine.TimeMachineFixture) -> None:
    guessed(cast, time, FAR, FAR, NEAR, NEAR, NEAR)
    assert "Client by client" not in read(log_in(cast, cast.bob).get("/calibration"))
