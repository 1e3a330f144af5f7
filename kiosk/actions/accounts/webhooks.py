"""Making, trying and removing webhooks, by which programs are told of a therapist's check-ins."""

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.actions.exchange.typed_addresses import check_address
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.webhooks import CHOSEN, SEVERITIES
from kiosk.network import Network
from kiosk.storage import webhooks
from kiosk.storage.tables import Webhook
from kiosk.storage.work import Work, unit_of_work

PREFIX: Final = "whsec_"
"""It begins every secret, by Standard Webhooks."""
SECRET_BYTES: Final = 32
LONGEST_NAME: Final = 40
LONGEST_URL: Final = 1_000
MOST: Final = 10
"""Webhooks of one therapist."""
ADDRESS: Final = phrase("Type the whole address, as in https://example.org/hook.")


@dataclass(frozen=True)
class WantedWebhook:
    """A webhook as it is asked for."""

    name: str
    url: str
    causes: Collection[str]
    severity: int = 2
    with_content: bool = False


def make_webhook(actor: Staff, wanted: WantedWebhook, allowed: Collection[Network], now: datetime) -> str:
    """Make one for one's own check-ins; gives the secret by which its messages are signed. Raises Invalid, Conflict."""
    require(actor, Permission.MAKE_TOKENS)
    check_webhook(wanted, allowed)
    secret = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    with unit_of_work(actor, now) as work:
        if len(webhooks.all_of(work.session, actor)) >= MOST:
            raise Conflict(phrase("There are %(most)s webhooks. Remove one first.", most=MOST))
        webhook = Webhook(
            practice_id=actor.practice_id,
            person_id=actor.person_id,
            name=_tidy(wanted.name),
            url=wanted.url.strip(),
            secret=secret,
            causes=" ".join(cause for cause in CHOSEN if cause in wanted.causes),
            severity=wanted.severity,
            with_content=wanted.with_content,
            made_at=now,
        )
        work.session.add(webhook)
        work.session.flush()
        work.audit(Audited.WEBHOOK_MADE, webhook)
    return PREFIX + secret


def check_webhook(wanted: WantedWebhook, allowed: Collection[Network]) -> None:
    """Refuse what cannot be made. Raises Invalid."""
    name = _tidy(wanted.name)
    if not name:
        raise Invalid(phrase("Give the receiver a name. Clients may read it on the form."), "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(phrase("Use %(most)s characters at most.", most=LONGEST_NAME), "name")
    check_address(wanted.url.strip(), allowed, LONGEST_URL, ADDRESS)
    if not wanted.causes or set(wanted.causes) - set(CHOSEN):
        raise Invalid(phrase("Choose what it is told of."), "causes")
    if wanted.severity not in SEVERITIES:
        raise Invalid(phrase("Choose from which severity on."), "severity")


def remove_webhook(actor: Staff, webhook_id: PublicId, now: datetime) -> None:
    """Let it be told nothing any more. Raises NotFound."""
    with unit_of_work(actor, now) as work:
        webhook = _found(work, actor, webhook_id)
        webhook.removed_at, webhook.secret = now, ""
        work.audit(Audited.WEBHOOK_REMOVED, webhook)


def try_webhook(actor: Staff, webhook_id: PublicId, now: datetime) -> None:
    """Send a message that tells of nothing. Raises NotFound."""
    with unit_of_work(actor, now) as work:
        webhooks.leave_trial(work.session, _found(work, actor, webhook_id), now)


def send_again(actor: Staff, delivery_id: PublicId, now: datetime) -> None:
    """Send a message of the log once more, under the same id, by which a receiver knows it. Raises NotFound."""
    require(actor, Permission.MAKE_TOKENS)
    with unit_of_work(actor, now) as work:
        delivery = webhooks.delivery_of(work.session, delivery_id, actor)
        if delivery is None:
            raise NotFound
        delivery.due_at, delivery.failures = now, 0
        webhooks.wake(work.session, now)


def _found(work: Work, actor: Staff, webhook_id: PublicId) -> Webhook:
    require(actor, Permission.MAKE_TOKENS)
    webhook = webhooks.webhook_of(work.session, webhook_id, actor)
    if webhook is None:
        raise NotFound
    return webhook


def _tidy(name: str) -> str:
    return " ".join(name.split())
