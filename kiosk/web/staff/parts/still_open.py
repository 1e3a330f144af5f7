"""Forms that were opened in time and can still be sent, although their links open no others any more."""

from datetime import datetime

from flask_babel import gettext

from kiosk.domain.lifecycle import last_to_be_sent
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
    if not check_in.may_be_open:
        return ""
    until = near_time(last_to_be_sent(check_in.link_ends_at), now, zone)
    return gettext("A form that is still open somewhere can be sent until %(until)s.", until=until)


def unseen_in_a_row(check_in: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say the same in as few words as a row of a list has room for."""
    if not check_in.may_be_open:
        return ""
    until = near_time(last_to_be_sent(check_in.link_ends_at), now, zone)
    return gettext("Could still be sent until %(until)s.", until=until)


def ends_by_new_code(check_in: SeenCheckIn) -> str:
    """Say what a new code ends once the link opens no form any more; empty where it ends none."""
    if check_in.can_still_be_sent:
        return gettext("A new code ends the form that is open, and what is marked on it is lost.")
    if check_in.may_be_open:
        return gettext("A new code ends a form that is still open somewhere, and what is marked on it is lost.")
    return ""
