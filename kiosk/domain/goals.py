"""Goals: what client and therapist may aim for together, and how far they have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.phrases import Phrase, phrase

OWN = "own"
"""The kind of a goal that is not one of the templates."""
PRIORITY = "priority"
"""The kind of an entry of the client's own list: what they want to work on, in their order."""
LINE = "understood"
"""The line that the rule is about, in whichever form it stands."""
HELD_FROM = 90
"""The least mark on that line that counts as felt understood, in tenths; as for a low line, our own choice."""
OUT_OF, NEEDED = 4, 3


class Unit(StrEnum):
    """The unit of a deadline."""

    VISITS = "visits"
    WEEKS = "weeks"
    NONE = ""


@dataclass(frozen=True)
class Template:
    """A goal to begin from, in our own words, with its deadline; `since_first` counts visits from the very first."""

    id: str
    words: Phrase
    within: int | None = None
    unit: Unit = Unit.NONE
    has_rule: bool = False
    since_first: bool = False


TEMPLATES = (
    Template("felt-understood", phrase("Felt understood in 3 of 4 sessions."), has_rule=True),
    Template("being-heard", phrase("I feel heard, in 3 of the next 4 sessions."), 4, Unit.VISITS, has_rule=True),
    Template(
        "each-reflects",
        phrase("Each of us has twice said back what the other meant, and got it right."),
        6,
        Unit.VISITS,
    ),
    Template("another-account", phrase("We have found one other way to tell what this is about."), 8, Unit.VISITS),
    Template(
        "own-priorities", phrase("I have made my own list of what should come first."), 3, Unit.VISITS, since_first=True
    ),
    Template("new-possibilities", phrase("We see two possibilities that I did not see before."), 6, Unit.WEEKS),
    Template("feels-different", phrase("This is different: we are doing it together."), 2, Unit.VISITS),
    Template(
        "shared-inquiry", phrase("Our first talk felt like finding out together."), 1, Unit.VISITS, since_first=True
    ),
)


def template(kind: str) -> Template | None:
    """Give the template of that id; None for a goal of their own, or of a kind this version does not know."""
    return next((each for each in TEMPLATES if each.id == kind), None)


def own_words(kind: str, typed: str) -> str:
    """Give the words of a goal that are its owners' own; empty for those of a template, which has every language."""
    found = template(kind)
    return "" if found and typed == str(found.words) else typed


def words_of(kind: str, kept: str) -> Phrase | str:
    """Say a goal as it was kept: in its owners' own words, or in those of its template."""
    found = template(kind)
    return found.words if found and not own_words(kind, kept) else kept


@dataclass(frozen=True)
class Understood:
    """The latest answers on being understood, four at most, oldest first: whether each one held, and from what mark."""

    last: tuple[bool, ...]
    held_from: int

    @property
    def held(self) -> int:
        """The number of them that held."""
        return sum(self.last)

    @property
    def is_met(self) -> bool:
        """Three of the last four; with fewer than four answers it is not known yet."""
        return len(self.last) == OUT_OF and self.held >= NEEDED

    @property
    def words(self) -> Phrase:
        """The progress so far, as a sentence."""
        if not self.last:
            return phrase("Not yet: it takes four answers, and there is none so far.")
        if len(self.last) < OUT_OF:
            return phrase(
                "%(held)s of %(answers)s so far. It takes four answers: not yet.",
                held=self.held,
                answers=len(self.last),
            )
        if self.is_met:
            return phrase("%(held)s of the last %(answers)s.", held=self.held, answers=OUT_OF)
        return phrase("%(held)s of the last %(answers)s, not yet.", held=self.held, answers=OUT_OF)


def understood(marks: Sequence[int], held_from: int = HELD_FROM) -> Understood:
    """Judge the marks on being understood (tenths, oldest first, unmarked ones left out)."""
    return Understood(tuple(mark >= held_from for mark in marks[-OUT_OF:]), held_from)


def counts_marks_from(kind: str, agreed_at: datetime) -> datetime | None:
    """Say from when answers count: being heard is about the sessions to come, felt understood about the latest ones."""
    found = template(kind)
    return agreed_at if found and found.unit is Unit.VISITS else None


@dataclass(frozen=True)
class Deadline:
    """Until when: `left` visits (below 0 once they have gone by), or a moment."""

    left: int | None
    ends_at: datetime | None
    is_over: bool


def deadline(within: int | None, unit: str, agreed_at: datetime, visits: int, now: datetime) -> Deadline | None:
    """Give the deadline as it stands, `visits` after it began to count; None without one."""
    if within is None or unit == Unit.NONE:
        return None
    if unit == Unit.WEEKS:
        ends_at = agreed_at + timedelta(weeks=within)
        return Deadline(None, ends_at, is_over=now > ends_at)
    return Deadline(within - visits, None, is_over=visits > within)
