"""docs/api.md and docs/fhir.md: every request that they show is sent, in its order, and does what is said."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from kiosk import clock
from kiosk.actions.accounts.api_tokens import WantedToken, make_token
from kiosk.domain.actors import Scope
from kiosk.interchange.fhir.capability import SEARCHED_BY
from kiosk.queries.results import WithheldReason
from kiosk.storage.tables import Client
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.api.calling import program

DOCS = Path(__file__).parents[3] / "docs"
GUIDE, FHIR = ((DOCS / name).read_text("utf-8") for name in ("api.md", "fhir.md"))
REQUEST = re.compile(r"^(GET|POST) (\S+)(?:\n(\{.*\}))?$", re.MULTILINE)


def requests(guide: str) -> Iterator[tuple[str, str, str]]:
    """Method, address and body of each request in a guide."""
    for block in re.findall(r"```http\n(.*?)\n```", guide, re.DOTALL):
        yield from REQUEST.findall(block)


def test_every_request_of_the_guide_and_of_the_reference_is_taken(cast: Cast) -> None:
    with cast.on_stage():
        secret = make_token(cast.actor(cast.alice), WantedToken("Guide", list(Scope)), clock.now())
    caller = cast.app.test_client(use_cookies=False)
    caller.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    ids: dict[str, str] = {}
    sent = set[str]()
    for method, path, body in requests(GUIDE):
        if path == "/api/v1/events":
            live_on(cast, caller, ids)
        kind = "application/json" if body else None
        filled = body.replace("{client}", ids.get("client", ""))
        answer = caller.open(path.format_map(ids), method=method, data=filled or None, content_type=kind)
        assert answer.status_code in {200, 201, 204}, (method, path, answer.text)
        if body and not ids:
            begun = answer.get_json()
            first = begun["check_ins"][0]
            ids |= {"visit": begun["id"], "check_in": first["id"], "client": first["client_id"]}
        if path.endswith("/corrections") and method == "GET":
            ids["correction"] = answer.get_json()["corrections"][0]["id"]
        sent |= {f"{method} {path.partition('?')[0]}", f"{method} {path}\n{body}"}
    page = caller.get("/api/v1/docs")
    shown = {unescape(one) for one in re.findall(r"<code>((?:GET|POST) .*?)</code></pre>", page.text, re.DOTALL)}
    assert shown <= sent
    described = caller.get("/api/v1/openapi.json").get_json()["paths"]
    assert len(shown) == sum(len(methods) for methods in described.values())


def live_on(cast: Cast, caller: FlaskClient, ids: dict[str, str]) -> None:
    """Somebody answers low, which leaves something open; the guide speaks of their check-in from here on."""
    low = cast.begin("C-020")
    cast.send(low, None, understood="2", topics="2", approach="2", overall="2")
    ids["check_in"], ids["client"] = low.check_in, stored(cast, Client.public_id, where=Client.code_index == "C-020")[0]
    ids["event"] = caller.get("/api/v1/events").get_json()["last"]
    ids["loop"] = caller.get("/api/v1/open-loops").get_json()["open_loops"][0]["id"]


def test_the_guide_names_every_reason_for_which_an_answer_is_withheld(cast: Cast) -> None:
    described = cast.app.test_client().get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    reasons = {reason.value for reason in WithheldReason}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE)) == reasons
    assert set(described["Withheld"]["properties"]["reason"]["enum"]) == reasons


def test_every_request_of_the_guide_to_fhir_finds_something(cast: Cast) -> None:
    caller, waiting = program(cast), cast.begin()
    cast.send(waiting, None, **WELL)
    client = stored(cast, Client.public_id)[0]
    ids = {"client": client, "visit": waiting.visit, "check_in": waiting.check_in, "base": "http://127.0.0.1:8000"}
    for _, path, _ in requests(FHIR):
        answer = caller.get(path.format_map(ids))
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["resourceType"] != "Bundle" or answer.get_json()["entry"], path


def test_the_guide_to_fhir_names_every_parameter_of_a_search() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?`) \| (`_id`.*?) \|$", FHIR, re.MULTILINE)
    named = {kind: set(re.findall(r"`(\w+)`", by)) for kinds, by in rows for kind in re.findall(r"\w+", kinds)}
    assert named == {kind: set(by) for kind, by in SEARCHED_BY.items()}
