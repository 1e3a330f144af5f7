"""Telling answers again after a correction: what they say by the history of those whom it concerns."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from typing import Any, Final

from kiosk.actions.check_ins.finding import as_told, find, took_s
from kiosk.actions.check_ins.guess import as_guessed
from kiosk.domain.actors import Background
from kiosk.domain.answers import Answered, Marking, Obstacle, SortedOut, Strain, Talk
from kiosk.domain.events import EventKind
from kiosk.domain.goals import Understood, understood
from kiosk.domain.jobs import JobKind
from kiosk.domain.measures import TENTHS
from kiosk.queries.goals import has_rule, held_from_in, marks_since
from kiosk.storage import client_goals, corrections, in_the_room, jobs
from kiosk.storage.db import look_again, reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Response
from kiosk.storage.work import Work, unit_of_work

Told = Mapping[str, Any]
"""The part of a response that follows from earlier answers: what stood beside it, signals, advice."""
GOAL_MET = "goal-met"
AT_ONCE: Final = 8
"""The most answers that are told again within the correction itself: some tens of milliseconds each."""
BATCH_S: Final = 0.06
"""The time after which a job lets other writers in: with the answer that is under way, about 0.1 seconds."""


@contextmanager
def telling_again(
    work: Work, clients_concerned: Collection[int], corrected: Collection[CheckIn], since: datetime
) -> Iterator[None]:
    """Tell the answers of these clients from then on again, as far as the block's correction changes what they say.

    A response stays as it was stored. What it says now stands beside it, on its check-in; where the correction makes
    no difference, whatever stands there stays, so that thresholds changed since rewrite nothing. Where the answers are
    many, a job does it: nobody waits for it, and it holds no writer for long.
    """
    whose = corrections.whose_since(work.session, clients_concerned, since)
    if len(whose) + len(corrected) > AT_ONCE:
        yield
        work.session.flush()
        now = corrections.whose_since(work.session, clients_concerned, since)
        was = {one: whose.get(one) for one in whose.keys() | now.keys() if whose.get(one) != now.get(one)}
        _add_job(work, clients_concerned, was, since)
        return
    before = {one.id: _told(work.session, one) for one in _concerned(work, clients_concerned, corrected, since)}
    yield
    work.session.flush()
    for check_in in _concerned(work, clients_concerned, corrected, since):
        _retell(work, check_in, before.get(check_in.id))


def retell_later(payload: Mapping[str, Any], now: datetime) -> None:
    """Tell answers again that a correction concerns, as the job that it added.

    What they said before it is read first, with no writer held; then some at a time are told as it is now. It may be
    cut off and run again: what it has told already stays told. A client corrected again meanwhile has a further job.
    """
    ids, since = payload["clients"], datetime.fromisoformat(payload["since"])
    was = {int(check_in): client for check_in, client in payload["was"].items()}
    look_again()
    session = reading()
    concerned = [*corrections.answered_since(session, ids, since), *corrections.answered_in(session, was)]
    there = {one.id: one for one in concerned if one.response and one.response.marked != Marking.IMPORT}
    theirs = {one: was.get(one, check_in.client_id) for one, check_in in there.items()}
    before = {one: _told(session, there[one], was) for one, client in theirs.items() if client is not None}
    left = sorted(there, key=lambda one: _came(there[one]))
    look_again()
    while left:
        with unit_of_work(Background(), now, corrections.practice_of_clients(ids)) as work:
            left = left[_retell_some(work, left, before) :]


def _retell_some(work: Work, left: Sequence[int], before: Mapping[int, Told]) -> int:
    """Tell the first of these again until the time of a batch is over; gives how many are done or gone."""
    ends, here = monotonic() + BATCH_S, {one.id: one for one in corrections.answered_in(work.session, left[:AT_ONCE])}
    for done, number in enumerate(left[:AT_ONCE], start=1):
        if check_in := here.get(number):
            _retell(work, check_in, before.get(number))
            if done == len(left):
                work.tell(check_in, EventKind.CORRECTED)
        if monotonic() > ends:
            return done
    return len(left[:AT_ONCE])


def _add_job(work: Work, ids: Collection[int], was: Mapping[int, int | None], since: datetime) -> None:
    payload = {"clients": sorted(ids), "since": since.isoformat(), "was": {str(one): was[one] for one in was}}
    jobs.add(work.session, JobKind.RETELL, work.now, payload, corrections.practice_number(work.session, ids))


def _retell(work: Work, check_in: CheckIn, before: Told | None) -> None:
    told = _told(work.session, check_in)
    if told != before:
        check_in.retold = None if told == _as_stored(check_in.response) else {**told, "at": work.now.isoformat()}
        work.session.flush()  # later answers read what led at this one


def _came(check_in: CheckIn) -> tuple[datetime, int]:
    response = _response(check_in)
    return response.received_at, response.id


def judge_goals_again(work: Work, client: Client, corrected: Collection[CheckIn]) -> None:
    """Reopen a goal that only a corrected answer had met by its rule, and check off one that is met without it."""
    held_from = held_from_in(corrections.practice_of(work.session, client))
    came_at = {one.response.received_at for one in corrected if one.response}
    for goal in filter(has_rule, client_goals.goals_of(work.session, client)):
        if goal.ended_at is not None or (goal.met_at is not None and goal.met_at not in came_at):
            continue
        is_met = understood(marks_since(work.session, client, goal), held_from).is_met
        if is_met and goal.met_at is None:
            goal.met_at, goal.met_by = work.now, "rule"
        elif goal.met_by == "rule" and not is_met:
            goal.met_at, goal.met_by = None, ""


def _concerned(
    work: Work, clients_concerned: Collection[int], corrected: Collection[CheckIn], since: datetime
) -> Collection[CheckIn]:
    """The answers that count for these clients from then on, and the corrected ones; no rule reads imported ones."""
    found = corrections.answered_since(work.session, clients_concerned, since)
    return {
        one.id: one for one in (*found, *corrected) if one.response and one.response.marked != Marking.IMPORT
    }.values()


def _told(session: ReadSession, check_in: CheckIn, was: Mapping[int, int | None] | None = None) -> Told:
    response, client = _response(check_in), (was or {}).get(check_in.id, check_in.client_id)
    guess = in_the_room.guess_of(session, check_in.id)
    found = find(
        session,
        check_in,
        _answered(response),
        response.received_at,
        response.phase,
        {
            "guess": as_guessed(guess) if guess else None,
            "took_s": None if response.entered_at else took_s(response.shown_at, response.received_at),
            "goal_met": _goal_met(response) if client == response.client_id else None,
        },
        was,
    )
    return _plain(as_told(found))


def _as_stored(response: Response | None) -> Told:
    return _plain({name: getattr(response, name) for name in ("before", "signals", "lead", "advice")})


def _plain(told: Told) -> Told:
    """As a database gives it back."""
    found: Told = json.loads(json.dumps(told))
    return found


def _response(check_in: CheckIn) -> Response:
    if check_in.response is None:
        raise LookupError("Only an answer is told again.")
    return check_in.response


def _answered(response: Response) -> Answered:
    return Answered(
        marks=response.marks,
        marked=Marking(response.marked),
        strain=Strain(response.strain) if response.strain else None,
        sorted_out=SortedOut(response.sorted_out) if response.sorted_out else None,
        obstacle=Obstacle(response.obstacle) if response.obstacle else None,
        words=response.words,
        talk=Talk(response.talk) if response.talk else None,
        safety=response.safety,
        declined=response.declined,
    )


def _goal_met(response: Response) -> Understood | None:
    """Give the goal that was met then, as far as its signal says it: it is found once, with the answer itself."""
    for signal in response.signals:
        if signal["rule"] == GOAL_MET:
            held, answers = round(signal["figures"]["reached"]), round(signal["figures"]["of last"])
            last = (*(False,) * (answers - held), *(True,) * held)
            return Understood(last, round(signal["figures"]["from"] * TENTHS))
    return None
