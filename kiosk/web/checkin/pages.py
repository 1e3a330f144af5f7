"""Values that the client's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.notice import Section
from kiosk.domain.phrases import Phrase
from kiosk.web.shared.crisis import NO_CRISIS, CrisisView
from kiosk.web.shared.cues import CueView


@dataclass(frozen=True)
class Problem:
    """One thing the client is asked to look at again, and the id of the part it is about."""

    target: str
    message: Phrase


@dataclass(frozen=True)
class OptionField:
    """One answer that can be chosen: what it sends, its visible word, and its face where it has one."""

    value: str
    word: str
    face: str


@dataclass(frozen=True)
class ItemField:
    """One question of the form; `value` is what was marked so far, in the item's own units, or empty."""

    id: str
    kind: str
    question: str
    low: str
    high: str
    value: str = ""
    options: tuple[OptionField, ...] = ()


@dataclass(frozen=True)
class FormPage:
    """The client's form, blank or as it was when something in it could not be taken.

    Equal pages of one language are rendered alike: `blank` keeps what it has rendered by them.
    """

    practice: str
    who_sees: Phrase
    items: tuple[ItemField, ...]
    nothing_marked: Phrase
    """The problem to show when a form is sent with nothing marked."""
    invites_words: Phrase
    """The text that leads to their own words."""
    key: str
    address: str
    language: str
    language_name: str
    languages: tuple[tuple[str, str], ...]
    """The other languages this form can be read in, each with its own name."""
    cue: CueView | None = None
    """The cue that tells this form from the others; with it comes the way out for whom it is not."""
    alone: bool = True
    """Nobody else has a form of this session."""
    buttons_first: bool = False
    easy: bool = False
    """In larger type, one question at a time."""
    marked: str = "buttons"
    words: str = ""
    talk: str = ""
    asks_strain: bool = False
    strain: str = ""
    sorted_out: str = ""
    obstacles: tuple[tuple[str, Phrase], ...] = ()
    """Answers to what got in the way, by their values; empty where that is not asked."""
    obstacle: str = ""
    crisis: CrisisView = NO_CRISIS
    safety: bool = False
    to_practice: bool = False
    """Its therapist can no longer log in: the practice has the answer, and hears of a tap for help."""
    help_waits: bool = False
    """A tap for help is heard of when the answers are opened, and not as it comes: as `who_sees` has it."""
    is_opening: bool = False
    """It asks before the session how the week was."""
    asks_former: Phrase | None = None
    """Tells that their therapist reads what they wrote to another before, unless they say no; else None."""
    former: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def has_lines(self) -> bool:
        """Something is marked on a line; so it can be marked by buttons as well."""
        return any(item.kind == "line" for item in self.items)

    @property
    def for_youngest(self) -> bool:
        """One question with faces: the rest of the form is for the adult beside the child, and comes after sending."""
        return [item.kind for item in self.items] == ["faces"]

    @property
    def sheet(self) -> str:
        """The one style sheet with all that this form shows."""
        has_cards = bool(self.obstacles) or {item.kind for item in self.items} != {"line"}
        name = "youngest" if self.for_youngest else "cards" if has_cards else "checkin"
        if not self.cue:
            return f"css/{name}.css"
        return "css/cued.css" if name == "checkin" else f"css/cued-{name}.css"

    @property
    def is_dense(self) -> bool:
        """More is asked than a tablet holds at the usual distances."""
        return self.asks_strain or (not self.is_opening and any(item.kind == "faces" for item in self.items))

    @property
    def parts(self) -> Sequence[str]:
        """The parts shown one at a time, in page order; the last holds the wish to talk and their own words."""
        if self.for_youngest:
            return [item.id for item in self.items]
        return [*(item.id for item in self.items), *(["strain"] if self.asks_strain else []), "last"]

    @property
    def asks_safety(self) -> bool:
        """The tap for help exists only once the practice has written what it leads to."""
        return bool(self.crisis)


@dataclass(frozen=True)
class ThanksPage:
    """The page after sending: who has the answer now, and nothing of the answer."""

    lines: Sequence[Phrase]
    foot: Phrase
    safety: bool
    crisis: CrisisView = NO_CRISIS
    cue: CueView | None = None
    alone: bool = True
    """Nobody else had a form of this session."""
    mistake: str = ""
    """The field with which it can be said that it was sent by mistake; empty where that cannot be said here."""


@dataclass(frozen=True)
class EndPage:
    """A page after which nothing comes; whom the practice says to turn to stays on the screen all the same."""

    crisis: CrisisView = NO_CRISIS


@dataclass(frozen=True)
class JoinPage:
    """Typing the short code instead of scanning."""

    problem: Phrase | None = None
    code: str = ""


@dataclass(frozen=True)
class NoticePage:
    """The privacy notice, and the fields of the form that it goes back to."""

    practice: str
    sections: Sequence[Section]
    address: str
    fields: Sequence[tuple[str, str]]
    easy: bool
    """True if the form shows one question at a time."""


@dataclass(frozen=True)
class UnsavedPage:
    """Answers that could be neither saved nor shown in their form; one tap sends them again."""

    heading: str
    fields: Sequence[tuple[str, str]]
