"""An event as bytes: a number, a kind, a visit; and a Last-Event-ID that is only ever a number."""

import json

import pytest

from kiosk.live import sse
from kiosk.storage.events import Happened


def test_a_message_is_a_number_a_kind_and_a_visit() -> None:
    lines = sse.message(Happened(12, person_id=3, visit_id=7, kind="sent")).decode().split("\n")
    assert lines[:2] == ["id: 12", "event: check-in"]
    assert json.loads(lines[2].removeprefix("data: ")) == {"kind": "sent", "visit": 7}
    assert lines[3:] == ["", ""]


def test_a_kind_cannot_break_out_of_its_line() -> None:
    message = sse.message(Happened(1, 1, 1, "sent\n\nevent: evil")).decode()
    assert message.count("\n") == 4


def test_the_first_message_says_how_soon_to_come_back_and_from_where() -> None:
    assert sse.hello(41) == b"retry: 2000\nid: 41\nevent: hello\ndata: \n\n"


def test_a_heartbeat_moves_no_number() -> None:
    assert b"id:" not in sse.HEARTBEAT
    assert sse.HEARTBEAT.endswith(b"\n\n")


@pytest.mark.parametrize(
    ("header", "number"),
    [("0", 0), ("41", 41), ("9" * 18, 10**18 - 1), ("9" * 19, None), (None, None), ("", None), ("-1", None)],
)
def test_only_a_number_is_a_place_to_go_on_from(header: str | None, number: int | None) -> None:
    assert sse.last_id(header) == number


@pytest.mark.parametrize("header", ["1.0", " 1", "\u0661", "x", "\u00b2"])
def test_nothing_else_is_a_number(header: str) -> None:
    assert sse.last_id(header) is None
