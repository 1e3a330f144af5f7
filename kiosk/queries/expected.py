"""The sessions expected around a therapist's day: planned, noted without a form, or of which nothing is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kiosk.domain.actors import Therapist
from kiosk.domain.noted import AskedOn
from kiosk.queries.asking import PastForms
from kiosk.queries.noted import LOOKED_BACK, unaccounted, unplanned
from kiosk.queries.schedule import Planned, SeenNoted, people_in, planned_on, readable_plans, unknown_on
from kiosk.storage import noted, schedule
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import NotedSession, Plan, Visit

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Expected:
    """Sessions expected today and tomorrow, and open questions about the last week."""

    today: Sequence[Planned] = ()
    tomorrow: Sequence[Planned] = ()
    unknown: Sequence[tuple[int, str]] = ()
    """Minutes from midnight and codes of today's entries in the therapist's calendar that are no client's yet."""
    unknown_tomorrow: Sequence[tuple[int, str]] = ()
    noted: Sequence[SeenNoted] = ()
    """Sessions of today that were noted without a form, and were not expected."""
    unaccounted: Sequence[date] = ()
    """The days of the last week on which a session was expected of which nothing is known, once for each."""


NOTHING_EXPECTED: Final = Expected()


@dataclass(frozen=True)
class Plans:
    """The plans from a week before a day to the day after it, and what is known of the time until then."""

    day: date
    rows: Sequence[Plan]
    notes: Sequence[NotedSession]
    asked: Collection[AskedOn]

    @property
    def codes(self) -> Collection[str]:
        """The codes of those who are expected."""
        return {client.code for plan in self.rows for client in people_in(plan)}


def plans_around(session: ReadSession, therapist: Therapist, midnight: datetime) -> Plans:
    """Read the plans around the day that began at `midnight` by the practice's clock."""
    day, since = midnight.date(), midnight - timedelta(days=LOOKED_BACK)
    return Plans(
        day=day,
        rows=readable_plans(schedule.plans_from(session, therapist, since.date(), day + A_DAY))[0],
        notes=noted.between(session, therapist, since.date(), day),
        asked={
            (kind, client, at.astimezone(midnight.tzinfo).date())
            for kind, client, at in noted.asked_between(session, therapist, since, midnight)
        },
    )


def expected_by(plans: Plans, here: Sequence[Visit], past: Mapping[str, PastForms]) -> Expected:
    """Tell what is expected; `here` are today's visits that go on, `past` what was asked last, by code."""
    tomorrow = plans.day + A_DAY
    return Expected(
        today=planned_on(plans.rows, plans.day, here, past, plans.notes),
        tomorrow=planned_on(plans.rows, tomorrow, (), past),
        unknown=unknown_on(plans.rows, plans.day),
        unknown_tomorrow=unknown_on(plans.rows, tomorrow),
        noted=unplanned(plans.notes, plans.day),
        unaccounted=unaccounted(plans.rows, plans.notes, plans.asked, plans.day),
    )
