"""The check-ins of a whole practice, as they are counted together: no marks, no words, and whose they are of nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, select

from kiosk.domain.lifecycle import State
from kiosk.domain.parts import Part
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, OpenLoop, Repair, Response, Visit

AT_ONCE: Final = 500


@dataclass(frozen=True)
class Counted:
    """One check-in as far as it is counted."""

    client: int
    visit: int
    kind: str
    """The kind of session: `individual`, `couple`, `family` or `group`."""
    begun_at: datetime
    state: str
    link_ends_at: datetime
    measure: str
    language: str
    shown_at: datetime | None
    """None also for an answer that was entered: nobody timed it."""
    received_at: datetime | None
    signals: Sequence[dict[str, Any]] | None
    is_back: bool
    talked: bool


def counted(session: ReadSession, practice_id: int, begins: datetime, ends: datetime) -> Sequence[Counted]:
    """The check-ins about sessions that were begun in this time, but for those withdrawn, set aside or imported."""
    back = select(OpenLoop.id).where(OpenLoop.check_in_id == CheckIn.id, OpenLoop.back_id.is_not(None)).exists()
    recorded = select(Repair.id).where(Repair.check_in_id == CheckIn.id).exists()
    columns: Sequence[Any] = (
        CheckIn.client_id,
        CheckIn.visit_id,
        Visit.kind,
        CheckIn.begun_at,
        CheckIn.state,
        CheckIn.link_ends_at,
        CheckIn.measure,
        CheckIn.language,
        case((Response.entered_at.is_(None), Response.shown_at)),
        Response.received_at,
        Response.signals,
        back,
        recorded,
        CheckIn.id,
    )
    found = session.execute(
        select(*columns)
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .outerjoin(CheckIn.response)
        .where(
            CheckIn.practice_id == practice_id,
            CheckIn.begun_at >= begins,
            CheckIn.begun_at < ends,
            CheckIn.part == Part.CLOSING,
            CheckIn.state != State.WITHDRAWN,
            CheckIn.counts,
            Visit.import_id.is_(None),
        )
    )
    rows = [tuple(row) for row in found]
    talked = _talked(session, [check_in for *_, is_recorded, check_in in rows if is_recorded])
    return [Counted(*[*told, check_in in talked]) for *told, _, check_in in rows]


def _talked(session: ReadSession, check_ins: Sequence[int]) -> Collection[int]:
    """Return those of the check-ins of which it is recorded that it was talked about; that is sealed."""
    found = set[int]()
    for place in range(0, max(len(check_ins), 1), AT_ONCE):
        recorded = select(Repair.check_in_id, Repair.outcome)
        some = session.execute(recorded.where(Repair.check_in_id.in_(check_ins[place : place + AT_ONCE])))
        found |= {check_in for check_in, outcome in some if outcome == "talked"}
    return found
