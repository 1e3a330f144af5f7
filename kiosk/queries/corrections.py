"""Corrections as their therapist sees them: what was put right, by whom and when, and whether it was undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.domain.corrections import UNDONE_WITHIN, CorrectionKind
from kiosk.domain.jobs import JobKind
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import SeenCheckIn, seen_check_in
from kiosk.queries.readable import each, whole
from kiosk.storage import clients, corrections, jobs, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import Client, Correction

OF_CLIENTS: Final = frozenset({CorrectionKind.RENAMED, CorrectionKind.MERGED})


@dataclass(frozen=True)
class SeenCorrection:
    """One correction. `code` is that of the client who had it before, `to_code` of the one who has it since."""

    id: PublicId
    kind: CorrectionKind
    reason: str
    """A word of `domain.corrections.CorrectionReason`, or empty."""
    note: str
    by: str
    code: str
    to_code: str
    made_at: datetime
    undone_at: datetime | None
    was: Mapping[str, str] = field(default_factory=dict)
    became: Mapping[str, str] = field(default_factory=dict)
    """The values before and since, by name, of a kind that has any to tell of."""
    ends_at: datetime | None = None
    """Until when it can be undone; None without a limit."""


@dataclass(frozen=True)
class ClientToCorrect:
    """One client, with the corrections that are about them alone."""

    id: PublicId
    code: str
    codes: Sequence[str]
    """The codes of the therapist's other clients, those added last first."""
    closed_at: datetime | None
    corrections: Sequence[SeenCorrection]
    """The latest first."""


@dataclass(frozen=True)
class VisitToCorrect:
    """The time and place of a session, and the corrections of that."""

    id: PublicId
    codes: Sequence[str]
    began_at: datetime
    place: Place
    corrections: Sequence[SeenCorrection]


@dataclass(frozen=True)
class ToCorrect:
    """One check-in that may be somebody else's, without its answer, and the corrections of it so far."""

    check_in: SeenCheckIn
    client: PublicId
    codes: Sequence[str]
    """The codes of the therapist's other clients, those added last first."""
    corrections: Sequence[SeenCorrection]
    """The latest first."""


def see_to_correct(actor: Staff, check_in_id: PublicId, now: datetime) -> ToCorrect | None:
    """A check-in of a client of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.CORRECT_RECORDS)
    session = reading()
    check_in = visits.check_in_of(session, check_in_id, therapist)
    if check_in is None or check_in.client.therapist_id != therapist.person_id:
        return None
    return whole(
        lambda: ToCorrect(
            check_in=seen_check_in(check_in, now),
            client=check_in.client.public_id,
            codes=[code for code in clients.latest_codes(session, therapist) if code != check_in.client.code],
            corrections=corrections_of_check_in(check_in.id, check_in.visit_id),
        )
    )


def see_client_to_correct(actor: Staff, client_id: PublicId) -> ClientToCorrect | None:
    """A client of this therapist's own, or None; one that was merged has no page of its own any more."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    if client is None or client.merged_into_id is not None:
        return None
    return ClientToCorrect(
        id=client.public_id,
        code=client.code,
        codes=[code for code in clients.latest_codes(session, therapist) if code != client.code],
        closed_at=client.closed_at,
        corrections=[one for one in corrections_of(client) if one.kind in OF_CLIENTS],
    )


def see_visit_to_correct(actor: Staff, visit_id: PublicId) -> VisitToCorrect | None:
    """A session of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    visit = visits.visit_of(reading(), visit_id, therapist)
    if visit is None:
        return None
    return whole(
        lambda: VisitToCorrect(
            id=visit.public_id,
            codes=list(dict.fromkeys(check_in.client.code for check_in in visit.check_ins)),
            began_at=visit.began_at,
            place=Place(visit.place),
            corrections=_seen(corrections.of_visit(reading(), visit)),
        )
    )


def is_being_retold(client: Client) -> bool:
    """Return whether a job has still to work out what this client's later answers say since a correction."""
    return any(client.id in one["clients"] for one in jobs.payloads(reading(), JobKind.RETELL, client.practice_id))


def corrections_of_check_in(check_in_id: int, visit_id: int) -> Sequence[SeenCorrection]:
    """Every correction of a check-in and of its session, undone ones too, the latest first."""
    return _seen(corrections.of_check_in(reading(), check_in_id, visit_id))


def corrections_of(client: Client) -> Sequence[SeenCorrection]:
    """Every correction that concerns this client, undone ones too, the latest first."""
    return _seen(corrections.of_client(reading(), client))[::-1]


def _seen(rows: Sequence[Correction]) -> Sequence[SeenCorrection]:
    return each(rows, _one)[0]


def _one(row: Correction) -> SeenCorrection:
    return SeenCorrection(
        id=row.public_id,
        kind=CorrectionKind(row.kind),
        reason=row.reason,
        note=row.note,
        by=row.person.name,
        code=row.client.code if row.client else "",
        to_code=row.to_client.code if row.to_client else "",
        made_at=row.made_at,
        undone_at=row.undone_at,
        was=_told(row.was),
        became=_told(row.became),
        ends_at=row.made_at + UNDONE_WITHIN if row.kind == CorrectionKind.MERGED else None,
    )


def _told(values: Mapping[str, object]) -> Mapping[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}
