"""A client's goals, with how far each has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.domain import goals
from kiosk.domain.goals import Deadline, Understood, Unit, deadline, template, understood
from kiosk.domain.public_ids import PublicId
from kiosk.queries.readable import Unshown, each
from kiosk.queries.thresholds import STATED_FOR, for_practice
from kiosk.storage import client_goals, clients
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, Goal, Practice


@dataclass(frozen=True)
class TakenBack:
    """The correction of a goal that was checked off or let go by mistake: its former state, and both times."""

    was: str
    done_at: datetime
    taken_back_at: datetime


@dataclass(frozen=True)
class SeenGoal:
    """A goal with how far it has come; `progress` only where a rule judges it."""

    id: PublicId
    kind: str
    words: str
    within: int | None
    met_at: datetime | None
    met_by: str
    ended_at: datetime | None
    taken_back: Sequence[TakenBack]
    progress: Understood | None
    deadline: Deadline | None
    place: int

    @property
    def is_priority(self) -> bool:
        """True for an entry of the client's own list."""
        return self.kind == goals.PRIORITY


def see_goals(client: Client, practice: Practice, now: datetime) -> tuple[Sequence[SeenGoal], Sequence[Unshown]]:
    """Every goal of this client, with how far it has come, and those that cannot be shown."""
    session, held_from = reading(), held_from_in(practice)
    withheld = client_goals.held_answers_of(session, client)
    return each(
        client_goals.goals_of(session, client), lambda goal: _seen(session, client, goal, held_from, withheld, now)
    )


def _seen(  # noqa: PLR0913, PLR0917 -- whose, which, by which marks, and `now`
    session: ReadSession, client: Client, goal: Goal, held_from: int, withheld: Collection[datetime], now: datetime
) -> SeenGoal:
    """Give one goal; that an answer which is `withheld` has met it shows with that answer."""
    is_met = goal.met_at is not None and not (goal.met_by == "rule" and goal.met_at in withheld)
    return SeenGoal(
        id=goal.public_id,
        kind=goal.kind,
        words=goal.words,
        within=goal.within,
        met_at=goal.met_at if is_met else None,
        met_by=goal.met_by if is_met else "",
        ended_at=goal.ended_at,
        taken_back=[TakenBack(one.was, one.done_at, one.taken_back_at) for one in goal.taken_back],
        progress=understood(marks_since(session, client, goal, shown=True), held_from) if has_rule(goal) else None,
        deadline=deadline_of(session, client, goal, now),
        place=goal.place,
    )


def has_rule(goal: Goal) -> bool:
    """Return whether marks decide when the goal is met."""
    found = template(goal.kind)
    return found is not None and found.has_rule


def marks_since(session: ReadSession, client: Client, goal: Goal, *, shown: bool = False) -> Sequence[int]:
    """The marks that count for it, in tenths, oldest first; with `shown` those of answers that may be shown."""
    # A goal that marks have met, and that was taken back, is not met by the same marks again.
    again_at = goal.taken_back[-1].taken_back_at if goal.taken_back else None
    since = again_at or goals.counts_marks_from(goal.kind, goal.agreed_at)
    return client_goals.marks_on(session, client, goals.LINE, goals.OUT_OF, since, shown=shown)


def held_from_in(practice: Practice) -> int:
    """Return the mark, in tenths, from which being understood counts in this practice, whichever form it stands in."""
    rule = for_practice(catalogue.measure(STATED_FOR), practice).rules.goal_met
    return rule.understood_from if rule else goals.HELD_FROM


def deadline_of(session: ReadSession, client: Client, goal: Goal, now: datetime) -> Deadline | None:
    """Give the deadline of a goal as it stands; None without one."""
    if goal.unit != Unit.VISITS:
        return deadline(goal.within, goal.unit, goal.agreed_at, 0, now)
    found = template(goal.kind)
    visits = clients.count_visits(session, client, None if found and found.since_first else goal.agreed_at)
    return deadline(goal.within, goal.unit, goal.agreed_at, visits, now)
