"""The check-ins of a whole practice, as they are counted together: no marks, no words, and whose they are of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, select

from kiosk.domain.lifecycle import State
from kiosk.domain.loops import Topic
from kiosk.domain.parts import Part
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, OpenLoop, Repair, Response, Visit


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
    talked = select(Repair.id).where(Repair.check_in_id == CheckIn.id, Repair.outcome == "talked").exists()
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
        OpenLoop.back_id.is_not(None),
        talked,
    )
    rows = session.execute(
        select(*columns)
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .outerjoin(CheckIn.response)
        .outerjoin(OpenLoop, (OpenLoop.check_in_id == CheckIn.id) & (OpenLoop.topic == Topic.SESSION))
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
    return [Counted(*row) for row in rows]
