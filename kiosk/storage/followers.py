"""Servers elsewhere that follow an act: found by one question for all its events, and given work in its transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, literal_column, union_all

from kiosk.domain.webhooks import OF_EVENTS
from kiosk.storage import onward, webhooks
from kiosk.storage.sessions import WriteSession

_WEBHOOK, _SYSTEM = "webhook", "system"
# Put together once: each answer asks it, and nearly always finds none.
_FOLLOWING = union_all(
    webhooks.WORKING.add_columns(literal_column(f"'{_WEBHOOK}'", String)),
    onward.PRESENT.add_columns(literal_column(f"'{_SYSTEM}'", String)),
)


def leave_work(session: WriteSession, told: Sequence[dict[str, Any]], now: datetime) -> None:
    """Leave what these events mean for webhooks and record systems to the process that runs jobs."""
    found = [one for one in told if one["kind"] in OF_EVENTS or one["kind"] in onward.CHANGES]
    if not found:
        return
    asked = {"people": {one["person_id"] for one in found}, "practices": {one["practice_id"] for one in found}}
    following = session.execute(_FOLLOWING, {name: list(numbers) for name, numbers in asked.items()}).all()
    webhooks.leave_deliveries(session, sorted(number for number, kind in following if kind == _WEBHOOK), found, now)
    onward.leave_looks(session, {number for number, kind in following if kind == _SYSTEM}, found, now)
