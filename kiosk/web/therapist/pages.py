"""What the therapist's pages are given to show."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sparkline:
    """The course of the totals, as small as a word: points in a 120 by 36 box, and the same figures as text."""

    points: str
    last_x: float
    last_y: float
    last_is_today: bool
    cue_y: float
    totals: Sequence[str]


@dataclass(frozen=True)
class ClientRow:
    """One of the therapist's own clients, a tap away from a check-in."""

    client: int
    code: str
    place: str
    measure: str
    sentence: str
    sparkline: Sparkline | None
    is_paused: bool


@dataclass(frozen=True)
class VisitRow:
    """One session of today."""

    id: int
    time: str
    client: int
    code: str
    sentence: str
    is_open: bool
    sparkline: Sparkline | None


@dataclass(frozen=True)
class PickUp:
    """Something that was left for next time: the question to ask, or the therapist's own note."""

    client: int
    code: str
    when: str
    text: str
    is_note: bool


@dataclass(frozen=True)
class Choice:
    """One option of a choice on a form."""

    value: str
    label: str


@dataclass(frozen=True)
class DayPage:
    """The therapist's day."""

    heading: str
    summary: str
    visits: Sequence[VisitRow]
    clients: Sequence[ClientRow]
    pick_up: Sequence[PickUp]
    measures: Sequence[Choice]
    code: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Stop:
    """One stop of the line that lives: waiting, opened, answering, sent."""

    word: str
    place: str
    """`past`, `present` or `to-come`."""
    time: str


@dataclass(frozen=True)
class Invitation:
    """How the client gets to the form; `modules` and `path` are the QR code: its side, and its dark squares."""

    link: str
    host: str
    short_code: str
    short_code_ended: bool
    modules: int
    path: str
    unreachable: str
    """Why a phone could not open the link, in a sentence; empty when it can. There is no QR code then."""


@dataclass(frozen=True)
class Bar:
    """One line's mark: percentages along the bar, figures as text. `last_*` is empty or None where there was none."""

    label: str
    figure: str
    percent: float | None
    last_figure: str
    last_percent: float | None
    is_about: bool
    lower_by: str


@dataclass(frozen=True)
class PromptCard:
    """The sentence to say now, and what goes with it."""

    heading: str
    say: str
    ask: str
    avoid: str


@dataclass(frozen=True)
class Result:
    """What a sent check-in shows, the client's own words first."""

    words: str
    talk: str
    """`now`, `next`, `no` or empty."""
    kind: str
    """`prompt`, `no-concern`, `not-enough`, `noted` or `safety`."""
    prompt: PromptCard | None
    also: str
    frame: str
    """A sentence that softens the frame when they would rather not talk; else empty."""
    total: str
    maximum: str
    estimated: bool
    last_total: str
    bars: Sequence[Bar]
    why: Sequence[str]
    declined: bool
    crisis_text: str
    measure_note: str
    """Whose wording the questions are, and that it is not validated."""


@dataclass(frozen=True)
class RepairView:
    """What the therapist has recorded: `talked`, `next`, `not-needed` or empty."""

    outcome: str
    note: str
    recorded: str


@dataclass(frozen=True)
class VisitPage:
    """One session: the invitation while it waits, the result once it is sent."""

    id: int
    client: int
    code: str
    heading: str
    sub: str
    state: str
    """waiting, opened, answering, sent, declined, unfinished, expired or withdrawn."""
    status: str
    """The state as a sentence, such as "Opened on a phone"."""
    stops: Sequence[Stop]
    invitation: Invitation | None
    result: Result | None
    held: bool
    """Sent, and kept off the screen until the therapist asks for it: the screen may be shared."""
    repair: RepairView
    measure_words: str
    hand_over: str
    """A sentence or two to hand the form over with."""
    phase: str
    """Where the work stands, as the therapist said; empty when they did not."""
    paused: str
    """Since when and for what kind of reason this client is not asked; empty when they are."""
