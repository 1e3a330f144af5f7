"""A visit of several people as one row of the day: how many have answered, and nothing of what."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from flask_babel import gettext, ngettext

from kiosk.domain.lifecycle import ANSWERED, OPEN, State, last_to_be_sent
from kiosk.domain.visit_kinds import COUPLE
from kiosk.queries.day import DayVisit
from kiosk.web.staff.day.pages import VisitRow
from kiosk.web.staff.parts.still_open import unseen_in_a_row
from kiosk.web.staff.parts.times import clock_time, near_time


def by_visit(visits: Sequence[DayVisit]) -> Sequence[Sequence[DayVisit]]:
    """The check-ins of the day, those of one visit together."""
    return [list(group) for _, group in groupby(visits, key=lambda one: one.check_in.visit)]


def several_row(people: Sequence[DayVisit], now: datetime, zone: str) -> VisitRow:
    """One row for all of them."""
    here = [one for one in people if one.check_in.state is not State.WITHDRAWN]
    asking = any(one.check_in.state in OPEN for one in here)
    first = people[0].check_in
    return VisitRow(
        id=first.visit,
        time=clock_time(first.begun_at, zone),
        client=None,
        code=", ".join(one.check_in.code for one in people),
        sentence=_sentence(here, now, zone),
        is_open=asking,
        sparkline=None,
    )


def _sentence(here: Sequence[DayVisit], now: datetime, zone: str) -> str:
    """Say how many have answered, and until when open forms can be sent; of whom, this row never says."""
    sentence = _progress(here, now, zone)
    if here and here[0].check_in.is_opening:
        return gettext("How the week was: %(sentence)s", sentence=sentence)
    return sentence


def _progress(here: Sequence[DayVisit], now: datetime, zone: str) -> str:
    answered = sum(one.check_in.state in ANSWERED for one in here)
    if not here:
        return gettext("Withdrawn.")
    if answered == len(here):
        told = gettext("Both have answered.") if answered == COUPLE else gettext("Everybody has answered.")
        unread = gettext("Open it to see it.")
        return f"{told} {unread}" if any(one.check_in.is_unread for one in here) else told
    if answered:
        told = ngettext(
            "%(num)s of %(all)s has answered.", "%(num)s of %(all)s have answered.", answered, all=len(here)
        )
    elif any(one.check_in.state in OPEN for one in here):
        told = gettext("Nobody has answered yet.")
    else:
        told = gettext("Not answered.")
    still = [one.check_in.link_ends_at for one in here if one.check_in.can_still_be_sent]
    if not still:
        unseen = [one.check_in for one in here if one.check_in.may_be_open]
        latest = max(unseen, key=lambda one: one.link_ends_at, default=None)
        return f"{told} {unseen_in_a_row(latest, now, zone)}" if latest else told
    until = near_time(last_to_be_sent(max(still)), now, zone)
    is_open = gettext("A form is open, and can still be sent until %(until)s at the latest.", until=until)
    return f"{told} {is_open}"
