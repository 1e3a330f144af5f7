"""Signs seen in the room, and the prompt for when no time is left."""

import pytest

from kiosk.storage.tables import Response, Sign
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, log_in
from tests.web.browsing import read as words_of
from tests.web.page_rules import parse
from tests.web.several import BADLY, begin

AWAY = ("shut-down", "changed-subject", "over-agreeing", "one-word", "missed")
AGAINST = ("doubted", "complained", "challenge", "upset")
KINDS = (*AWAY, *AGAINST)


def pressed(desk: Desk, path: str) -> list[str]:
    """The signs that stand as noted on a page."""
    buttons = parse(desk.get(path).text).all("button")
    return [button.get("value", "") for button in buttons if button.get("name") == "take-back"]


@pytest.mark.parametrize("sent", [False, True])
def test_a_sign_is_noted_in_one_tap_and_taken_back_in_another(alice: Desk, cast: Cast, sent: bool) -> None:  # noqa: FBT001
    waiting = cast.begin()
    if sent:
        cast.send(waiting, None, **WELL)
    path, signs = f"/visits/{waiting.visit}", f"/check-ins/{waiting.check_in}/signs"
    for kind in KINDS:
        assert alice.post(signs, {"seen": kind}).location == path
    assert pressed(alice, path) == list(KINDS)
    alice.post(signs, {"take-back": "missed"})
    assert pressed(alice, path) == [kind for kind in KINDS if kind != "missed"]


def test_the_signs_stand_in_two_groups_with_a_name(alice: Desk, cast: Cast) -> None:
    said = words_of(alice.get(f"/visits/{cast.begin().visit}"))
    away, against = said.index("Moving away"), said.index("Moving against")
    assert away < said.index("Shut down") < said.index("Late, or missed a session") < against
    assert against < said.index("Doubted the point of it") < said.index("Upset with me")


def test_noticed_signs_stand_on_the_time_line_of_the_client(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    assert "You noticed" not in words_of(alice.get(alice.client_path()))
    for kind in ("one-word", "upset"):
        alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": kind})
    said = words_of(alice.get(alice.client_path()))
    assert "Nothing was flagged. You noticed: Short answers Upset with me" in said


def test_high_marks_with_a_sign_three_times_are_a_quiet_cue_at_the_next(alice: Desk, cast: Cast) -> None:
    pages = []
    for _ in range(5):
        waiting = cast.begin()
        cast.send(waiting, None, **dict.fromkeys(WELL, "9.5"))
        pages.append(words_of(alice.get(f"/visits/{waiting.visit}")))
        alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "one-word"})
    cue = "“Now and then I wonder if I'm missing something.”"
    assert [cue in page for page in pages] == [False, False, False, True, False]
    assert "and you noticed something each of the last 3 times: Short answers." in pages[3]


def test_a_tap_that_comes_twice_changes_nothing_more(alice: Desk, cast: Cast) -> None:
    path = f"/check-ins/{cast.begin().check_in}/signs"
    for _ in range(2):
        alice.post(path, {"seen": "missed"})
    assert stored(cast, Sign.kind) == ["missed"]
    for _ in range(2):
        assert alice.post(path, {"take-back": "missed"}).status_code == 303
    assert stored(cast, Sign.kind) == []


def test_what_is_no_sign_is_refused(alice: Desk, cast: Cast) -> None:
    path = f"/check-ins/{cast.begin().check_in}/signs"
    for fields in ({}, {"seen": "rude"}, {"take-back": ""}):
        assert alice.post(path, fields).status_code == 400


def test_a_sign_is_never_scored(alice: Desk, cast: Cast) -> None:
    kept = []
    for code, noted in (("C-001", False), ("C-002", True)):
        waiting = cast.begin(code)
        if noted:
            alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "challenge"})
        cast.send(waiting, None, **BADLY)
        found = (Response.total, Response.signals, Response.lead)
        kept.append(stored(cast, *found, where=Response.check_in_id == cast.row(waiting)))
    assert kept[0] == kept[1]
    assert kept[0][0][1] != []


def test_in_a_visit_of_several_a_sign_is_one_persons(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    alice.post(f"{couple.own(0)}/signs", {"seen": "missed"})
    assert (pressed(alice, couple.own(0)), pressed(alice, couple.own(1))) == (["missed"], [])


def test_a_colleague_can_note_nothing(cast: Cast) -> None:
    waiting, bob = cast.begin(), log_in(cast, cast.bob)
    assert bob.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "missed"}).status_code == 404
    assert stored(cast, Sign.kind) == []


def test_no_time_left_is_one_tap_there_and_one_back(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **BADLY)
    path = f"/visits/{waiting.visit}"
    assert f'href="{path}?no-time=1"' in alice.get(path).text
    page = alice.get(f"{path}?no-time=1")
    assert "“This matters, and I don't want to rush it.”" in words_of(page)
    assert f'data-source="{path}/live?no-time=1"' in page.text
    assert "This matters" in words_of(alice.get(f"{path}/live?no-time=1"))
    assert "27.9 of 40" in words_of(page)


def test_whoever_declined_is_asked_for_no_other_time(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, decline="yes")
    page = words_of(alice.get(f"/visits/{waiting.visit}?no-time=1"))
    assert "It's completely fine to skip it." in page
    assert "No time left" not in page
    assert "This matters" not in page


@pytest.mark.parametrize("given", [{"safety": "yes"}, {}])
def test_there_is_always_time_for_safety_and_none_is_needed_for_thanks(
    alice: Desk, cast: Cast, given: dict[str, str]
) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **dict.fromkeys(WELL, "9.5"), **given)
    page = words_of(alice.get(f"/visits/{waiting.visit}?no-time=1"))
    assert "No time left" not in page
    assert "This matters" not in page
