"""Webhooks, and the deliveries that acts leave for the process that runs jobs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, select

from kiosk.domain.actors import Role, Staff
from kiosk.domain.jobs import JobKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.webhooks import OF_EVENTS, Cause
from kiosk.storage import jobs
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Delivery, GivenRole, Person, Webhook, table_of

LOG: Final = 20
"""Lines of the log of one webhook that its page shows."""

_HOOKS, _PEOPLE, _ROLES = map(table_of, (Webhook, Person, GivenRole))
WORKING = (
    select(_HOOKS.c.id)
    .join_from(_HOOKS, _PEOPLE, _PEOPLE.c.id == _HOOKS.c.person_id)
    .join(_ROLES, _ROLES.c.person_id == _PEOPLE.c.id)
    .where(
        _HOOKS.c.person_id.in_(bindparam("people", expanding=True)),
        _HOOKS.c.removed_at.is_(None),
        _PEOPLE.c.disabled_at.is_(None),
        _ROLES.c.role == Role.THERAPIST,
    )
)
"""The numbers of those that are told of check-ins of these `people`."""


def causes_of(webhook: Webhook) -> frozenset[Cause]:
    """Return the causes a webhook tells of; a word that is no cause tells of nothing."""
    return frozenset(Cause(word) for word in webhook.causes.split() if word in set(Cause))


def leave_deliveries(
    session: WriteSession, numbers: Iterable[int], told: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Add a delivery for each of these webhooks that is told of one of these events, in their transaction."""
    for number in numbers:
        webhook = session.get_one(Webhook, number)
        for one in told:
            if one["person_id"] == webhook.person_id and one["kind"] in OF_EVENTS and one["shown"] is not None:
                _leave(session, webhook, one, now)


def _leave(session: WriteSession, webhook: Webhook, told: dict[str, Any], now: datetime) -> None:
    check_in = session.get_one(CheckIn, told["check_in_id"]).public_id
    for cause in OF_EVENTS[told["kind"]]:
        if cause in causes_of(webhook):
            _add(session, told["practice_id"], {"webhook_id": webhook.id, "cause": cause, "check_in": check_in}, now)


def leave_trial(session: WriteSession, webhook: Webhook, now: datetime) -> None:
    """Add a delivery that tells of nothing, to see whether it arrives."""
    _add(session, webhook.practice_id, {"webhook_id": webhook.id, "cause": Cause.TRIAL, "check_in": None}, now)


def _add(session: WriteSession, practice_id: int, row: dict[str, Any], now: datetime) -> None:
    """Add one delivery, due at once, and the job that makes it.

    The practice is that of the event: nothing that stands wrong in the webhook's row may take a client's sending away.
    """
    session.add(Delivery(practice_id=practice_id, failures=0, outcome="", at=now, due_at=now, **row))
    wake(session, now)


def wake(session: WriteSession, now: datetime) -> None:
    """Have what is due delivered."""
    jobs.add(session, JobKind.DELIVER, now)


def all_of(session: ReadSession, owner: Staff) -> Sequence[Webhook]:
    """One's own webhooks, the oldest first."""
    query = select(Webhook).where(Webhook.person_id == owner.person_id, Webhook.removed_at.is_(None))
    return session.scalars(query.order_by(Webhook.id)).all()


def webhook_of(session: ReadSession, webhook_id: PublicId, owner: Staff) -> Webhook | None:
    """One of one's own, and of nobody else's."""
    query = select(Webhook).where(Webhook.person_id == owner.person_id, Webhook.removed_at.is_(None))
    return session.scalars(query.where(Webhook.public_id == webhook_id)).one_or_none()


def delivery_of(session: ReadSession, delivery_id: PublicId, owner: Staff) -> Delivery | None:
    """A line of the log of one's own webhooks."""
    query = select(Delivery).join(Delivery.webhook).where(Webhook.person_id == owner.person_id)
    return session.scalars(query.where(Delivery.public_id == delivery_id, Webhook.removed_at.is_(None))).one_or_none()


def log_of(session: ReadSession, webhooks: Collection[int]) -> Sequence[Delivery]:
    """The latest deliveries of these webhooks, the latest first, some of each."""
    place = func.row_number().over(partition_by=Delivery.webhook_id, order_by=Delivery.id.desc()).label("place")
    ranked = select(Delivery.id, place).where(Delivery.webhook_id.in_(webhooks)).subquery()
    latest = select(ranked.c.id).where(ranked.c.place <= LOG)
    return session.scalars(select(Delivery).where(Delivery.id.in_(latest)).order_by(Delivery.id.desc())).all()


def due(session: ReadSession, now: datetime, most: int) -> Sequence[Delivery]:
    """Deliveries whose next attempt is due, of working webhooks, the longest due first."""
    query = select(Delivery).join(Delivery.webhook).where(Delivery.due_at <= now, Webhook.removed_at.is_(None))
    return session.scalars(query.order_by(Delivery.due_at, Delivery.id).limit(most)).all()


def next_due(session: ReadSession) -> datetime | None:
    """The time of the next attempt of any."""
    query = select(func.min(Delivery.due_at)).join(Delivery.webhook).where(Webhook.removed_at.is_(None))
    return session.scalars(query).one()


def is_working(session: ReadSession, webhook: Webhook) -> bool:
    """Return whether it was not removed, and its therapist still is one and can log in."""
    return webhook.id in session.scalars(WORKING, {"people": [webhook.person_id]}).all()


def delete_old(session: WriteSession, before: datetime) -> None:
    """Delete lines of the log that are older and will not be tried again, and then removed webhooks without any."""
    ended = (
        select(Delivery.id)
        .join(Delivery.webhook)
        .where(Delivery.at < before, (Delivery.due_at.is_(None)) | (Webhook.removed_at.is_not(None)))
    )
    session.execute(delete(Delivery).where(Delivery.id.in_(ended)))
    logged = select(Delivery.webhook_id)
    session.execute(delete(Webhook).where(Webhook.removed_at < before, Webhook.id.not_in(logged)))
