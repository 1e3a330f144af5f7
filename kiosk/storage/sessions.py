"""Sessions as types: what may be done with one that reads, and with one that writes."""

from collections.abc import Mapping
from typing import Any, NewType, Protocol, TypeVar, TypeVarTuple

from sqlalchemy import Result, ScalarResult, Select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
Columns = TypeVarTuple("Columns")
Parameters = Mapping[str, Any]


class ReadSession(Protocol):
    """A session that runs SELECT statements and nothing else: it has no add, delete, flush or commit."""

    def scalars(self, statement: Select[Row], params: Parameters | None = None, /) -> ScalarResult[Row]: ...

    def execute(self, statement: Select[*Columns], params: Parameters | None = None, /) -> Result[*Columns]: ...

    def get(self, entity: type[Row], ident: Any, /) -> Row | None: ...  # noqa: ANN401 -- SQLAlchemy's own: any key

    def get_one(self, entity: type[Row], ident: Any, /) -> Row: ...  # noqa: ANN401 -- the same


WriteSession = NewType("WriteSession", Session)
"""A session inside a write transaction. Functions of the storage that write take it, and only the storage makes one."""
