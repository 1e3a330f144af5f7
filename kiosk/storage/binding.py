"""Rows on their way into the database say for which row, and about whom, their sealed values are.

Objects do that by themselves; what is stored past them goes through `bound`.
"""

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import event, inspect

from kiosk.domain.public_ids import NOBODY, PublicId
from kiosk.keys import ClientKey
from kiosk.storage.ring import ring
from kiosk.storage.sealed import Bound, Sealed
from kiosk.storage.types import DamagedDocument, DamagedList, DamagedText

log = logging.getLogger(__name__)


@cache
def sealed_columns(kind: Hashable) -> tuple[tuple[str, Sealed], ...]:
    """Return the attributes of a table's class that are sealed, each with the type of its column."""
    found: Iterable[Any] = inspect(cast("Any", kind)).column_attrs
    return tuple((each.key, each.columns[0].type) for each in found if isinstance(each.columns[0].type, Sealed))


def bound(kind: type, values: Mapping[str, Any], client: PublicId | None = None) -> dict[str, Any]:
    """Return the values of a row that is stored past the objects, each sealed one bound to it and its client.

    Raises TypeError where a row about one client does not say about whom it is.
    """
    found, key = dict(values), _key_of(client or NOBODY)
    for name, sealed in sealed_columns(cast("Hashable", kind)):
        if (value := found.get(name)) is not None:
            if client is None and sealed.needs_client(value):
                raise TypeError(f"Say about whom this row of {sealed.place} is.")
            found[name] = Bound(value, values[sealed.by], key if sealed.of else None)
    return found


def _key_of(client: PublicId) -> ClientKey | None:
    """The key of a client. Nothing is refused for one whose key is damaged: the server's takes its place."""
    key = ring().key(client) if client else None
    if client and key is None:
        log.error("The data key of the client %s does not open, and is not used: see kiosk verify.", client)
    return key


def bind_rows(base: type, new_public_id: Callable[[], PublicId], client_of: Callable[[object, str], PublicId]) -> None:
    """Let every object of these tables say for which row its sealed values are, and about whom, as it is stored."""

    def bind(_mapper: object, _connection: object, row: Any) -> None:  # noqa: ANN401 -- any object
        found: dict[str, ClientKey | None] = {}
        for name, sealed in sealed_columns(cast("Hashable", type(row))):
            if name in row.__dict__ and _is_changed(row, name):
                if sealed.by == "public_id" and row.public_id is None:
                    row.public_id = new_public_id()
                value = row.__dict__[name]
                if sealed.of not in found and sealed.needs_client(value):
                    found[sealed.of] = _key_of(client_of(row, sealed.of))
                row.__dict__[name] = Bound(value, getattr(row, sealed.by), found.get(sealed.of))

    for moment in ("before_insert", "before_update"):
        event.listen(base, moment, bind, propagate=True)
    for moment in ("after_insert", "after_update"):
        event.listen(base, moment, _unbind, propagate=True)


def _unbind(_mapper: object, _connection: object, row: Any) -> None:  # noqa: ANN401 -- any object
    for name, _ in sealed_columns(cast("Hashable", type(row))):
        if isinstance(value := row.__dict__.get(name), Bound):
            row.__dict__[name] = value.value


def _is_changed(row: Any, name: str) -> bool:  # noqa: ANN401 -- the same
    """Return whether a value is going to be stored: one that is there already is not sealed anew."""
    value, state = row.__dict__[name], inspect(row)
    if isinstance(value, DamagedText | DamagedDocument | DamagedList):
        return False
    return not state.persistent or (name in state.committed_state and state.committed_state[name] != value)
