"""The day's sessions as rows: what came of each, in a sentence."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext

from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.day import Day, DayClient, DayVisit
from kiosk.queries.results import Result
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.pages import NextCheckIn, VisitRow
from kiosk.web.staff.day.several import several_row
from kiosk.web.staff.parts.answer_words import lead_heading, wants_to_talk, week_words, wish
from kiosk.web.staff.parts.marks import Sparkline, course_line, figure
from kiosk.web.staff.parts.offers import offer
from kiosk.web.staff.parts.still_open import still_open, unseen_in_a_row
from kiosk.web.staff.parts.times import clock_time, day_ago

SENTENCES = {
    State.WAITING: phrase("Waiting to be opened."),
    State.OPENED: phrase("The form is open."),
    State.DECLINED: phrase("Chose not to answer today."),
    State.EXPIRED: phrase("Not answered."),
    State.WITHDRAWN: phrase("Withdrawn."),
    State.UNFINISHED: phrase("Not finished."),
}
OUTCOMES = {
    "talked": phrase("You talked about it."),
    "next": phrase("To pick up next time."),
    "not-needed": phrase("No talk needed."),
}


FOUND = {
    "no-concern": phrase("No concern in the marks."),
    "not-enough": phrase("Not enough is marked to say."),
    "noted": phrase("Sent."),
    "prompt": phrase("Sent."),
}
NOT_ANSWERED = phrase("Not answered, %(when)s.")
UNANSWERED = {
    State.WITHDRAWN: phrase("Withdrawn, %(when)s."),
    State.UNFINISHED: phrase("Not finished, %(when)s."),
    State.WAITING: phrase("Waiting, %(when)s."),
    State.OPENED: phrase("Opened, %(when)s."),
    State.ANSWERING: phrase("Answering now."),
}


def visit_row(
    day: Day, people: Sequence[DayVisit], rooms: Mapping[PublicId, str], now: datetime, zone: str
) -> VisitRow:
    """The row of one session, with one person or several; `rooms` are those of the tablets that can be had."""
    if len(people) > 1:
        return several_row(people, now, zone)
    (visit,) = people
    check_in = visit.check_in
    client = next((one for one in day.clients if one.code == check_in.code), None)
    is_next = check_in.is_opening and client is not None and client.paused is None
    return VisitRow(
        id=check_in.visit,
        time=clock_time(check_in.begun_at, zone),
        client=check_in.client,
        code=check_in.code,
        sentence=_sentence(visit, now, zone),
        is_open=check_in.state in {State.WAITING, State.OPENED},
        sparkline=_course(client, visit),
        next=NextCheckIn(check_in.code, offer(client.usual, rooms)) if client and is_next else None,
    )


def _sentence(visit: DayVisit, now: datetime, zone: str) -> str:
    check_in = visit.check_in
    if check_in.can_still_be_sent:
        return still_open(check_in, now, zone)
    if check_in.set_aside_at is not None:
        return gettext("Set aside.")
    if check_in.is_held:
        return gettext("Received. Open it to see it.") if check_in.is_unread else gettext("Received.")
    if check_in.result is None:
        return f"{said(SENTENCES[check_in.state])} {unseen_in_a_row(check_in, now, zone)}".rstrip()
    if check_in.is_opening:
        return week_words(check_in.result)
    found = _found(check_in.result, check_in.state)
    return f"{found} {said(OUTCOMES[visit.repair.outcome])}" if visit.repair else found


def _found(result: Result, state: State) -> str:
    advice = result.advice
    if advice.kind == "safety":
        return gettext("Asked for help staying safe.")
    if state is State.DECLINED:
        return said(SENTENCES[State.DECLINED])
    if advice.kind == "prompt" and advice.lead:
        return f"{lead_heading(result, advice.lead.severity, then=False)}."
    return f"{wish(result, then=False)}." if wants_to_talk(result) else said(FOUND[advice.kind])


def _course(client: DayClient | None, visit: DayVisit) -> Sparkline | None:
    check_in = visit.check_in
    if client and check_in.is_opening:
        return course_line(client.course, last_is_today=False)
    if client is None or client.latest.id != check_in.id:
        return None  # an earlier session of the day has no part in what came after it
    answered_today = check_in.result is not None and check_in.result.score.total is not None
    return course_line(client.course, last_is_today=answered_today)


def last_time(latest: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say what came of the latest check-in of a client, and when."""
    when = day_ago(latest.begun_at, now, zone)
    if latest.is_held:
        return gettext("Received, %(when)s.", when=when)
    if latest.result:
        return answered_words(latest.result, when)
    if latest.can_still_be_sent:
        return still_open(latest, now, zone)
    return unanswered_words(latest, when, now, zone)


def unanswered_words(latest: SeenCheckIn, when: str, now: datetime, zone: str) -> str:
    """Say how the latest form ended without an answer, and until when one could still come."""
    ended = said(UNANSWERED.get(latest.state, NOT_ANSWERED).filled(when=when))
    return f"{ended} {unseen_in_a_row(latest, now, zone)}".rstrip()


def answered_words(result: Result, when: str) -> str:
    """Say what came last from a client, and when."""
    if result.safety:
        return gettext("Asked for help staying safe, %(when)s.", when=when)
    if result.declined:
        return gettext("Chose not to answer, %(when)s.", when=when)
    if result.score.total is None:
        return gettext("Answered in part, %(when)s.", when=when)
    return gettext("%(total)s, %(when)s.", total=figure(result.score.total), when=when)
