"""How far a visit of several people is, in words: its heading, and the state of all and of each."""

from datetime import datetime

from flask_babel import gettext, ngettext

from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import phrase
from kiosk.domain.visit_kinds import COUPLE
from kiosk.queries.several import SeenPeople, SeenPerson
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.numerals import within
from kiosk.web.staff.parts.still_open import still_open, unseen_forms
from kiosk.web.staff.parts.times import clock_time, day_words, near_time
from kiosk.web.staff.visits.several.pages import Reached
from kiosk.web.staff.visits.waiting import NOT_ME, STOPS

WITH = {
    "couple": phrase("%(day)s, %(time)s, with a couple."),
    "family": phrase("%(day)s, %(time)s, with a family of %(people)s."),
    "group": phrase("%(day)s, %(time)s, with a group of %(people)s."),
}
BEFORE_IT = {
    "couple": phrase("%(day)s, %(time)s, with a couple. How the week was, before the session."),
    "family": phrase("%(day)s, %(time)s, with a family. How the week was, before the session."),
    "group": phrase("%(day)s, %(time)s, with a group. How the week was, before the session."),
}
"""At the start: who is asked then may be fewer than those who came."""
STATUS = {
    State.WAITING: phrase("Waiting to be opened"),
    State.OPENED: phrase("The form is open"),
    State.ANSWERING: phrase("Answering now"),
    State.SENT: phrase("Received"),
    State.DECLINED: phrase("Received"),
    State.UNFINISHED: phrase("Not finished: the form was left on the tablet"),
    State.EXPIRED: phrase("Not answered"),
    State.WITHDRAWN: phrase("Withdrawn"),
}


def place_of(stop: State, state: State) -> Reached:
    """Say where a stop of the status line stands, seen from the state reached."""
    if stop is state:
        return "present"
    return "past" if STOPS.index(stop) < STOPS.index(state) else "to-come"


def reached_words(person: SeenPerson, now: datetime, zone: str) -> str:
    """Say the state of one person, and since when.

    A form that was declined is received like any other, before and after it was opened: others may see this page.
    """
    if person.check_in.not_me:
        return said(NOT_ME)
    if person.check_in.can_still_be_sent:
        return still_open(person.check_in, now, zone)
    state = person.check_in.state
    words = said(STATUS[state])
    at = person.check_in.reached.get(State.SENT if state in ANSWERED else state)
    reached = f"{words}, {near_time(at, now, zone)}" if at else words
    unseen = unseen_forms(person.check_in, now, zone)
    return f"{reached}. {unseen}" if unseen else reached


def heading(seen: SeenPeople) -> str:
    """Say for whom the page waits, or how many have answered."""
    asking, count = sum(person.check_in.opens for person in seen.people), len(seen.people)
    if asking == count == 1:
        return said(phrase("Waiting for %(code)s", code=seen.people[0].check_in.code))
    if asking == count == COUPLE:
        return gettext("Waiting for both")
    if asking == count:
        return gettext("Waiting for all %(count)s", count=within(count))
    if asking:
        return gettext("Waiting for %(asking)s of %(count)s", asking=within(asking), count=within(count))
    answered = sum(person.check_in.state in ANSWERED for person in seen.people)
    if answered:
        return _answered(seen, answered)
    is_open = any(person.check_in.can_still_be_sent for person in seen.people)
    return gettext("Nobody has answered yet") if is_open else gettext("Nobody has answered")


def status_of_all(seen: SeenPeople, received: int) -> str:
    """Say how many of them have answered."""
    if not received:
        return gettext("Nobody has answered yet") if seen.asking else gettext("Nobody has answered")
    return _answered(seen, received)


def _answered(seen: SeenPeople, some: int) -> str:
    count = len(seen.people)
    if some == count == 1:
        return said(phrase("%(code)s has answered", code=seen.people[0].check_in.code))
    if some == count:
        return gettext("Both have answered") if count == COUPLE else gettext("Everybody has answered")
    return ngettext("%(num)s of %(all)s has answered", "%(num)s of %(all)s have answered", some, all=count)


def sub_heading(seen: SeenPeople, zone: str) -> str:
    """Say when the session was, and with whom."""
    began, words = seen.began_at, BEFORE_IT if seen.is_opening else WITH
    told = words[seen.kind].filled(
        day=day_words(began, zone), time=clock_time(began, zone), people=within(len(seen.people))
    )
    return said(told)
