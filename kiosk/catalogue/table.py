"""One table of a measure's file, read key by key; whatever is amiss is said with its place and its remedy."""

from collections.abc import Mapping
from decimal import Decimal

from kiosk.domain.measures import TENTHS


class CatalogueFault(Exception):
    """A measure's file is not as it should be; the message names the file, the place, and what would be right."""


class Table:
    """A table of the file and where it stands; `close` refuses the keys that nobody asked for."""

    def __init__(self, file: str, place: str, content: Mapping[str, object]) -> None:
        self.file = file
        self.place = place
        self._content = content
        self._read: set[str] = set()

    def fault(self, key: str, remedy: str) -> CatalogueFault:
        """Make the error for one key of this table."""
        place = f"{self.place}.{key}" if self.place else key
        return CatalogueFault(f"{self.file}: {place}: {remedy}")

    def has(self, key: str) -> bool:
        """Ask for a key that may be left out."""
        self._read.add(key)
        return key in self._content

    def names(self) -> tuple[str, ...]:
        """Give the keys as written."""
        return tuple(self._content)

    def text(self, key: str) -> str:
        """Read a text that says something."""
        value = self._value(key, f'missing. Add {key} = "…".')
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise self.fault(key, "should be a text in quotation marks, not empty, without blank space around it.")
        return value

    def whole(self, key: str) -> int:
        """Read a whole number from 1."""
        value = self._value(key, f"missing. Add {key} = 1.")
        if type(value) is not int or value < 1:
            raise self.fault(key, "should be a whole number from 1.")
        return value

    def number(self, key: str) -> float:
        """Read a number above 0."""
        value = self._value(key, f"missing. Add {key} = 1.0.")
        if type(value) not in {int, Decimal} or not (number := Decimal(str(value))).is_finite() or number <= 0:
            raise self.fault(key, "should be a number above 0, such as 1.0.")
        return float(number)

    def tenths(self, key: str, most: int) -> int:
        """Read points with one decimal at most, above 0 and up to `most` tenths, as tenths."""
        value = self._value(key, f"missing. Add {key} = 1.0.")
        remedy = f"should be a number above 0, up to {most / TENTHS:.1f}, with one decimal at most."
        if type(value) not in {int, Decimal} or not (tenths := Decimal(str(value)) * TENTHS).is_finite():
            raise self.fault(key, remedy)
        if tenths != int(tenths) or not 0 < tenths <= most:
            raise self.fault(key, remedy)
        return int(tenths)

    def table(self, key: str) -> "Table":
        """Read a table inside this one."""
        value = self._value(key, f"missing. Add a table [{key}].")
        return self._inner(key, value)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Read a list of tables, one at least."""
        value = self._value(key, f"missing. Add one or more [[{key}]].")
        if not isinstance(value, list) or not value:
            raise self.fault(key, f"should be one or more [[{key}]].")
        return tuple(self._inner(f"{key}[{number}]", each) for number, each in enumerate(value, start=1))

    def close(self) -> None:
        """Refuse keys that were never read: a misspelt key must not pass for a missing rule."""
        for key in self._content:
            if key not in self._read:
                raise self.fault(key, f"unknown. Known here: {', '.join(sorted(self._read))}.")

    def _inner(self, key: str, value: object) -> "Table":
        if not isinstance(value, dict):
            raise self.fault(key, "should be a table.")
        return Table(self.file, f"{self.place}.{key}" if self.place else key, value)

    def _value(self, key: str, remedy: str) -> object:
        self._read.add(key)
        if key not in self._content:
            raise self.fault(key, remedy)
        return self._content[key]
