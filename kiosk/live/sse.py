"""An event as the bytes of a server-sent event stream (WHATWG HTML, section 9.2)."""

import json
from typing import Final

from kiosk.storage.events import Happened

RETRY_MS: Final = 2_000
HEARTBEAT: Final = b"event: heartbeat\ndata: \n\n"


def hello(newest: int) -> bytes:
    """The first message: how soon to come back, and from where; a page that hears it looks once at what it shows."""
    return f"retry: {RETRY_MS}\nid: {newest}\nevent: hello\ndata: \n\n".encode()


def message(happened: Happened) -> bytes:
    """One event: a number, a kind and a visit, and never a text or a score."""
    data = json.dumps({"kind": happened.kind, "visit": happened.visit_id}, separators=(",", ":"))
    return f"id: {happened.id}\nevent: check-in\ndata: {data}\n\n".encode()


def last_id(header: str | None) -> int | None:
    """The number in a Last-Event-ID header, or None when there is none to go by."""
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 19 else None  # noqa: PLR2004
