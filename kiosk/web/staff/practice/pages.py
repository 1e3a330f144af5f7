"""Values that the practice's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.queries.practice import LinksAndResults, PracticeSettings


@dataclass(frozen=True)
class TextIn:
    """The field of the crisis sentence in one language."""

    field: str
    tag: str
    own_name: str
    text: str
    direction: str


@dataclass(frozen=True)
class PracticePage:
    """The practice itself; problems name their field. `foot` is what every form says at its foot now."""

    settings: PracticeSettings
    zones: Sequence[str]
    foot: str
    languages: Sequence[tuple[str, str]]
    """All in which clients may be asked, each with its own name."""
    others: Sequence[TextIn]
    """The crisis sentence in each language but its own."""
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""
    left: Sequence[str] = ()
    """Notices of clients without a therapist."""


@dataclass(frozen=True)
class ResultsPage:
    """Links and results; `minutes` is what was typed, which may be no number."""

    settings: LinksAndResults
    minutes: str
    problem: str = ""
    saved: str = ""


@dataclass(frozen=True)
class CueRow:
    """One threshold: what it does, what it is now, and where its default comes from."""

    name: str
    label: str
    value: str
    default: str
    source: str
    is_own: bool
    problem: str = ""


@dataclass(frozen=True)
class CueGroup:
    """The thresholds of one rule."""

    name: str
    words: str
    cues: Sequence[CueRow]


@dataclass(frozen=True)
class CuesPage:
    """All thresholds that a practice may set."""

    groups: Sequence[CueGroup]
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""

    @property
    def own(self) -> int:
        """The number of thresholds that are this practice's own."""
        return sum(cue.is_own for group in self.groups for cue in group.cues)


@dataclass(frozen=True)
class MeasureRow:
    """One form there is, with where it comes from."""

    id: str
    name: str
    lines: str
    version: int
    source: str
    licence: str
    note: str


@dataclass(frozen=True)
class MeasuresPage:
    """Every form there is."""

    measures: Sequence[MeasureRow]
