"""The statements that each request sends to the database: few, and as many for a full page as for an empty one."""

import re
from collections.abc import Mapping, Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Executable, select
from sqlalchemy.exc import StatementError

from kiosk.storage.db import reading
from kiosk.storage.scope import BOUND, own_clients
from kiosk.storage.tables import Client
from tests.support.practice import WELL, Cast
from tests.support.statements import built, counted
from tests.web.browsing import Desk, lines
from tests.web.staff_pages import live_a_little, pages

FORM, SEEN, SENDING, PART, STAFF = 4, 3, 8, 7, 15
"""The most that each request may take: of a client three, two of a sending for the chain; the part of the therapist's
page that shows an answer beside which there is nothing; and any page of the staff."""
LOCKS = {"sqlite": 0, "postgresql": 3}
"""Those that only take locks, on each system: SQLite has one for everybody, which is no statement."""


@pytest.mark.parametrize("before", [[], [WELL], [{"decline": "yes"}]], ids=["first", "second", "after a declined one"])
def test_a_check_in_takes_few_statements(
    cast: Cast, phone: FlaskClient, alice: Desk, database: str, before: Sequence[Mapping[str, str]]
) -> None:
    cast.send(cast.begin("another"), None, **WELL)  # the first answer of all makes the key of the chains
    for earlier in before:
        cast.send(cast.begin(), None, **earlier)
    waiting = cast.begin()
    counts = {}
    with counted(cast) as sent:
        phone.get(waiting.path)
        counts["form"] = len(sent)
        for state in ("opened", "answering"):
            sent.clear()
            phone.post(f"{waiting.path}/seen", data={"state": state})
            counts[state] = len(sent)
        fields = {**lines(**WELL), "marked": "line", "key": cast.key(waiting)}
        sent.clear()
        assert phone.post(waiting.path, data=fields).status_code == 303
        counts["sending"] = len(sent)
        sent.clear()
        assert alice.get(f"/visits/{waiting.visit}/live", headers={"X-Asked-By": "page"}).status_code == 200
        counts["part"] = len(sent)
    locks = LOCKS[database]
    most = {
        "form": FORM,
        "opened": SEEN + locks,
        "answering": SEEN + locks,
        "sending": SENDING + locks,
        "part": PART + locks,
    }
    assert {name: count for name, count in counts.items() if count > most[name]} == {}


def test_what_each_check_in_asks_is_put_together_once(cast: Cast, phone: FlaskClient, alice: Desk) -> None:
    """A statement that is put together anew costs as much again as asking it."""

    def of_a_check_in() -> list[Executable]:
        waiting = cast.begin()
        fields = {**lines(**WELL), "marked": "line", "key": cast.key(waiting)}
        part = f"/visits/{waiting.visit}/live"
        with built() as found:
            phone.get(waiting.path)
            phone.post(f"{waiting.path}/seen", data={"state": "opened"})
            assert alice.get(part, headers={"X-Asked-By": "page"}).status_code == 200
            assert phone.post(waiting.path, data=fields).status_code == 303
            assert alice.get(part, headers={"X-Asked-By": "page"}).status_code == 200
        return found

    cast.send(cast.begin(), None, **WELL)
    former, latter = of_a_check_in(), of_a_check_in()
    assert [str(one) for one in latter if not any(one is known for known in former)] == []


def test_a_statement_put_together_once_is_not_sent_without_its_therapist(cast: Cast) -> None:
    with cast.on_stage(), pytest.raises(StatementError, match="own_person"):
        reading().scalars(own_clients(select(Client), BOUND)).all()


def of_each_kind(desk: Desk) -> Mapping[str, str]:
    """One address of each kind of page, by the address without ids."""
    found = (page.request.full_path for page in pages(desk) if page.request.method == "GET")
    return {re.sub("[0-9a-f]{32}", "…", address): address for address in found}


def taken(cast: Cast, desk: Desk, addresses: Mapping[str, str]) -> Mapping[str, int]:
    found = {}
    with counted(cast) as sent:
        for kind, address in addresses.items():
            sent.clear()
            desk.get(address)
            found[kind] = len(sent)
    return found


def test_a_page_of_the_staff_takes_few_however_many_rows_it_has(cast: Cast, alice: Desk) -> None:
    live_a_little(cast, alice)
    addresses = of_each_kind(alice)
    few = taken(cast, alice, addresses)
    for number in range(8):
        cast.begin(f"OPEN-{number}")
        cast.send(cast.begin(f"NEXT-{number}", place="telehealth"), None, **WELL, talk="next")
        answered = cast.begin(f"SENT-{number}")
        cast.send(answered, None, **WELL)
        alice.post(f"/check-ins/{answered.check_in}/repair", {"outcome": "next", "note": "ZZ"})
    many = taken(cast, alice, addresses)
    assert {kind: count for kind, count in many.items() if count > STAFF} == {}
    assert {kind: (few[kind], count) for kind, count in many.items() if count > few[kind]} == {}


def test_a_start_of_many_takes_no_more_than_one_of_two(cast: Cast, alice: Desk) -> None:
    counts = []
    for people in (2, 12):
        fields = {f"client-{number}": "C-1" for number in range(1, people + 1)}
        with counted(cast) as sent:
            assert alice.post("/visits/together", {"kind": "group", "place": "room"} | fields).status_code == 422
        counts.append(len(sent))
    assert counts[1] <= min(counts[0], STAFF)
