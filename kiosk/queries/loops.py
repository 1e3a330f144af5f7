"""Open loops as their therapist may see them: with what they are about, or only that they are there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kiosk import catalogue
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.loops import Ending, LoopKind, Topic
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.queries.check_ins import is_kept_back
from kiosk.queries.readable import Unshown, each, named
from kiosk.queries.recorded import NEXT_TIME, Recorded, recorded
from kiosk.queries.results import Result, outcome_of
from kiosk.queries.together import asked_in, ids_of
from kiosk.storage import loops
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, OpenLoop

A_PAGE: Final = 40
LATELY: Final = timedelta(days=14)
MOST_LATELY: Final = 10


@dataclass(frozen=True)
class Begun:
    """The place of a check-in in time, by row numbers."""

    visit: int
    check_in: int
    at: datetime


@dataclass(frozen=True)
class SeenLoop:
    """One open loop, with the answer that it is about as far as that may be shown."""

    id: PublicId
    client: PublicId
    code: str
    topic: Topic
    kind: LoopKind
    opened_at: datetime
    ids: CheckInIds | None
    """Of the check-in that it is about, where this therapist held that session."""
    result: Result | None = None
    """The answer that it is about; None where it is withheld."""
    measure: Measure | None = None
    left: Recorded | None = None
    """The therapist's record that it is for next time."""
    others: Sequence[str] = ()
    """The codes of the others, where it is about a session of several as a whole."""
    goal_kind: str = ""
    goal_words: str = ""


@dataclass(frozen=True)
class EndedLoop:
    """A loop that this therapist closed lately."""

    id: PublicId
    client: PublicId
    code: str
    kind: LoopKind
    ending: Ending
    ended_at: datetime


@dataclass(frozen=True)
class OpenLoops:
    """One page of a therapist's open loops, and how many there are."""

    loops: Sequence[SeenLoop]
    total: int
    page: int
    pages: int
    ended: Sequence[EndedLoop]
    unshown: Sequence[Unshown] = ()
    """Those that cannot be shown."""


def see_open_loops(actor: Staff, now: datetime, page: int = 1) -> OpenLoops:
    """All of this therapist's open loops, a page at a time: calls for help first, then the oldest first."""
    therapist, session = as_therapist(actor, Permission.READ_RESULTS), reading()
    total = loops.count_open(session, therapist, now)
    pages = max(1, -(-total // A_PAGE))
    page = min(max(page, 1), pages)
    found = loops.open_loops(session, therapist, now, A_PAGE, after=(page - 1) * A_PAGE)
    ended = loops.ended_lately(session, therapist, now - LATELY, MOST_LATELY)
    shown, unshown = each(found, lambda loop: _seen(loop, therapist), _named)
    return OpenLoops(shown, total, page, pages, each(ended, _ended)[0], unshown)


def loops_of(therapist: Therapist, client: PublicId, now: datetime, before: Begun | None = None) -> Sequence[SeenLoop]:
    """Open loops with one client; `before` keeps those that were open when the session of that check-in began."""
    found = loops.open_loops(reading(), therapist, now, A_PAGE, of=[client])
    shown = [loop for loop in found if before is None or _was_open(loop, before)]
    return each(shown, lambda loop: _seen(loop, therapist))[0]


def _was_open(loop: OpenLoop, then: Begun) -> bool:
    """Return whether it comes from before the session of that check-in."""
    about = loop.check_in
    if about is None:
        return loop.opened_at <= then.at
    return about.visit_id != then.visit and (about.begun_at, about.id) < (then.at, then.check_in)


def count_by_client(therapist: Therapist, clients: Collection[int], now: datetime) -> Mapping[int, int]:
    """Count the open loops of these clients, by the numbers of their rows."""
    return loops.count_by_client(reading(), therapist, clients, now)


def _seen(loop: OpenLoop, therapist: Therapist) -> SeenLoop:
    check_in, goal = loop.check_in, loop.goal
    outcome = outcome_of(check_in) if check_in and loop.topic == Topic.SESSION else None
    result = outcome if isinstance(outcome, Result) else None
    if result and check_in and is_kept_back(check_in):
        result = result.without_words()
    is_own = check_in is not None and check_in.therapist_id == therapist.person_id
    return SeenLoop(
        id=loop.public_id,
        client=loop.client.public_id,
        code=loop.client.code,
        topic=Topic(loop.topic),
        kind=LoopKind(loop.kind),
        opened_at=loop.opened_at,
        ids=ids_of(check_in) if check_in and is_own else None,
        result=result,
        measure=catalogue.kept_measure(result.measure, result.version) if result else None,
        left=_left(loop, check_in),
        others=_others(check_in) if check_in and is_own and loop.topic == Topic.TOGETHER else (),
        goal_kind=goal.kind if goal else "",
        goal_words=goal.words if goal else "",
    )


def _named(loop: OpenLoop) -> Unshown:
    return named(loop.check_in) if loop.check_in else Unshown()


def _left(loop: OpenLoop, check_in: CheckIn | None) -> Recorded | None:
    if check_in is None or loop.kind != LoopKind.PROMISE:
        return None
    found = recorded(check_in.visit.repairs if loop.topic == Topic.TOGETHER else check_in.repairs)
    if found and is_kept_back(check_in):
        found = replace(found, note="")
    return found if found and found.outcome == NEXT_TIME else None


def _others(check_in: CheckIn) -> Sequence[str]:
    there = asked_in(check_in.visit, Part.CLOSING)
    return [one.client.code for one in there if one.client_id != check_in.client_id]


def _ended(loop: OpenLoop) -> EndedLoop:
    return EndedLoop(
        loop.public_id,
        loop.client.public_id,
        loop.client.code,
        LoopKind(loop.kind),
        Ending(loop.ending),
        loop.ended_at or loop.opened_at,
    )
