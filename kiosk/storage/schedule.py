"""Saved groups and expected sessions of a therapist."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import own_groups, own_plans
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, Plan, SavedGroup, SavedMember

_PEOPLE = joinedload(SavedGroup.members).joinedload(SavedMember.client)
_WITH_PEOPLE = (
    joinedload(Plan.client).joinedload(Client.open_pauses),
    joinedload(Plan.group).joinedload(SavedGroup.members).joinedload(SavedMember.client).joinedload(Client.open_pauses),
)


def plans_from(session: ReadSession, therapist: Therapist, day: date, until: date = date.max) -> Sequence[Plan]:
    """This therapist's plans that may still be expected from that day on, the earliest of a day first.

    Those of one day alone up to `until`, of which a calendar may have hundreds.
    """
    query = own_plans(select(Plan), therapist).where(
        or_(Plan.ended_on.is_(None), Plan.ended_on > day), or_(Plan.weekly, Plan.first_on.between(day, until))
    )
    return session.scalars(query.order_by(Plan.minute, Plan.id).options(*_WITH_PEOPLE)).unique().all()


def plan_of(session: ReadSession, plan_id: PublicId, therapist: Therapist) -> Plan | None:
    """A plan, if it is this therapist's own."""
    return session.scalars(own_plans(select(Plan), therapist).where(Plan.public_id == plan_id)).one_or_none()


def groups_of(session: ReadSession, therapist: Therapist) -> Sequence[SavedGroup]:
    """This therapist's saved groups with their people, in the order in which they were saved."""
    query = own_groups(select(SavedGroup), therapist).where(SavedGroup.ended_at.is_(None))
    return session.scalars(query.order_by(SavedGroup.id).options(_PEOPLE)).unique().all()


def group_of(session: ReadSession, group_id: PublicId, therapist: Therapist) -> SavedGroup | None:
    """A saved group, if it is this therapist's own and still there."""
    found = [group for group in groups_of(session, therapist) if group.public_id == group_id]
    return found[0] if found else None
