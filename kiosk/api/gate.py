"""The gate of the API: a bearer token, what it may do, and how often it may ask."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Final, ParamSpec, TypeAlias

from flask import g, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts.api_tokens import who_by_token
from kiosk.actions.practice.readings import Reading
from kiosk.actions.visits.sent_once import SentOnce
from kiosk.api.pace import pace
from kiosk.api.problems import DETAILS, Problem
from kiosk.domain.actors import ByToken, Scope
from kiosk.domain.permissions import BY_SCOPE, Permission, Verdict, judge
from kiosk.keys import hash_of
from kiosk.network import network_of

Arguments = ParamSpec("Arguments")
View: TypeAlias = Callable[Arguments, ResponseReturnValue]
LONGEST_KEY: Final = 200


@dataclass(frozen=True)
class Operation:
    """The permission, parameters and answer of a route, for the gate and for the description of the API."""

    permission: Permission
    gives: type | str | None
    """A schema, a media type, or None for nothing."""
    takes: type | None = None
    status: int = 200
    problems: Sequence[int] = (401, 403, 429)
    asks: Sequence[tuple[str, Mapping[str, object]]] = ()
    """Parameters of the query, each with its schema."""
    example: Mapping[str, object] | None = None
    """A body that it takes, which the guide has too and the tests send."""
    leads_to: Sequence[tuple[str, str, str]] = ()
    """Requests that follow: of which route, by which parameter, and where in the answer its value stands."""
    streams: bool = False
    """True if the same is given as server-sent events to whoever accepts them."""


def behind(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Guard a route: whoever has no valid token is refused, and so is a token without the scope."""

    def guard(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
            g.program = replace(_program(permission), origin=request.remote_addr or "")
            return view(*args, **kwargs)

        return guarded

    return guard


def needs(operation: Operation) -> Callable[[View[Arguments]], View[Arguments]]:
    """Guard a route of the API, and enter it in the description."""

    def guard(view: View[Arguments]) -> View[Arguments]:
        guarded = behind(operation.permission)(view)
        vars(guarded)["operation"] = operation
        return guarded

    return guard


def program() -> ByToken:
    """The actor who is asking, on a route behind `needs`."""
    found = g.program
    if not isinstance(found, ByToken):
        raise TypeError("A route was reached without a token.")
    return found


def secret_of_request() -> str:
    """The token that the request was sent with."""
    return _authorization()[1]


def has_read(one: Reading) -> None:
    """Note what this request gives away: it is kept in the audit log once the answer is made."""
    g.setdefault("readings", []).append(one)


def sent_once() -> SentOnce | None:
    """The request as one that is done once, where its header Idempotency-Key says so; one too long is a Problem."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Problem(422, f"“Idempotency-Key” has {LONGEST_KEY} characters at most.")
    return SentOnce(hash_of(f"{secret_of_request()} {key}"), hash_of(request.get_data(as_text=True))) if key else None


def begin_request() -> None:
    """For `before_request`: give the request an id. No cookie is looked at."""
    g.request_id = secrets.token_hex(8)


def _program(permission: Permission) -> ByToken:
    now, kind, secret = clock.now(), *_authorization()
    found = who_by_token(secret, now) if kind == "bearer" and secret else None
    _keep_pace(f"token {hash_of(secret).hex()}" if found else f"network {network_of(request.remote_addr or '')}", now)
    if found is None or judge(found, permission) is Verdict.UNKNOWN:
        raise Problem(
            401,
            "Send a valid token as “Authorization: Bearer …”. A therapist makes one under Account, Programs.",
            {"WWW-Authenticate": "Bearer"},
        )
    if judge(found, permission) is Verdict.LACKING:
        scope = next(scope for scope in Scope if permission in BY_SCOPE[scope])
        raise Problem(403, f"This token lacks the scope {scope}. Make one that has it under Account, Programs.")
    return found


def _authorization() -> tuple[str, str]:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return kind.casefold(), secret.strip()


def _keep_pace(who: str, now: datetime) -> None:
    if wait := pace().wait_s(who, now):
        raise Problem(429, DETAILS[429], {"Retry-After": str(wait)})
