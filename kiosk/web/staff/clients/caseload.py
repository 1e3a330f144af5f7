"""From a caseload to the page that lists it, with links that filter it, put it in order and turn its pages."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import url_for
from flask_babel import gettext, ngettext

from kiosk.domain.caseload import Order, Show, WantedClients
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import points
from kiosk.queries.caseload import Caseload, ListedClient
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.web.shared.languages import said, short_figure
from kiosk.web.staff.clients.list_page import ClientLine, ClientsPage, ListLink
from kiosk.web.staff.day.rows import OUTCOMES, answered_words, unanswered_words
from kiosk.web.staff.parts.correction_words import closed_words
from kiosk.web.staff.parts.dates import is_same_day
from kiosk.web.staff.parts.marks import Sparkline, course_line, figure
from kiosk.web.staff.parts.numerals import counted
from kiosk.web.staff.parts.offers import offer
from kiosk.web.staff.parts.still_open import still_open
from kiosk.web.staff.parts.times import day_ago, full_date
from kiosk.web.staff.parts.unshown import unshown_lines

SHOWN: Final = {
    Show.ALL: phrase("All"),
    Show.OPEN: phrase("Something still open"),
    Show.NOT_ASKED: phrase("Not asked lately"),
    Show.FALLING: phrase("Falling"),
    Show.PAUSED: phrase("Paused"),
    Show.CLOSED: phrase("Closed"),
}
EXPLAINED: Final = {
    Show.NOT_ASKED: phrase(
        "Not asked for four weeks or longer, and not paused. Without those who had no session held since."
    ),
    Show.FALLING: phrase("The last three totals, each lower than the one before. A cue, not a finding."),
}
ORDERS: Final = {
    Order.LATEST: phrase("Last here"),
    Order.EARLIEST: phrase("Longest ago"),
    Order.CODE: phrase("Code"),
}


def clients_page(seen: Caseload, wanted: WantedClients, now: datetime, zone: str) -> ClientsPage:
    """The list."""
    return ClientsPage(
        summary=_summary(seen, wanted),
        clients=[_line(each, now, zone) for each in seen.clients],
        code=wanted.code,
        show=wanted.show,
        order=wanted.order,
        shows=[
            ListLink(said(words), _address(replace(wanted, show=show)), is_here=show is wanted.show)
            for show, words in SHOWN.items()
        ],
        orders=[
            ListLink(said(words), _address(replace(wanted, order=order)), is_here=order is wanted.order)
            for order, words in ORDERS.items()
        ],
        explained=said(EXPLAINED[wanted.show]) if wanted.show in EXPLAINED else "",
        is_narrowed=wanted.show is not Show.ALL or bool(wanted.code),
        place=gettext("Page %(page)s of %(pages)s", page=seen.page, pages=seen.pages) if seen.pages > 1 else "",
        earlier=_address(wanted, seen.page - 1) if seen.page > 1 else "",
        later=_address(wanted, seen.page + 1) if seen.page < seen.pages else "",
        unshown=unshown_lines(seen.unshown, now, zone),
    )


def _address(wanted: WantedClients, page: int = 1) -> str:
    return url_for(
        "clients.everybody",
        show=wanted.show.value or None,
        sort=wanted.order.value or None,
        code=wanted.code or None,
        page=page if page > 1 else None,
    )


def _summary(seen: Caseload, wanted: WantedClients) -> str:
    count = seen.total
    if wanted.show is not Show.ALL or wanted.code:
        words = ngettext("%(count)s client.", "%(count)s clients.", count, count=counted(count))
        return words[:1].upper() + words[1:]
    if not count:
        return ""
    return ngettext(
        "%(count)s client, known by their codes.",
        "%(count)s clients, known by their codes.",
        count,
        count=counted(count),
    )


def _not_asked(each: ListedClient, now: datetime, zone: str) -> str:
    if each.closed_at:
        return closed_words(each.closed_at, now, zone)
    if each.paused_since:
        return gettext("Paused since %(date)s.", date=full_date(each.paused_since, now, zone))
    return ""


def _line(each: ListedClient, now: datetime, zone: str) -> ClientLine:
    return ClientLine(
        id=each.id,
        code=each.code,
        sentence=f"{_sentence(each, now, zone)} {_noted_since(each)}".rstrip(),
        outcome=said(OUTCOMES[each.repair.outcome]) if each.repair else "",
        still_open=ngettext("%(num)s still open", "%(num)s still open", each.still_open) if each.still_open else "",
        paused=_not_asked(each, now, zone),
        open_visit=_open_visit(each),
        offer=offer(each.usual),
        sparkline=_sparkline(each, now, zone),
        total=_total(each),
        asks_week=each.asks_week,
    )


def _total(each: ListedClient) -> str:
    """The latest of the totals that the sparkline is drawn from, and of how much."""
    if each.course is None:
        return ""
    return gettext(
        "%(total)s of %(most)s", total=figure(each.course.totals[-1]), most=short_figure(points(each.course.maximum))
    )


def _open_visit(each: ListedClient) -> PublicId | None:
    """The session whose form is still out, the opening one too."""
    forms = (each.latest, each.opening)
    return next((form.visit for form in forms if form and form.opens), None)


def _sentence(each: ListedClient, now: datetime, zone: str) -> str:
    """Say what came last, and that the form about the week is out."""
    if each.latest is None:
        return gettext("Not asked yet.")
    last = _last_time(each.latest, now, zone)
    if each.opening is None:
        return last
    about_week = gettext("How the week was: %(sentence)s", sentence=_last_time(each.opening, now, zone))
    return about_week if each.opening.id == each.latest.id else f"{last} {about_week}"


def _noted_since(each: ListedClient) -> str:
    """Say how many sessions since were held without a check-in, and how many were not held; empty without any."""
    held, missed = each.held_since, each.missed_since
    words = []
    if held:
        words.append(ngettext("%(num)s session since, not asked.", "%(num)s sessions since, not asked.", held))
    if missed:
        words.append(ngettext("%(num)s session since, not held.", "%(num)s sessions since, not held.", missed))
    return " ".join(words)


def _last_time(latest: SeenCheckIn, now: datetime, zone: str) -> str:
    when = day_ago(latest.begun_at, now, zone)
    if latest.is_held:
        return _received(latest, when, now, zone)
    if latest.can_still_be_sent:
        return still_open(latest, now, zone)
    if latest.result is None:
        return unanswered_words(latest, when, now, zone)
    return answered_words(latest.result, when)


def _received(latest: SeenCheckIn, when: str, now: datetime, zone: str) -> str:
    received = gettext("Received, %(when)s.", when=when)
    if not latest.is_unread:
        return received
    if is_same_day(latest.closed_at or latest.begun_at, now, zone):
        return gettext("Received today. Open it to see it.")
    unread = gettext("Open it to see it.")
    return f"{received} {unread}"


def _sparkline(each: ListedClient, now: datetime, zone: str) -> Sparkline | None:
    result = each.latest.result if each.latest else None
    fresh = bool(result and result.score.total is not None and is_same_day(result.received_at, now, zone))
    return course_line(each.course, last_is_today=fresh)
