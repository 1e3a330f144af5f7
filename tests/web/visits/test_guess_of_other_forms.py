"""The sealed guess on faces and answers in words: the same one tap, the same comparison, never mixed with lines."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk import catalogue
from kiosk.storage.tables import Guess, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import every_column, stored
from tests.web.browsing import NOW, Desk, answer, log_in, read
from tests.web.page_rules import parse

ITEMS = ("understood", "topics", "approach", "overall")


def guess(**values: str) -> dict[str, str]:
    return {f"guess-{item}": value for item, value in values.items()}


def send(cast: Cast, waiting: Waiting, marks: dict[str, str]) -> None:
    fields = {f"item-{item}": value for item, value in marks.items()}
    assert answer(cast.app.test_client(), waiting, fields | {"marked": ""}).status_code == 303


@pytest.mark.parametrize("measure", ["child-check", "first-faces", "alliance-12"])
def test_every_form_offers_its_own_answers_to_guess(alice: Desk, cast: Cast, measure: str) -> None:
    waiting = cast.begin(measure=measure)
    page = parse(alice.get(f"/visits/{waiting.visit}").text)
    offered = {box.get("name"): box for box in page.all("input") if (box.get("name") or "").startswith("guess-")}
    assert list(offered) == [f"guess-{item.id}" for item in catalogue.measure(measure).items]
    assert all("checked" not in box.attrib for box in page.all("input"))


def test_a_guess_with_faces_is_kept_and_stands_beside_the_marks(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin(measure="child-check")
    assert alice.post(f"/check-ins/{waiting.check_in}/guess", guess(understood="7.5", topics="10")).status_code == 303
    assert stored(cast, Guess.marks) == [{"understood": 75, "topics": 100}]
    send(cast, waiting, dict.fromkeys(ITEMS, "10"))
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Being understood Yes, a lot you guessed Mostly" in page
    assert "What we did Yes, a lot you guessed Yes, a lot" in page


def test_a_form_that_is_only_a_way_to_talk_is_guessed_in_its_words(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin(measure="first-faces")
    alice.post(f"/check-ins/{waiting.check_in}/guess", guess(here="3"))
    send(cast, waiting, {"here": "1"})
    assert "How it was here Not good you guessed Good" in read(alice.get(f"/visits/{waiting.visit}"))
    assert "strip-plot" not in alice.get("/calibration").text


@pytest.mark.parametrize(("measure", "value"), [("child-check", "6"), ("child-check", "9"), ("alliance-12", "0")])
def test_what_is_none_of_the_answers_is_no_guess(alice: Desk, cast: Cast, measure: str, value: str) -> None:
    waiting = cast.begin(measure=measure)
    first = catalogue.measure(measure).items[0].id
    assert alice.post(f"/check-ins/{waiting.check_in}/guess", {f"guess-{first}": value}).status_code == 422
    assert every_column(cast, Guess) == []


@pytest.mark.parametrize(("lower", "found"), [(2, False), (3, True)])
def test_faces_three_steps_under_the_guess_were_missed(alice: Desk, cast: Cast, *, lower: int, found: bool) -> None:
    waiting = cast.begin(measure="child-check")
    alice.post(f"/check-ins/{waiting.check_in}/guess", guess(**dict.fromkeys(ITEMS, "10")))
    send(cast, waiting, {item: "7.5" if place < lower else "10" for place, item in enumerate(ITEMS)})
    [kept] = stored(cast, Response.signals)
    assert ("missed" in {signal["rule"] for signal in kept}) is found


def test_the_long_form_compares_no_total_with_a_guess(alice: Desk, cast: Cast) -> None:
    waiting, items = cast.begin(measure="alliance-12"), [item.id for item in catalogue.measure("alliance-12").items]
    alice.post(f"/check-ins/{waiting.check_in}/guess", guess(**dict.fromkeys(items, "5")))
    send(cast, waiting, dict.fromkeys(items, "2"))
    [kept] = stored(cast, Response.signals)
    assert "missed" not in {signal["rule"] for signal in kept}
    assert "Your guess adds up to 60." in read(alice.get(f"/visits/{waiting.visit}"))


def test_faces_and_lines_are_two_pictures_of_guessing(cast: Cast, time: TimeMachineFixture) -> None:
    for week in range(5):
        time.move_to(NOW + timedelta(weeks=week), tick=False)
        alice = log_in(cast, cast.alice)
        for measure, guessed, marked in (("child-check", "10", "7.5"), ("session-check", "9", "9")):
            waiting = cast.begin(measure=measure)
            alice.post(f"/check-ins/{waiting.check_in}/guess", guess(understood=guessed))
            fields = {"item-understood": marked, "marked": "" if measure == "child-check" else "line"}
            assert answer(cast.app.test_client(), waiting, fields).status_code == 303
    page = read(log_in(cast, cast.alice).get("/calibration"))
    assert "Being understood, with faces On average you guess 2.5 higher than they mark" in page
    assert "Being understood On average your guess is about where they mark" in page
