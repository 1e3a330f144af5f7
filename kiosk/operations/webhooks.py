"""Delivery of webhooks: signed by Standard Webhooks, at once, and again after a failure for most of a day.

It runs in the process for jobs. Each receiver has a thread of its own, so that none that is slow holds up another.
"""

import base64
import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from kiosk.config import Config
from kiosk.core import settings
from kiosk.domain.actors import Background
from kiosk.domain.audit import Audited
from kiosk.domain.jobs import JobKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.retries import DELIVERED, NOTHING, STATUS
from kiosk.domain.webhooks import Cause
from kiosk.interchange import programs as present
from kiosk.network import Network
from kiosk.operations.attempts import MOST, WITHIN_S, Attempt, note, try_all
from kiosk.outgoing import Outgoing, RequestRefused, send
from kiosk.queries.webhooks import told_of
from kiosk.storage import jobs, webhooks
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import Delivery
from kiosk.storage.work import NewAuditEntry, unit_of_work

GONE: Final = 410


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


def deliver(now: datetime) -> None:
    """Try every delivery that is due, and note what came of each. A message that was cut off is sent again."""
    config = settings()
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
    try_each = partial(_try_each, allowed=config.private_networks)
    _note([*ended, *try_all(to_send.values(), try_each, WITHIN_S)], given, now)
    with unit_of_work(Background(), now) as work:
        if next_due := webhooks.next_due(work.session):
            jobs.add(work.session, JobKind.DELIVER, next_due)


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


def _try_each(messages: Sequence[Message], allowed: Sequence[Network]) -> Iterator[Attempt]:
    """Send one after the other. After a failure the rest waits as long, without being tried."""
    failed = ""
    for message in messages:
        attempt = Attempt(message.delivery, delivered=False, outcome=failed) if failed else _try(message, allowed)
        failed = "" if attempt.delivered else attempt.outcome
        yield attempt


def _try(message: Message, allowed: Sequence[Network]) -> Attempt:
    try:
        at = int(time.time())
        headers = _headers(message, at)
        answer = send(Outgoing("POST", message.url, allowed, headers, message.body))
    except RequestRefused as refused:
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
                note(row, attempt, now)
            if row is not None and attempt.delivered and (client := given.get(row.id)):
                about = str(row.check_in)
                work.audit_entry(NewAuditEntry(row.practice_id, Audited.RESULT_SENT, "check_ins", about, client))
