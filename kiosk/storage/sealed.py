"""The sealed columns: a value is encrypted for one row of one column, and opens in no other.

Each carries the version and the id of its key: that of the client whom it is about, or, where it is about several or
about none, one of the server's (`of`). The row is named by one of its columns, which is read together with the value;
so whatever reads a sealed column gets it opened, and whatever stores one says for which row (`storage.binding`).
Lengths are rounded up, since they would tell what is inside.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast, overload

from cryptography.fernet import InvalidToken
from sqlalchemy import ColumnElement, Dialect, LargeBinary, String, literal_column, type_coerce
from sqlalchemy import cast as as_type
from sqlalchemy.types import TypeDecorator

from kiosk.keys import ClientKey, Keys, Unopened, keys, named_in
from kiosk.storage.ring import Ring, ring
from kiosk.storage.types import DamagedDocument, DamagedList, DamagedText

UNRELEASED: Final = b"gAAAA"
"""The beginning of everything that the unreleased version sealed."""
WORDS, CODES = "words", "codes"
"""Purposes of sealed columns, each with a key of its own: what is said of clients, and secrets of second factors."""
PADDED_TO: Final[Mapping[type, int]] = {str: 64, dict: 256, list: 256}
"""Bytes to a multiple of which a value is filled up, by what it is."""
_BETWEEN: Final[ColumnElement[str]] = literal_column("':'")


@dataclass(frozen=True)
class Bound:
    """A value on its way into the row that `about` names, with the key of the client whom it is about, if of one."""

    value: Any
    about: object
    key: ClientKey | None = None


class Sealed(TypeDecorator[Any]):
    """A text, or a JSON document, encrypted with a key that is not in the database.

    An empty text stays empty, and a document that is not there stays NULL.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(
        self, place: str, purpose: str = WORDS, *, by: str = "public_id", of: str = "", holds: type = str
    ) -> None:
        """Say which column it is, such as `goals.words`, and which column of the same table names the row.

        By the column `of`, a row about one client is found to be theirs: `client_id`, `check_in_id`, or `id` of the
        client's own row. Without it, keys of the server seal the value, one for each purpose.
        """
        super().__init__()
        self.place, self.purpose, self.by, self.of, self.holds = place, purpose, by, of, holds

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Read the name of the row in front of the value, in the same statement."""
        row = as_type(cast("Any", column).table.c[self.by], String)
        return as_type(as_type(row.concat(_BETWEEN), LargeBinary).op("||")(column), self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ANN401 -- text or document
        """Sealed for its row; what could not be opened stays as it is. Raises TypeError where no row is named."""
        del dialect
        if isinstance(value, DamagedText | DamagedDocument | DamagedList):
            return cast("bytes", value.raw)
        if isinstance(value, Bound):
            return self.sealed(keys(), value.value, value.about, value.key)
        if value:
            raise TypeError(f"Say for which row of {self.place} this is: see Bound.")
        return b"" if self.holds is str else None

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ANN401 -- the same
        """Opened, if the key of this server opens it in this row."""
        del dialect
        about, _, sealed = (value or b"").partition(b":")
        if not sealed:
            return "" if self.holds is str else None
        opener = ring()
        try:
            return self.opened(opener.server, sealed, about.decode(), opener)
        except (TypeError, ValueError):
            return DAMAGED[self.holds](sealed)

    def needs_client(self, value: Any) -> bool:  # noqa: ANN401 -- the same
        """Return whether it is sealed with the key of a client; an empty document is, and an empty text is not."""
        return bool(self.of) and value is not None and value != ""

    def sealed(
        self,
        with_keys: Keys,
        value: Any,  # noqa: ANN401 -- the same
        about: object,
        key: ClientKey | None = None,
    ) -> bytes | None:
        """Seal a value for this column and that row, with the key of a client if one is given."""
        if self.holds is str and not value:
            return b""
        if value is None:
            return None
        text = value if self.holds is str else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        content = text.encode()
        filled = content + b"\0" * (-len(content) % PADDED_TO[self.holds])
        place = f"{self.place}:{about}"
        return key.seal(place, filled) if key else with_keys.seal(self.purpose, place, filled)

    def opened(self, with_keys: Keys, sealed: bytes | None, about: object, clients: Ring | None = None) -> Any:  # noqa: ANN401 -- the same
        """Open what was sealed for this column and that row. Raises ValueError where it does not open.

        What the unreleased version sealed has neither a key id nor a place.
        """
        if not sealed:
            return "" if self.holds is str else None
        try:
            if sealed.startswith(UNRELEASED):
                return with_keys.sealer.decrypt(sealed).decode()
            text = self._content(with_keys, sealed, f"{self.place}:{about}", clients).rstrip(b"\0").decode()
        except (InvalidToken, Unopened):
            raise ValueError("It was sealed with another key or for another place, or is damaged.") from None
        found = text if self.holds is str else json.loads(text)
        if not isinstance(found, self.holds):
            raise ValueError("This is another kind of document.")  # noqa: TRY004 -- as what does not open
        return found

    def _content(self, with_keys: Keys, sealed: bytes, place: str, clients: Ring | None) -> bytes:
        if (name := named_in(sealed)) is None:
            return with_keys.open(self.purpose, place, sealed)
        if clients is None or (key := clients.key(name)) is None:
            raise Unopened
        return key.open(place, sealed)


class Indexed(TypeDecorator[Any]):
    """A keyed digest beside a sealed text, by which its row can be found; the text cannot be read from it.

    Conditions and new rows name the text itself. Equal texts have equal digests.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str, of: str, form: Callable[[str], str] = str) -> None:
        """Say of which column it is, and the form in which texts count as equal."""
        super().__init__()
        self.purpose, self.of, self.form = purpose, of, form

    def process_bind_param(self, value: str | bytes | None, dialect: Dialect) -> bytes | None:
        """Digested; what was read from the database stays as it is."""
        del dialect
        return self.digest(keys(), value) if isinstance(value, str) else value

    def digest(self, with_keys: Keys, text: str) -> bytes:
        """Return what is stored beside this text."""
        return with_keys.index(self.purpose, self.form(text))


