"""From the day as it is to the page that shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext, ngettext

from kiosk.domain.calendars import codes_of_session
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import COUPLE
from kiosk.queries.day import Day, DayClient
from kiosk.web.staff.day.card import card_of, is_withdrawn
from kiosk.web.staff.day.pages import ClientRow, DayPage, TogetherForm
from kiosk.web.staff.day.pick_up import pick_ups
from kiosk.web.staff.day.planned import clock_words, planned_row, to_come, who
from kiosk.web.staff.day.rows import last_time, visit_row
from kiosk.web.staff.day.several import by_visit
from kiosk.web.staff.day.together_form import together_form
from kiosk.web.staff.day.urgent import urgent_card
from kiosk.web.staff.parts.form_languages import form_languages
from kiosk.web.staff.parts.left import left_words
from kiosk.web.staff.parts.lengths import forms
from kiosk.web.staff.parts.marks import course_line
from kiosk.web.staff.parts.noted_words import noted_row
from kiosk.web.staff.parts.numerals import counted
from kiosk.web.staff.parts.offers import offer, where_choices
from kiosk.web.staff.parts.pauses import paused_sentence
from kiosk.web.staff.parts.tablet_rows import label_of, tablet_choices
from kiosk.web.staff.parts.times import at_time, day_words
from kiosk.web.staff.parts.unshown import unshown_lines


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
    rooms = {tablet.id: label_of(tablet) for tablet in day.tablets}
    groups = by_visit(day.visits)
    here = [people for people in groups if not is_withdrawn(people)]
    card = card_of(day, here, rooms, now, zone)
    today = {one.check_in.code for people in here for one in people} | {who(one) for one in day.expected.today}
    if card:
        today.add(card.code)
    withdrawn = [visit_row(day, people, rooms, now, zone) for people in groups if is_withdrawn(people)]
    return DayPage(
        heading=day_words(now, zone),
        summary=_summary(day),
        card=card,
        visits=[
            visit_row(day, people, rooms, now, zone)
            for people in here
            if card is None or people[0].check_in.visit != card.visit
        ],
        planned=[
            row
            for row in (planned_row(one, day, rooms, now, zone) for one in to_come(day))
            if card is None or (row.time, row.code) != (card.time, card.code)
        ],
        unknown=[(clock_words(minute), code, _unknown_words(code)) for minute, code in day.expected.unknown],
        failing_calendar=_failing(day, now, zone),
        noted=[noted_row(one) for one in (*(one.noted for one in day.expected.today), *day.expected.noted) if one],
        unaccounted=_unaccounted(day),
        unaccounted_day=day.expected.unaccounted[0].isoformat() if day.expected.unaccounted else "",
        tomorrow=_tomorrow(day),
        withdrawn=withdrawn,
        withdrawn_words=ngettext(
            "%(count)s withdrawn", "%(count)s withdrawn", len(withdrawn), count=counted(len(withdrawn))
        ),
        clients=[
            _client_row(client, rooms, now, zone) for client in day.clients if client.code not in today or client.paused
        ],
        pick_up=pick_ups(day, card.code if card else "", now, zone),
        measures=forms(first),
        languages=form_languages(phrase("Their usual language")),
        together=together or together_form(),
        where=where_choices(day.tablets),
        tablets=tablet_choices(day.tablets),
        urgent=[urgent_card(one, now, zone) for one in day.urgent],
        offers=day.offers,
        copied=", ".join(day.copied),
        still_open=_still_open(day),
        left=left_words(day.left_clients),
        unshown=unshown_lines(day.unshown, now, zone),
        code=code,
        problem=problem,
        asks_week=any(client.asks_week for client in day.clients),
    )


def _tomorrow(day: Day) -> Sequence[tuple[str, str]]:
    there = [*((one.minute, who(one)) for one in day.expected.tomorrow), *day.expected.unknown_tomorrow]
    return [(clock_words(minute), words) for minute, words in sorted(there)]


def _failing(day: Day, now: datetime, zone: str) -> str:
    """Say since when the therapist's calendar cannot be read; empty where it can."""
    if day.calendar_read_at is None:
        return ""
    return gettext("Your calendar was last read %(when)s.", when=at_time(day.calendar_read_at, now, zone))


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


def _unaccounted(day: Day) -> str:
    """Ask about expected sessions of which nothing is known; empty where there are none."""
    count = len(day.expected.unaccounted)
    if not count:
        return ""
    return ngettext(
        "One planned session of the last week: was it held?",
        "%(num)s planned sessions of the last week: were they held?",
        count,
    )


def _unknown_words(code: str) -> str:
    if len(codes_of_session(code)) > 1:
        return gettext("In your calendar, in one entry.")
    return gettext("In your calendar, and no client of yours.")


def _summary(day: Day) -> str:
    """Say how many have come in: a form that was declined has, whether or not that may be shown yet."""
    if all(visit.check_in.state is State.WITHDRAWN for visit in day.visits):
        return gettext("No check-ins yet today.")
    count = sum(visit.check_in.state is not State.WITHDRAWN for visit in day.visits)
    sent = sum(visit.check_in.state in ANSWERED for visit in day.visits)
    began = ngettext("%(count)s check-in today.", "%(count)s check-ins today.", count, count=counted(count))
    if not sent:
        answered = gettext("No answers yet.")
    elif sent == count == COUPLE:
        answered = gettext("Both are answered.")
    elif sent == count > 1:
        answered = gettext("All are answered.")
    else:
        answered = ngettext("%(count)s is answered.", "%(count)s are answered.", sent, count=counted(sent))
    return f"{began} {answered}"


def _client_row(client: DayClient, rooms: Mapping[PublicId, str], now: datetime, zone: str) -> ClientRow:
    return ClientRow(
        client=client.latest.client,
        code=client.code,
        offer=offer(client.usual, rooms),
        sentence=paused_sentence(client.paused, zone) or last_time(client.latest, now, zone),
        sparkline=course_line(client.course, last_is_today=False),
        is_paused=client.paused is not None,
        asks_week=client.asks_week,
    )
