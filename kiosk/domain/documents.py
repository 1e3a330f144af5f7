"""Frozen values as JSON documents, in which they are stored."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, cast

PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def as_document(value: Any) -> Any:  # noqa: ANN401 -- any value, and what JSON has for it
    """Return a value as objects and lists of plain values: as `dataclasses.asdict`, with nothing copied that is plain.

    Each answer stores three of them.
    """
    if type(value) in PLAIN:
        return value
    if isinstance(value, tuple | list):
        return [as_document(each) for each in value]
    if isinstance(value, Mapping):
        return {name: as_document(each) for name, each in value.items()}
    if is_dataclass(value):
        return {name: as_document(getattr(value, name)) for name in _names(cast("Hashable", type(value)))}
    return value


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast("type[Any]", kind)))
