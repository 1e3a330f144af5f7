"""Delivery of webhooks: signed by Standard Webhooks, at once, and again after a failure for most of a day.

It runs in the process for jobs. Each receiver has a thread of its own, so that none that is slow holds up another.
"""

import base64
import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from queue import Empty, Queue
from threading import Thread
from typing import Any, Final

from flask import current_app

from kiosk.config import Config
from kiosk.domain.actors import Background
from kiosk.domain.audit import Audited
from kiosk.domain.jobs import JobKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.webhooks import DELIVERED, Cause, pause_after
from kiosk.interchange import programs as present
from kiosk.network import Network
from kiosk.outgoing import Fault, Outgoing, Refused, send
from kiosk.queries.webhooks import told_of
from kiosk.storage import jobs, webhooks
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Delivery
from kiosk.storage.work import Entry, unit_of_work

MOST: Final = 200
"""Deliveries of one run; the next one follows at once."""
WITHIN_S: Final = 60.0
"""Seconds after which a receiver that has not answered by then has failed, in this run."""
GONE: Final = 410
NOTHING: Final = "nothing"
"""The outcome where there is nothing to tell: it was erased, is still held, or is none of what was chosen."""
STATUS: Final = "status"
"""Before the status of an answer."""


@dataclass(frozen=True)
class Message:
    """One message for a receiver."""

    delivery: int
    name: str
    url: str
    secret: str
    body: bytes
    client: PublicId | None = None
    """The client whose answer is in it, for the audit log; None where none is."""


@dataclass(frozen=True)
class Attempt:
    """Outcome of one delivery; `is_final` where trying again cannot help."""

    delivery: int
    delivered: bool
    outcome: str
    is_final: bool = False


def deliver(now: datetime) -> None:
    """Try every delivery that is due, and note what came of each. A message that was cut off is sent again."""
    config = _config()
    found = webhooks.due(reading(), now, MOST)
    to_send, ended = defaultdict[int, list[Message]](list), list[Attempt]()
    for one in found:
        message = _message(one, config, now) if webhooks.is_working(reading(), one.webhook) else None
        if message is None:
            ended.append(Attempt(one.id, delivered=False, outcome=NOTHING, is_final=True))
        else:
            to_send[one.webhook_id].append(message)
    look_again()
    given = {each.delivery: each.client for messages in to_send.values() for each in messages if each.client}
    _note([*ended, *_try_all(list(to_send.values()), config.private_networks)], given, now)
    with unit_of_work(Background(), now) as work:
        if next_due := webhooks.next_due(work.session):
            jobs.add(work.session, JobKind.DELIVER, next_due)


def _config() -> Config:
    found = current_app.extensions["kiosk-config"]
    if not isinstance(found, Config):
        raise TypeError("The app was made without its settings: use create_app.")
    return found


def signature(secret: str, message_id: str, at: int, body: bytes) -> str:
    """The signature of a message by the scheme v1 of Standard Webhooks: HMAC-SHA256 of id, time and body."""
    signed = b".".join((message_id.encode(), str(at).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(base64.b64decode(secret), signed, hashlib.sha256)).decode()


def _message(one: Delivery, config: Config, now: datetime) -> Message | None:
    webhook, data, client = one.webhook, dict[str, Any](), None
    if one.cause != Cause.TRIAL:
        found = told_of(webhook, one, now)
        if found is None:
            return None
        seen = found.check_in.check_in
        data = {"check_in": seen.id, "visit": seen.visit, "client_id": seen.client}
        data["url"] = f"{config.address}/visits/{seen.visit}"
        if found.severity is not None:
            data["severity"] = found.severity
        if webhook.with_content:
            data["content"] = asdict(present.check_in(found.check_in, config.address))
            client = seen.client if seen.result else None
    said = {"type": one.cause, "timestamp": one.at.isoformat(), "data": data}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return Message(one.id, f"msg_{one.public_id}", webhook.url, webhook.secret, body, client)


def _try_all(receivers: Sequence[Sequence[Message]], allowed: Sequence[Network]) -> Sequence[Attempt]:
    """Send to each receiver in a thread; what has not come back in time has failed."""
    came: Queue[Attempt] = Queue()
    open_ones = {message.delivery for messages in receivers for message in messages}
    for messages in receivers:
        Thread(target=_try_each, args=(messages, allowed, came), daemon=True).start()
    attempts, ends = list[Attempt](), time.monotonic() + WITHIN_S
    while open_ones:
        try:
            attempt = came.get(timeout=max(0.0, ends - time.monotonic()))
        except Empty:
            break
        attempts.append(attempt)
        open_ones.discard(attempt.delivery)
    return [*attempts, *(Attempt(each, delivered=False, outcome=Fault.SILENT) for each in open_ones)]


def _try_each(messages: Sequence[Message], allowed: Sequence[Network], came: "Queue[Attempt]") -> None:
    """Send one after the other. After a failure the rest waits as long, without being tried."""
    failed = ""
    for message in messages:
        attempt = Attempt(message.delivery, delivered=False, outcome=failed) if failed else _try(message, allowed)
        failed = "" if attempt.delivered else attempt.outcome
        came.put(attempt)


def _try(message: Message, allowed: Sequence[Network]) -> Attempt:
    try:
        at = int(time.time())
        headers = _headers(message, at)
        answer = send(Outgoing("POST", message.url, allowed, headers, message.body))
    except Refused as refused:
        return Attempt(message.delivery, delivered=False, outcome=refused.fault)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is this receiver's alone
        return Attempt(message.delivery, delivered=False, outcome=type(error).__name__)
    delivered = answer.status in DELIVERED
    return Attempt(message.delivery, delivered, f"{STATUS} {answer.status}", is_final=answer.status == GONE)


def _headers(message: Message, at: int) -> Mapping[str, str]:
    return {
        "Content-Type": "application/json",
        "webhook-id": message.name,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(message.secret, message.name, at, message.body),
    }


def _note(attempts: Sequence[Attempt], given: Mapping[int, PublicId], now: datetime) -> None:
    """Write down what came of each; the log of the practice says whose answer was given away."""
    with unit_of_work(Background(), now) as work:
        for attempt in attempts:
            row = work.session.get(Delivery, attempt.delivery)
            if row is not None:
                _note_one(row, attempt, now)
            if row is not None and attempt.delivered and (client := given.get(row.id)):
                about = str(row.check_in)
                work.audit_entry(Entry(row.practice_id, Audited.RESULT_SENT, "check_ins", about, client))


def _note_one(row: Delivery, attempt: Attempt, now: datetime) -> None:
    row.outcome = attempt.outcome
    if attempt.delivered:
        row.delivered_at, row.due_at = now, None
        return
    row.failures += 1
    pause: timedelta | None = None if attempt.is_final else pause_after(row.failures)
    row.due_at = now + pause if pause else None
