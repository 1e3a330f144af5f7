"""One table of a measure's file, read key by key; whatever is amiss is said with its line and its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from kiosk.catalogue.complaints import CatalogueFault, Complaint
from kiosk.catalogue.positions import Path, line_of
from kiosk.domain.measures import TENTHS

NEAR = 0.75
"""From this likeness on a misspelt key is taken for the one it resembles."""

LONGEST_SHOWN = 40
HIGHEST_NUMBER = 1000

Word = TypeVar("Word", bound=str)

__all__ = ["CatalogueFault", "Source", "TOMLTable"]


@dataclass(frozen=True)
class Source:
    """The file a table was read from, and the line of everything in it."""

    file: str
    lines: Mapping[Path, int]


class TOMLTable:
    """A table of the file and where it stands; `close` refuses the keys that nobody asked for."""

    def __init__(self, source: Source, path: Path, content: Mapping[str, object]) -> None:
        self.source = source
        self.path = path
        self._content = content
        self._read: set[str] = set()

    def fault(self, key: str, remedy: str, what: str = "", *, place: int | None = None) -> CatalogueFault:
        """Make the error for one key of this table, or for one place in the list it holds.

        `what` is wrong, as a sentence without its subject; left out, it is the value as it is written.
        """
        path: Path = (*self.path, key) if place is None else (*self.path, key, place)
        if not what and key not in self._content:
            what = "is missing"
        elif not what:
            value = self._content[key]
            what = f"is {_shown(value[place] if isinstance(value, list) and place is not None else value)}"
        return CatalogueFault(self.source.file, [self._complaint(path, what, remedy)])

    def has(self, key: str) -> bool:
        """Ask for a key that may be left out."""
        self._read.add(key)
        return key in self._content

    def names(self) -> tuple[str, ...]:
        """Give the keys as written."""
        return tuple(self._content)

    def text(self, key: str) -> str:
        """Read a text that says something."""
        value = self._value(key, f'add {key} = "…".')
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise self.fault(key, "should be a text in quotation marks, not empty, without blank space around it.")
        return value

    def one_of(self, key: str, known: tuple[Word, ...]) -> Word:
        """Read one of some words."""
        choices = _listed(known)
        value = self._value(key, f"add {key} = …, one of {choices}.")
        for word in known:
            if value == word:
                return word
        raise self.fault(key, f"should be {choices}.")

    def whole(self, key: str, least: int = 1, most: int = 9999) -> int:
        """Read a whole number from `least` to `most`."""
        value = self._value(key, f"add {key} = {least}.")
        if type(value) is not int or not least <= value <= most:
            raise self.fault(key, f"should be a whole number from {least} to {most}.")
        return value

    def number(self, key: str) -> float:
        """Read a number above 0."""
        value = self._value(key, f"add {key} = 1.0.")
        number = _number(value)
        if number is None or not 0 < number <= HIGHEST_NUMBER:
            raise self.fault(key, "should be a number above 0, such as 1.0.")
        return float(number)

    def tenths(self, key: str, most: int, least: int = 1) -> int:
        """Read points with one decimal at most, from `least` to `most` tenths, as tenths."""
        value = self._value(key, f"add {key} = 1.0.")
        found = tenths_of(value)
        if found is None or not least <= found <= most:
            low = "above 0" if least == 1 else f"from {least / TENTHS:.1f}"
            raise self.fault(key, f"should be a number {low}, up to {most / TENTHS:.1f}, with one decimal at most.")
        return found

    def list_of(self, key: str, such_as: str) -> list[object]:
        """Read a list with something in it."""
        value = self._value(key, f"add {key} = {such_as}.")
        if not isinstance(value, list) or not value:
            raise self.fault(key, f"should be a list such as {such_as}.")
        return value

    def table(self, key: str) -> "TOMLTable":
        """Read a table inside this one."""
        value = self._value(key, f"add a table [{'.'.join((*_words(self.path), key))}].")
        return self._inner(key, value)

    def tables(self, key: str) -> tuple["TOMLTable", ...]:
        """Read a list of tables, one at least."""
        name = f"[[{'.'.join((*_words(self.path), key))}]]"
        value = self._value(key, f"add one or more {name}.")
        if not isinstance(value, list) or not value:
            raise self.fault(key, f"should be one or more {name}.")
        return tuple(self._inner(key, each, place) for place, each in enumerate(value))

    def close(self) -> None:
        """Refuse keys that were never read: a misspelt key must not pass for a missing rule."""
        if unknown := [key for key in self._content if key not in self._read]:
            known = sorted(self._read)
            raise CatalogueFault(self.source.file, [self._unknown(key, known) for key in unknown])

    def _inner(self, key: str, value: object, place: int | None = None) -> "TOMLTable":
        if not isinstance(value, dict):
            raise self.fault(key, "should be a table.", place=place)
        return TOMLTable(self.source, (*self.path, key) if place is None else (*self.path, key, place), value)

    def _value(self, key: str, remedy: str) -> object:
        self._read.add(key)
        if key in self._content:
            return self._content[key]
        unread = [each for each in self._content if each not in self._read]
        if near := get_close_matches(key, unread, 1, NEAR):
            raise CatalogueFault(self.source.file, [self._unknown(near[0], [key])])
        raise self.fault(key, remedy)

    def _unknown(self, key: str, known: list[str]) -> Complaint:
        near = get_close_matches(key, known, 1, NEAR)
        remedy = f'write "{near[0]}".' if near else f"take it out; known here: {', '.join(known)}."
        return self._complaint((*self.path, key), "is unknown", remedy)

    def _complaint(self, path: Path, what: str, remedy: str) -> Complaint:
        return Complaint(line_of(path, self.source.lines), f"{_place(path)} {what}", remedy)


def tenths_of(value: object) -> int | None:
    """Points as tenths; None for what is no number, or has more than one decimal."""
    number = _number(value)
    if number is None or abs(number) > HIGHEST_NUMBER or number * TENTHS % 1:
        return None
    return int(number * TENTHS)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def _listed(known: tuple[str, ...]) -> str:
    *others, last = (f'"{word}"' for word in known)
    return f"{', '.join(others)} or {last}" if others else last


def _place(path: Path) -> str:
    """A path as people say it: items[2].texts.en, counted from 1."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _words(path: Path) -> tuple[str, ...]:
    return tuple(part for part in path if isinstance(part, str))


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            shown = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
            return f'"{shown}"'
        case list():
            return "a list" if value else "an empty list"
        case dict():
            return "a table"
        case _:
            return str(value)[:LONGEST_SHOWN]
