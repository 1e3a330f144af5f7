"""The description of the API as OpenAPI 3.1, made from the routes and schemas that run."""

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from flask import Flask
from werkzeug.routing import Rule

from kiosk.api.gate import Operation
from kiosk.domain.actors import Scope
from kiosk.domain.permissions import BY_SCOPE

Plain = dict[str, Any]
PLAIN: Final[Mapping[object, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}
PROBLEM: Final[Plain] = {
    "type": "object",
    "description": "RFC 9457. `detail` says what to do.",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
    },
}


def description(app: Flask, address: str, version: str) -> Plain:
    """Describe every route of the API that a token opens."""
    schemas: Plain = {"Problem": PROBLEM}
    paths: dict[str, Plain] = {}
    for rule, method, operation in operations(app):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method.lower()] = _operation(app, rule, operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Before You Go", "version": version},
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(sorted(schemas.items())),
        },
    }


def operations(app: Flask) -> Iterator[tuple[Rule, str, Operation]]:
    """Every route of the API that a token opens, in the order in which they were written."""
    for rule in app.url_map.iter_rules():
        operation = getattr(app.view_functions[rule.endpoint], "operation", None)
        if isinstance(operation, Operation):
            (method,) = (rule.methods or set()) & {"GET", "POST"}
            yield rule, method, operation


def scope_of(operation: Operation) -> Scope:
    """The scope that opens a route."""
    return next(scope for scope in Scope if operation.permission in BY_SCOPE[scope])


def hints_of(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- a dataclass
    """The types of a schema's fields."""
    return get_type_hints(kind)


def within(hint: Any) -> Any:  # noqa: ANN401 -- any annotation of a schema
    """The schema that a field holds, by itself, as a list or by name; None without one."""
    if is_dataclass(hint):
        return hint
    return next((found for part in get_args(hint) if (found := within(part))), None)


def is_enumeration(hint: Any) -> bool:  # noqa: ANN401 -- any annotation of a schema
    """Return whether it is a closed list of words."""
    return isinstance(hint, type) and issubclass(hint, StrEnum)


def words_of(hint: Any) -> str:  # noqa: ANN401 -- any annotation of a schema, and a line for each kind
    """A type of a field in words."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return hint.__name__ if isinstance(hint, type) else ""
    if origin is Literal or is_enumeration(hint):
        return ", ".join(inner or hint)
    if origin in {Union, types.UnionType}:
        return " or ".join("null" if part is type(None) else words_of(part) for part in inner)
    if origin is Sequence:
        return f"list of {words_of(inner[0])}"
    if origin is Mapping:
        return f"object of {words_of(inner[1])}"
    return PLAIN.get(hint, "value")


def _operation(app: Flask, rule: Rule, operation: Operation, schemas: Plain) -> Plain:
    words = app.view_functions[rule.endpoint].__doc__ or ""
    described: Plain = {
        "operationId": rule.endpoint.removeprefix("api."),
        "summary": words,
        "description": f"Needs the scope {scope_of(operation)}.",
        "parameters": [_in_path(name) for name in sorted(rule.arguments)] + [_in_query(*one) for one in operation.asks],
        "responses": {
            str(operation.status): _answer(operation, schemas) | _links(operation),
            **{str(status): _problem(status) for status in operation.problems},
        },
    }
    if operation.takes:
        content: Plain = {"application/json": {"schema": _schema(operation.takes, schemas)}}
        if operation.example:
            content["application/json"]["example"] = dict(operation.example)
        described["requestBody"] = {"required": True, "content": content}
    return described


def _in_path(name: str) -> Plain:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"}}


def _in_query(name: str, schema: Mapping[str, object]) -> Plain:
    return {"name": name, "in": "query", "required": False, "schema": dict(schema)}


def _answer(operation: Operation, schemas: Plain) -> Plain:
    if operation.gives is None:
        return {"description": "Done."}
    if isinstance(operation.gives, str):
        return {"description": "Done.", "content": {operation.gives: {"schema": {"type": "string"}}}}
    content = {"application/json": {"schema": _schema(operation.gives, schemas)}}
    if operation.streams:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    return {"description": "Done.", "content": content}


def _links(operation: Operation) -> Plain:
    links = {
        f"{route}_by_{parameter}": {"operationId": route, "parameters": {parameter: f"$response.body#{place}"}}
        for route, parameter, place in operation.leads_to
    }
    return {"links": links} if links else {}


def _problem(status: int) -> Plain:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": f"A problem ({status}).", "content": content}


def _schema(kind: Any, schemas: Plain) -> Plain:  # noqa: ANN401, PLR0911 -- a line for each kind of annotation of a schema
    if is_dataclass(kind):
        return _object(kind, schemas)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _schema(inner[0], schemas) | dict(inner[1])
    if origin is Literal or is_enumeration(kind):
        return {"type": "string", "enum": list(inner or kind)}
    if origin in {Union, types.UnionType}:
        (one,) = [_schema(part, schemas) for part in inner if part is not type(None)]
        return {"anyOf": [one, {"type": "null"}]}
    if origin is Sequence:
        return {"type": "array", "items": _schema(inner[0], schemas)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(inner[1], schemas)}
    return {"type": PLAIN[kind]} if kind in PLAIN else {}


def _object(kind: Any, schemas: Plain) -> Plain:  # noqa: ANN401 -- a dataclass
    name = kind.__name__
    if name not in schemas:
        schemas[name] = {}
        hints = get_type_hints(kind, include_extras=True)
        schemas[name] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "required": [one.name for one in fields(kind) if one.default is MISSING],
            "properties": {one.name: _schema(hints[one.name], schemas) for one in fields(kind)},
            "additionalProperties": False,
        }
    return {"$ref": f"#/components/schemas/{name}"}
