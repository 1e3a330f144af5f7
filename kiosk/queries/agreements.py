"""Agreements of supervision: those of a person, and with whom more can be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, may, require
from kiosk.domain.public_ids import PublicId
from kiosk.storage import supervision
from kiosk.storage.db import reading
from kiosk.storage.tables import Supervision


@dataclass(frozen=True)
class Agreement:
    """An agreement that holds: of whom, with whom, since when."""

    id: PublicId
    therapist: str
    supervisor: str
    agreed_at: datetime
    is_mine: bool
    """True for the therapist, False for the supervisor."""


@dataclass(frozen=True)
class NamedSupervisor:
    """A supervisor with whom an agreement can be made."""

    id: PublicId
    name: str


@dataclass(frozen=True)
class Agreements:
    """The agreements of one person, and with whom more can be made."""

    held: Sequence[Agreement]
    supervisors: Sequence[NamedSupervisor]


def see_agreements(actor: Staff) -> Agreements:
    """The agreements of this person; supervisors to choose from where they are a therapist."""
    require(actor, Permission.KEEP_ACCOUNT)
    session = reading()
    held = [agreement_of(one, actor) for one in supervision.of_person(session, actor)]
    there = supervision.supervisors(session, actor.practice_id) if may(actor, Permission.ASK_CLIENTS) else ()
    mine = {one.supervisor for one in held if one.is_mine}
    others = [
        NamedSupervisor(one.public_id, one.name) for one in there if one.id != actor.person_id and one.name not in mine
    ]
    return Agreements(held, others)


def agreement_of(one: Supervision, actor: Staff) -> Agreement:
    """Read one agreement as this person sees it."""
    is_mine = one.therapist_id == actor.person_id
    return Agreement(one.public_id, one.therapist.name, one.supervisor.name, one.agreed_at, is_mine)
