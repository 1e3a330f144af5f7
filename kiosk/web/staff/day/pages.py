"""Values that the day's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.marks import Sparkline
from kiosk.web.staff.parts.noted_words import NotedRow, NoteTap
from kiosk.web.staff.parts.offers import Offer
from kiosk.web.staff.parts.offers_together import GroupStart
from kiosk.web.staff.parts.tablet_rows import TabletChoice


@dataclass(frozen=True)
class ClientRow:
    """One of the therapist's own clients, a tap away from a check-in."""

    client: PublicId
    code: str
    offer: Offer
    sentence: str
    sparkline: Sparkline | None
    is_paused: bool
    asks_week: bool


@dataclass(frozen=True)
class NextCheckIn:
    """The check-in that one tap begins: after an opening one, or with somebody who is expected."""

    code: str
    offer: Offer


@dataclass(frozen=True)
class PlannedRow:
    """One session that is expected: who, and the tap that begins it; neither where somebody is paused."""

    time: str
    client: PublicId | None
    code: str
    sentence: str
    next: NextCheckIn | None
    group: GroupStart | None
    tap: NoteTap
    """Other outcomes that can be noted by one tap."""


@dataclass(frozen=True)
class VisitRow:
    """One session of today."""

    id: PublicId
    time: str
    client: PublicId | None
    """None where several people came together: `code` then has all their codes."""
    code: str
    sentence: str
    is_open: bool
    sparkline: Sparkline | None
    next: NextCheckIn | None = None


@dataclass(frozen=True)
class PickUp:
    """Something that was left for next time: the question to ask, or the therapist's own note."""

    client: PublicId | None
    """None where it was left with several people: `code` then has all their codes."""
    code: str
    when: str
    text: str
    is_note: bool
    wish: str = ""
    """The client's wish, if any; on a private screen their own words stand above it."""
    address: str = ""
    """The page of the session, where what came of it is recorded."""
    is_of_today: bool = False
    """True if it was left today, for another day."""


@dataclass(frozen=True)
class Card:
    """The present session, or the next one: the only card of the day, with its only primary button."""

    time: str
    client: PublicId | None
    """None where several people come together: `code` then has all their codes."""
    code: str
    sentence: str
    sparkline: Sparkline | None
    visit: PublicId | None = None
    """The session to open, where it has begun."""
    next: NextCheckIn | None = None
    group: GroupStart | None = None
    tap: NoteTap | None = None
    opens_first: bool = False
    """True if opening the session is the primary button, not starting a check-in."""
    asks_week: bool = False


@dataclass(frozen=True)
class UrgentCard:
    """One held answer that cannot wait: whose it is, what it is about, and where to read it."""

    check_in: PublicId
    code: str
    heading: str
    when: str
    words: str
    asks_for_help: bool
    address: str


@dataclass(frozen=True)
class PersonRow:
    """One of several people on the form that starts their check-ins."""

    number: int
    code: str = ""
    measure: str = ""
    language: str = ""
    tablet: str = ""
    way: str = ""
    """How they will be asked, once that is known."""


@dataclass(frozen=True)
class TogetherForm:
    """Starting with more than one person; `problems` are pairs of a field and a sentence."""

    kinds: Sequence[Choice]
    measures: Sequence[Choice]
    rows: Sequence[PersonRow]
    more: Sequence[PersonRow]
    """Those behind "More people"."""
    kind: str = ""
    place: str = "room"
    at_start: bool = False
    """True if they are asked how the week was."""
    problems: Sequence[tuple[str, str]] = ()

    @property
    def is_open(self) -> bool:
        """True if it is unfolded from the start: something in it needs another look."""
        return bool(self.problems)

    @property
    def beyond_two_are_typed(self) -> bool:
        """True if somebody was typed where a couple has no row."""
        return any(row.code for row in self.rows[2:]) or self.more_are_open

    @property
    def more_are_open(self) -> bool:
        """True if somebody was typed in one of the rows behind "More people"."""
        return any(row.code for row in self.more)


@dataclass(frozen=True)
class DayPage:
    """The therapist's day."""

    heading: str
    summary: str
    card: Card | None
    planned: Sequence[PlannedRow]
    """The other sessions that are expected today."""
    unknown: Sequence[tuple[str, str, str]]
    """Times, codes in the therapist's calendar of which it is not known who comes, and a sentence on each."""
    failing_calendar: str
    """A sentence where that calendar cannot be read; else empty."""
    noted: Sequence[NotedRow]
    """Today's sessions in which nobody was asked, or that were not held."""
    unaccounted: str
    """The number of sessions of the last week of which nothing is known, in words; empty without any."""
    unaccounted_day: str
    """The first of their days, as an address has it."""
    tomorrow: Sequence[tuple[str, str]]
    """Times, and who is expected then."""
    visits: Sequence[VisitRow]
    """Today's other sessions."""
    withdrawn: Sequence[VisitRow]
    """Those that were begun by mistake, behind their count."""
    withdrawn_words: str
    clients: Sequence[ClientRow]
    pick_up: Sequence[PickUp]
    measures: Sequence[Choice]
    languages: Sequence[Choice]
    where: Sequence[Choice]
    together: TogetherForm
    tablets: Sequence[TabletChoice]
    """The tablets that can show a form from its start."""
    offers: int = 0
    """The number of clients that colleagues offer."""
    copied: str = ""
    """The rooms of the tablets of which a copy was shut out, for whoever looks after them."""
    still_open: str = ""
    """The number of open loops with all clients in words; empty without any."""
    left: Sequence[str] = ()
    """For an administrator: what has come for somebody who can no longer log in."""
    urgent: Sequence[UrgentCard] = ()
    """Held answers that cannot wait; none on a screen that others may see."""
    code: str = ""
    problem: str = ""
    asks_week: bool = False
    """True if a session of one of these clients may begin with how the week was."""
    unshown: Sequence[str] = ()
    """The names of check-ins that cannot be shown."""
