"""Values that the page of one client shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.web.staff.clients.course_views import CourseView
from kiosk.web.staff.parts.loops import LoopView
from kiosk.web.staff.parts.offers import Offer


@dataclass(frozen=True)
class WordsView:
    """The words that a client wrote, and what became of them."""

    when: str
    address: str
    words: str
    after: str


@dataclass(frozen=True)
class TimeStop:
    """One stop of a repair: flagged, seen, talked about."""

    word: str
    is_done: bool


@dataclass(frozen=True)
class TimeEntry:
    """Something on the time line: a repair with its stops, a gap, or a pause; `address` is empty for a pause."""

    when: str
    address: str
    sentence: str
    stops: Sequence[TimeStop]
    note: str
    signs: Sequence[str] = ()
    """Signs that the therapist noticed, in words."""


@dataclass(frozen=True)
class GoalView:
    """One goal; `dots` tells of the latest answers on it, where a rule judges it."""

    id: PublicId
    words: str
    dots: Sequence[bool]
    progress: str
    deadline: str
    ended: str
    """A sentence on how and when it was met or let go; empty while it is open."""
    history: Sequence[str]
    """Sentences on each time it was checked off or let go by mistake, the first time first."""
    is_fresh: bool
    """Met or let go today: what a mistake is found in first."""


@dataclass(frozen=True)
class GoalChoice:
    """One goal to choose from, with its deadline in words."""

    value: str
    words: str
    hint: str


@dataclass(frozen=True)
class GoalForm:
    """The form that keeps a goal, with what was typed when it could not be taken."""

    choices: Sequence[GoalChoice]
    chosen: str = ""
    words: str = ""
    within: str = ""
    unit: str = "visits"
    problem: str = ""
    field: str = ""


@dataclass(frozen=True)
class PriorityView:
    """One entry of the client's own list; `ended` says when it was crossed out, empty while it is kept."""

    id: PublicId
    words: str
    ended: str


@dataclass(frozen=True)
class PriorityList:
    """The client's own list of what to work on, in their order, with what was typed when it could not be taken."""

    kept: Sequence[PriorityView]
    crossed_out: Sequence[PriorityView]
    typed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ClientPage:
    """One client, fit to be read together."""

    id: PublicId
    code: str
    summary: str
    paused: str
    open_visit: PublicId | None
    held_address: str
    """The session whose answer waits to be asked for; empty where none does."""
    held_words: str
    held_former: PublicId | None
    """The check-in whose answer waits, where it was held when the client was handed over: it is asked for here."""
    declined_words: bool
    """True if what they wrote to another therapist before stays closed, because they said no."""
    offer: Offer
    course: CourseView | None
    week: CourseView | None
    """The course of how the weeks were, asked at the start of sessions."""
    asks_week: bool
    words: Sequence[WordsView]
    time_line: Sequence[TimeEntry]
    priorities: PriorityList
    goals: Sequence[GoalView]
    earlier_goals: Sequence[GoalView]
    goal_form: GoalForm
    part: str = ""
    """The part of all check-ins that this page shows; empty where it shows all of them."""
    earlier: str = ""
    later: str = ""
    """Addresses of the parts before and after that; empty without one."""
    loops: Sequence[LoopView] = ()
    """Open loops with this client."""
    printed: str = ""
    """The practice and the day, for the page on paper."""
    unshown: Sequence[str] = ()
    """The names of check-ins, goals and pauses that cannot be shown."""
    is_being_retold: bool = False
    """True while later answers still say what they said before a correction."""
    kept_back: bool = False
    """True where they wrote to a therapist before, and were not told yet that this one reads it."""
