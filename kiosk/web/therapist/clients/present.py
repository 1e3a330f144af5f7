"""From a client, or all clients, to the page that shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from flask_babel import gettext, ngettext

from kiosk.actions.asking import Asking, form_for
from kiosk.actions.goals import Aim, NotAgreed
from kiosk.actions.see_clients import ListedClient, SeenClient
from kiosk.domain.lifecycle import State, shows_form
from kiosk.domain.phrases import phrase
from kiosk.storage.tables import CheckIn, Pause
from kiosk.web.languages import said
from kiosk.web.therapist.clients.course import Moment, course_view
from kiosk.web.therapist.clients.goals import goal_form, goal_views
from kiosk.web.therapist.clients.pages import ClientLine, ClientPage, ClientsPage
from kiosk.web.therapist.clients.time_line import time_line, words_views
from kiosk.web.therapist.clients.ways import asking_view
from kiosk.web.therapist.day.present import answered_words
from kiosk.web.therapist.parts.dates import full_date, is_same_day, month
from kiosk.web.therapist.parts.marks import Sparkline, course_line
from kiosk.web.therapist.parts.numerals import counted
from kiosk.web.therapist.parts.times import day_ago

NOT_ANSWERED: Final = phrase("Not answered, %(when)s.")
UNANSWERED: Final = {
    State.WITHDRAWN: phrase("Withdrawn, %(when)s."),
    State.UNFINISHED: phrase("Not finished, %(when)s."),
    State.WAITING: phrase("Waiting, %(when)s."),
    State.OPENED: phrase("Opened, %(when)s."),
    State.ANSWERING: phrase("Answering now."),
}


def clients_page(listed: Sequence[ListedClient], now: datetime, zone: str) -> ClientsPage:
    """The list."""
    count = len(listed)
    summary = (
        ngettext(
            "%(count)s client, known by their codes.",
            "%(count)s clients, known by their codes.",
            count,
            count=counted(count),
        )
        if count
        else ""
    )
    return ClientsPage(summary, [_line(each, now, zone) for each in listed])


def client_page(
    seen: SeenClient, asking: Asking, moment: Moment, aim: Aim | None = None, fault: NotAgreed | None = None
) -> ClientPage:
    """One client's page; `aim` and `fault` are a goal that could not be kept as it was typed."""
    now, zone = moment.now, moment.zone
    goals = goal_views(seen.goals, now, zone)
    latest = seen.held or (seen.check_ins[-1] if seen.check_ins else None)
    last_form, last_place = (latest.measure, latest.visit.place) if latest else ("", "room")
    measure, place = form_for(seen.client, last_form, last_place)
    return ClientPage(
        id=seen.client.id,
        code=seen.client.code,
        summary=_summary(seen, moment),
        paused=_paused(seen.pauses, now, zone),
        open_visit=_open_visit(latest, now) if latest else None,
        held_visit=seen.held.visit_id if seen.held else None,
        place=place,
        measure=measure,
        asking=asking_view(asking, zone, f"/clients/{seen.client.id}"),
        course=course_view(seen.course, seen.ways, moment) if seen.course else None,
        words=words_views(seen.check_ins, now, zone),
        time_line=time_line(seen.check_ins, seen.pauses, now, zone),
        goals=[goal for goal in goals if not goal.ended],
        earlier_goals=[goal for goal in goals if goal.ended],
        goal_form=goal_form(aim, fault, earlier=sum(_is_earlier(each, moment) for each in seen.check_ins)),
    )


def _is_earlier(check_in: CheckIn, moment: Moment) -> bool:
    """Whether it was answered before today."""
    response = check_in.response
    return (
        response is not None and not response.declined and not is_same_day(check_in.begun_at, moment.now, moment.zone)
    )


def _summary(seen: SeenClient, moment: Moment) -> str:
    answered = [each for each in seen.check_ins if each.response and not each.response.declined]
    if not answered:
        return gettext("Nothing answered yet. You can read this page together.")
    count, since = len(answered), month(answered[0].begun_at, moment.now, moment.zone)
    return ngettext(
        "%(count)s check-in answered with you since %(since)s. You can read this page together.",
        "%(count)s check-ins answered with you since %(since)s. You can read this page together.",
        count,
        count=counted(count),
        since=since,
    )


def _line(each: ListedClient, now: datetime, zone: str) -> ClientLine:
    measure, place = form_for(each.client, each.latest.measure, each.latest.visit.place)
    return ClientLine(
        id=each.client.id,
        code=each.client.code,
        sentence=_last_time(each, now, zone),
        paused=gettext("Paused since %(date)s.", date=full_date(each.paused_since, now, zone))
        if each.paused_since
        else "",
        open_visit=_open_visit(each.latest, now),
        place=place,
        measure=measure,
        sparkline=_sparkline(each, now, zone),
    )


def _last_time(each: ListedClient, now: datetime, zone: str) -> str:
    check_in = each.latest
    when, response = day_ago(check_in.begun_at, now, zone), check_in.response
    if each.is_held:
        return gettext("Received today. Open it to see it.")
    if response is None:
        return said(UNANSWERED.get(each.state, NOT_ANSWERED).filled(when=when))
    return answered_words(response, when)


def _sparkline(each: ListedClient, now: datetime, zone: str) -> Sparkline | None:
    if each.is_held or not each.course:
        return None
    response = each.latest.response
    fresh = bool(response and response.total is not None and is_same_day(response.received_at, now, zone))
    return course_line(each.course, each.latest.visit.therapist.practice, last_is_today=fresh)


def _open_visit(check_in: CheckIn, now: datetime) -> int | None:
    return check_in.visit_id if shows_form(State(check_in.state), check_in.link_ends_at, now) else None


def _paused(pauses: Sequence[Pause], now: datetime, zone: str) -> str:
    running = [pause for pause in pauses if pause.ended_at is None]
    if not running:
        return ""
    return gettext("Check-ins are paused since %(date)s.", date=full_date(running[-1].begun_at, now, zone))
