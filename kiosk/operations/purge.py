"""Purging: rows that have ended are deleted, so that the database keeps no more than is used."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.actions.accounts.log_in import HALF_LASTS
from kiosk.actions.accounts.passkeys import CHALLENGE_LASTS
from kiosk.actions.visits.sent_once import KEY_LASTS
from kiosk.domain.actors import Background
from kiosk.domain.pairing import CODE_WORKS
from kiosk.storage import failures, jobs, purging
from kiosk.storage.work import unit_of_work

KEPT: Final = timedelta(days=7)
"""For events, from which an open page resumes; for jobs that have ended; for logins, because a page that was
left open says after their 12 hours whose it was, and keeps what they typed; and for tokens, whose owners see that one
ended."""


def purge(now: datetime) -> None:
    """Delete what has ended. Doing it twice does no harm."""
    with unit_of_work(Background(), now) as work:
        session = work.session
        purging.delete_logins(session, now - KEPT)
        purging.delete_half_logins(session, now - HALF_LASTS)
        purging.delete_challenges(session, now - CHALLENGE_LASTS)
        purging.delete_pairings(session, now - CODE_WORKS)
        purging.delete_links(session, now)
        purging.delete_sent_requests(session, now - KEY_LASTS)
        purging.delete_tokens(session, now - KEPT)
        purging.forget_short_codes(session, now)
        failures.delete_old(session, now)
        jobs.delete_ended(session, now - KEPT)
    while _purge_events(now) == purging.BATCH:
        pass


def _purge_events(now: datetime) -> int:
    with unit_of_work(Background(), now) as work:
        return purging.delete_events(work.session, now - KEPT)
