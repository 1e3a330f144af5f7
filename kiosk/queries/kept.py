"""Everything that is kept about one client, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.domain.measures import Measure
from kiosk.domain.public_ids import PublicId
from kiosk.queries.goals import TakenBack
from kiosk.queries.noted import KeptNoted
from kiosk.queries.recorded import Paused, Recorded, SafetyDone
from kiosk.queries.results import SeenResult


class Extent(Enum):
    """How much of what is kept a record holds."""

    OF_THERAPIST = "of-therapist"
    """Without results that wait until the therapist asks for them, and words that were promised to another one."""
    COMPLETE = "complete"
    """All of it, everybody's guesses included."""
    FOR_CLIENT = "for-client"
    """All of it but what a therapist guessed, taken by an administrator for the client who asked for it."""
    WITHOUT_WORDS = "without-words"
    """Taken by an administrator: without anything that the client or a therapist wrote, guessed or noticed."""


@dataclass(frozen=True)
class KeptClient:
    """A client, and how they are asked."""

    code: str
    preset: str
    phase: str
    language: str
    larger_text: bool
    opening_measure: str
    made_at: datetime


@dataclass(frozen=True)
class KeptGoal:
    """One goal, with each time that it was taken back."""

    kind: str
    words: str
    place: int
    within: int | None
    unit: str
    agreed_at: datetime
    met_at: datetime | None
    met_by: str
    ended_at: datetime | None
    taken_back: Sequence[TakenBack]


@dataclass(frozen=True)
class KeptVisit:
    """The visit that a check-in was part of, and whose it was: nothing of the other people in it."""

    public_id: PublicId
    place: str
    kind: str
    began_at: datetime
    therapist: str
    """Their email."""
    therapist_name: str


@dataclass(frozen=True)
class KeptGuess:
    """The therapist's guess beside an answer; marks in tenths."""

    marks: Mapping[str, int]
    in_the_way: bool | None
    guessed_at: datetime


@dataclass(frozen=True)
class KeptSign:
    """A sign that the therapist saw in the room."""

    kind: str
    noted_at: datetime


@dataclass(frozen=True)
class KeptCheckIn:
    """One check-in, with its response or the reason why that is withheld."""

    public_id: PublicId
    part: str
    language: str
    measure: Measure
    state: str
    link_ends_at: datetime
    begun_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    revealed_at: datetime | None
    seen_at: datetime | None
    mistake_said_at: datetime | None
    visit: KeptVisit
    response: SeenResult | None
    guess: KeptGuess | None
    signs: Sequence[KeptSign]
    repairs: Sequence[Recorded]
    safety_records: Sequence[SafetyDone]


@dataclass(frozen=True)
class KeptCorrection:
    """One correction that concerns a client, without the code of anybody else."""

    kind: str
    reason: str
    note: str
    made_at: datetime
    undone_at: datetime | None
    by: str
    """The email of the person who made it."""
    by_name: str
    check_in: str
    """The id of the check-in that it is about, as long as that is in this record; else empty."""


@dataclass(frozen=True)
class KeptHandover:
    """One offer of the client to a colleague, and what became of it; therapists by their emails."""

    giver: str
    taker: str
    offered_at: datetime
    told_on: str
    asked_at: datetime | None
    """The time from which their form told them, and let them decline."""
    declined_at: datetime | None
    outcome: str
    ended_at: datetime | None
    giver_name: str
    taker_name: str


@dataclass(frozen=True)
class KeptReading:
    """One time that somebody was shown what is kept about the client, as long as the audit log keeps it."""

    at: datetime
    by: str
    """The email of the person who saw it, or whose program fetched it; empty for the command line."""
    what: str
    """A word of `domain.audit.Audited`."""
    about: str
    """The id of the check-in, the session or the client that was shown."""
    by_program: bool
    by_name: str


@dataclass(frozen=True)
class KeptConsent:
    """One record that the client was told what is kept; days as YYYY-MM-DD."""

    told_on: str
    by: str
    """The email of the person who told them."""
    recorded_at: datetime
    withdrawn_on: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class KeptShare:
    """A time in which their therapist shared the client's words with a supervisor, by the supervisor's email."""

    supervisor: str
    shared_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Record:
    """Everything that is kept about one client."""

    client: KeptClient
    therapist: str
    email: str
    check_ins: Sequence[KeptCheckIn]
    pauses: Sequence[Paused]
    goals: Sequence[KeptGoal]
    corrections: Sequence[KeptCorrection]
    time_zone: str
    """Of the practice's clock."""
    extent: Extent
    unreadable: int = 0
    """The number of rows left out because a value in them cannot be read."""
    handovers: Sequence[KeptHandover] = ()
    noted: Sequence[KeptNoted] = ()
    """Sessions noted without a form."""
    seen_by: Sequence[KeptReading] = ()
    """The readings of it, the latest first."""
    consents: Sequence[KeptConsent] = ()
    shared_words: Sequence[KeptShare] = ()
