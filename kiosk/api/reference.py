"""The page that describes the API to people, and its description for programs: both from the routes that run."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from kiosk import __version__
from kiosk.api import openapi
from kiosk.api.blueprint import bp
from kiosk.api.gate import Operation
from kiosk.core import settings
from kiosk.languages import ENGLISH

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ORDER: Final = ("visits", "check-ins", "clients", "measures", "events", "open-loops", "corrections", "erasures")


@dataclass(frozen=True)
class FieldRow:
    """One field of a schema; `schema` is another one in it, or empty."""

    name: str
    kind: str
    is_required: bool
    schema: str = ""


@dataclass(frozen=True)
class SchemaPart:
    """One schema: its sentence and its fields."""

    name: str
    words: str
    rows: Sequence[FieldRow]


@dataclass(frozen=True)
class RoutePart:
    """One route: a request that the tests send, the scope that it needs, and what comes back."""

    name: str
    title: str
    words: str
    method: str
    path: str
    example: str
    scope: str
    asks: Sequence[str]
    takes: str
    status: int
    gives: str
    is_schema: bool
    problems: str


@dataclass(frozen=True)
class ReferencePage:
    """The API as it runs here."""

    address: str
    version: str
    routes: Sequence[RoutePart]
    schemas: Sequence[SchemaPart]


@bp.get("/openapi.json")
def describe() -> ResponseReturnValue:
    """Describe all of this, for programs that read such descriptions; it needs no token."""
    described = openapi.description(current_app, settings().address, __version__)
    return Response(json.dumps(described), mimetype="application/json")


@bp.get("/docs")
def reference() -> ResponseReturnValue:
    """Describe all of this for people; it needs no token either. In English, as the names in it are."""
    g.language = ENGLISH
    found = sorted(openapi.operations(current_app), key=lambda one: _place(one[0]))
    schemas: dict[str, SchemaPart] = {}
    for _, _, operation in found:
        for kind in (operation.takes, operation.gives):
            if isinstance(kind, type):
                _add(kind, schemas)
    page = ReferencePage(
        address=settings().address,
        version=__version__,
        routes=[_route(*one) for one in found],
        schemas=list(schemas.values()),
    )
    return render_template("api/reference.html", page=page)


def _place(rule: Rule) -> int:
    return next((place for place, begin in enumerate(ORDER) if rule.rule.startswith(f"/api/v1/{begin}")), len(ORDER))


def _route(rule: Rule, method: str, operation: Operation) -> RoutePart:
    words = " ".join((current_app.view_functions[rule.endpoint].__doc__ or "").split())
    title, _, more = words.partition(". ")
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
    body = f"\n{json.dumps(operation.example)}" if operation.example else ""
    return RoutePart(
        name=rule.endpoint.removeprefix("api."),
        title=title.rstrip(".").replace("`", ""),
        words=more,
        method=method,
        path=path,
        example=f"{method} {path.replace('_id}', '}')}{body}",
        scope=str(openapi.scope_of(operation)),
        asks=[_asked(name, schema) for name, schema in operation.asks],
        takes=operation.takes.__name__ if operation.takes else "",
        status=operation.status,
        gives=operation.gives.__name__ if isinstance(operation.gives, type) else operation.gives or "",
        is_schema=isinstance(operation.gives, type),
        problems=", ".join(str(status) for status in sorted(operation.problems)),
    )


def _asked(name: str, schema: Mapping[str, object]) -> str:
    if "maximum" in schema:
        return f"{name} ({schema['minimum']} to {schema['maximum']}, usually {schema['default']})"
    return name


def _add(kind: Any, schemas: dict[str, SchemaPart]) -> None:  # noqa: ANN401 -- a dataclass
    if kind.__name__ in schemas:
        return
    schemas[kind.__name__] = SchemaPart(kind.__name__, "", ())  # keeps its place before those within it
    rows = []
    for one, hint in _hinted(kind):
        inner = openapi.within(hint)
        if inner:
            _add(inner, schemas)
        is_required = one.default is MISSING
        rows.append(FieldRow(one.name, openapi.words_of(hint), is_required, inner.__name__ if inner else ""))
    schemas[kind.__name__] = SchemaPart(kind.__name__, " ".join((kind.__doc__ or "").split()), rows)


def _hinted(kind: "type[DataclassInstance]") -> Iterator[tuple[Field[Any], Any]]:
    hints = openapi.hints_of(kind)
    return ((one, hints[one.name]) for one in fields(kind))
