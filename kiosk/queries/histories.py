"""Earlier responses of a client, as the rules of the domain take them."""

from collections.abc import Mapping
from datetime import date, datetime

from kiosk import catalogue, zones
from kiosk.domain.answers import Marking
from kiosk.domain.history import History, Past
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.domain.signs import LABELS
from kiosk.queries.readable import each
from kiosk.storage import responses
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn

LATELY = 2
"""Check-ins before today of which it counts whether they were declined."""


def history_of(  # noqa: PLR0913 -- whose, how it was marked, when it came, and from where it is looked at
    session: ReadSession,
    check_in: CheckIn,
    marked: Marking,
    now: datetime,
    *,
    declined: bool = False,
    answered_before: bool | None = None,
    was: Mapping[int, int | None] | None = None,
) -> History:
    """This client's history with this therapist, measure and way of marking, before this check-in.

    Versions that continue each other are one measure here.

    Other forms and ways are looked at only when these show no earlier answer, and `answered_before` is not known: all
    that is asked of them is whether this is the first. Who declined lately is asked only of one that is `declined`
    itself. Days are those of the practice, and `now` is when this one came in. `was` gives check-ins back to whom they
    belonged: see `Standpoint`.
    """
    zone = check_in.visit.therapist.practice.time_zone
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    versions = catalogue.one_history(check_in.measure, check_in.measure_version)
    seen_from = responses.Standpoint(now if marked.is_entered else None, was or {})
    past = responses.earlier(session, check_in, versions, marked=marked, seen_from=seen_from)
    read, _ = each(past, lambda row: row)
    if answered_before is None:
        answered_before = not all(row.declined for row in past) or responses.answered_before(
            session, check_in, seen_from
        )
    return History(
        past=tuple(_past(measure, row, zone) for row in read),
        is_first=not answered_before,
        lately=tuple(responses.declined_lately(session, check_in, LATELY, seen_from)) if declined else (),
        today=_day(now, zone),
    )


def _past(measure: Measure, row: responses.Earlier, zone: str) -> Past:
    return Past(score(measure, row.marks), _lead(row), _noticed(row), _day(row.received_at, zone))


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(zones.zone(zone)).date()


def _noticed(row: responses.Earlier) -> tuple[str, ...]:
    """Return the kinds of signs that were noticed then, in the order of the page."""
    return tuple(sign.value for sign in LABELS if sign in row.noticed) if row.noticed else ()


def _lead(row: responses.Earlier) -> str | None:
    """Return what led then; strain that was sorted out is another matter than strain that is not."""
    is_strain = row.lead == "strain"
    return Signal("strain", 0, {"sorted": row.sorted_out or ""}).place if is_strain else row.lead
