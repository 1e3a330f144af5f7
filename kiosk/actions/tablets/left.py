"""The end of a form that somebody left on a tablet without a script: a job, and the time that it waits.

Without a script a page can send nothing by itself, and a GET changes nothing. So the server reckons with the time.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from kiosk.domain.jobs import JobKind
from kiosk.storage import jobs
from kiosk.storage.tables import Tablet
from kiosk.storage.work import Work

WARNING_S: Final = 20
"""Seconds for which a form asks whether somebody is still there: see static/js/still-there.js."""
SILENT: Final = timedelta(minutes=1)
"""A script asks every three seconds, which is noted every thirty: a tablet silent for longer is taken to have none."""


def stays(idle_s: int) -> timedelta:
    """Time for which a form without a script stays: ten times the usual, since nothing there can ask for more."""
    return timedelta(minutes=ceil(10 * (idle_s + WARNING_S) / 60))


def expect_end(work: Work, tablet: Tablet) -> None:
    """Have the showing that begins now ended in time, where the tablet seems to have no script that would tell."""
    heard = tablet.last_heard_at
    if heard is None or abs(work.now - heard) > SILENT:
        look_at(work, tablet, work.now + stays(tablet.practice.tablet_idle_s))


def look_at(work: Work, tablet: Tablet, due: datetime) -> None:
    """Add the job that looks at this showing then."""
    payload = {"tablet": tablet.public_id, "turn": tablet.turn}
    jobs.add(work.session, JobKind.LEFT, due, payload, tablet.practice_id)
