"""Forms that were opened in time and can still be sent, although their links open no others any more."""

from datetime import datetime

from flask_babel import gettext

from kiosk.domain.lifecycle import State, last_to_be_sent
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.web.staff.parts.times import at_time, near_time


def still_open(check_in: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say when it was opened first, and until when a form of it can be sent at the latest."""
    opened = check_in.opened_at or check_in.begun_at
    return gettext(
        "Opened %(opened)s, can still be sent until %(until)s at the latest.",
        opened=at_time(opened, now, zone),
        until=near_time(last_to_be_sent(check_in.link_ends_at), now, zone),
    )


def unseen_forms(check_in: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say until when an unnoticed form can be sent; empty where there can be none."""
    if not may_be_open(check_in, now):
        return ""
    until = near_time(last_to_be_sent(check_in.link_ends_at), now, zone)
    return gettext("A form that is still open somewhere can be sent until %(until)s.", until=until)


def unseen_in_a_row(check_in: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say the same in as few words as a row of a list has room for."""
    if not may_be_open(check_in, now):
        return ""
    until = near_time(last_to_be_sent(check_in.link_ends_at), now, zone)
    return gettext("Could still be sent until %(until)s.", until=until)


def ends_by_new_code(check_in: SeenCheckIn, now: datetime) -> str:
    """Say what a new code ends once the link opens no form any more; empty where it ends none."""
    if can_still_be_sent(check_in):
        return gettext("A new code ends the form that is open, and what is marked on it is lost.")
    if may_be_open(check_in, now):
        return gettext("A new code ends a form that is still open somewhere, and what is marked on it is lost.")
    return ""


def may_be_open(check_in: SeenCheckIn, now: datetime) -> bool:
    """Return whether a form may be open unnoticed: without JavaScript it reports to nobody that it is."""
    is_over = check_in.state is State.EXPIRED and check_in.can_be_asked
    return is_over and now <= last_to_be_sent(check_in.link_ends_at)


def can_still_be_sent(check_in: SeenCheckIn) -> bool:
    """Return whether a form is open somewhere although its link opens none any more."""
    return not check_in.opens and check_in.state in {State.OPENED, State.ANSWERING}
