"""An event as the bytes of a server-sent event stream (WHATWG HTML, section 9.2)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from kiosk.storage.events import Happened

EVENT_ID: Final = re.compile(r"([0-9a-f]{16})-([0-9]{1,18})-([0-9]{1,15})", re.ASCII)
RETRY_MS: Final = 2_000
NOTHING: Final = b":\n\n"
"""A comment, which whoever listens passes over."""
HEARTBEAT: Final = b"event: heartbeat\ndata: \n\n"


@dataclass(frozen=True, slots=True)
class EventId:
    """The id of an event within one epoch: of the last one that a page has heard."""

    epoch: str
    number: int
    """0 before the first."""
    at_ms: int = 0
    """The time of the event, in ms since 1970: in a restored database, another event may have this number."""

    @classmethod
    def after(cls, epoch: str, happened: Happened | None) -> Self:
        """The id of that event; None for the beginning."""
        return cls(epoch, happened.id, int(happened.at.timestamp() * 1000)) if happened else cls(epoch, 0)

    def __str__(self) -> str:
        """As the id of a message, which a page gives back as Last-Event-ID."""
        return f"{self.epoch}-{self.number}-{self.at_ms}"


def hello(last: EventId, *, follows: bool = True) -> bytes:
    """The first message: how soon to come back, and from where; a page that hears it looks once at what it shows.

    Its data is the epoch. A page that heard another one before loads itself anew, as it does for the empty one:
    what it heard last does not follow from this database.
    """
    data = last.epoch if follows else ""
    return f"retry: {RETRY_MS}\nid: {last}\nevent: hello\ndata: {data}\n\n".encode()


def message(epoch: str, happened: Happened) -> bytes:
    """One event: a number, a kind and a visit, and never a text or a score."""
    data = json.dumps({"kind": happened.kind, "visit": happened.visit}, separators=(",", ":"))
    return f"id: {EventId.after(epoch, happened)}\nevent: check-in\ndata: {data}\n\n".encode()


def event(name: EventId, kind: str, data: Mapping[str, str]) -> bytes:
    """One event for a program, by its kind."""
    return f"id: {name}\nevent: {kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def last_event_id(header: str | None) -> EventId | None:
    """The id in a Last-Event-ID header, or None when there is none to go by."""
    found = EVENT_ID.fullmatch(header or "")
    return EventId(found[1], int(found[2]), int(found[3])) if found else None
