"""From the day as it is to the page that shows it."""

from datetime import datetime

from flask_babel import gettext, ngettext

from kiosk.actions.held import is_held
from kiosk.actions.open_together import COUPLE
from kiosk.actions.see_day import Day, DayClient, DayVisit
from kiosk.actions.see_visit import Reading
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import phrase
from kiosk.domain.prompts import HEADINGS
from kiosk.storage.tables import Person, Repair, Response, VisitRepair
from kiosk.web.languages import said
from kiosk.web.therapist.day.pages import ClientRow, DayPage, PickUp, TogetherForm, VisitRow
from kiosk.web.therapist.day.several import by_visit, several_row
from kiosk.web.therapist.day.together_form import together_form
from kiosk.web.therapist.parts.form_languages import form_languages
from kiosk.web.therapist.parts.lengths import forms
from kiosk.web.therapist.parts.marks import Sparkline, course_line, figure
from kiosk.web.therapist.parts.numerals import counted
from kiosk.web.therapist.parts.pauses import paused_sentence
from kiosk.web.therapist.parts.tablet_rows import tablet_choices
from kiosk.web.therapist.parts.times import clock_time, day_ago, day_words

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


def day_page(  # noqa: PLR0913 -- what is shown, to whom, when, and what was typed
    day: Day,
    person: Person,
    now: datetime,
    *,
    first: str,
    code: str = "",
    problem: str = "",
    together: TogetherForm | None = None,
) -> DayPage:
    """The page of the day; `first` is the form offered first, `code` what was typed when it could not be taken."""
    zone = person.practice.time_zone
    today = {visit.code for visit in day.visits}
    return DayPage(
        heading=day_words(now, zone),
        summary=_summary(day),
        visits=[
            several_row(people, zone) if len(people) > 1 else _visit_row(people[0], _course(day, people[0]), zone)
            for people in by_visit(day.visits)
        ],
        clients=[_client_row(client, now, zone) for client in day.clients if client.code not in today or client.paused],
        pick_up=[
            *(
                _pick_up(client.latest.client_id, client.code, client.left_for_next_time, now, zone)
                for client in day.clients
                if client.left_for_next_time
            ),
            *(_pick_up(None, ", ".join(left.codes), left.repair, now, zone) for left in day.left_together),
        ],
        measures=forms(first),
        languages=form_languages(phrase("As kept for them")),
        together=together or together_form(),
        tablets=tablet_choices(day.tablets),
        copied=", ".join(tablet.room for tablet in day.copied),
        code=code,
        problem=problem,
    )


def _summary(day: Day) -> str:
    """How many have come in: a form that was declined has, whether or not that may be shown yet."""
    if not day.visits:
        return gettext("No check-ins yet today.")
    count, sent = len(day.visits), sum(visit.state in ANSWERED for visit in day.visits)
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


def _visit_row(visit: DayVisit, course: Sparkline | None, zone: str) -> VisitRow:
    return VisitRow(
        id=visit.check_in.visit_id,
        time=clock_time(visit.check_in.begun_at, zone),
        client=visit.check_in.client_id,
        code=visit.code,
        sentence=_sentence(visit),
        is_open=visit.state in SENTENCES and visit.state in {State.WAITING, State.OPENED},
        sparkline=course,
    )


def _sentence(visit: DayVisit) -> str:
    if visit.reading is None:
        return said(SENTENCES[visit.state])
    if is_held(visit.check_in):
        return gettext("Received. Open it to see it.")
    found = _found(visit.reading, visit.state)
    return f"{found} {said(OUTCOMES[visit.repair.outcome])}" if visit.repair else found


def _found(reading: Reading, state: State) -> str:
    match reading.advice.kind:
        case "safety":
            return gettext("Asked for help staying safe.")
        case _ if state is State.DECLINED:
            return said(SENTENCES[State.DECLINED])
        case "prompt" if reading.advice.lead:
            return f"{said(HEADINGS[reading.advice.lead.severity])}."
        case "no-concern":
            return gettext("No concern in the marks.")
        case "not-enough":
            return gettext("Not enough is marked to say.")
        case _:
            return gettext("Sent.")


def _course(day: Day, visit: DayVisit) -> Sparkline | None:
    client = next((one for one in day.clients if one.code == visit.code), None)
    if client is None or is_held(visit.check_in):
        return None
    answered_today = visit.check_in.response is not None and visit.check_in.response.total is not None
    return _sparkline(client, last_is_today=answered_today)


def _sparkline(client: DayClient, *, last_is_today: bool) -> Sparkline | None:
    if not client.course:
        return None
    return course_line(client.course, client.latest.visit.therapist.practice, last_is_today=last_is_today)


def _client_row(client: DayClient, now: datetime, zone: str) -> ClientRow:
    return ClientRow(
        client=client.latest.client_id,
        code=client.code,
        place=client.place,
        measure=client.measure,
        sentence=paused_sentence(client.paused, zone) or _last_time(client, now, zone),
        sparkline=None if is_held(client.latest) else _sparkline(client, last_is_today=False),
        is_paused=client.paused is not None,
    )


def _last_time(client: DayClient, now: datetime, zone: str) -> str:
    when = day_ago(client.latest.begun_at, now, zone)
    response = client.latest.response
    if response is None:
        return gettext("Not answered, %(when)s.", when=when)
    if is_held(client.latest):
        return gettext("Received, %(when)s.", when=when)
    return answered_words(response, when)


def answered_words(response: Response, when: str) -> str:
    """What came last from a client, and when."""
    if response.safety:
        return gettext("Asked for help staying safe, %(when)s.", when=when)
    if response.declined:
        return gettext("Chose not to answer, %(when)s.", when=when)
    if response.total is None:
        return gettext("Answered in part, %(when)s.", when=when)
    return gettext("%(total)s, %(when)s.", total=figure(response.total), when=when)


def _pick_up(client: int | None, code: str, left: Repair | VisitRepair, now: datetime, zone: str) -> PickUp:
    text = left.note or gettext("What did we want to come back to?")
    when = gettext("from %(when)s", when=day_ago(left.recorded_at, now, zone))
    return PickUp(client, code, when, text, is_note=bool(left.note))
