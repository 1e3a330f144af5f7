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

from kiosk.domain.history import Past
from kiosk.domain.measures import Measure
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


OWN: Final = frozenset({Measure, Past})
"""Types of values that no row holds, made from what was held against its types: the files of measures, and the records
of earlier answers."""


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
    return lambda value: isinstance(value, kind) and not isinstance(value, DAMAGED)


@cache
def _plain(hint: Any) -> frozenset[type]:  # noqa: ANN401 -- any type
    """Return the types whose values are as a hint says, without another look: asked of each value, it has to be quick.

    A value of any other type may still be, such as one of a subclass: see `_check_of`.
    """
    if isinstance(hint, NewType):
        return _plain(hint.__supertype__)
    if get_origin(hint) in {Union, types.UnionType}:
        return frozenset[type]().union(*map(_plain, get_args(hint)))
    is_looked_into = get_origin(hint) is not None or not isinstance(hint, type) or is_dataclass(hint)
    return frozenset({hint, int} if hint is float else {hint}) if not is_looked_into or hint in OWN else frozenset()


@cache
def _check_of(hint: Any) -> Check:  # noqa: ANN401 -- any type
    """Return the test of a type, made once; what is no type of its own, such as a type variable, is not tested."""
    if isinstance(hint, NewType):
        return _check_of(hint.__supertype__)
    if (origin := get_origin(hint)) is not None:
        return _generic(origin, get_args(hint))
    if hint in OWN:
        return _is(hint)
    if hint is Any:
        return lambda value: not isinstance(value, DAMAGED)
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
        return _mapping(*map(_all_of, within))
    return _every(_all_of(within[0]))


def _all_of(hint: Any) -> Callable[[Collection[object]], bool]:  # noqa: ANN401 -- any type
    """Return the test of several values of a type."""
    plain, check = _plain(hint), _check_of(hint)
    return lambda values: plain.issuperset(map(type, values)) or all(map(check, values))


def _in_order(checks: Sequence[Check]) -> Check:
    return lambda value: isinstance(value, tuple) and all(check(one) for check, one in zip(checks, value, strict=True))


def _any_of(checks: Sequence[Check]) -> Check:
    first, *others = checks
    return lambda value: first(value) or any(check(value) for check in others)


def _every(check: Callable[[Collection[object]], bool]) -> Check:
    def every(value: object) -> bool:
        if type(value) is not tuple and type(value) is not list:  # nearly all are one of them; the others take longer
            is_one = isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)
            return is_one and check(cast("Collection[object]", value))
        return check(value)

    return every


def _mapping(keys: Callable[[Collection[object]], bool], items: Callable[[Collection[object]], bool]) -> Check:
    def mapping(value: object) -> bool:
        if type(value) is not dict and (not isinstance(value, Mapping) or isinstance(value, DAMAGED)):
            return False
        found = cast("Mapping[object, object]", value)
        return keys(found.keys()) and items(found.values())

    return mapping


def _fields(kind: type) -> Check:
    """Return the test of all fields of a dataclass; made at first use, since a class may contain itself."""
    made: list[tuple[str, frozenset[type], Check]] = []

    def check(value: object) -> bool:
        if not made:
            hints = get_type_hints(kind)
            made.extend((one.name, _plain(hints[one.name]), _check_of(hints[one.name])) for one in fields(kind))
        if not isinstance(value, kind):
            return False
        for name, plain, test in made:
            one = getattr(value, name)
            if type(one) not in plain and not test(one):
                return False
        return True

    return check
