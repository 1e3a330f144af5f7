"""A result is stored as it was shown, and read back unchanged whatever is set or measured differently since."""

import pytest

from kiosk.storage.tables import Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import Desk
from tests.web.several import BADLY, WELL, begin

LOW = {"understood": "7.1", "topics": "8.0", "approach": "9.0", "overall": "8.2"}


def after_a_while(cast: Cast) -> Waiting:
    """Two answers, the second of them lower."""
    cast.send(cast.begin(), None, **WELL)
    waiting = cast.begin()
    cast.send(waiting, None, **LOW, words="A few words.")
    return waiting


def refused(*_args: object, **_more: object) -> None:
    """Stand in for what may not be asked while a page is read."""
    raise AssertionError("computed on reading")


def test_thresholds_set_since_change_nothing_of_a_result(cast: Cast, alice: Desk) -> None:
    waiting = after_a_while(cast)
    before = alice.get(f"/visits/{waiting.visit}/live").text
    assert alice.post("/settings/cues", {"line_low.word_below": "9.5"}).status_code == 303
    assert alice.get(f"/visits/{waiting.visit}/live").text == before


def test_an_answer_that_came_since_changes_nothing_of_a_result(cast: Cast, alice: Desk) -> None:
    waiting = after_a_while(cast)
    before = alice.get(f"/visits/{waiting.visit}/live").text
    cast.send(cast.begin(), None, **BADLY)
    assert alice.get(f"/visits/{waiting.visit}/live").text == before


def test_no_page_computes_a_result_again(cast: Cast, alice: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = after_a_while(cast)
    addresses = ("/", "/clients", f"/visits/{waiting.visit}/live")
    before = [alice.get(address).text for address in addresses]
    for name in ("kiosk.domain.scoring.score", "kiosk.domain.prompts.choose", "kiosk.domain.signals.finding.find"):
        monkeypatch.setattr(f"{name}.__code__", refused.__code__)
    assert [alice.get(address).text for address in addresses] == before


def test_whom_the_group_stands_apart_from_is_stored_with_the_visit(cast: Cast, alice: Desk) -> None:
    group = begin(alice, cast, "G-1", "G-2", "G-3", "G-4", kind="group")
    for place, marks in enumerate((WELL, WELL, WELL, BADLY)):
        cast.send(group.people[place], None, **marks)
    alice.post(f"{group.own(3)}/show")
    before = alice.get(f"{group.own(3)}/live").text
    assert "These marks stand apart" in before
    assert alice.post("/settings/cues", {"apart_from_group.below": "5"}).status_code == 303
    assert alice.get(f"{group.own(3)}/live").text == before


def test_a_wish_for_help_that_came_late_leads_what_is_stored(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **LOW)
    cast.send(waiting, None, **LOW, safety="yes")
    assert [advice["kind"] for advice in stored(cast, Response.advice)] == ["safety"]
    assert "Are you safe right now?" in alice.get(f"/visits/{waiting.visit}").text
