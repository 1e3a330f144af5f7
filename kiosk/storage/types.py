"""Column types: moments that stay in UTC, text that is unreadable in a stolen file, and values that may be damaged.

A value that cannot be read is no error where it is fetched, which would take the whole page away: in its place stands
one that says so by its type, and that is stored again as it was. `queries.readable` finds it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Self, cast

from cryptography.fernet import InvalidToken
from sqlalchemy import JSON, DateTime, Dialect, LargeBinary
from sqlalchemy.sql.type_api import TypeEngine
from sqlalchemy.types import TypeDecorator

from kiosk.keys import Keys, Unopened, keys


class DamagedMoment(datetime):
    """A point in time that cannot be read."""


class DamagedText(str):
    """Sealed text that cannot be opened; `raw` is what is stored."""

    __slots__ = ("raw",)

    raw: Any

    def __new__(cls, raw: Any) -> Self:  # noqa: ANN401 -- whatever is stored
        """Keep what is stored; as a text it is empty."""
        made = super().__new__(cls)
        made.raw = raw
        return made


class DamagedDocument(dict[str, Any]):
    """A document that cannot be read, or is no object."""


class DamagedList(list[Any]):
    """A document that cannot be read, or is no list."""


DAMAGED: Final = DamagedMoment, DamagedText, DamagedDocument, DamagedList
UNRELEASED: Final = b"gAAAA"
"""The beginning of everything that the unreleased version sealed."""
_LONG_AGO: Final = DamagedMoment(1970, 1, 2, tzinfo=UTC)
_Reader = Callable[[Any], Any]


def _tolerant(reader: _Reader | None, instead: Any) -> _Reader | None:  # noqa: ANN401 -- of any column
    """Return the reader of a column with a stand-in for what it cannot read."""
    if reader is None:
        return None

    def read(value: Any) -> Any:  # noqa: ANN401 -- the same
        try:
            return reader(value)
        except (ValueError, TypeError, OverflowError):
            return instead

    return read


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; a time without a zone is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, without saying so."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, saying so."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reader | None:
        """Read it, or say by the type of the value that it cannot be read."""
        return _tolerant(super().result_processor(dialect, coltype), _LONG_AGO)


class Document(TypeDecorator[Any]):
    """A JSON document: an object, or a list."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[dict[str, Any] | list[Any]] = dict) -> None:
        """Say which of the two it is."""
        super().__init__()
        self.kind = kind

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 -- SQLAlchemy's own
        """Compare as JSON does, so that parts of it can be asked for."""
        return self.impl_instance.coerce_compared_value(op, value)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reader | None:
        """Read it, or say by the type of the value that it cannot be read."""
        damaged = DamagedDocument() if self.kind is dict else DamagedList()
        return _tolerant(super().result_processor(dialect, coltype), damaged)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 -- whatever is stored
        """Refuse another kind of document."""
        del dialect
        if value is None or isinstance(value, self.kind):
            return value
        raise ValueError("This is another kind of document.")


WORDS, CODES = "words", "codes"
"""Purposes of sealed columns, each with a key of its own: what people wrote, and the secrets of second factors."""


class Sealed(TypeDecorator[str]):
    """Text encrypted with a key that is not in the database, and for this column alone; empty stays empty."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str, purpose: str = WORDS) -> None:
        """Say which column it is, such as `goals.words`: a value that is copied into another one does not open."""
        super().__init__()
        self.place, self.purpose = place, purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Sealed; what could not be opened stays as it is."""
        del dialect
        if isinstance(value, DamagedText):
            return cast("bytes", value.raw)
        return self.sealed(keys(), value) if value else b""

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str:
        """Opened, if the key of this server opens it."""
        del dialect
        if not value:
            return ""
        try:
            return self.opened(keys(), value)
        except (TypeError, ValueError):
            return DamagedText(value)

    def sealed(self, with_keys: Keys, value: str) -> bytes:
        """Seal a text for this column."""
        return with_keys.seal(self.purpose, self.place, value.encode())

    def opened(self, with_keys: Keys, sealed: bytes) -> str:
        """Open what was sealed for this column. Raises ValueError where it does not open.

        What the unreleased version sealed has neither a key id nor a place.
        """
        try:
            if sealed.startswith(UNRELEASED):
                return with_keys.sealer.decrypt(sealed).decode()
            return with_keys.open(self.purpose, self.place, sealed).decode() if sealed else ""
        except (InvalidToken, Unopened):
            raise ValueError("It was sealed with another key or for another place, or is damaged.") from None
