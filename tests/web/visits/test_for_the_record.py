"""Four neutral sentences for a progress note: on the result page once the answer is revealed, and never before."""

import pytest

from kiosk.storage.tables import Person
from tests.support.practice import WELL, Cast
from tests.support.stored import change
from tests.web.browsing import Desk, read
from tests.web.one_client import LOW, USUAL, answered
from tests.web.page_rules import parse, words

WHEN = "Session of Wednesday 3 June 2026, in the room; check-in at 14:48 with “Session check” (version 2)."


def record_on(desk: Desk, path: str) -> str:
    found = [each for each in parse(desk.get(path).text).all("p") if each.get("id") == "record-words"]
    return words(found[0]) if found else ""


def test_the_sentences_say_when_the_score_what_was_said_and_what_came_of_it(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    waiting = answered(cast, 0, LOW, words="It went a bit fast.", talk="now")
    score = "Total 31.4 (range 0 to 40), last time 37.1: "
    lines = "being understood 9.1, what we worked on 4.2, how we worked 9.0, overall 9.1."
    said = "The client wrote “It went a bit fast.” and wished to talk about it at once."
    visit = f"/visits/{waiting.visit}"
    assert record_on(alice, visit) == f"{WHEN} {score}{lines} {said} What came of it is not recorded yet."
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "next", "note": "Slower."})
    assert record_on(alice, visit).endswith("It is to be taken up in the next session. Noted: Slower.")
    assert 'id="copy-record"' in alice.get(visit).text


@pytest.mark.parametrize(
    ("marks", "more", "said"),
    [
        (WELL, {}, "The client added no words of their own. What came"),
        ({"understood": "9.4"}, {}, "Marked in part, without a total: being understood 9.4. The client"),
        ({}, {"decline": "yes"}, f"{WHEN} The client chose not to answer. The client added no words"),
        ({}, {"decline": "yes", "safety": "yes"}, "The client asked for help staying safe. What came"),
        (WELL, {"talk": "no"}, "The client added no words and saw no need to talk about it."),
    ],
)
def test_what_was_not_said_is_not_made_up(
    cast: Cast, alice: Desk, marks: dict[str, str], more: dict[str, str], said: str
) -> None:
    waiting = answered(cast, 0, marks, **more)
    assert said in record_on(alice, f"/visits/{waiting.visit}")


def test_they_wait_with_a_held_answer(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **LOW, words="Not for this screen.")
    assert record_on(alice, f"/visits/{waiting.visit}") == ""
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert "on a call; check-in" in record_on(alice, f"/visits/{waiting.visit}")


def test_they_are_in_the_therapists_language(cast: Cast, alice: Desk) -> None:
    waiting = answered(cast, 0, LOW)
    change(cast, Person, Person.id == cast.alice, language="de")
    said = record_on(alice, f"/visits/{waiting.visit}")
    assert said.startswith("Sitzung vom Mittwoch, 3. Juni 2026, vor Ort;")
    assert "Gesamtwert 31,4 (Bereich 0 bis 40): Verstanden werden 9,1; Woran wir gearbeitet haben 4,2; " in said
    assert "Für die Akte" in read(alice.get(f"/visits/{waiting.visit}"))
