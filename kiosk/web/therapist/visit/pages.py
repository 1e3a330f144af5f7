"""What the page of one check-in is given to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.web.cues import CueView
from kiosk.web.therapist.parts.marks import Bar
from kiosk.web.therapist.parts.tablet_rows import TabletRow


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
    ends: str
    """Until when the link opens the form."""
    to_share: bool
    """The session is held on a call: the code alone opens beside this page, for the screen that is shared."""
    modules: int
    path: str
    unreachable: str
    """Why a phone could not open the link, in a sentence; empty when it can. There is no QR code then."""


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
    parts: str
    """The subscales, and the name of the total's band, where the form has any."""
    last_total: str
    bars: Sequence[Bar]
    why: Sequence[str]
    declined: bool
    crisis_text: str
    measure_note: str
    """Whose wording the questions are, and that it is not validated."""
    guess_words: Sequence[str] = ()
    """What the therapist had guessed beside the lines; empty without a guess."""


@dataclass(frozen=True)
class RepairView:
    """What the therapist has recorded: `talked`, `next`, `not-needed` or empty."""

    outcome: str
    note: str
    recorded: str
    address: str
    """Where it is posted."""


@dataclass(frozen=True)
class NoTime:
    """The way to the prompt for when no time is left, or back from it."""

    address: str
    is_on: bool


@dataclass(frozen=True)
class GuessChoice:
    """One answer to tap: what it sends, its visible word, and its face where it has one."""

    value: str
    word: str
    face: str = ""


@dataclass(frozen=True)
class GuessLine:
    """One question to guess: `kind` is `line`, `faces` or `choice`; a line has words at its ends."""

    id: str
    kind: str
    label: str
    low: str
    high: str
    choices: Sequence[GuessChoice]


@dataclass(frozen=True)
class GuessForm:
    """The therapist's own guess before the answer: what can be guessed, and that one is sealed, but never which."""

    lines: Sequence[GuessLine]
    sealed: str


@dataclass(frozen=True)
class SignChoice:
    """One sign that may be seen in the room."""

    value: str
    label: str
    noted: bool


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
    base: str
    """The address below which everything about this check-in is posted."""
    source: str
    """Where the part that changes is fetched from."""
    code_address: str
    """The QR code alone."""
    tablets: Sequence[TabletRow]
    """Where the form can be shown, while it waits in a room."""
    guess: GuessForm | None
    signs: Sequence[SignChoice]
    no_time: NoTime
    title: str
    """What the browser's tab says first."""
    cue: CueView | None = None
    """What tells this person's form from the others', where there are others."""
    whole: str = ""
    """The address of the visit of several that this is part of."""
    is_new: bool = False
    """A result of which it is not known yet that anybody has seen it."""
