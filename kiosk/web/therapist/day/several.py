"""A visit of several people as one row of the day: how many have answered, and nothing of what."""

from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext, ngettext

from kiosk.actions.open_together import COUPLE
from kiosk.actions.see_day import DayVisit
from kiosk.domain.lifecycle import ANSWERED, OPEN
from kiosk.web.therapist.day.pages import VisitRow
from kiosk.web.therapist.parts.times import clock_time


def by_visit(visits: Sequence[DayVisit]) -> Sequence[Sequence[DayVisit]]:
    """The check-ins of the day, those of one visit together."""
    return [list(group) for _, group in groupby(visits, key=lambda one: one.check_in.visit_id)]


def several_row(people: Sequence[DayVisit], zone: str) -> VisitRow:
    """One row for all of them."""
    answered, asking = sum(one.state in ANSWERED for one in people), any(one.state in OPEN for one in people)
    if answered == len(people):
        sentence = (
            gettext("Both have answered. Open it to see it.")
            if answered == COUPLE
            else gettext("Everybody has answered. Open it to see it.")
        )
    elif asking and not answered:
        sentence = gettext("Nobody has answered yet.")
    elif answered:
        sentence = ngettext(
            "%(num)s of %(all)s has answered.", "%(num)s of %(all)s have answered.", answered, all=len(people)
        )
    else:
        sentence = gettext("Not answered.")
    first = people[0].check_in
    return VisitRow(
        id=first.visit_id,
        time=clock_time(first.begun_at, zone),
        client=None,
        code=", ".join(one.code for one in people),
        sentence=sentence,
        is_open=asking,
        sparkline=None,
    )
