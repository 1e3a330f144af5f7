"""A program that calls the API, as tests speak of it."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.actions.accounts.api_tokens import WantedToken, make_token
from kiosk.domain.actors import Scope
from tests.support.practice import Cast

ROOM = {"therapist": "alice@example.org", "place": "room", "check_ins": [{"client": "C-014"}]}
LOW = {"understood": "2.5", "topics": "3", "approach": "4", "overall": "3.5"}


def program(cast: Cast, *scopes: Scope, person: int | None = None) -> FlaskClient:
    """A program of Alice's, or of another's, with these scopes, or all of them."""
    with cast.on_stage():
        wanted = WantedToken("Record system", scopes or list(Scope), 30)
        secret = make_token(cast.actor(person or cast.alice), wanted, clock.now())
    client = cast.app.test_client(use_cookies=False)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def detail(answer: TestResponse, status: int) -> str:
    """The sentence of a problem with that status."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    problem = answer.get_json()
    assert (problem["status"], problem["request_id"]) == (status, answer.headers.get("X-Request-Id", ""))
    return str(problem["detail"])


def begun(caller: FlaskClient, **changed: object) -> Mapping[str, str]:
    """The first check-in of a visit that is begun."""
    answer = caller.post("/api/v1/visits", json={**ROOM, **changed})
    assert answer.status_code == 201, answer.text
    found: Mapping[str, str] = answer.get_json()["check_ins"][0]
    return found
