"""The client's own list of what to work on: written together, put in order, each entry kept or crossed out."""

from datetime import datetime

from kiosk.actions.clients.goals import GOAL_LIMIT, UNSTORABLE, found_goal
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.goals import PRIORITY, Unit
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import client_goals, clients
from kiosk.storage.tables import Goal
from kiosk.storage.work import unit_of_work

MOST = 20
"""Entries of one list that are not crossed out."""
FIELD = "priorities"
TOO_MANY = phrase("There is room for %(most)s on the list. Cross something out first.")


def add_priorities(actor: Staff, client_id: PublicId, typed: str, now: datetime) -> None:
    """Put each line that was typed at the end of the list; one that is on it already is kept once.

    Raises NotFound, and Invalid with the field at fault.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    lines = _lines(typed)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        there = client_goals.priorities_of(work.session, client)
        new = [line for line in lines if line not in {goal.words for goal in there}]
        if len(there) + len(new) > MOST:
            raise Invalid(TOO_MANY.filled(most=MOST), FIELD)
        last = max((goal.place for goal in client_goals.goals_of(work.session, client)), default=0)
        for place, line in enumerate(new, start=last + 1):
            goal = Goal(
                practice_id=client.practice_id,
                client_id=client.id,
                kind=PRIORITY,
                words=line,
                place=place,
                within=None,
                unit=Unit.NONE,
                agreed_at=now,
                met_by="",
            )
            work.session.add(goal)
            work.audit(Audited.GOAL_AGREED, goal)


def move_priority_up(actor: Staff, client_id: PublicId, goal_id: PublicId, now: datetime) -> None:
    """Put an entry before the one above it; the first one stays the first. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        goal = found_goal(work.session, therapist, client_id, goal_id)
        client = clients.client_of(work.session, client_id, therapist)
        there = client_goals.priorities_of(work.session, client) if client else ()
        above = [other for other in there if other.place < goal.place]
        if goal in there and above:
            goal.place, above[-1].place = above[-1].place, goal.place
            work.audit(Audited.PRIORITY_MOVED, goal)


def _lines(typed: str) -> list[str]:
    """Read one entry from each line, every one once. Raises Invalid."""
    lines = list(dict.fromkeys(line for each in typed.splitlines() if (line := " ".join(each.split()))))
    if not lines:
        raise Invalid(phrase("Write at least one thing, as the client says it."), FIELD)
    if any(len(line) > GOAL_LIMIT for line in lines):
        too_long = phrase("There is room for %(limit)s characters on a line. Shorten it a little.", limit=GOAL_LIMIT)
        raise Invalid(too_long, FIELD)
    if any(UNSTORABLE.search(line) for line in lines):
        raise Invalid(phrase("One character in the list cannot be saved. Take it out."), FIELD)
    return lines
