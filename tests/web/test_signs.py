"""Signs seen in the room, and the prompt for when no time is left."""

import json

import pytest

from tests.support.practice import WELL, Cast
from tests.web.browsing import Desk, log_in, rows
from tests.web.browsing import read as words_of
from tests.web.page_rules import parse
from tests.web.several import BADLY, begin

KINDS = ("missed", "short", "one-word", "over-agreeing", "challenge")
NOTED = "SELECT kind FROM signs ORDER BY kind"


def pressed(desk: Desk, path: str) -> list[str]:
    """The signs that stand as noted on a page."""
    buttons = parse(desk.get(path).text).all("button")
    return [button.get("value", "") for button in buttons if button.get("name") == "take-back"]


@pytest.mark.parametrize("sent", [False, True])
def test_a_sign_is_noted_in_one_tap_and_taken_back_in_another(alice: Desk, cast: Cast, sent: bool) -> None:  # noqa: FBT001
    waiting = cast.begin()
    if sent:
        cast.send(waiting, None, **WELL)
    path = f"/visits/{waiting.visit}"
    for kind in KINDS:
        assert alice.post(f"{path}/signs", {"seen": kind}).location == path
    assert pressed(alice, path) == list(KINDS)
    alice.post(f"{path}/signs", {"take-back": "short"})
    assert pressed(alice, path) == [kind for kind in KINDS if kind != "short"]


def test_a_tap_that_comes_twice_changes_nothing_more(alice: Desk, cast: Cast) -> None:
    path = f"/visits/{cast.begin().visit}/signs"
    for _ in range(2):
        alice.post(path, {"seen": "short"})
    assert rows(cast, NOTED) == [("short",)]
    for _ in range(2):
        assert alice.post(path, {"take-back": "short"}).status_code == 303
    assert rows(cast, NOTED) == []


def test_what_is_no_sign_is_refused(alice: Desk, cast: Cast) -> None:
    path = f"/visits/{cast.begin().visit}/signs"
    for fields in ({}, {"seen": "rude"}, {"take-back": ""}):
        assert alice.post(path, fields).status_code == 400


def test_a_sign_is_never_scored(alice: Desk, cast: Cast) -> None:
    kept = []
    for code, noted in (("C-001", False), ("C-002", True)):
        waiting = cast.begin(code)
        if noted:
            alice.post(f"/visits/{waiting.visit}/signs", {"seen": "challenge"})
        cast.send(waiting, None, **BADLY)
        kept.append(rows(cast, "SELECT total, signals, lead FROM responses WHERE check_in_id = ?", waiting.check_in))
    assert kept[0] == kept[1]
    assert json.loads(kept[0][0][1])


def test_in_a_visit_of_several_a_sign_is_one_persons(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    assert alice.post(f"{couple.path}/signs", {"seen": "short"}).status_code == 404
    alice.post(f"{couple.own(0)}/signs", {"seen": "short"})
    assert (pressed(alice, couple.own(0)), pressed(alice, couple.own(1))) == (["short"], [])


def test_a_colleague_can_note_nothing(cast: Cast) -> None:
    waiting, bob = cast.begin(), log_in(cast, cast.bob)
    assert bob.post(f"/visits/{waiting.visit}/signs", {"seen": "short"}).status_code == 404
    assert rows(cast, NOTED) == []


def test_no_time_left_is_one_tap_there_and_one_back(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **BADLY)
    path = f"/visits/{waiting.visit}"
    assert 'href="/visits/1?no-time=1"' in alice.get(path).text
    page = alice.get(f"{path}?no-time=1")
    assert "“This matters, and I don't want to rush it.”" in words_of(page)
    assert 'data-source="/visits/1/live?no-time=1"' in page.text
    assert "This matters" in words_of(alice.get(f"{path}/live?no-time=1"))
    assert "27.9 of 40" in words_of(page)


@pytest.mark.parametrize("given", [{"safety": "yes"}, {}])
def test_there_is_always_time_for_safety_and_none_is_needed_for_thanks(
    alice: Desk, cast: Cast, given: dict[str, str]
) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **dict.fromkeys(WELL, "9.5"), **given)
    page = words_of(alice.get(f"/visits/{waiting.visit}?no-time=1"))
    assert "No time left" not in page
    assert "This matters" not in page
