"""Looking changes nothing, what is no id is like an id of nothing, and codes of clients are a practice's own."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from kiosk.domain.audit import Audited
from kiosk.storage.tables import Tablet
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import dump, stored
from tests.web.audit import LOG, entries
from tests.web.browsing import Desk, log_in, read
from tests.web.tablets import id_of, paired

NOBODYS = "0" * 32
READS = {
    Audited.RESULT_READ,
    Audited.CLIENT_READ,
    Audited.LIST_READ,
    Audited.SUPERVISION_READ,
    Audited.LOG_READ,
    Audited.LOG_EXPORTED,
}
"""All that looking leaves behind."""
FIELDS = {
    "outcome": "talked",
    "note": "not mine",
    "client": "C-1",
    "place": "room",
    "measure": "session-check",
    "seen": "short",
}


def of_visits(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every method and route of a page that names a visit or a check-in. The API has a test of its own, with tokens."""
    for rule in app.url_map.iter_rules():
        if rule.arguments & {"visit_id", "check_in_id"} and not rule.endpoint.startswith(("api.", "fhir.")):
            yield from ((method, rule) for method in sorted((rule.methods or set()) & {"GET", "HEAD", "POST"}))


def address(rule: Rule, waiting: Waiting | None = None, turn: str = NOBODYS) -> str:
    """The rule with what opens this check-in, and what its tablet shows; all others are of nothing that ever was."""
    known = {"key": turn}
    if waiting:
        known |= {"visit_id": waiting.visit, "check_in_id": waiting.check_in, "token": waiting.token}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], NOBODYS), rule.rule)


def ask(desk: Desk, method: str, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """Everything that comes back."""
    response = desk.post(path, FIELDS) if method == "POST" else desk.client.open(path, method=method)
    headers = [(name, value) for name, value in response.headers if name != "Set-Cookie"]
    return response.status_code, response.data, headers


@pytest.fixture
def sent(cast: Cast) -> Waiting:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL, words="the yellow door")
    return waiting


def test_no_get_of_anybody_changes_a_row(cast: Cast, sent: Waiting, alice: Desk) -> None:
    waiting = cast.begin("C-002")
    tablet = paired(cast)
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    [turn] = stored(cast, Tablet.turn)
    alice.get("/healthz")  # its trial write is nobody's; its outcome is good for a while
    before, kept = dump(cast, *LOG), len(entries(cast))
    for rule in cast.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            asked = [(alice.client, theirs) for theirs in (sent, waiting, None)]
            for browser, theirs in (*asked, (tablet.client, waiting)):
                browser.get(address(rule, theirs, turn)).close()  # a stream does not end by itself
                browser.head(address(rule, theirs, turn)).close()
    assert dump(cast, *LOG) == before
    assert {entry.act for entry in entries(cast)[kept:]} <= READS


@pytest.mark.parametrize("name", ["1", "-1", "x", "0" * 31, "0" * 33, "A" * 32, "\u0660" * 32, "%00", "9" * 400])
def test_what_is_no_public_id_is_answered_byte_for_byte_like_one_that_never_was(
    cast: Cast, alice: Desk, name: str
) -> None:
    for method, rule in of_visits(cast.app):
        assert ask(alice, method, address(rule).replace(NOBODYS, name)) == ask(alice, method, address(rule))


@pytest.mark.usefixtures("sent")
def test_a_therapist_of_another_practice_can_have_the_same_client_code(cast: Cast) -> None:
    carol = log_in(cast, cast.carol)
    where = carol.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"}).location
    assert where is not None
    assert "last time" not in read(carol.get(where))
    assert "yellow" not in carol.get("/").text
