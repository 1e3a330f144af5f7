"""One client erased by several at once, while they and others send: all of it goes once, and nothing of others."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

from kiosk.config import load
from kiosk.operations.verify import verify
from kiosk.storage.tables import AuditEntry, CheckIn, Client, Erasure, Response
from tests.servers.conftest import House
from tests.servers.visitors import HANGS_S, Reply, announce_on, answers, ask, hidden, log_in, send_on
from tests.support.practice import WELL
from tests.support.stored import count, stored

STAYS = "C-015"
Sending = tuple[str, Mapping[str, str], str]
"""Its path, its fields, and the cookie."""


@contextmanager
def announced(house: House, sendings: list[Sending]) -> Iterator[list[tuple[HTTPConnection, Mapping[str, str]]]]:
    """A connection for each, on which the server has the head and waits for the fields."""
    house.server.wait_until_all_accept()
    with ExitStack() as stack:
        waiting = []
        for path, fields, cookie in sendings:
            connection = HTTPConnection(house.server.host, house.server.port, timeout=HANGS_S)
            stack.callback(connection.close)
            announce_on(connection, path, len(urlencode(fields)), {"Cookie": cookie} if cookie else {})
            waiting.append((connection, fields))
        yield waiting


def erasing(house: House, path: str, code: str) -> Sending:
    """The form of somebody who has just logged in, filled in."""
    cookie = log_in(house.server, house.cast, house.cast.alice)
    page = ask(house.server, path, headers={"Cookie": cookie})
    fields = {"csrf_token": hidden(page, "csrf_token"), "what": "client", "code": code}
    return path, fields, page.cookies or cookie


def test_a_client_who_is_erased_by_several_at_once_while_they_send_is_gone_and_others_are_stored(
    either_house: House,
) -> None:
    cast = either_house.cast
    for at_once, gone in ((2, "C-014"), (4, "C-016")):
        erase_at_once(either_house, gone, at_once)
    assert stored(cast, Client.code) == [STAYS]
    assert stored(cast, Response.words) == ["what stays"] * 2
    assert count(cast, CheckIn) == 2
    assert count(cast, Erasure) == 2
    assert stored(cast, AuditEntry.act).count("client-erased") == 2
    assert list(verify(load(cast.environ)).faults) == []


def erase_at_once(house: House, gone: str, at_once: int) -> None:
    """Let so many erase the client, who sends two forms meanwhile, as does whoever shares a session with them."""
    cast = house.cast
    cast.send(cast.begin(gone), None, **WELL, words="what goes")
    theirs, together, other = cast.begin(gone), *cast.begin_together(gone, STAYS)
    client = stored(cast, Client.public_id, where=Client.code_index == gone)[0]
    sendings = [
        *(erasing(house, f"/clients/{client}/erase", gone) for _ in range(at_once)),
        *((one.path, answers(cast.key(one), "what goes"), "") for one in (theirs, together)),
        (other.path, answers(cast.key(other), "what stays"), ""),
    ]
    with announced(house, sendings) as waiting, ThreadPoolExecutor(len(sendings)) as pool:
        replies: list[Reply] = list(pool.map(lambda one: send_on(*one), waiting))
    erased, sent, kept = replies[:at_once], replies[at_once:-1], replies[-1]
    page = f"/erasures/{stored(cast, Erasure.public_id)[-1]}"
    assert {(reply.status, reply.headers.get("location")) for reply in erased} == {(303, page)}
    assert {reply.status for reply in sent} <= {303, 404, 410}
    assert kept.status == 303
