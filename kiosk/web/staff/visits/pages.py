"""Values that the page of one check-in shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.web.shared.cues import CueView
from kiosk.web.staff.parts.correction_words import CorrectionView
from kiosk.web.staff.parts.loops import LoopView
from kiosk.web.staff.parts.tablet_rows import TabletRow
from kiosk.web.staff.visits.result_views import ResultView


@dataclass(frozen=True)
class Stop:
    """One stop of the line that lives: waiting, opened, answering, sent."""

    word: str
    place: str
    """`past`, `present` or `to-come`."""
    time: str


@dataclass(frozen=True)
class Invitation:
    """The client's ways to the form; `modules` and `path` are the QR code: its side, and its dark squares."""

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
    """The reason, in a sentence, that a phone cannot open the link; empty when it can. There is no QR code then."""


@dataclass(frozen=True)
class RepairView:
    """The therapist's record; `outcome` is `talked`, `next`, `not-needed` or empty."""

    outcome: str
    note: str
    recorded: str
    address: str
    """The address that it is posted to."""


@dataclass(frozen=True)
class SafetyDoneView:
    """One record of what was done after a tap for help: when, by whom, what, and a note."""

    when: str
    who: str
    words: str
    note: str


@dataclass(frozen=True)
class NoTime:
    """The way to the prompt for when no time is left, or back from it."""

    address: str
    """Empty where it is not offered."""
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
class SignGroup:
    """Signs of one kind, under its name."""

    name: str
    signs: Sequence[SignChoice]


@dataclass(frozen=True)
class WeekView:
    """The answer about the week beside the form about the session: a sentence and its address."""

    words: str
    address: str


@dataclass(frozen=True)
class NextForm:
    """The closing check-in that is still to come: what its start sends, by field."""

    address: str
    fields: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]] = ()
    """Others who came along last time, whom the therapist may leave out, by field."""


@dataclass(frozen=True)
class VisitPage:
    """One session: the invitation while it waits, the result once it is sent."""

    id: PublicId
    client: PublicId
    code: str
    heading: str
    sub: str
    state: str
    """waiting, opened, answering, sent, declined, unfinished, expired or withdrawn."""
    status: str
    """The state as a sentence, such as "Opened on a phone"."""
    stops: Sequence[Stop]
    invitation: Invitation | None
    result: ResultView | None
    held: bool
    """Sent, and kept off the screen until the therapist asks for it: the screen may be shared."""
    repair: RepairView
    measure_words: str
    hand_over: str
    """A sentence or two to hand the form over with."""
    asks_since: str
    """The day of the last session, where they talked about it then: how it went is asked now; else empty."""
    phase: str
    """The phase of the work, as the therapist said; empty when they did not."""
    ends_by_new_code: str
    """The form that a new code would end although the link opens none any more; empty where there is none."""
    paused: str
    """Since when and for what kind of reason this client is not asked; empty when they are."""
    address: str
    """The address of this page, where others may see it."""
    base: str
    """The address below which everything about this check-in is posted."""
    source: str
    """The address from which the part that changes is fetched."""
    code_address: str
    """The QR code alone."""
    tablets: Sequence[TabletRow]
    """The tablets that can show the form, while it waits in a room."""
    guess: GuessForm | None
    signs: Sequence[SignGroup]
    no_time: NoTime
    title: str
    """The beginning of the browser tab's title."""
    cue: CueView | None = None
    """The cue that tells this person's form from the others', where there are others."""
    whole: str = ""
    """The address of the visit of several that this is part of."""
    to_call: bool = False
    """The session is held on a call, whose other end may see this screen."""
    day: str = ""
    """The day of the session where it is not today."""
    alone: bool = False
    """A held result on a screen that only the therapist sees."""
    safety_done: Sequence[SafetyDoneView] = ()
    is_opening: bool = False
    """The form asks at the start of the session how the week was."""
    priorities: Sequence[str] = ()
    """The client's own list, beside a low mark for what was worked on."""
    week: WeekView | None = None
    next_form: NextForm | None = None
    session: str = ""
    """The address of the form about the session, where this is about the week before it and that one is there."""
    loops: Sequence[LoopView] = ()
    """Open loops with this client from other sessions."""
    corrections: Sequence[CorrectionView] = ()
    """The corrections of it that stand."""
    is_being_retold: bool = False
    """True while it may still say what it said before a correction of the client's history."""
    mistake_said: str = ""
    """A sentence that the client said it was sent by mistake; empty where they did not."""
    set_aside: bool = False
    """The answer counts for nothing."""
    record: Sequence[str] = ()
    """Neutral sentences on the result for a progress note."""
    is_new: bool = False
    """A result of which it is not known yet that anybody has seen it."""
