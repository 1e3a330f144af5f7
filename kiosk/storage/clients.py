"""One client with one therapist: their check-ins, pauses, and the codes of others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, false, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kiosk.domain.actors import Therapist
from kiosk.domain.lifecycle import State
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.storage.scope import left_clients, own_clients
from kiosk.storage.sealed import part_of
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Pause, Response, Tablet, Visit

MOST = 200
"""The most check-ins that are read: years of weekly sessions."""


def client_of(session: ReadSession, client_id: PublicId, therapist: Therapist) -> Client | None:
    """A client, if it is this therapist's own."""
    return session.scalars(own_clients(select(Client), therapist).where(Client.public_id == client_id)).one_or_none()


def left_client_of(session: ReadSession, client_id: PublicId, practice_id: int) -> Client | None:
    """A client of this practice, if their therapist can no longer log in."""
    found = left_clients(select(Client), practice_id).where(Client.public_id == client_id)
    return session.scalars(found).one_or_none()


def latest_codes(session: ReadSession, therapist: Therapist) -> Sequence[str]:
    """The codes of this therapist's clients, those added last first; as many as a list to choose from can hold."""
    own = own_clients(select(Client.code), therapist).where(Client.merged_into_id.is_(None))
    return session.scalars(own.order_by(Client.id.desc()).limit(MOST)).all()


def codes_and_ids(session: ReadSession, therapist: Therapist) -> Sequence[tuple[PublicId, str]]:
    """The ids and codes of this therapist's clients, by their codes, without those that were merged."""
    own = own_clients(select(Client.public_id, Client.code), therapist).where(Client.merged_into_id.is_(None))
    return [(one, code) for one, code in session.execute(own.order_by(Client.code, Client.id))]


def page_of(session: ReadSession, therapist: Therapist, after: Client | None, most: int) -> Sequence[Client]:
    """This therapist's clients in the order in which they were added, those after that one."""
    found = own_clients(select(Client), therapist).order_by(Client.id).limit(most)
    return session.scalars(found.where(Client.id > after.id) if after else found).all()


def check_ins_of(session: ReadSession, client: Client, most: int = MOST, skip: int = 0) -> Sequence[CheckIn]:
    """This client's latest check-ins but for `skip` of them, with their therapist or one before, oldest first."""
    latest = _whole(client).order_by(CheckIn.begun_at.desc(), CheckIn.id.desc())
    return session.scalars(latest.limit(most).offset(skip)).all()[::-1]


def check_ins_after(session: ReadSession, client: Client, after: CheckIn | None, most: int) -> Sequence[CheckIn]:
    """This client's check-ins that were begun after that one, or from the first on, oldest first."""
    found = _whole(client).order_by(CheckIn.begun_at, CheckIn.id).limit(most)
    if after:
        found = found.where(tuple_(CheckIn.begun_at, CheckIn.id) > tuple_(after.begun_at, after.id))
    return session.scalars(found).all()


def check_in_of(session: ReadSession, client: Client, check_in_id: PublicId) -> CheckIn | None:
    """This client's check-in of that public id."""
    return session.scalars(
        select(CheckIn).where(CheckIn.client_id == client.id, CheckIn.public_id == check_in_id)
    ).one_or_none()


def _whole(client: Client) -> Select[CheckIn]:
    """The check-ins of a client that count, with all that belongs to each."""
    return (
        select(CheckIn)
        .join(CheckIn.visit)
        .where(CheckIn.client_id == client.id, CheckIn.counts)
        .options(
            contains_eager(CheckIn.visit),
            joinedload(CheckIn.client),
            joinedload(CheckIn.response),
            selectinload(CheckIn.repairs),
        )
        .options(selectinload(CheckIn.safety_records))
    )


def first_held_of(session: ReadSession, client: Client) -> CheckIn | None:
    """The first of this client's check-ins whose answer waits to be asked for."""
    held = select(CheckIn).join(CheckIn.response).where(CheckIn.client_id == client.id, CheckIn.counts)
    return session.scalars(held.where(~CheckIn.is_revealed).order_by(CheckIn.begun_at, CheckIn.id).limit(1)).first()


@dataclass(frozen=True)
class Outline:
    """One check-in as a long history needs it: what was answered with, and the total, without what it says."""

    part: str
    begun_at: datetime
    is_former: bool
    """True where it was with the therapist before."""
    is_held: bool
    is_declined: bool
    measure: str | None
    """None where nothing was answered, as are `version`, `marked` and `marks` then."""
    version: int | None
    marked: str | None
    marks: Mapping[str, int] | None
    total: int | None
    """In tenths."""


