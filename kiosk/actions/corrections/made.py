"""Adding a correction, in the unit of work that puts the mistake right."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.actors import Therapist
from kiosk.domain.corrections import CorrectionKind, CorrectionReason
from kiosk.domain.notes import tidy_typed
from kiosk.domain.phrases import phrase
from kiosk.storage.tables import CheckIn, Client, Correction, Visit
from kiosk.storage.work import Work

NO_SUCH_CLIENT = phrase("You have no client with this code. Codes are as you first typed them, capitals included.")


def made(  # noqa: PLR0913 -- what kind, about what, why, and what it was and became
    work: Work,
    therapist: Therapist,
    kind: CorrectionKind,
    *,
    visit: Visit | None = None,
    check_in: CheckIn | None = None,
    client: Client | None = None,
    to: Client | None = None,
    reason: CorrectionReason | None = None,
    note: str = "",
    was: Mapping[str, Any] | None = None,
    became: Mapping[str, Any] | None = None,
) -> Correction:
    """Add the row that says what was corrected: it is about a check-in, a session or a client."""
    row = Correction(
        practice_id=therapist.practice_id,
        person_id=therapist.person_id,
        kind=kind,
        reason=reason or "",
        note=tidy_typed(note),
        visit_id=check_in.visit_id if check_in else visit.id if visit else None,
        check_in_id=check_in.id if check_in else None,
        client_id=check_in.client_id if check_in else client.id if client else None,
        to_client_id=to.id if to else None,
        was=dict(was or {}),
        became=dict(became or {}),
        made_at=work.now,
    )
    work.session.add(row)
    return row
