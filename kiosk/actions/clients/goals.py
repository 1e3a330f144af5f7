"""Client and therapist agree on a goal, check it off or let it go; a rule checks off what it can judge."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.clients.loops import expect_goal
from kiosk.domain import goals
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.goals import OWN, Understood, Unit, template, understood
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.queries.goals import has_rule, held_from_in, marks_since
from kiosk.storage import client_goals, clients
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Goal, TakenBack
from kiosk.storage.work import Work, unit_of_work

GOAL_LIMIT = 400
MOST_WITHIN = 100
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
"""Signs that no page may show, and what a database would refuse or change."""


@dataclass(frozen=True)
class Aim:
    """A goal as it was typed: empty words are those of the template, an empty number its deadline."""

    kind: str
    words: str = ""
    within: str = ""
    unit: str = ""


def agree_goal(actor: Staff, client_id: PublicId, aim: Aim, now: datetime) -> None:
    """Keep a goal; the same goal twice is kept once. Raises NotFound, and Invalid with the field at fault."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    found = template(aim.kind)
    words = goals.own_words(aim.kind, aim.words.replace("\r\n", "\n").strip())
    _check(aim, words)
    within, unit = (found.within, found.unit) if found and not aim.within else (int(aim.within or 0) or None, aim.unit)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        kept = {
            (goal.kind, goals.own_words(goal.kind, goal.words))
            for goal in client_goals.open_goals(work.session, client)
        }
        if (aim.kind, words) not in kept:
            goal = Goal(
                practice_id=client.practice_id,
                client_id=client.id,
                kind=aim.kind,
                words=words,
                within=within,
                unit=unit if within else Unit.NONE,
                agreed_at=now,
                met_by="",
            )
            work.session.add(goal)
            work.session.flush()
            expect_goal(work, goal)
            work.audit(Audited.GOAL_AGREED, goal)


def meet_goal(actor: Staff, client_id: PublicId, goal_id: PublicId, now: datetime) -> None:
    """Check a goal off; one that is met or ended stays as it is. Raises NotFound."""

    def meet(goal: Goal) -> None:
        goal.met_at, goal.met_by = now, "together"

    _change(actor, client_id, goal_id, meet, Audited.GOAL_MET, now)


def end_goal(actor: Staff, client_id: PublicId, goal_id: PublicId, now: datetime) -> None:
    """End a goal that was not met. Raises NotFound."""

    def end(goal: Goal) -> None:
        goal.ended_at = now

    _change(actor, client_id, goal_id, end, Audited.GOAL_ENDED, now)


def take_back_goal(actor: Staff, client_id: PublicId, goal_id: PublicId, now: datetime) -> None:
    """Reopen a goal that was checked off or ended by mistake; the mistake stays on record. Raises NotFound.

    One that is still open stays as it is.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        goal = found_goal(work.session, therapist, client_id, goal_id)
        if done_at := goal.met_at or goal.ended_at:
            undone = TakenBack(
                practice_id=goal.practice_id, was=goal.met_by or "ended", done_at=done_at, taken_back_at=now
            )
            goal.taken_back.append(undone)
            goal.met_at, goal.met_by, goal.ended_at = None, "", None
            work.audit(Audited.GOAL_TAKEN_BACK, goal)


def settle_goals(work: Work, check_in: CheckIn, marks: Mapping[str, int]) -> Understood | None:
    """Check off what today's marks meet, in the transaction that is about to store them; gives how they were met."""
    if goals.LINE not in marks:
        return None
    held_from, met = held_from_in(check_in.visit.therapist.practice), None
    for goal in filter(has_rule, client_goals.open_goals(work.session, check_in.client)):
        reached = understood([*marks_since(work.session, check_in.client, goal), marks[goals.LINE]], held_from)
        if reached.is_met:
            goal.met_at, goal.met_by, met = work.now, "rule", reached
    return met


def _check(aim: Aim, words: str) -> None:
    if aim.kind != OWN and template(aim.kind) is None:
        raise Invalid(phrase("Choose one of the goals shown, or write one as the client says it."), "kind")
    if aim.kind == OWN and not words:
        raise Invalid(phrase("Write the goal as the client says it."), "words")
    if len(words) > GOAL_LIMIT:
        too_long = phrase("There is room for %(limit)s characters. Shorten the goal a little.", limit=GOAL_LIMIT)
        raise Invalid(too_long, "words")
    if UNSTORABLE.search(words):
        raise Invalid(phrase("One character in the goal cannot be saved. Take it out."), "words")
    if aim.within:
        _check_deadline(aim)


def _check_deadline(aim: Aim) -> None:
    if not (re.fullmatch("[0-9]{1,3}", aim.within) and 1 <= int(aim.within) <= MOST_WITHIN):
        no_number = phrase("Give a whole number from 1 to %(most)s, or leave it empty.", most=MOST_WITHIN)
        raise Invalid(no_number, "within")
    if aim.unit not in {Unit.VISITS, Unit.WEEKS}:
        raise Invalid(phrase("Choose whether it is sessions or weeks."), "within")


def _change(  # noqa: PLR0913, PLR0917 -- whose, which, and what is done to it
    actor: Staff, client_id: PublicId, goal_id: PublicId, change: Callable[[Goal], None], act: Audited, now: datetime
) -> None:
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        goal = found_goal(work.session, therapist, client_id, goal_id)
        if goal.met_at is None and goal.ended_at is None:
            change(goal)
            work.audit(act, goal)


def found_goal(session: ReadSession, therapist: Therapist, client_id: PublicId, goal_id: PublicId) -> Goal:
    """Find a goal of a client of this therapist. Raises NotFound."""
    client = clients.client_of(session, client_id, therapist)
    found = [goal for goal in client_goals.goals_of(session, client) if goal.public_id == goal_id] if client else []
    if not found:
        raise NotFound
    return found[0]
