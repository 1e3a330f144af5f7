"""Entering an answer that no form of this server took: from paper by its therapist, or from a file.

It is dated by its session, says for ever who entered it, and has a way of having been marked of its own, so that it is
in no baseline with lines or buttons. Rules run, no page is prompted live.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from kiosk import catalogue
from kiosk.actions.check_ins.finding import Found, answered_columns, as_told, find
from kiosk.actions.check_ins.transitions import end_as_entered
from kiosk.actions.clients.loops import open_for_answer
from kiosk.actions.corrections.retell import judge_goals_again, telling_again
from kiosk.actions.practice.keep_measures import keep_measure
from kiosk.actions.visits.together import settle_together
from kiosk.domain.actors import Staff
from kiosk.domain.answers import Answered, Fault, Marking, RawAnswers, read_answers
from kiosk.domain.audit import Audited
from kiosk.domain.documents import as_document
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OLDEST_SESSION, State
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.readable import part
from kiosk.queries.recorded import ASK_WITHIN
from kiosk.queries.together import ids_of
from kiosk.storage import clients, entered, responses
from kiosk.storage.tables import CheckIn, Client, Visit
from kiosk.storage.work import Work, unit_of_work

NO_FORM = phrase("Choose the form that was filled in.")
NO_TIME = phrase("Give the day of the session, and its time.")
TO_COME = phrase("Give a day and a time in the past.")
TOO_OLD = phrase("Give a day within the last ten years.")
MERGED = phrase("This client was merged a moment ago. Look at the page of the other code.")
TWICE = phrase("This client already has an answer on this form at that time.")


@dataclass(frozen=True)
class FromPaper:
    """An answer as it was typed in: by which form, when and where the session was, and the marks as on the paper."""

    measure: str
    at: datetime | None
    place: str
    answers: RawAnswers


def enter_answer(actor: Staff, client_id: PublicId, typed: FromPaper, now: datetime) -> CheckInIds | tuple[Fault, ...]:
    """Store what a client of one's own filled in on paper; gives its faults where it cannot be taken.

    A check-in of that day with the same form that nobody answered takes it; else a session of its own is added. Raises
    NotFound, Invalid with the field at fault, and Conflict.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    measure, at, place = _checked(typed, now)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        if client.merged_into_id is not None:
            raise Conflict(MERGED)
        raw = replace(typed.answers, marked=Marking.LINE if measure.kind == "line" else "")
        answered = read_answers(measure, raw)
        if not isinstance(answered, Answered):
            return answered
        if entered.is_there(work.session, client, measure.id, at):
            raise Conflict(TWICE)
        waiting = entered.unanswered(work.session, client, therapist, measure.id, actor.time_zone, at)
        check_in = waiting or _past_check_in(work, client, measure, at, place)
        add_entered(work, check_in, replace(answered, marked=Marking.PAPER), at, actor.person_id)
        return ids_of(check_in)


def add_entered(work: Work, check_in: CheckIn, answered: Answered, at: datetime, by: int) -> None:
    """Store an answer that was entered and not sent, and end its check-in; `answered.marked` says how it came.

    Later answers are told again. What it leaves open is opened if it is the client's latest and of the last 60 days;
    older dips are history, and nobody is asked to come back to them.
    """
    if not answered.marked.is_entered:
        raise ValueError("Only what was entered is stored as entered.")
    with telling_again(work, [check_in.client_id], [], at):
        found = find(work.session, check_in, answered, at, check_in.client.phase, {"guess": None, "took_s": None})
        responses.store(work.session, check_in, _columns(work, check_in, answered, found, at, by))
        end_as_entered(work, check_in, State.DECLINED if answered.declined else State.SENT, at)
        check_in.revealed_at = check_in.seen_at = work.now
        check_in.link_hash = check_in.short_code_hash = None
    judge_goals_again(work, check_in.client, [check_in])
    if work.now - at < ASK_WITHIN and not entered.has_later(work.session, check_in, at):
        open_for_answer(work, check_in, found.signals, answered.talk, safety=answered.safety)
    part(lambda: settle_together(work, check_in.visit), None)
    work.tell(check_in, EventKind.CORRECTED)
    work.audit(Audited.ANSWER_ENTERED, check_in)


def _checked(typed: FromPaper, now: datetime) -> tuple[Measure, datetime, Place]:
    measure = catalogue.measures().get(typed.measure)
    if measure is None:
        raise Invalid(NO_FORM, "measure")
    if typed.at is None:
        raise Invalid(NO_TIME, "day")
    if typed.at > now:
        raise Invalid(TO_COME, "day")
    if typed.at < now - OLDEST_SESSION:
        raise Invalid(TOO_OLD, "day")
    return measure, typed.at, Place.TELEHEALTH if typed.place == Place.TELEHEALTH else Place.ROOM


def _past_check_in(work: Work, client: Client, measure: Measure, at: datetime, place: Place) -> CheckIn:
    """Add a session of that time with one check-in, whose form was never shown and has no link."""
    visit = Visit(
        practice_id=client.practice_id, therapist_id=client.therapist_id, place=place, kind=ONE_CLIENT, began_at=at
    )
    check_in = CheckIn(
        practice_id=client.practice_id,
        visit=visit,
        client=client,
        part=measure.part,
        measure=measure.id,
        measure_version=measure.version,
        language=measure.language_for(client.language),
        link_ends_at=at,
        short_code_ends_at=at,
        state=State.WAITING,
        begun_at=at,
    )
    work.session.add_all([visit, check_in])
    work.session.flush()
    keep_measure(work, measure.id, measure.version)
    work.audit(Audited.VISIT_BEGUN, visit)
    return check_in


def _columns(  # noqa: PLR0913, PLR0917 -- all that a stored answer has
    work: Work, check_in: CheckIn, answered: Answered, found: Found, at: datetime, by: int
) -> Mapping[str, Any]:
    return {
        "practice_id": check_in.practice_id,
        "client_id": check_in.client_id,
        "therapist_id": check_in.visit.therapist_id,
        "sending_key": token_urlsafe(),
        "measure": check_in.measure,
        "measure_version": check_in.measure_version,
        "phase": check_in.client.phase,
        "shown_at": at,
        "received_at": at,
        "entered_by_id": by,
        "entered_at": work.now,
        **answered_columns(answered),
        "total": found.score.total,
        "score": as_document(found.score),
        **as_told(found),
    }