class _Part(Sealed):
    """One part of a sealed document, for a query of it alone."""

    cache_ok = True

    def __init__(self, whole: Sealed, part: str) -> None:
        super().__init__(whole.place, whole.purpose, by=whole.by, of=whole.of, holds=whole.holds)
        self.whole, self.part = whole, part

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return super().column_expression(cast("Any", column).element.clause)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ANN401 -- of any part
        return part_of(super().process_result_value(value, dialect), self.part)


Value = TypeVar("Value")


class InDocument(Generic[Value]):
    """An attribute of an object that is a part of a sealed document: of the same name, unless another is given."""

    def __init__(self, document: str, part: str = "") -> None:
        """Say in which attribute the document is."""
        self.document, self._part, self._name = document, part, part

    def __set_name__(self, owner: type, name: str) -> None:
        """Know the name of the part."""
        self._name, self._part = name, self._part or name

    @overload
    def __get__(self, row: None, owner: type) -> ColumnElement[Value]: ...

    @overload
    def __get__(self, row: object, owner: type) -> Value: ...

    def __get__(self, row: object | None, owner: type) -> ColumnElement[Value] | Value:
        """Return the part of an object, or of the class what a query can ask for; it cannot be a condition."""
        if row is None:
            column = getattr(owner, self.document)
            return cast("ColumnElement[Value]", type_coerce(column, _Part(column.type, self._part)).label(self._name))
        return cast("Value", part_of(getattr(row, self.document), self._part))

    def __set__(self, row: object, value: Value) -> None:
        """Put it into the document."""
        setattr(row, self.document, {**(getattr(row, self.document) or {}), self._part: value})


def part_of(document: dict[str, Any] | None, part: str) -> Any:  # noqa: ANN401 -- of any part
    """Return a part of a document; of a damaged one a damaged part, and None of one that is not there."""
    if isinstance(document, DamagedDocument):
        return document
    return None if document is None else document.get(part)


def still_sealed(column: ColumnElement[Any]) -> ColumnElement[bytes]:
    """Return what to ask for where few of the rows are opened (`opened_by`): opening costs more than reading."""
    return type_coerce(cast("Sealed", column.type).column_expression(column), LargeBinary)


def opened_by(column: ColumnElement[Any], value: bytes) -> Any:  # noqa: ANN401 -- what the column holds
    """Open a value of a column that was read still sealed."""
    sealed = cast("Sealed", column.type)
    return sealed.process_result_value(value, cast("Dialect", None))


DAMAGED: Final[Mapping[type, Callable[[bytes], object]]] = {str: DamagedText, dict: DamagedDocument, list: DamagedList}
"""Stand-ins for values that do not open, by the type that they should have."""
