"""What the client's pages are given to show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.phrases import Phrase
from kiosk.web.crisis import NO_CRISIS, CrisisView
from kiosk.web.cues import CueView

WORDS_LIMIT = 4_000
"""Characters a client may add in their own words."""


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
    options: Sequence[OptionField] = ()


@dataclass(frozen=True)
class FormPage:
    """The client's form, blank or as it was when something in it could not be taken."""

    practice: str
    who_sees: Phrase
    items: Sequence[ItemField]
    nothing_marked: Phrase
    """What is said where nothing is marked."""
    invites_words: Phrase
    """What stands on the way to their own words."""
    key: str
    address: str
    language: str
    language_name: str
    languages: Sequence[tuple[str, str]]
    """The other languages this form can be read in, each with its own name."""
    cue: CueView | None = None
    """What tells this form from the others; with it comes the way out for whom it is not."""
    buttons_first: bool = False
    easy: bool = False
    """In larger type, one question at a time."""
    marked: str = "buttons"
    words: str = ""
    talk: str = ""
    asks_strain: bool = False
    strain: str = ""
    sorted_out: str = ""
    crisis: CrisisView = NO_CRISIS
    safety: bool = False
    problems: Sequence[Problem] = ()
    words_limit: int = WORDS_LIMIT

    @property
    def has_lines(self) -> bool:
        """Something is marked on a line; so it can be marked by buttons as well."""
        return any(item.kind == "line" for item in self.items)

    @property
    def parts(self) -> Sequence[str]:
        """What is asked one at a time, in the order of the page; the last are whether to talk, and their own words."""
        return [*(item.id for item in self.items), *(["strain"] if self.asks_strain else []), "last"]

    @property
    def asks_safety(self) -> bool:
        """The tap for help exists only once the practice has written what it leads to."""
        return bool(self.crisis)


@dataclass(frozen=True)
class ThanksPage:
    """The page after sending: who has the answer now, and nothing of the answer."""

    therapist: str
    declined: bool
    safety: bool
    crisis: CrisisView = NO_CRISIS
    cue: CueView | None = None


@dataclass(frozen=True)
class NotMePage:
    """Nothing was kept; whom the practice says to turn to stays on the screen all the same."""

    crisis: CrisisView = NO_CRISIS


@dataclass(frozen=True)
class JoinPage:
    """Typing the short code instead of scanning."""

    problem: Phrase | None = None
    code: str = ""
