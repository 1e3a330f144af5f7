"""From the day as it is to the page that shows it."""

from datetime import datetime

from flask_babel import gettext, ngettext

from kiosk.actions.visits.open_together import COUPLE
from kiosk.domain.answers import Talk
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import Recorded, SeenCheckIn
from kiosk.queries.day import Day, DayClient, DayVisit, Wish
from kiosk.queries.results import Result
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.pages import ClientRow, DayPage, NextCheckIn, PickUp, TogetherForm, VisitRow
from kiosk.web.staff.day.several import by_visit, several_row
from kiosk.web.staff.day.together_form import together_form
from kiosk.web.staff.day.urgent import urgent_card
from kiosk.web.staff.parts.addresses import page_of
from kiosk.web.staff.parts.form_languages import form_languages
from kiosk.web.staff.parts.lengths import forms
from kiosk.web.staff.parts.marks import Sparkline, course_line, figure
from kiosk.web.staff.parts.numerals import counted
from kiosk.web.staff.parts.pauses import paused_sentence
from kiosk.web.staff.parts.still_open import can_still_be_sent, still_open, unseen_in_a_row
from kiosk.web.staff.parts.tablet_rows import tablet_choices
from kiosk.web.staff.parts.times import clock_time, day_ago, day_words, days_ago
from kiosk.web.staff.parts.week_words import week_words
from kiosk.web.staff.parts.wishes import lead_heading, wants_to_talk, wish

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
WANTED = {
    Talk.NOW: phrase("Wanted to talk about it then"),
    Talk.NEXT: phrase("Wanted to talk about it next time"),
}
SINCE = phrase("How has it been since we talked about it?")
NOT_ANSWERED = phrase("Not answered, %(when)s.")
UNANSWERED = {
    State.WITHDRAWN: phrase("Withdrawn, %(when)s."),
    State.UNFINISHED: phrase("Not finished, %(when)s."),
    State.WAITING: phrase("Waiting, %(when)s."),
    State.OPENED: phrase("Opened, %(when)s."),
    State.ANSWERING: phrase("Answering now."),
}


def day_page(  # noqa: PLR0913 -- what is shown, to whom, when, and what was typed
    day: Day,
    zone: str,
    now: datetime,
    *,
    first: str,
    code: str = "",
    problem: str = "",
    together: TogetherForm | None = None,
) -> DayPage:
    """The page of the day; `first` is the form offered first, `code` what was typed when it could not be taken."""
    today = {visit.check_in.code for visit in day.visits}
    return DayPage(
        heading=day_words(now, zone),
        summary=_summary(day),
        visits=[
            several_row(people, now, zone) if len(people) > 1 else _visit_row(day, people[0], now, zone)
            for people in by_visit(day.visits)
        ],
        clients=[_client_row(client, now, zone) for client in day.clients if client.code not in today or client.paused],
        pick_up=[
            *(
                _pick_up(client.latest.client, client.code, client.left_for_next_time, now, zone)
                for client in day.clients
                if client.left_for_next_time
            ),
            *(
                _ask_since(client, client.talked, now, zone)
                for client in day.clients
                if client.talked and days_ago(client.talked.recorded_at, now, zone)
            ),
            *(
                _wished_for(client, client.wished_for, now, zone, with_words=day.is_private)
                for client in day.clients
                if client.wished_for
            ),
            *(_pick_up(None, ", ".join(left.codes), left.repair, now, zone) for left in day.left_together),
        ],
        measures=forms(first),
        languages=form_languages(phrase("Their usual language")),
        together=together or together_form(),
        tablets=tablet_choices(day.tablets),
        urgent=[urgent_card(one, now, zone) for one in day.urgent],
        copied=", ".join(day.copied),
        still_open=_still_open(day),
        left=_left(day),
        code=code,
        problem=problem,
        asks_week=any(client.asks_week for client in day.clients),
    )


