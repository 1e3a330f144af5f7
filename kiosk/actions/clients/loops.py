"""Open loops: opened by answers, outcomes and goals, and closed by what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kiosk.domain.actors import ByToken, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.goals import Unit
from kiosk.domain.loops import WAY_BACK, Ending, LoopKind, Topic, kind_of_session
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.domain.signals import Signal
from kiosk.queries.goals import deadline_of
from kiosk.storage import client_goals, loops
from kiosk.storage.tables import CheckIn, Client, Goal
from kiosk.storage.work import Work, unit_of_work


def open_for_answer(
    work: Work, check_in: CheckIn, signals: Sequence[Signal], talk: str | None, *, safety: bool
) -> None:
    """Open what an answer leaves open, and note the way back from earlier dips."""
    if safety:
        open_for_help(work, check_in)
    if check_in.part != Part.CLOSING:
        return
    if any(signal.rule == WAY_BACK for signal in signals):
        loops.note_way_back(work.session, check_in)
    if kind := kind_of_session(signals, talk):
        loops.open_loop(work.session, check_in, check_in.client_id, Topic.SESSION, kind, work.now)


def open_for_help(work: Work, check_in: CheckIn) -> None:
    """Open a call for help."""
    loops.open_loop(work.session, check_in, check_in.client_id, Topic.HELP, LoopKind.HELP, work.now)


def follow_outcome(work: Work, check_in: CheckIn, person_id: int, ending: Ending | None, topic: Topic) -> None:
    """Close what a session left open; without an ending it is left for next time, which keeps it open as a promise."""
    loop = loops.loop_about(work.session, check_in, topic)
    if loop is None:
        if ending is None:
            loops.open_loop(work.session, check_in, check_in.client_id, topic, LoopKind.PROMISE, work.now)
    elif ending is None:
        loop.kind, loop.of_answer, loop.back_id = LoopKind.PROMISE, False, None
        loop.ended_at, loop.ending, loop.ended_by = None, "", None
    else:
        loops.end(loop, ending, person_id, work.now)


def end_help(work: Work, check_in: CheckIn, person_id: int) -> None:
    """Close a call for help, once what was done is recorded."""
    if loop := loops.loop_about(work.session, check_in, Topic.HELP):
        loops.end(loop, Ending.DONE, person_id, work.now)


def expect_goal(work: Work, goal: Goal) -> None:
    """Note the day on which a goal in weeks is missed."""
    if goal.unit == Unit.WEEKS and goal.within:
        missed_at = goal.agreed_at + timedelta(weeks=goal.within)
        loops.open_loop(work.session, goal, goal.client_id, Topic.GOAL, LoopKind.GOAL, missed_at)


def note_missed_goals(work: Work, client: Client) -> None:
    """Open a loop for each goal whose sessions are over, now that another one has begun."""
    waiting = [goal for goal in client_goals.open_goals(work.session, client) if goal.unit == Unit.VISITS]
    known = loops.loops_of_goals(work.session, [goal.id for goal in waiting]) if waiting else ()
    for goal in waiting:
        until = deadline_of(work.session, client, goal, work.now)
        if until and until.is_over and goal.id not in known:
            loops.open_loop(work.session, goal, client.id, Topic.GOAL, LoopKind.GOAL, work.now)


def end_loop(actor: Staff | ByToken, loop_id: PublicId, ending: Ending, now: datetime) -> PublicId:
    """Close a loop with what became of it; gives its client. Raises NotFound, and Invalid for a call for help."""
    therapist = as_therapist(actor, Permission.CORRECT_RECORDS)
    with unit_of_work(actor, now) as work:
        loop = loops.loop_of(work.session, loop_id, therapist)
        if loop is None:
            raise NotFound
        if loop.topic == Topic.HELP:
            raise Invalid(phrase("A call for help is closed by recording what was done."))
        if loop.ended_at is None:
            for each in loops.loops_together(work.session, loop):
                loops.end(each, ending, therapist.person_id, now)
            work.audit(Audited.LOOP_ENDED, loop)
        return loop.client.public_id


def open_again(actor: Staff | ByToken, loop_id: PublicId, now: datetime) -> PublicId:
    """Put a loop that was closed by mistake back on the list; gives the client it is about. Raises NotFound."""
    therapist = as_therapist(actor, Permission.CORRECT_RECORDS)
    with unit_of_work(actor, now) as work:
        loop = loops.loop_of(work.session, loop_id, therapist)
        if loop is None:
            raise NotFound
        if loop.ended_at is not None:
            for each in loops.loops_together(work.session, loop):
                each.ended_at, each.ending, each.ended_by = None, "", None
            work.audit(Audited.LOOP_OPENED_AGAIN, loop)
        return loop.client.public_id
