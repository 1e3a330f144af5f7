"""From a client, or all clients, to the page that shows them."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from flask_babel import gettext, ngettext

from kiosk.actions.clients.goals import Aim
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.client import SeenClient
from kiosk.queries.courses import AskedCourse
from kiosk.queries.history_parts import HistoryPart
from kiosk.queries.recorded import Paused
from kiosk.web.staff.clients.course import course_view
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.clients.goals import goal_form, goal_views
from kiosk.web.staff.clients.pages import ClientPage
from kiosk.web.staff.clients.priorities import priority_list
from kiosk.web.staff.clients.time_line import time_line, words_views
from kiosk.web.staff.parts.addresses import session_of
from kiosk.web.staff.parts.correction_words import closed_words
from kiosk.web.staff.parts.dates import is_same_day, month
from kiosk.web.staff.parts.loops import loop_view
from kiosk.web.staff.parts.numerals import counted
from kiosk.web.staff.parts.offers import offer
from kiosk.web.staff.parts.times import full_date, printed
from kiosk.web.staff.parts.unshown import unshown_lines


def client_page(
    seen: SeenClient, moment: Moment, asked: AskedCourse, aim: Aim | str | None = None, fault: Invalid | None = None
) -> ClientPage:
    """One client's page, with the part of it that was `asked` for.

    `aim` and `fault` are a goal, or lines for the list, that could not be kept as typed.
    """
    now, zone = moment.now, moment.zone
    goals = goal_views([goal for goal in seen.goals if not goal.is_priority], now, zone)
    listed = (aim, fault) if isinstance(aim, str) else ("", None)
    aimed = (None, None) if isinstance(aim, str) else (aim, fault)
    return ClientPage(
        id=seen.id,
        unshown=unshown_lines(seen.unshown, now, zone),
        code=seen.code,
        summary=_summary(seen, moment),
        paused=closed_words(seen.closed_at, now, zone) or _paused(seen.pauses, now, zone),
        open_visit=_open_visit(seen.latest) if seen.latest else None,
        held_address=session_of(seen.held.ids) if seen.held else "",
        held_former=seen.held.id if seen.held and seen.held.is_former else None,
        declined_words=seen.declined_words,
        held_words=_held_words(seen.held, now, zone) if seen.held else "",
        offer=offer(seen.usual),
        course=course_view(seen.course, seen.ways, moment) if seen.course else None,
        week=course_view(seen.week, seen.week_ways, moment) if seen.week else None,
        asks_week=seen.asks_week,
        words=words_views(seen.entries, now, zone),
        time_line=time_line(seen, now, zone),
        priorities=priority_list(seen.goals, now, zone, *listed),
        part=part_words(seen.part),
        earlier=part_address(asked, seen.part.number + 1) if seen.part.number < seen.part.count else "",
        later=part_address(asked, seen.part.number - 1) if seen.part.number > 1 else "",
        goals=[goal for goal in goals if not goal.ended],
        earlier_goals=[goal for goal in goals if goal.ended],
        kept_back=any(each.check_in.result.words_kept_back for each in seen.entries if each.check_in.result),
        goal_form=goal_form(*aimed, earlier=seen.answered_before),
        printed=printed(seen.practice, now, zone),
        is_being_retold=seen.is_being_retold,
        loops=[loop_view(loop, now, zone, with_note=False) for loop in seen.loops],
    )


def part_words(part: HistoryPart) -> str:
    """Say which of all check-ins a page shows; empty where it shows all of them."""
    if part.count == 1:
        return ""
    return gettext("Check-ins %(first)s to %(last)s of %(total)s.", first=part.first, last=part.last, total=part.total)


def part_address(asked: AskedCourse, number: int) -> str:
    """Build the address of another part of all check-ins, with the same course on it."""
    way = {"measure": asked.measure, "version": asked.version, "marked": asked.marked}
    return f"?{urlencode({name: value for name, value in way.items() if value} | {'part': number})}"


def _held_words(held: SeenCheckIn, now: datetime, zone: str) -> str:
    """Say that a result waits to be asked for."""
    if is_same_day(held.closed_at or held.begun_at, now, zone):
        return gettext("An answer of today is here, and kept off this page until you ask for it.")
    return gettext("An answer is here, and kept off this page until you ask for it.")


def _summary(seen: SeenClient, moment: Moment) -> str:
    if seen.has_former and not seen.answered:
        return gettext("Nothing answered with you yet. What was answered before the handover is here.")
    if seen.answered_since is None:
        return gettext("Nothing answered yet. You can read this page together.")
    count, since = seen.answered, month(seen.answered_since, moment.now, moment.zone)
    return ngettext(
        "%(count)s answered check-in since %(since)s. You can read this page together.",
        "%(count)s answered check-ins since %(since)s. You can read this page together.",
        count,
        count=counted(count),
        since=since,
    )


def _open_visit(check_in: SeenCheckIn) -> PublicId | None:
    return check_in.visit if check_in.opens else None


def _paused(pauses: Sequence[Paused], now: datetime, zone: str) -> str:
    running = [pause for pause in pauses if pause.ended_at is None]
    if not running:
        return ""
    return gettext("Check-ins have been paused since %(date)s.", date=full_date(running[-1].begun_at, now, zone))
