"""The practice's month for its administrators: counts for all together, never by therapist, none of few clients."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from kiosk import zones
from kiosk.domain.actors import Staff
from kiosk.domain.lifecycle import State, state_at
from kiosk.domain.loops import is_dip
from kiosk.domain.noted import Became, Noted, without_asked
from kiosk.domain.permissions import Permission, require
from kiosk.domain.signals import Signal
from kiosk.domain.small_cells import FEWEST, told
from kiosk.queries.readable import each
from kiosk.storage import month
from kiosk.storage.db import reading
from kiosk.storage.month import Counted
from kiosk.storage.noted import of_practice

ANSWERED: Final = "answered"
DECLINED: Final = "declined"
OPEN: Final = "open"
UNANSWERED: Final = "unanswered"
Cells = Mapping[str, int | None]
"""Figures by name; None stands for one of fewer than five clients."""


@dataclass(frozen=True)
class Month:
    """The counts of one month; None stands for what is about fewer than five clients."""

    begins: datetime
    held: int | None
    """Sessions that were held, asked or not; None also where it would tell how few were not asked."""
    sessions: int | None
    """Sessions in which somebody was asked."""
    asked: int | None
    not_asked: int | None
    """Sessions that were held, and in which nobody was asked."""
    why_not: Cells
    """Those by reason: words of `domain.noted.Became`."""
    not_held: int | None
    became: Cells
    flagged: int | None
    repaired: Cells
    forms: Cells
    languages: Cells
    seconds: int | None
    """The median of the seconds from showing to sending."""


def see_month(actor: Staff, year: int, number: int, now: datetime) -> Month:
    """Count one month by the practice's clock. Raises NotAllowed."""
    require(actor, Permission.CHANGE_PRACTICE)
    begins, ends = _begin(actor, year, number), _begin(actor, year + number // 12, number % 12 + 1)
    session, zone = reading(), zones.zone(actor.time_zone)
    rows, _ = each(month.counted(session, actor.practice_id, begins, ends), _readable)
    noted = without_asked(
        of_practice(session, actor.practice_id, begins.date(), ends.date() - timedelta(days=1)),
        {(row.kind, row.client, row.begun_at.astimezone(zone).date()) for row in rows},
    )
    not_asked = [one for one in noted if one.was_held]
    dips = [row for row in rows if row.signals and any(is_dip(Signal(**kept)) for kept in row.signals)]
    answered = [row for row in rows if row.state == State.SENT]
    return Month(
        begins=begins,
        held=_held(rows, not_asked),
        sessions=_count(rows, lambda row: row.visit),
        asked=_count(rows),
        not_asked=_count_noted(not_asked),
        why_not=_why_not(not_asked),
        not_held=_count_noted([one for one in noted if not one.was_held]),
        became=_cells(rows, lambda row: _became(row, now)),
        flagged=_count(dips),
        repaired=_cells(dips, _repaired),
        forms=_cells(rows, lambda row: row.measure),
        languages=_cells(rows, lambda row: row.language),
        seconds=_seconds(answered),
    )


def _readable(row: Counted) -> Counted:
    """Give the row back if its state is one that there is; raises ValueError otherwise."""
    State(row.state)
    return row


def _begin(actor: Staff, year: int, number: int) -> datetime:
    return datetime(year, number, 1, tzinfo=zones.zone(actor.time_zone))


def _clients(rows: Iterable[Counted]) -> int:
    return len({row.client for row in rows})


def _count(rows: Sequence[Counted], what: Callable[[Counted], object] = id) -> int | None:
    return len({what(row) for row in rows}) if _clients(rows) >= FEWEST else None


def _held(rows: Sequence[Counted], not_asked: Sequence[Noted]) -> int | None:
    asked, left = _count(rows, lambda row: row.visit), _count_noted(not_asked)
    return None if asked is None or (not_asked and left is None) else asked + (left or 0)


def _count_noted(noted: Sequence[Noted]) -> int | None:
    return len(noted) if _clients_of(noted) >= FEWEST else None


def _why_not(not_asked: Sequence[Noted]) -> Cells:
    groups: defaultdict[Became, list[Noted]] = defaultdict(list)
    for one in not_asked:
        groups[one.became].append(one)
    return told({each: (len(found), _clients_of(found)) for each, found in sorted(groups.items())})


def _clients_of(noted: Iterable[Noted]) -> int:
    return len({client for one in noted for client in one.clients})


def _cells(rows: Sequence[Counted], name: Callable[[Counted], str]) -> Cells:
    groups: defaultdict[str, list[Counted]] = defaultdict(list)
    for row in rows:
        groups[name(row)].append(row)
    return told({each: (len(found), _clients(found)) for each, found in sorted(groups.items())})


def _became(row: Counted, now: datetime) -> str:
    match state_at(State(row.state), row.link_ends_at, now):
        case State.SENT:
            return ANSWERED
        case State.DECLINED:
            return DECLINED
        case State.EXPIRED | State.UNFINISHED:
            return UNANSWERED
        case _:
            return OPEN


def _repaired(row: Counted) -> str:
    return "back" if row.is_back else "talked" if row.talked else "waiting"


def _seconds(answered: Sequence[Counted]) -> int | None:
    if _clients(answered) < FEWEST:
        return None
    return round(
        median((row.received_at - row.shown_at).total_seconds() for row in answered if row.received_at and row.shown_at)
    )
