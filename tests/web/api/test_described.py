"""The API does as its description says: each route and each link tried with invented values, by schemathesis.

`make test` tries a small sample, the same every time; `make soak` many more.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

from kiosk.api.pace import Pace
from kiosk.domain.actors import Scope
from tests.support.practice import WELL, Cast
from tests.web.api.calling import LOW, program

CHECKS = {"positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422]}}
"""All of them. A value can have the form that the description gives, and name nobody: 422 says which one it is."""


def described(cast: Cast) -> BaseSchema:
    """The API of a practice in which much has happened, for a program that may do all there is."""
    for number in range(3):
        cast.send(cast.begin(f"C-{number}"), None, **(LOW if number else WELL))
    cast.begin("C-9")
    token = program(cast, *Scope).environ_base["HTTP_AUTHORIZATION"]
    config = SchemathesisConfig.from_dict({"checks": CHECKS, "headers": {"Authorization": token}})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", cast.app, config=config)


def of(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """More requests than a minute allows."""
    monkeypatch.setattr(Pace, "wait_s", lambda *_: 0)


def try_each(schema: BaseSchema, wanted: settings) -> int:
    """Send each route what its description allows, and what it does not; gives how many requests were sent."""
    sent = 0
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # a fault of the description raises here
        for mode in GenerationMode:

            @wanted
            @given(case=operation.as_strategy(generation_mode=mode))
            def tried(case: Case[Any]) -> None:
                nonlocal sent
                sent += 1
                case.call_and_validate()

            with suppress(Unsatisfiable):  # nothing about it can be wrong: it takes no value
                tried()
    return sent


def follow_links(schema: BaseSchema, wanted: settings) -> None:
    """Begin visits, and go on with what the answers name."""
    schema.as_state_machine().run(settings=wanted)


@pytest.mark.soak
def test_every_route_and_link_does_what_its_description_says(cast: Cast, times: Callable[[int, int], int]) -> None:
    schema = described(cast)
    assert try_each(schema, of(times(2, 100))) >= times(40, 2_000)
    follow_links(schema, of(times(3, 100)))
