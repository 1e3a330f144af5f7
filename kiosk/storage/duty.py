"""Calls for help that nobody has seen yet, for a colleague on duty: whose they are, and nothing of what was said."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from kiosk.domain.loops import Topic
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, OpenLoop, Person, SafetyRecord, Visit


def unseen_calls(
    session: ReadSession, practice_id: int, but: int, since: datetime, until: datetime
) -> Sequence[tuple[str, datetime]]:
    """The therapists of a practice, but for one, with a call for help of that time that nobody has seen; and when."""
    rows = session.execute(
        select(Person.name, OpenLoop.opened_at, OpenLoop.topic)
        .join(CheckIn, CheckIn.id == OpenLoop.check_in_id)
        .join(Visit, Visit.id == CheckIn.visit_id)
        .join(Person, Person.id == Visit.therapist_id)
        .where(
            OpenLoop.practice_id == practice_id,
            OpenLoop.ended_at.is_(None),
            OpenLoop.opened_at >= since,
            OpenLoop.opened_at <= until,
            CheckIn.seen_at.is_(None),
            CheckIn.counts,
            Visit.therapist_id != but,
            ~select(SafetyRecord.id).where(SafetyRecord.check_in_id == CheckIn.id).exists(),
        )
        .order_by(OpenLoop.opened_at, OpenLoop.id)
    )
    return [(name, at) for name, at, topic in rows if topic == Topic.HELP]
