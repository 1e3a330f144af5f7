"""Telling stored records that can be shown from those with a value that cannot be: one of them breaks one line.

A failing disk, a program of another kind, or a hand in the database can leave anything in a row. What a query gives is
held against the types that it promises, record by record, so that no page meets such a value.
"""

import logging
import types
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from traceback import extract_tb
from typing import Any, Final, Literal, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kiosk.domain.refusals import Unreadable
from kiosk.storage.tables import CheckIn
from kiosk.storage.types import DAMAGED

log = logging.getLogger(__name__)

Row = TypeVar("Row")
Value = TypeVar("Value")
Check = Callable[[object], bool]

WRONG: Final = (Unreadable, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""The errors that reading a record with a wrong value can end in."""


@dataclass(frozen=True)
class Unshown:
    """A record that cannot be shown, as far as its client and time can be read."""

    code: str = ""
    at: datetime | None = None


NUMBERS: Final[Mapping[object, Check]] = {
    float: lambda value: isinstance(value, int | float),
    int: lambda value: type(value) is int or (isinstance(value, int) and not isinstance(value, bool)),
}


def sound(value: Value) -> Value:
    """Give the value back if it and all within it has the types that are declared; raises Unreadable otherwise."""
    if not _check_of(cast("Hashable", type(value)))(value):
        raise Unreadable
    return value


def whole(read: Callable[[], Value]) -> Value:
    """Read the one record that a page is about; raises Unreadable where it cannot be shown."""
    try:
        return sound(read())
    except WRONG as error:
        note(error)
        raise Unreadable from error


def part(read: Callable[[], Value], instead: Value) -> Value:
    """Read a part of something, or give what stands in its place where it cannot be read."""
    try:
        return sound(read())
    except WRONG as error:
        note(error)
        return instead


def each(
    rows: Iterable[Row], read: Callable[[Row], Value], name: Callable[[Row], Unshown] = lambda _: Unshown()
) -> tuple[list[Value], list[Unshown]]:
    """Read every record by itself: those that can be shown, and the names of those that cannot."""
    shown: list[Value] = []
    unshown: list[Unshown] = []
    for row in rows:
        try:
            shown.append(sound(read(row)))
        except WRONG as error:
            note(error)
            unshown.append(name(row))
    return shown, unshown


def note(error: Exception) -> None:
    """Log what kind of error it was and where: never its words, which can be those of the record."""
    place = extract_tb(error.__traceback__)[-1]
    log.warning("a stored value is not as it should be: %s in %s", type(error).__name__, place.name)


def named(check_in: CheckIn) -> Unshown:
    """Name a check-in that cannot be shown."""
    code: object = getattr(check_in.client, "code", "")
    at = check_in.begun_at
    return Unshown(code if isinstance(code, str) else "", None if isinstance(at, DAMAGED) else at)


def _is(kind: type) -> Check:
    # The type itself is the usual case, and each earlier check-in of a client is tested: it is asked often.
    return lambda value: type(value) is kind or (isinstance(value, kind) and not isinstance(value, DAMAGED))


@cache
def _check_of(hint: Any) -> Check:  # noqa: ANN401 -- any type
    """Return the test of a type, made once; what is no type of its own, such as a type variable, is not tested."""
    if isinstance(hint, NewType):
        return _check_of(hint.__supertype__)
    if (origin := get_origin(hint)) is not None:
        return _generic(origin, get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return _fields(hint)
    return NUMBERS.get(hint) or (_is(hint) if isinstance(hint, type) else lambda _: True)


def _generic(origin: Any, within: tuple[Any, ...]) -> Check:  # noqa: ANN401 -- any type with others in it
    if origin is Literal:
        return lambda value: value in within
    if origin in {Union, types.UnionType}:
        return _any_of([_check_of(one) for one in within])
    if origin is tuple and Ellipsis not in within:
        return _in_order([_check_of(one) for one in within])
    if origin in {dict, Mapping}:
        return _mapping(*map(_check_of, within))
    return _every(_check_of(within[0]))


def _in_order(checks: Sequence[Check]) -> Check:
    return lambda value: isinstance(value, tuple) and all(check(one) for check, one in zip(checks, value, strict=True))


def _any_of(checks: Sequence[Check]) -> Check:
    first, *others = checks
    return lambda value: first(value) or any(check(value) for check in others)


def _every(check: Check) -> Check:
    return lambda value: (
        isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping) and all(map(check, value))
    )


def _mapping(key: Check, item: Check) -> Check:
    return lambda value: (
        isinstance(value, Mapping)
        and not isinstance(value, DAMAGED)
        and all(map(key, value))
        and all(map(item, value.values()))
    )


def _fields(kind: type) -> Check:
    """Return the test of all fields of a dataclass; made at first use, since a class may contain itself."""
    made: list[tuple[str, Check]] = []

    def check(value: object) -> bool:
        if not made:
            hints = get_type_hints(kind)
            made.extend((field.name, _check_of(hints[field.name])) for field in fields(kind))
        return isinstance(value, kind) and all(test(getattr(value, name)) for name, test in made)

    return check
