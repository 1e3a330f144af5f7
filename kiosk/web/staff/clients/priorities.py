"""The client's own list as their page shows it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext

from kiosk.actions.clients.goals import UNSTORABLE
from kiosk.domain.refusals import Invalid
from kiosk.queries.goals import SeenGoal
from kiosk.web.shared.languages import said
from kiosk.web.staff.clients.pages import PriorityList, PriorityView
from kiosk.web.staff.parts.times import full_date

TYPED_LIMIT = 8_400
"""Characters shown again of a list that could not be taken."""


def priority_list(
    seen: Sequence[SeenGoal], now: datetime, zone: str, typed: str = "", fault: Invalid | None = None
) -> PriorityList:
    """The list in its order, and what was crossed out, the latest first."""
    entries = sorted((goal for goal in seen if goal.is_priority), key=lambda goal: goal.place)
    crossed_out = [goal for goal in entries if goal.ended_at or goal.met_at]
    return PriorityList(
        kept=[_view(goal, now, zone) for goal in entries if goal not in crossed_out],
        crossed_out=[_view(goal, now, zone) for goal in reversed(crossed_out)],
        typed=UNSTORABLE.sub("", typed[:TYPED_LIMIT].replace("\r\n", "\n")) if fault else "",
        problem=said(fault.why) if fault else "",
    )


def _view(goal: SeenGoal, now: datetime, zone: str) -> PriorityView:
    done_at = goal.ended_at or goal.met_at
    ended = gettext("Crossed out on %(date)s.", date=full_date(done_at, now, zone)) if done_at else ""
    return PriorityView(goal.id, goal.words, ended)
