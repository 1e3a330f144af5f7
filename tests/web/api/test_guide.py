"""docs/api.md: every request that it shows is sent, in its order, and does what is said."""

import re
from collections.abc import Iterator
from pathlib import Path

from kiosk import clock
from kiosk.actions.accounts.api_tokens import WantedToken, make_token
from kiosk.domain.actors import Scope
from kiosk.queries.results import Reason
from tests.support.practice import Cast

GUIDE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
REQUEST = re.compile(r"^(GET|POST) (\S+)(?:\n(\{.*\}))?$", re.MULTILINE)


def requests() -> Iterator[tuple[str, str, str]]:
    """Method, address and body of each request in the guide."""
    for block in re.findall(r"```http\n(.*?)\n```", GUIDE, re.DOTALL):
        yield from REQUEST.findall(block)


def test_every_request_of_the_guide_is_taken(cast: Cast) -> None:
    with cast.on_stage():
        secret = make_token(cast.actor(cast.alice), WantedToken("Guide", list(Scope)), clock.now())
    caller = cast.app.test_client(use_cookies=False)
    caller.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    ids: dict[str, str] = {}
    sent = set[str]()
    for method, path, body in requests():
        kind = "application/json" if body else None
        answer = caller.open(path.format_map(ids), method=method, data=body or None, content_type=kind)
        assert answer.status_code in {200, 201, 204}, (method, path, answer.text)
        if body and not ids:
            begun = answer.get_json()
            first = begun["check_ins"][0]
            ids = {"visit": begun["id"], "check_in": first["id"], "client": first["client_id"]}
        sent.add(f"{method} {path.partition('?')[0]}")
    described = caller.get("/api/v1/openapi.json").get_json()["paths"]
    routes = {
        f"{method.upper()} {path}".replace("_id}", "}") for path, methods in described.items() for method in methods
    }
    assert sent == routes


def test_the_guide_names_every_reason_for_which_an_answer_is_withheld(cast: Cast) -> None:
    described = cast.app.test_client().get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    reasons = {reason.value for reason in Reason}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE)) == reasons
    assert set(described["Withheld"]["properties"]["reason"]["enum"]) == reasons
