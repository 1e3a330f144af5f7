"""What the day is given to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.web.therapist.parts.choices import Choice
from kiosk.web.therapist.parts.marks import Sparkline
from kiosk.web.therapist.parts.tablet_rows import TabletChoice


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
    client: int | None
    """None where several people came together: `code` then has all their codes."""
    code: str
    sentence: str
    is_open: bool
    sparkline: Sparkline | None


@dataclass(frozen=True)
class PickUp:
    """Something that was left for next time: the question to ask, or the therapist's own note."""

    client: int | None
    """None where it was left with several people: `code` then has all their codes."""
    code: str
    when: str
    text: str
    is_note: bool


@dataclass(frozen=True)
class PersonRow:
    """One of several people on the form that starts their check-ins."""

    number: int
    code: str = ""
    measure: str = ""
    language: str = ""
    tablet: str = ""


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
    problems: Sequence[tuple[str, str]] = ()

    @property
    def is_open(self) -> bool:
        """Whether it stands open already: something in it needs another look."""
        return bool(self.problems)

    @property
    def beyond_two_are_typed(self) -> bool:
        """Whether somebody was typed where a couple has no row."""
        return any(row.code for row in self.rows[2:]) or self.more_are_open

    @property
    def more_are_open(self) -> bool:
        """Whether somebody was typed there."""
        return any(row.code for row in self.more)


@dataclass(frozen=True)
class DayPage:
    """The therapist's day."""

    heading: str
    summary: str
    visits: Sequence[VisitRow]
    clients: Sequence[ClientRow]
    pick_up: Sequence[PickUp]
    measures: Sequence[Choice]
    languages: Sequence[Choice]
    together: TogetherForm
    tablets: Sequence[TabletChoice]
    """Where a form can be shown from its start."""
    copied: str = ""
    """The rooms of the tablets of which a copy was shut out, for whoever looks after them."""
    code: str = ""
    problem: str = ""
