"""Client and therapist agree on a goal, check it off or let it go; a rule checks off what it can judge."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.actions.thresholds import STATED_FOR, for_practice
from kiosk.domain import goals
from kiosk.domain.goals import OWN, Deadline, Understood, Unit, deadline, template, understood
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage import clients
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import CheckIn, Client, Goal, Person, Practice, TakenBack

WORDS_LIMIT = 400
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


@dataclass(frozen=True)
class NotAgreed:
    """Nothing was kept; the field it is about, and what to do."""

    field: str
    problem: Phrase


@dataclass(frozen=True)
class SeenGoal:
    """A goal with how far it has come; `progress` only where a rule judges it."""

    goal: Goal
    progress: Understood | None
    deadline: Deadline | None


def agree_goal(therapist: Person, client_id: int, aim: Aim, now: datetime) -> NotAgreed | bool:
    """Keep a goal. False when there is no such client; the same goal twice is kept once."""
    found = template(aim.kind)
    words = goals.own_words(aim.kind, aim.words.replace("\r\n", "\n").strip())
    if fault := _fault(aim, words):
        return fault
    within, unit = (found.within, found.unit) if found and not aim.within else (int(aim.within or 0) or None, aim.unit)
    with writing() as session:
        client = clients.client_of(session, client_id, therapist)
        if client is None:
            return False
        kept = {(goal.kind, goals.own_words(goal.kind, goal.words)) for goal in clients.open_goals(session, client.id)}
        if (aim.kind, words) not in kept:
            session.add(
                Goal(
                    practice_id=client.practice_id,
                    client_id=client.id,
                    kind=aim.kind,
                    words=words,
                    within=within,
                    unit=unit if within else Unit.NONE,
                    agreed_at=now,
                    met_by="",
                )
            )
        return True


def meet_goal(therapist: Person, client_id: int, goal_id: int, now: datetime) -> bool:
    """Check it off together. False when there is no such goal; one that is met or ended stays as it is."""

    def meet(goal: Goal) -> None:
        goal.met_at, goal.met_by = now, "together"

    return _change(therapist, client_id, goal_id, meet)


def end_goal(therapist: Person, client_id: int, goal_id: int, now: datetime) -> bool:
    """Let it go, without having met it. False when there is no such goal."""

    def end(goal: Goal) -> None:
        goal.ended_at = now

    return _change(therapist, client_id, goal_id, end)


def take_back_goal(therapist: Person, client_id: int, goal_id: int, now: datetime) -> bool:
    """Aim for it again: it was checked off or let go by mistake, which stays written down.

    False when there is no such goal; one that is still open stays as it is.
    """
    with writing() as session:
        found = _found(session, therapist, client_id, goal_id)
        for goal in found:
            if done_at := goal.met_at or goal.ended_at:
                undone = TakenBack(
                    practice_id=goal.practice_id, was=goal.met_by or "ended", done_at=done_at, taken_back_at=now
                )
                goal.taken_back.append(undone)
                goal.met_at, goal.met_by, goal.ended_at = None, "", None
        return bool(found)


def settle_goals(session: Session, check_in: CheckIn, marks: Mapping[str, int], now: datetime) -> Understood | None:
    """Check off what today's marks meet, in the transaction that is about to store them; gives how they were met."""
    if goals.LINE not in marks:
        return None
    held_from, met = _held_from(check_in.visit.therapist.practice), None
    for goal in filter(_has_rule, clients.open_goals(session, check_in.client_id)):
        reached = understood([*_marks(session, check_in.client, goal), marks[goals.LINE]], held_from)
        if reached.is_met:
            goal.met_at, goal.met_by, met = now, "rule", reached
    return met


def see_goals(client: Client, practice: Practice, now: datetime) -> Sequence[SeenGoal]:
    """Every goal of this client, with how far it has come."""
    session, held_from = reading(), _held_from(practice)
    return [
        SeenGoal(
            goal,
            understood(_marks(session, client, goal), held_from) if _has_rule(goal) else None,
            _deadline(session, client, goal, now),
        )
        for goal in clients.goals_of(session, client.id)
    ]


def _fault(aim: Aim, words: str) -> NotAgreed | None:
    if aim.kind != OWN and template(aim.kind) is None:
        return NotAgreed("kind", phrase("Choose one of the goals shown, or write one as the client says it."))
    if aim.kind == OWN and not words:
        return NotAgreed("words", phrase("Write the goal as the client says it."))
    if len(words) > WORDS_LIMIT:
        return NotAgreed(
            "words", phrase("There is room for %(limit)s characters. Shorten the goal a little.", limit=WORDS_LIMIT)
        )
    if UNSTORABLE.search(words):
        return NotAgreed("words", phrase("One character in the goal cannot be kept. Take it out."))
    return _deadline_fault(aim) if aim.within else None


def _deadline_fault(aim: Aim) -> NotAgreed | None:
    if not (re.fullmatch("[0-9]{1,3}", aim.within) and 1 <= int(aim.within) <= MOST_WITHIN):
        return NotAgreed(
            "within", phrase("Give a whole number from 1 to %(most)s, or leave it empty.", most=MOST_WITHIN)
        )
    if aim.unit not in {Unit.VISITS, Unit.WEEKS}:
        return NotAgreed("within", phrase("Choose whether it is sessions or weeks."))
    return None


def _change(therapist: Person, client_id: int, goal_id: int, change: Callable[[Goal], None]) -> bool:
    with writing() as session:
        found = _found(session, therapist, client_id, goal_id)
        for goal in found:
            if goal.met_at is None and goal.ended_at is None:
                change(goal)
        return bool(found)


def _found(session: Session, therapist: Person, client_id: int, goal_id: int) -> Sequence[Goal]:
    client = clients.client_of(session, client_id, therapist)
    return [goal for goal in clients.goals_of(session, client_id) if goal.id == goal_id] if client else []


def _has_rule(goal: Goal) -> bool:
    found = template(goal.kind)
    return found is not None and found.has_rule


def _marks(session: Session, client: Client, goal: Goal) -> Sequence[int]:
    # What a mark once met and both took back is not met by the same marks again.
    again_at = goal.taken_back[-1].taken_back_at if goal.taken_back else None
    since = again_at or goals.counts_marks_from(goal.kind, goal.agreed_at)
    return clients.marks_on(session, client, goals.LINE, goals.OUT_OF, since)


def _held_from(practice: Practice) -> int:
    """Where a mark on being understood counts in this practice, whichever form it stands in."""
    rule = for_practice(catalogue.measure(STATED_FOR), practice).rules.goal_met
    return rule.understood_from if rule else goals.HELD_FROM


def _deadline(session: Session, client: Client, goal: Goal, now: datetime) -> Deadline | None:
    if goal.unit != Unit.VISITS:
        return deadline(goal.within, goal.unit, goal.agreed_at, 0, now)
    found = template(goal.kind)
    visits = clients.count_visits(session, client, None if found and found.since_first else goal.agreed_at)
    return deadline(goal.within, goal.unit, goal.agreed_at, visits, now)
