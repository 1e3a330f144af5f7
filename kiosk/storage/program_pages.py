"""Check-ins and clients of a therapist as programs search them: by what they are of and when they changed, in pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from kiosk.domain.actors import Therapist
from kiosk.domain.corrections import CorrectionKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.storage.scope import own_check_ins, own_clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Correction, Erasure, Response, Visit

Changes: TypeAlias = Mapping[int, datetime]
"""The time at which each row changed last, by its number."""


@dataclass(frozen=True)
class Changed:
    """A time within which something changed last: from `begin` on and before `end`, where they are given."""

    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class CheckInSearch:
    """The conditions of a search for check-ins; all that are given must hold."""

    check_in: PublicId | None = None
    client: PublicId | None = None
    visit: PublicId | None = None
    of_several: bool | None = None
    """True or false for sessions with several people, or with one; None for all."""
    changed: Changed = Changed()
    is_answered: bool = False
    is_session: bool = False
    """True for sessions: the first check-in of each client in each, by when anything changed in that session."""


@dataclass(frozen=True)
class SoughtClients:
    """The conditions of a search for clients; all that are given must hold."""

    client: PublicId | None = None
    code: str | None = None
    changed: Changed = Changed()


def check_ins(  # noqa: PLR0913 -- whose, which, and which page of them
    session: ReadSession,
    therapist: Therapist,
    sought: CheckInSearch,
    after: CheckIn | None,
    most: int,
    *,
    now: datetime,
) -> Sequence[CheckIn]:
    """Check-ins of this therapist in the order in which they were added, those that were set aside too.

    `after` is the last of the page before.
    """
    found = _own(therapist).where(*_conditions(sought, therapist, now))
    if after:
        found = found.where(CheckIn.id > after.id)
    return session.scalars(found.order_by(CheckIn.id).limit(most)).all()


def check_in_of(session: ReadSession, therapist: Therapist, check_in_id: PublicId) -> CheckIn | None:
    """One of them."""
    return session.scalars(_own(therapist).where(CheckIn.public_id == check_in_id)).one_or_none()


def clients(
    session: ReadSession, therapist: Therapist, sought: SoughtClients, after: Client | None, most: int
) -> Sequence[Client]:
    """Clients of this therapist in the order in which they were added, merged ones too."""
    found = own_clients(select(Client), therapist).where(*_within(sought.changed, _client_changed))
    if sought.client is not None:
        found = found.where(Client.public_id == sought.client)
    if sought.code is not None:
        found = found.where(Client.code_index == sought.code)
    if after:
        found = found.where(Client.id > after.id)
    return session.scalars(found.order_by(Client.id).limit(most)).all()


def _own(therapist: Therapist) -> Select[CheckIn]:
    found = select(CheckIn).join(CheckIn.visit).outerjoin(CheckIn.response)
    everybody = selectinload(Visit.check_ins).options(joinedload(CheckIn.client), joinedload(CheckIn.response))
    load = (
        contains_eager(CheckIn.visit).options(everybody),
        joinedload(CheckIn.client),
        contains_eager(CheckIn.response),
        selectinload(CheckIn.repairs),
    )
    return own_check_ins(found, therapist).options(*load)


def _conditions(sought: CheckInSearch, therapist: Therapist, now: datetime) -> Iterable[ColumnElement[bool]]:
    if sought.check_in is not None:
        yield CheckIn.public_id == sought.check_in
    if sought.client is not None:
        yield CheckIn.client_id.in_(select(Client.id).where(Client.public_id == sought.client))
    if sought.visit is not None:
        yield Visit.public_id == sought.visit
    if sought.of_several is not None:
        yield (Visit.kind != ONE_CLIENT) if sought.of_several else (Visit.kind == ONE_CLIENT)
    if sought.is_answered:
        yield Response.id.is_not(None)
    if sought.is_session:
        other = aliased(CheckIn)
        same = and_(other.visit_id == CheckIn.visit_id, other.client_id == CheckIn.client_id)
        yield ~exists().where(same, other.id < CheckIn.id)
        yield from _within(sought.changed, lambda since: _session_changed(since, therapist, now))
    else:
        yield from _within(sought.changed, lambda since: _check_in_changed(since, therapist, now))


def _session_changed(moment: datetime, therapist: Therapist, now: datetime) -> ColumnElement[bool]:
    own = select(CheckIn.visit_id).join(CheckIn.visit).outerjoin(CheckIn.response).correlate(None)
    changed = own.where(Visit.therapist_id == therapist.person_id, _check_in_changed(moment, therapist, now))
    return CheckIn.visit_id.in_(changed)


def _within(changed: Changed, since: Callable[[datetime], ColumnElement[bool]]) -> Iterable[ColumnElement[bool]]:
    if changed.begin is not None:
        yield since(changed.begin)
    if changed.end is not None:
        yield ~since(changed.end)


def _check_in_changed(moment: datetime, therapist: Therapist, now: datetime) -> ColumnElement[bool]:
    """The condition that something of a check-in changed from then on; `check_ins_changed_at` says when."""
    of_answer = [CheckIn.begun_at, CheckIn.closed_at, CheckIn.revealed_at, CheckIn.set_aside_at, Response.entered_at]
    ended = and_(CheckIn.closed_at.is_(None), CheckIn.link_ends_at >= moment, CheckIn.link_ends_at <= now)
    recent = or_(Correction.made_at >= moment, Correction.undone_at >= moment)
    merged = recent & (Correction.kind == CorrectionKind.MERGED)
    whole_visit = recent & Correction.check_in_id.is_(None)
    erased = select(Erasure.about_id).where(Erasure.practice_id == therapist.practice_id, Erasure.at >= moment)
    return or_(
        *[and_(column.is_not(None), column >= moment) for column in of_answer],
        ended,
        CheckIn.id.in_(select(Correction.check_in_id).where(recent, Correction.check_in_id.is_not(None))),
        CheckIn.visit_id.in_(select(Correction.visit_id).where(whole_visit, Correction.visit_id.is_not(None))),
        CheckIn.client_id.in_(select(Correction.client_id).where(merged, Correction.client_id.is_not(None))),
        CheckIn.client_id.in_(select(Correction.to_client_id).where(merged, Correction.to_client_id.is_not(None))),
        CheckIn.public_id.in_(erased),
        CheckIn.client_id.in_(select(Client.id).where(Client.public_id.in_(erased))),
    )


def check_ins_changed_at(session: ReadSession, found: Sequence[CheckIn], now: datetime) -> Changes:
    """The times at which each was begun, answered, shown, entered, corrected or erased in part, whichever was last."""
    corrections, erased = _corrections_of(session, found), _erasures_of(session, found)
    return {one.id: max(*_own_times(one, now), *_told(one, corrections), *_of(one, erased)) for one in found}


def _own_times(one: CheckIn, now: datetime) -> Iterable[datetime]:
    entered_at = one.response.entered_at if one.response else None
    times = [one.closed_at, one.revealed_at, one.set_aside_at, entered_at]
    if one.closed_at is None and one.link_ends_at <= now:
        times.append(one.link_ends_at)
    return [one.begun_at, one.begun_at, *(time for time in times if time is not None)]


def _told(one: CheckIn, corrections: Sequence[Correction]) -> Iterable[datetime]:
    for correction in corrections:
        both = {correction.client_id, correction.to_client_id}
        is_merger = correction.kind == CorrectionKind.MERGED and one.client_id in both
        is_of_visit = correction.check_in_id is None and correction.visit_id == one.visit_id
        if is_merger or is_of_visit or correction.check_in_id == one.id:
            yield correction.undone_at or correction.made_at


def _of(one: CheckIn, erased: Mapping[str, datetime]) -> Iterable[datetime]:
    return [at for about, at in erased.items() if about in {one.public_id, one.client.public_id}]


def _corrections_of(session: ReadSession, found: Sequence[CheckIn]) -> Sequence[Correction]:
    numbers, visits, clients = ({getattr(one, name) for one in found} for name in ("id", "visit_id", "client_id"))
    of_client = or_(Correction.client_id.in_(clients), Correction.to_client_id.in_(clients))
    return session.scalars(
        select(Correction).where(
            or_(
                Correction.check_in_id.in_(numbers),
                Correction.visit_id.in_(visits) & Correction.check_in_id.is_(None),
                of_client & (Correction.kind == CorrectionKind.MERGED),
            )
        )
    ).all()


def _erasures_of(session: ReadSession, found: Sequence[CheckIn]) -> Mapping[str, datetime]:
    ids = {one.public_id for one in found} | {one.client.public_id for one in found}
    query = select(Erasure.about_id, Erasure.at).where(Erasure.about_id.in_(ids)).order_by(Erasure.id)
    return dict(session.execute(query).all())


def _client_changed(moment: datetime) -> ColumnElement[bool]:
    recent = or_(Correction.made_at >= moment, Correction.undone_at >= moment) & Correction.check_in_id.is_(None)
    return or_(
        Client.made_at >= moment,
        Client.id.in_(select(Correction.client_id).where(recent, Correction.client_id.is_not(None))),
        Client.id.in_(select(Correction.to_client_id).where(recent, Correction.to_client_id.is_not(None))),
    )


def clients_changed_at(session: ReadSession, found: Sequence[Client]) -> Changes:
    """The times at which each was added, renamed or merged, whichever was last."""
    numbers = [one.id for one in found]
    corrections = session.scalars(
        select(Correction).where(
            or_(Correction.client_id.in_(numbers), Correction.to_client_id.in_(numbers)),
            Correction.check_in_id.is_(None),
        )
    ).all()
    return {one.id: max(_times_of(one, corrections)) for one in found}


def _times_of(one: Client, corrections: Sequence[Correction]) -> Sequence[datetime]:
    told = [each for each in corrections if one.id in {each.client_id, each.to_client_id}]
    return [one.made_at, *(each.undone_at or each.made_at for each in told)]


def merged_into(session: ReadSession, found: Sequence[Client]) -> Mapping[int, PublicId]:
    """The public ids of the clients whom a merger made of some of these, by their number."""
    numbers = {one.merged_into_id for one in found if one.merged_into_id is not None}
    return dict(session.execute(select(Client.id, Client.public_id).where(Client.id.in_(numbers))).all())
