"""Each route asks for a scope of its own, and no answer has more in it than the token's scopes allow."""

from collections.abc import Iterator, Mapping

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.domain.actors import Scope
from kiosk.storage.tables import CheckIn, Client, OpenLoop, Visit
from kiosk.storage.tables.base import HasPublicId
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.api.calling import LOW, program
from tests.web.every_route import CLASSIFIED, Room, address, routes

WORDS = "The yellow door was never mentioned."
ROWS: Mapping[str, type[HasPublicId]] = {
    "visit_id": Visit,
    "check_in_id": CheckIn,
    "client_id": Client,
    "loop_id": OpenLoop,
}


def asked(cast: Cast, caller: FlaskClient) -> Iterator[tuple[str, str, TestResponse]]:
    """Every route for programs, about the first and the last of each kind of row."""
    ids = {part: stored(cast, table.public_id) for part, table in ROWS.items()}
    for method, rule in routes(cast.app):
        if CLASSIFIED.get(rule.endpoint) is not Room.PROGRAM:
            continue
        for place in (0, -1):
            path = address(rule, {part: found[place] if found else "0" * 32 for part, found in ids.items()})
            yield method, path, caller.open(path, method=method, json={} if method == "POST" else None)


@pytest.fixture
def told(cast: Cast) -> Cast:
    cast.send(cast.begin("C-001"), None, **WELL)
    program(cast)  # the form names a program, so that it gets what is sent
    cast.send(cast.begin("C-001"), None, words=WORDS, talk="now", **LOW)
    return cast


def test_no_route_is_open_to_two_scopes_and_none_to_no_scope(told: Cast) -> None:
    alone = Scope.ASK_CLIENTS, Scope.READ_RESULTS, Scope.CORRECT_RECORDS
    found = {scope: list(asked(told, program(told, scope))) for scope in alone}
    opened = [{(method, path) for method, path, answer in each if answer.status_code != 403} for each in found.values()]
    every = {(method, path) for method, path, _ in found[Scope.READ_RESULTS]}
    assert sum(map(len, opened)) == len(every)
    assert set[tuple[str, str]]().union(*opened) == every
    assert [answer.status for each in found.values() for _, _, answer in each if answer.status_code >= 500] == []


@pytest.mark.parametrize("scopes", [{Scope.ASK_CLIENTS}, {Scope.READ_RESULTS}, {Scope.CORRECT_RECORDS}, set(Scope)])
def test_words_come_with_their_scope_alone(told: Cast, scopes: set[Scope]) -> None:
    found = [path for _, path, answer in asked(told, program(told, *scopes)) if WORDS in answer.text]
    assert bool(found) is (Scope.READ_WORDS in scopes), found
