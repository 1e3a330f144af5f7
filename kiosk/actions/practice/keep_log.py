"""The practice's audit log: for how long it is kept, and that somebody took it out of the server."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import AUDIT_YEARS_LEAST, AUDIT_YEARS_MOST, Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid
from kiosk.queries.audit import export_log
from kiosk.storage.audit_log import LogEntry, LogSearch
from kiosk.storage.tables import Practice
from kiosk.storage.work import unit_of_work

YEARS = phrase(
    "Type whole years, from %(least)s to %(most)s.", least=f"{AUDIT_YEARS_LEAST}", most=f"{AUDIT_YEARS_MOST}"
)


def keep_log_for(actor: Staff, typed: str, now: datetime) -> None:
    """Keep entries of the log for so many years from now on. Raises NotAllowed, and Invalid for another number."""
    require(actor, Permission.CHANGE_PRACTICE)
    typed = typed.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 2):  # noqa: PLR2004 -- digits
        raise Invalid(YEARS)
    if not AUDIT_YEARS_LEAST <= int(typed) <= AUDIT_YEARS_MOST:
        raise Invalid(YEARS)
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        practice.audit_years = int(typed)
        work.audit(Audited.SETTINGS_CHANGED, practice)


def take_log(actor: Staff, sought: LogSearch, now: datetime) -> Iterator[LogEntry]:
    """Give the log as a whole, having noted who took it. Raises NotAllowed."""
    require(actor, Permission.EXPORT_AUDIT)
    with unit_of_work(actor, now) as work:
        work.audit(Audited.LOG_EXPORTED, work.session.get_one(Practice, actor.practice_id))
    return export_log(actor, sought)
