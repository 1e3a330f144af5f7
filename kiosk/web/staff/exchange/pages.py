"""Values that the pages of exports, imports and long work show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its value, its words and what they mean."""

    value: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class FileRow:
    """A file that was asked for lately, or that waits."""

    id: PublicId
    words: str
    stands: str


@dataclass(frozen=True)
class ExportsPage:
    """The choices for a file of one's own clients, or of one client."""

    code: str
    client: PublicId | None
    kinds: Sequence[Choice]
    kind: str
    rows: Sequence[Choice]
    files: Sequence[FileRow]
    problem: str = ""


@dataclass(frozen=True)
class WorkPage:
    """Long work: what it is, how far it is, and what came of it."""

    id: PublicId
    heading: str
    stands: str
    is_running: bool
    done: int
    of: int
    """0 until the number of steps is known."""
    figures: str
    file: str = ""
    """The name of the file that waits; empty without one."""
    has_dictionary: bool = False
    until: str = ""
    back: str = ""
    """The page from which it was asked for."""
    next: str = ""
    """The page to go on to, once it is done."""


@dataclass(frozen=True)
class ImportsPage:
    """Uploading a file, and what was imported before."""

    forms: Sequence[Choice]
    files: Sequence[FileRow]
    most: str
    """The greatest size of a file, in words."""
    kind: str = ""
    form: str = ""
    problems: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ColumnField:
    """One thing to find in the file: its field, its words, and the column that is chosen for it."""

    name: str
    words: str
    chosen: str
    hint: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class JudgedRow:
    """One row of a dry run: its line, then cells in the order of the table's headings."""

    line: str
    cells: Sequence[str]


@dataclass(frozen=True)
class JudgedTable:
    """Rows that would be taken, or that are refused, a page of them."""

    which: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[JudgedRow]
    place: str
    earlier: str
    later: str


@dataclass(frozen=True)
class ImportPage:
    """One import: the choice of columns, the dry run, or what became of it."""

    id: PublicId
    heading: str
    stage: str
    told: Sequence[str]
    headings: Sequence[str] = ()
    sample: Sequence[Sequence[str]] = ()
    fields: Sequence[ColumnField] = ()
    orders: Sequence[Choice] = ()
    order: str = ""
    tables: Sequence[JudgedTable] = ()
    can_be_taken: bool = False
    take: str = ""
    can_be_undone: bool = False
    until: str = ""
    problems: Sequence[tuple[str, str]] = ()
