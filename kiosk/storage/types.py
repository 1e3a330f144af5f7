"""Column types: moments that stay in UTC, documents, and values of any column that may be damaged.

A value that cannot be read is no error where it is fetched, which would take the whole page away: in its place stands
one that says so by its type, and that is stored again as it was. `queries.readable` finds it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final, Self

from sqlalchemy import JSON, Date, DateTime, Dialect
from sqlalchemy.sql.type_api import TypeEngine
from sqlalchemy.types import TypeDecorator


class DamagedMoment(datetime):
    """A point in time that cannot be read."""


class DamagedDay(date):
    """A day that cannot be read."""


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
    """A document that cannot be read, or is no object; `raw` is what is stored, where it is sealed."""

    def __init__(self, raw: Any = None) -> None:  # noqa: ANN401 -- whatever is stored
        """Keep what is stored; as a document it is empty."""
        super().__init__()
        self.raw = raw


class DamagedList(list[Any]):
    """A document that cannot be read, or is no list; `raw` is what is stored, where it is sealed."""

    def __init__(self, raw: Any = None) -> None:  # noqa: ANN401 -- the same
        """Keep what is stored; as a list it is empty."""
        super().__init__()
        self.raw = raw


DAMAGED: Final = DamagedMoment, DamagedDay, DamagedText, DamagedDocument, DamagedList
_LONG_AGO: Final = DamagedMoment(1970, 1, 2, tzinfo=UTC)
_LONG_AGO_DAY: Final = DamagedDay(1970, 1, 2)
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


class UTCDateTime(TypeDecorator[datetime]):
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

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reader:
        """Read it in UTC, saying so, or say by the type of the value that it cannot be read.

        One function for all of it, since hardly anything is read as often.
        """
        reader = self.impl_instance.result_processor(dialect, coltype)

        def read(value: Any) -> Any:  # noqa: ANN401 -- whatever is stored
            if value is None:
                return None
            try:
                moment: Any = reader(value) if reader else value
                return moment.replace(tzinfo=UTC)
            except (ValueError, TypeError, OverflowError):
                return _LONG_AGO

        return read


class Day(TypeDecorator[date]):
    """A day."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> _Reader | None:
        """Read it, or say by the type of the value that it cannot be read."""
        return _tolerant(super().result_processor(dialect, coltype), _LONG_AGO_DAY)


class JSONDocument(TypeDecorator[Any]):
    """A JSON document: an object, or a list."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[dict[str, Any] | list[Any]] = dict) -> None:
        """Say which of the two it is."""
        super().__init__(none_as_null=True)
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
