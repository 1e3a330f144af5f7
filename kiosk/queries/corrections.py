"""Corrections as their therapist sees them: what was put right, by whom and when, and whether it was undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.corrections import Kind
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import SeenCheckIn, seen_check_in
from kiosk.storage import clients, corrections, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Correction


@dataclass(frozen=True)
class SeenCorrection:
    """One correction. `code` is that of the client who had it before, `to_code` of the one who has it since."""

    id: PublicId
    kind: Kind
    reason: str
    """A word of `domain.corrections.Reason`, or empty."""
    note: str
    by: str
    code: str
    to_code: str
    made_at: datetime
    undone_at: datetime | None


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
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    session = reading()
    check_in = visits.check_in_of(session, check_in_id, therapist)
    if check_in is None or check_in.client.therapist_id != therapist.person_id:
        return None
    return ToCorrect(
        check_in=seen_check_in(check_in, now),
        client=check_in.client.public_id,
        codes=[code for code in clients.latest_codes(session, therapist) if code != check_in.client.code],
        corrections=_seen(corrections.of_check_in(session, check_in)),
    )


def standing_corrections(check_in: CheckIn) -> Sequence[SeenCorrection]:
    """The corrections of a check-in that were not undone, the latest first."""
    return [one for one in _seen(corrections.of_check_in(reading(), check_in)) if one.undone_at is None]


def corrections_of(client: Client) -> Sequence[SeenCorrection]:
    """Every correction that concerns this client, undone ones too, the latest first."""
    return _seen(corrections.of_client(reading(), client))[::-1]


def _seen(rows: Sequence[Correction]) -> Sequence[SeenCorrection]:
    return [
        SeenCorrection(
            id=row.public_id,
            kind=Kind(row.kind),
            reason=row.reason,
            note=row.note,
            by=row.person.name,
            code=row.client.code if row.client else "",
            to_code=row.to_client.code if row.to_client else "",
            made_at=row.made_at,
            undone_at=row.undone_at,
        )
        for row in rows
    ]
