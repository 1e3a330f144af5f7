"""Webhooks as their therapist sees them, with the log of each; and what each may be told of a check-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import ByToken, Scope, Staff
from kiosk.domain.lifecycle import State
from kiosk.domain.permissions import Permission, require
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import NotFound, Unreadable
from kiosk.domain.webhooks import Cause
from kiosk.queries.programs import ProgramCheckIn, check_in_since
from kiosk.queries.readable import each
from kiosk.queries.results import Result
from kiosk.storage import webhooks
from kiosk.storage.db import reading
from kiosk.storage.tables import Delivery, Webhook


@dataclass(frozen=True)
class SeenDelivery:
    """One line of the log; `due_at` is the time of the next attempt, None where there is none."""

    id: PublicId
    cause: Cause
    at: datetime
    due_at: datetime | None
    failures: int
    outcome: str
    delivered_at: datetime | None


@dataclass(frozen=True)
class SeenWebhook:
    """One webhook without its secret."""

    id: PublicId
    name: str
    url: str
    causes: frozenset[Cause]
    severity: int
    with_content: bool
    made_at: datetime
    log: Sequence[SeenDelivery]


@dataclass(frozen=True)
class ToldOf:
    """A check-in as one webhook is told of it: `severity` of its most severe signal, where that is told."""

    check_in: ProgramCheckIn
    severity: int | None


def see_webhooks(actor: Staff) -> Sequence[SeenWebhook]:
    """Read one's own webhooks, the oldest first, each with the latest lines of its log."""
    require(actor, Permission.MAKE_TOKENS)
    found = webhooks.all_of(reading(), actor)
    lines = webhooks.log_of(reading(), [one.id for one in found]) if found else ()
    return each(found, lambda one: _seen(one, [line for line in lines if line.webhook_id == one.id]))[0]


def told_of(webhook: Webhook, delivery: Delivery, now: datetime) -> ToldOf | None:
    """Return what to tell of a check-in; None where it is gone, or this webhook is not told of such a thing."""
    scopes = frozenset({Scope.READ_RESULTS, Scope.READ_WORDS})
    actor = ByToken(0, webhook.person_id, webhook.practice_id, scopes)
    if delivery.check_in is None:
        return None
    try:
        found = check_in_since(actor, webhook.made_at, delivery.check_in, now)
    except NotFound:
        return None
    result = found.check_in.outcome
    match Cause(delivery.cause):
        case Cause.SIGNAL:
            severity = max((one.severity for one in result.signals), default=0) if isinstance(result, Result) else 0
            return ToldOf(found, severity) if severity >= webhook.severity else None
        case Cause.DECLINED:
            return ToldOf(found, None) if found.check_in.state is State.DECLINED else None
        case _:
            return ToldOf(found, None)


def _seen(one: Webhook, lines: Sequence[Delivery]) -> SeenWebhook:
    log, _ = each(lines, _line)
    causes = webhooks.causes_of(one)
    return SeenWebhook(one.public_id, one.name, one.url, causes, one.severity, one.with_content, one.made_at, log)


def _line(line: Delivery) -> SeenDelivery:
    if not public_id(line.public_id):
        raise Unreadable
    return SeenDelivery(
        line.public_id, Cause(line.cause), line.at, line.due_at, line.failures, line.outcome, line.delivered_at
    )
