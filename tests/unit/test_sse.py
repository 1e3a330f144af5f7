"""An event as bytes: a place, a kind, a visit; and a Last-Event-ID that is only ever a place."""

import json
from datetime import UTC, datetime

import pytest

from kiosk.domain.public_ids import PublicId
from kiosk.live import sse
from kiosk.live.sse import EventId
from kiosk.storage.events import Happened

ID = PublicId("7c" * 16)
EPOCH = "0123456789abcdef"
AT = datetime(2026, 6, 3, 14, 48, 0, 123_456, tzinfo=UTC)
AT_MS = 1_780_498_080_123


def test_a_message_is_a_number_a_kind_and_a_visit() -> None:
    lines = sse.message(EPOCH, Happened(12, person_id=3, visit=ID, kind="sent", at=AT)).decode().split("\n")
    assert lines[:2] == [f"id: {EPOCH}-12-{AT_MS}", "event: check-in"]
    assert json.loads(lines[2].removeprefix("data: ")) == {"kind": "sent", "visit": ID}
    assert lines[3:] == ["", ""]


def test_a_kind_cannot_break_out_of_its_line() -> None:
    message = sse.message(EPOCH, Happened(1, 1, ID, "sent\n\nevent: evil", AT)).decode()
    assert message.count("\n") == 4


def test_the_first_message_says_how_soon_to_come_back_and_from_where() -> None:
    assert (
        sse.hello(EventId(EPOCH, 41, 7)).decode() == f"retry: 2000\nid: {EPOCH}-41-7\nevent: hello\ndata: {EPOCH}\n\n"
    )


def test_a_page_from_another_database_is_told_no_epoch_that_it_knows() -> None:
    assert b"\ndata: \n" in sse.hello(EventId(EPOCH, 41, 7), follows=False)


def test_a_heartbeat_moves_no_number() -> None:
    assert b"id:" not in sse.HEARTBEAT
    assert sse.HEARTBEAT.endswith(b"\n\n")


@pytest.mark.parametrize("number", ["0", "41", "9" * 18])
def test_a_place_is_read_as_it_was_written(number: str) -> None:
    assert sse.last_event_id(f"{EPOCH}-{number}-7") == EventId(EPOCH, int(number), 7)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "41",
        "-41",
        f"{EPOCH}-1",
        f"{EPOCH}--7",
        f"{EPOCH}--1-7",
        f"{EPOCH}-1.0-7",
        f"{EPOCH}- 1-7",
        f"{EPOCH}-\u0661-7",
        f"{EPOCH}-\u00b2-7",
        f"{EPOCH}-{'9' * 19}-7",
        f"{EPOCH}-1-{'9' * 16}",
        f"{EPOCH}-1-7\n",
        f"{EPOCH}0-1-7",
        f"{EPOCH.upper()}-1-7",
    ],
)
def test_nothing_else_is_a_place(header: str | None) -> None:
    assert sse.last_event_id(header) is None