def outlines_of(session: ReadSession, client: Client) -> Sequence[Sequence[Any]]:
    """The values of an `Outline` for each of this client's check-ins, oldest first."""
    query = (
        select(
            CheckIn.part,
            CheckIn.begun_at,
            Visit.therapist_id != client.therapist_id,
            Response.id.is_not(None) & ~CheckIn.is_revealed,
            func.coalesce(Response.declined, false()),
            Response.measure,
            Response.measure_version,
            Response.marked,
            Response.answer,
        )
        .join(CheckIn.visit)
        .outerjoin(CheckIn.response)
        .where(CheckIn.client_id == client.id, CheckIn.counts)
    )
    rows = session.execute(query.order_by(CheckIn.begun_at, CheckIn.id))
    return [(*told, part_of(answer, "marks"), part_of(answer, "total")) for *told, answer in rows]


@dataclass(frozen=True)
class KnownCode:
    """The code of a client, and whether they are paused."""

    code: str
    is_paused: bool


def codes_of(session: ReadSession, therapist: Therapist, most: int) -> Sequence[Client]:
    """This therapist's clients, the newest first."""
    return session.scalars(
        own_clients(select(Client), therapist)
        .where(Client.merged_into_id.is_(None))
        .order_by(Client.id.desc())
        .limit(most)
        .options(selectinload(Client.open_pauses))
    ).all()


def codes_like(session: ReadSession, therapist: Therapist, codes: Collection[str]) -> Sequence[KnownCode]:
    """The codes of this therapist's clients that look like one of these, or are one."""
    paused = exists().where(Pause.client_id == Client.id, Pause.ended_at.is_(None))
    alike = own_clients(select(Client.code, paused), therapist).where(Client.look_index.in_(codes))
    return [KnownCode(code, is_paused) for code, is_paused in session.execute(alike.order_by(Client.id))]


@dataclass(frozen=True)
class LastAsked:
    """The last form and place of a client for sessions of one kind; withdrawn starts and imports are left out."""

    check_in: int
    kind: str
    measure: str
    version: int
    place: str
    tablet: Tablet | None
    """The tablet that showed the form, unless it is switched off by now; None for their own phone."""


def last_asked(
    session: ReadSession, therapist: Therapist, codes: Collection[str]
) -> Mapping[str, Mapping[str, LastAsked]]:
    """The last form and place of each of this therapist's clients, by code and by kind of session."""
    own = own_clients(select(func.max(CheckIn.id)).join(CheckIn.client).join(CheckIn.visit), therapist)
    latest = own.where(
        Client.code_index.in_(codes),
        CheckIn.part == Part.CLOSING,
        CheckIn.state != State.WITHDRAWN,
        CheckIn.counts,
        Visit.import_id.is_(None),
    )
    switched_on = and_(Tablet.id == CheckIn.tablet_id, Tablet.switched_off_at.is_(None))
    rows = session.execute(
        select(
            Client.code,
            CheckIn.id,
            Visit.kind,
            CheckIn.measure,
            CheckIn.measure_version,
            Visit.place,
            Tablet,
        )
        .join(CheckIn.client)
        .join(CheckIn.visit)
        .outerjoin(Tablet, switched_on)
        .where(CheckIn.id.in_(latest.group_by(CheckIn.client_id, Visit.kind)))
    )
    found: dict[str, dict[str, LastAsked]] = {}
    for code, check_in, kind, measure, version, place, tablet in rows:
        found.setdefault(code, {})[kind] = LastAsked(check_in, kind, measure, version, place, tablet)
    return found


def count_visits(session: ReadSession, client: Client, after: datetime | None = None) -> int:
    """Count this client's sessions here, all or those since `after`; withdrawn and imported ones are left out."""
    query = (
        select(func.count(CheckIn.visit_id.distinct()))
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .where(
            CheckIn.client_id == client.id,
            CheckIn.state != State.WITHDRAWN,
            CheckIn.counts,
            Visit.import_id.is_(None),
        )
    )
    return session.scalars(query if after is None else query.where(CheckIn.begun_at > after)).one()


def pauses_of(session: ReadSession, client: Client) -> Sequence[Pause]:
    """Every time in which this client was not asked, oldest first."""
    return session.scalars(select(Pause).where(Pause.client_id == client.id).order_by(Pause.begun_at, Pause.id)).all()


def merged_ids(session: ReadSession, client: Client) -> Sequence[PublicId]:
    """The public ids of the clients who were merged into this one."""
    return session.scalars(select(Client.public_id).where(Client.merged_into_id == client.id)).all()
