"""The protocol of a backend, and the two faults that every one of them reports in the same way."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, Select
from sqlalchemy.exc import DBAPIError

from kiosk.refusals import Refusal

PATIENCE_S: Final = 5.0
"""The longest time, in seconds, that a writer waits for others."""
PAUSE_S: Final = 0.002
"""Between two tries, in which other greenlets run."""

Found = TypeVar("Found")


class DatabaseUnreadable(Exception):
    """The database is damaged, is none, or cannot be reached; the text is the driver's own."""


class NoDriver(Refusal):
    """A database of a kind that this program cannot reach here; its text says what to do."""


def has_ticket(table: str, part: str) -> str:
    """Return the SQL condition, within a trigger, that an erasure has a ticket for the row OLD, or for a part of it."""
    which = "part = 'row'" if part == "row" else "part <> 'row'"
    return f"EXISTS (SELECT 1 FROM erased_rows WHERE about = '{table}' AND number = OLD.id AND {which})"  # noqa: S608 -- our own names


@dataclass(frozen=True)
class Claim:
    """The rows that a transaction goes by and changes, so that nobody else changes them meanwhile.

    Those of one practice, by its number or by a query that finds it (no more than each statement needs, where it finds
    none); without one, every row there is.
    """

    practice: int | Select[int] | None = None
    rows: Select[int] | None = None
    """A query for these rows alone: others that claim rows may write elsewhere in the practice at the same time."""


TICKET: Final = (
    "EXISTS (SELECT 1 FROM tickets WHERE tickets.practice_id = OLD.practice_id AND tickets.about = '{table}'"
    " AND tickets.is_open AND OLD.id BETWEEN tickets.first_id AND tickets.last_id)"
)
"""The condition, within a trigger, that there is an open ticket for a row: `storage.tables.audit.Ticket`."""
SALT: Final = "salt"


@dataclass(frozen=True)
class But:
    """The columns of a protected table that can change all the same."""

    free: Collection[str] = ()
    unless: str = ""
    """The SQL condition, which speaks of OLD and NEW, under which the free ones do not change either."""
    sealed: Collection[str] = ()
    """These change, with the row's salt and no other, while a ticket for the row is open (`Ticket`)."""
    erasable: Collection[str] = ()
    """These and the salt change where an erasure has a ticket for a part of the row (`ErasedRow`); its words can only
    become empty then."""


NOTHING: Final = But()


class Backend(Protocol):
    """One database, with everything in which its system differs from others."""

    @property
    def file(self) -> Path | None:
        """The file on this machine that holds the data; None where another server keeps it."""

    @property
    def url(self) -> URL:
        """The address of the database, with its driver."""

    @property
    def place(self) -> str:
        """The file or the address, as people are told of it."""

    def engine_options(self, *, writes: bool) -> dict[str, Any]:
        """Options of the app's engine: how many connections it keeps, and how long one waits for them."""

    def prepare(self, engine: Engine, *, writes: bool) -> None:
        """Settle how each connection of the engine is set up, and how its transactions begin: to read, or to write."""

    def write_turn(self, patience_s: float = PATIENCE_S) -> AbstractContextManager[float]:
        """Hold this machine's turn to write; gives the moment (monotonic) when patience ends. Raises NotSaved then."""

    def claim(self, connection: Connection, claim: Claim) -> None:
        """Wait until nobody else writes there, and keep others out until the transaction ends."""

    def announce(self, connection: Connection, practice_id: int) -> None:
        """Say that events of this practice are stored next; whoever waits hears of it at the commit.

        From here to the commit nobody else stores any, so that their numbers are in the order of the commits.
        """

    def order(self, connection: Connection, practice_id: int) -> None:
        """Let nobody else add links to this practice's chain, or store events of it, from here to the commit."""

    def is_read_only(self, connection: Connection) -> bool:
        """Return whether nothing can be written, though all can be read."""

    def is_busy(self, error: DBAPIError) -> bool:
        """Return whether it failed only because somebody else was writing."""

    def is_out_of_order(self, error: DBAPIError) -> bool:
        """Return whether the database could not do it now, whatever was asked: no room, no connection, a shutdown."""

    def commits(self) -> Iterator[Collection[int]]:
        """Yields the practices that may have new events, or none for any; in between, it lets other greenlets run.

        Once at the start, and then whenever anybody has committed. It never returns, and never raises because the
        database cannot be reached for a while.
        """

    def is_served_by_another_version(self) -> bool:
        """Return whether a server of another version of this program runs on it. Raises DatabaseUnreadable."""

    def look(self) -> AbstractContextManager[Connection]:
        """A connection past the app that changes nothing. Raises DatabaseUnreadable, also for faults while open."""

    def faults(self) -> Sequence[str]:
        """Damage that the database finds in itself, in its words; empty if it is sound. Raises DatabaseUnreadable."""

    def risks(self) -> Sequence[tuple[str, str]]:
        """Risks to answers in a database that is sound today, each with its remedy."""

    def copy(self, mark: str) -> Path | None:
        """A copy of all that is stored, found sound, beside the file and named with the mark.

        None where another server keeps the data, and the copies of it. Raises OSError, and DatabaseUnreadable, also
        while anybody has it open: a running server does not know the tables of another version.
        """

    def back_up(self, into: Path, look: Callable[[Connection], Found]) -> Found:
        """Copy one moment of all that is stored into a new file, while others go on; gives what `look` finds in it.

        Raises OSError, and DatabaseUnreadable where no sound copy could be made.
        """

    def restore(self, copy: Path) -> None:
        """Fill an empty database from a copy that `back_up` made, whole or not at all. Raises DatabaseUnreadable."""

    def clear(self) -> None:
        """Drop all that is in the database, after a restore that came to nothing. Raises DatabaseUnreadable."""

    def schema_change(self) -> AbstractContextManager[Connection]:
        """One transaction in which the schema is changed; all of it is undone unless the block ends well.

        Nobody writes meanwhile. References between tables are checked at its end, not statement by statement.
        """

    def alone(self) -> AbstractContextManager[Connection]:
        """One transaction in which all can be read while nobody changes anything, and no server can start.

        Raises DatabaseUnreadable while one runs.
        """

    def filled(self) -> AbstractContextManager[Connection]:
        """One transaction that fills an empty database: there is nothing of it unless the block ends well."""

    def number_on(self, connection: Connection, tables: Collection[str]) -> None:
        """Go on numbering the rows of these tables after those that were stored with their numbers."""

    def protect(self, connection: Connection, table: str, refusal: str, but: But = NOTHING) -> None:
        """Let the database refuse changes of every column of the table but those named."""

    def keep_rows(self, connection: Connection, table: str, refusal: str, unless: str = "") -> None:
        """Let the database refuse to delete rows of a protected table, one by one or all at once.

        A row goes where the SQL condition `unless`, which speaks of OLD, is true.
        """

    def scrub(self, tables: Collection[str]) -> None:
        """Leave nothing of deleted rows of these tables in free pages or the journal, while others go on.

        Others wait meanwhile to write. Raises NotSaved where the database is busy for too long.
        """

    def unprotect(self, connection: Connection, table: str) -> None:
        """Take these refusals away again, before the table goes."""
