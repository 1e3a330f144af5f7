"""One client of a therapist's own, with all that their page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from kiosk.domain.actors import Staff
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import Usual, usual_for
from kiosk.queries.check_ins import SeenCheckIn, as_taken_over, noted, seen_check_in
from kiosk.queries.corrections import is_being_retold
from kiosk.queries.courses import (
    AskedCourse,
    Course,
    HistoryEntry,
    WayOfMarking,
    chosen_way,
    course_of,
    totals_before,
    ways_of,
)
from kiosk.queries.goals import SeenGoal, see_goals
from kiosk.queries.history_parts import HistoryPart, entries_of, nearest_part
from kiosk.queries.loops import SeenLoop, loops_of
from kiosk.queries.noted import KeptNoted
from kiosk.queries.noted import of_client as noted_of_client
from kiosk.queries.readable import Unshown, each, part, whole
from kiosk.queries.recorded import Paused, paused, safety_done
from kiosk.queries.schedule import midnight_of
from kiosk.storage import clients, handovers, records, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Practice, Sign


@dataclass(frozen=True)
class SeenClient:
    """One client: check-ins of one part, oldest first, without those whose result is withheld."""

    id: PublicId
    code: str
    entries: Sequence[HistoryEntry]
    part: HistoryPart
    next_entries: Sequence[HistoryEntry]
    """Some that follow those of an earlier part, for what became of it."""
    answered: int
    """The number of sessions that they answered about with this therapist, in all parts."""
    answered_since: datetime | None
    """The first of these."""
    answered_before: int
    """The number of those that they answered about before today, with whomever."""
    has_former: bool
    """True if they answered a therapist before."""
    held: SeenCheckIn | None
    """The first whose result is withheld."""
    latest: SeenCheckIn | None
    pauses: Sequence[Paused]
    goals: Sequence[SeenGoal]
    course: Course | None
    ways: Mapping[WayOfMarking, int]
    usual: Usual
    """The form and place with which one tap begins the next check-in."""
    week: Course | None = None
    """The course of how the weeks were, asked at the start of sessions; never mixed with the other."""
    week_ways: Mapping[WayOfMarking, int] = field(default_factory=dict)
    closed_at: datetime | None = None
    """The time when the work with them ended; None while it goes on."""
    unshown: Sequence[Unshown] = ()
    """Check-ins, goals and pauses that cannot be shown."""
    is_being_retold: bool = False
    """True while later answers still say what they said before a correction."""
    practice: str = ""
    """The name of the practice, for what is printed."""
    language: str = ""
    """The client's own; empty where none was chosen."""
    loops: Sequence[SeenLoop] = ()
    """Open loops with this client."""
    noted: Sequence[KeptNoted] = ()
    """Sessions noted without a form, oldest first."""
    asks_week: bool = False
    """True if a session may begin with how the week was."""
    declined_words: bool = False
    """True if the client said no to their therapist reading what they wrote to another before."""


def see_client(actor: Staff, client_id: PublicId, asked: AskedCourse, now: datetime) -> SeenClient | None:
    """A client of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    return whole(lambda: _read(client, actor, asked, now)) if client and client.merged_into_id is None else None


def merged_into(actor: Staff, client_id: PublicId) -> PublicId | None:
    """Give the client who has everything of one of this therapist's that was merged; None where it was not."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    client = clients.client_of(reading(), client_id, therapist)
    into = visits.client_by_code(reading(), therapist, client.code) if client and client.merged_into_id else None
    return into.public_id if into else None


