"""Steps that tests of one client's page repeat: answer so many weeks ago, record what became of it, pause."""

from collections.abc import Mapping
from datetime import timedelta

from kiosk.actions.visits.change import Outcome, record_repair
from kiosk.storage.db import writing
from kiosk.storage.tables import Pause
from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import NOW

A_WEEK = timedelta(weeks=1)
USUAL = {"understood": "9.3", "topics": "9.2", "approach": "9.3", "overall": "9.3"}
LOW = {"understood": "9.1", "topics": "4.2", "approach": "9.0", "overall": "9.1"}


def answered(cast: Cast, weeks_ago: int, marks: Mapping[str, str] = WELL, **more: str) -> Waiting:
    """C-014 answers, so many weeks ago."""
    at = NOW - weeks_ago * A_WEEK
    waiting = cast.begin(at=at)
    cast.send(waiting, at=at, **marks, **more)
    return waiting


def understood(cast: Cast, weeks_ago: int, mark: str) -> Waiting:
    return answered(cast, weeks_ago, {"understood": mark})


def recorded(cast: Cast, waiting: Waiting, outcome: Outcome, note: str = "") -> None:
    """Alice keeps what became of it, now."""
    with cast.on_stage():
        record_repair(cast.actor(cast.alice), waiting.check_in, outcome, note, NOW)


def pause(cast: Cast, *, ended: bool = False) -> None:
    """C-014 is not asked, from today on."""
    with cast.on_stage(), writing() as session:
        ends = NOW if ended else None
        session.add(Pause(practice_id=1, client_id=1, reason="other", begun_at=NOW, ended_at=ends))