def _still_open(day: Day) -> str:
    """Say how much waits for an outcome; empty where nothing does."""
    if not day.open_loops:
        return ""
    words = ngettext(
        "%(count)s thing is still open.",
        "%(count)s things are still open.",
        day.open_loops,
        count=counted(day.open_loops),
    )
    return words[:1].upper() + words[1:]


def _summary(day: Day) -> str:
    """Say how many have come in: a form that was declined has, whether or not that may be shown yet."""
    if all(visit.check_in.state is State.WITHDRAWN for visit in day.visits):
        return gettext("No check-ins yet today.")
    count = sum(visit.check_in.state is not State.WITHDRAWN for visit in day.visits)
    sent = sum(visit.check_in.state in ANSWERED for visit in day.visits)
    began = ngettext("%(count)s check-in today.", "%(count)s check-ins today.", count, count=counted(count))
    if not sent:
        answered = gettext("None has come in yet.")
    elif sent == count == COUPLE:
        answered = gettext("Both have come in.")
    elif sent == count > 1:
        answered = gettext("All have come in.")
    else:
        answered = ngettext("%(count)s has come in.", "%(count)s have come in.", sent, count=counted(sent))
    return f"{began} {answered}"


def _left(day: Day) -> str:
    """Without content: who looks after the practice sees to it that somebody reads it."""
    if not day.left_clients.is_news:
        return ""
    if any(one.asked_for_help for one in day.left_clients.clients):
        return gettext("A client asked for help, and their therapist can no longer log in.")
    return gettext("An answer came for a therapist who can no longer log in.")


def _visit_row(day: Day, visit: DayVisit, now: datetime, zone: str) -> VisitRow:
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
        next=NextCheckIn(check_in.code, check_in.place, client.measure) if client and is_next else None,
    )


def _sentence(visit: DayVisit, now: datetime, zone: str) -> str:
    check_in = visit.check_in
    if can_still_be_sent(check_in):
        return still_open(check_in, now, zone)
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


def _client_row(client: DayClient, now: datetime, zone: str) -> ClientRow:
    return ClientRow(
        client=client.latest.client,
        code=client.code,
        place=client.place,
        measure=client.measure,
        sentence=paused_sentence(client.paused, zone) or _last_time(client.latest, now, zone),
        sparkline=course_line(client.course, last_is_today=False),
        is_paused=client.paused is not None,
        asks_week=client.asks_week,
    )


def _last_time(latest: SeenCheckIn, now: datetime, zone: str) -> str:
    when = day_ago(latest.begun_at, now, zone)
    if latest.is_held:
        return gettext("Received, %(when)s.", when=when)
    if latest.result:
        return answered_words(latest.result, when)
    if can_still_be_sent(latest):
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


def _pick_up(client: PublicId | None, code: str, left: Recorded, now: datetime, zone: str) -> PickUp:
    text = left.note or gettext("What did we want to come back to?")
    when = gettext("from %(when)s", when=day_ago(left.recorded_at, now, zone))
    return PickUp(client, code, when, text, is_note=bool(left.note))


def _ask_since(client: DayClient, talked: Recorded, now: datetime, zone: str) -> PickUp:
    """How it has been since they talked about it; without the note, which is for that client's own page."""
    when = gettext("from %(when)s", when=day_ago(talked.recorded_at, now, zone))
    wish = gettext("You talked about it. Ask how it went.")
    return PickUp(
        client.latest.client,
        client.code,
        when,
        said(SINCE),
        is_note=False,
        wish=wish,
        address=page_of(client.latest.ids),
    )


def _wished_for(client: DayClient, wish: Wish, now: datetime, zone: str, *, with_words: bool) -> PickUp:
    """The client's own wish; on a private screen in the client's own words, where there are any."""
    when = gettext("from %(when)s", when=day_ago(wish.received_at, now, zone))
    words = wish.words if with_words else ""
    return PickUp(
        client.latest.client,
        client.code,
        when,
        words or gettext("What did we want to come back to?"),
        is_note=False,
        wish=said(WANTED[wish.talk]),
        address=page_of(wish.ids),
    )