def _read(client: Client, actor: Staff, asked: AskedCourse, now: datetime) -> SeenClient:
    session = reading()
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    signs = records.signs_at(session, client)
    outlined = clients.outlines_of(session, client)
    outlines, _ = each(outlined, lambda row: clients.Outline(*row))

    def read(check_in: CheckIn) -> HistoryEntry:
        return _entry(check_in, signs.get(check_in.id, ()), now)

    shown_of = nearest_part(asked.part, len(outlined))
    shown, following, unshown = entries_of(client, shown_of, read)
    past = clients.last_asked(session, therapist, [client.code]).get(client.code, {})
    practice, midnight = session.get_one(Practice, actor.practice_id), midnight_of(actor, now)
    drawn = partial(_drawn, [one for one in outlines if not one.is_held], shown, asked, practice, midnight)
    of_sessions, of_weeks = drawn(Part.CLOSING), drawn(Part.OPENING)
    all_pauses, bad_pauses = each(clients.pauses_of(session, client), paused)
    goals, bad_goals = see_goals(client, practice, now)
    first_held = clients.first_held_of(session, client)
    held, _ = each([first_held] if first_held else [], read)
    latest = held or each(clients.check_ins_of(session, client, 1), read)[0]
    counted = _counted(outlines, midnight)

    return SeenClient(
        practice=practice.name,
        language=client.language,
        loops=loops_of(therapist, client.public_id, now),
        is_being_retold=is_being_retold(client),
        noted=part(lambda: noted_of_client(client), ()),
        asks_week=bool(client.opening_measure),
        id=client.public_id,
        code=client.code,
        entries=shown,
        part=shown_of,
        next_entries=following,
        answered=counted.answered,
        answered_since=counted.since,
        answered_before=counted.before,
        has_former=counted.has_former,
        held=held[0].check_in if held else None,
        latest=latest[0].check_in if latest else None,
        pauses=[pause for pause in all_pauses if pause],
        goals=goals,
        course=of_sessions.course,
        ways=of_sessions.ways,
        usual=usual_for(client, past),
        week=of_weeks.course,
        week_ways=of_weeks.ways,
        closed_at=client.closed_at,
        unshown=[*unshown, *bad_pauses, *bad_goals],
        declined_words=_declined_words(client, shown),
    )


@dataclass(frozen=True)
class _Drawn:
    """Ways in which forms were marked, how often each, and the course of one of them."""

    ways: Mapping[WayOfMarking, int]
    course: Course | None


def _drawn(  # noqa: PLR0913, PLR0917 -- all that there is, what is shown of it, which is asked for, and how it is drawn
    outlines: Sequence[clients.Outline],
    shown: Sequence[HistoryEntry],
    asked: AskedCourse,
    practice: Practice,
    midnight: datetime,
    of_part: Part,
) -> _Drawn:
    ways = ways_of([one for one in outlines if one.part == of_part])
    way = chosen_way(ways, asked)
    return _Drawn(ways, course_of(shown, way, practice, totals_before(outlines, way, midnight)) if way else None)


@dataclass(frozen=True)
class _Counted:
    """Counts of the sessions that a client answered about, as `SeenClient` has them."""

    answered: int
    since: datetime | None
    before: int
    has_former: bool


def _counted(outlines: Sequence[clients.Outline], midnight: datetime) -> _Counted:
    answered = [one for one in outlines if _is_answered(one)]
    own = [one for one in answered if not one.is_former]
    return _Counted(
        answered=len(own),
        since=own[0].begun_at if own else None,
        before=sum(one.begun_at < midnight for one in answered),
        has_former=len(answered) > len(own),
    )


def _is_answered(one: clients.Outline) -> bool:
    """Return whether it is an answer about a session that may be shown."""
    return one.measure is not None and not (one.is_declined or one.is_held or one.part == Part.OPENING)


def _declined_words(client: Client, shown: Sequence[HistoryEntry]) -> bool:
    if not any(entry.check_in.result and entry.check_in.result.words_kept_back for entry in shown):
        return False
    latest = handovers.latest_of(reading(), client)
    return latest is not None and latest.declined_at is not None


def _entry(check_in: CheckIn, signs: Sequence[Sign], now: datetime) -> HistoryEntry:
    return HistoryEntry(
        as_taken_over(seen_check_in(check_in, now), check_in),
        noted(check_in),
        [safety_done(done) for done in check_in.safety_records],
        [sign.kind for sign in signs],
    )
