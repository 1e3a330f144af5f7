"""The therapist looks at their own clients: all of them, or one with all that there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.actions.courses import Course, Way, course_of, ways_of
from kiosk.actions.goals import SeenGoal, see_goals
from kiosk.actions.held import is_held
from kiosk.actions.see_visit import state_of
from kiosk.domain.lifecycle import State
from kiosk.storage import clients, responses, visits
from kiosk.storage.db import reading
from kiosk.storage.responses import Total
from kiosk.storage.tables import CheckIn, Client, Pause, Person

MOST_CLIENTS = 400
SPARK = 8


@dataclass(frozen=True)
class ListedClient:
    """One of the therapist's clients, as the list has them."""

    client: Client
    latest: CheckIn
    state: State
    """How far the latest is."""
    course: Sequence[Total]
    paused_since: datetime | None
    is_held: bool


@dataclass(frozen=True)
class Asked:
    """Which course is asked for; what is empty or was never used is left to what was used last."""

    measure: str = ""
    version: str = ""
    marked: str = ""


@dataclass(frozen=True)
class SeenClient:
    """One client: check-ins oldest first, without one whose result is still kept off the screen."""

    client: Client
    check_ins: Sequence[CheckIn]
    held: CheckIn | None
    pauses: Sequence[Pause]
    goals: Sequence[SeenGoal]
    course: Course | None
    ways: Mapping[Way, int]


def see_clients(therapist: Person, now: datetime) -> Sequence[ListedClient]:
    """All clients of this therapist, who was here last first."""
    session, midnight = reading(), midnight_of(therapist, now)
    recent = visits.recent_clients(session, therapist.id, MOST_CLIENTS)
    ids = [client.id for client, _ in recent]
    courses, paused = responses.totals(session, ids, SPARK), clients.paused_since(session, ids)
    return [
        ListedClient(
            client,
            latest,
            state_of(latest, now)[0],
            courses.get(client.id, ()),
            paused.get(client.id),
            is_held_today(latest, midnight),
        )
        for client, latest in recent
    ]


def see_client(therapist: Person, client_id: int, asked: Asked, now: datetime) -> SeenClient | None:
    """A client of this therapist's own, or None."""
    session, midnight = reading(), midnight_of(therapist, now)
    client = clients.client_of(session, client_id, therapist)
    if client is None:
        return None
    everything = clients.check_ins_of(session, client)
    held = next((each for each in everything if is_held_today(each, midnight)), None)
    shown = [each for each in everything if not is_held_today(each, midnight)]
    ways = ways_of(shown)
    way = _chosen(ways, asked)
    return SeenClient(
        client=client,
        check_ins=shown,
        held=held,
        pauses=clients.pauses_of(session, client),
        goals=see_goals(client, therapist.practice, now),
        course=course_of(shown, way, therapist.practice, midnight, now) if way else None,
        ways=ways,
    )


def is_held_today(check_in: CheckIn, midnight: datetime) -> bool:
    """Today's answer that waits to be asked for stays off these pages; an earlier one has its place in the course."""
    return is_held(check_in) and check_in.response is not None and check_in.response.received_at >= midnight


def midnight_of(therapist: Person, now: datetime) -> datetime:
    """When today began, by the practice's clock."""
    local = now.astimezone(ZoneInfo(therapist.practice.time_zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _chosen(ways: Mapping[Way, int], asked: Asked) -> Way | None:
    def fits(way: Way) -> bool:
        pairs = ((asked.measure, way.measure), (asked.version, str(way.version)), (asked.marked, way.marked))
        return all(not wanted or wanted == here for wanted, here in pairs)

    return next(filter(fits, ways), next(iter(ways), None))
