"""Costs of pages and of sending in practices of different sizes, whose databases are made from a written seed.

`python -m tests.bench.growth [CHECK_INS ...]`: one database for each number, and one table for all. Every therapist
has 50 clients with 100 check-ins each, a week apart, but one client has 10 and another 500: a larger practice has more
therapists, and none of them has more to do. `python -m tests.bench.growth caseload` compares one therapist with 20
clients of 100 check-ins each with one who has 2,000 of them; `python -m tests.bench.growth polling` measures what a
record system asks for by `_lastUpdated`. Costs are CPU time of the app in this process, the least of several.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, insert, select

from kiosk import clock
from kiosk.actions.accounts.manage_people import add_person
from kiosk.domain.actors import CommandLine
from kiosk.domain.public_ids import PublicId
from kiosk.storage import data_keys
from kiosk.storage.binding import bound
from kiosk.storage.db import WRITER, db, reading
from kiosk.storage.tables import Base, CheckIn, Client, Response, Visit, table_of
from kiosk.storage.work import unit_of_work
from tests.servers.visitors import answers
from tests.support.practice import WELL, Cast, make_cast
from tests.web.api.calling import program
from tests.web.browsing import log_in

SEED: Final = 20261129
SIZES: Final = (10_000, 200_000)
CLIENTS, VISITS, FEW, MANY = 50, 100, 10, 500
CASELOADS: Final = (20, 2_000)
USUAL, SPREAD = 88, 6
"""Of a mark, in tenths: a total of 35 of 40, give or take 1.2."""
AT_ONCE: Final = 2_000
TIMES: Final = 7

COPIED: Final[Sequence[type[Base]]] = (Client, Visit, CheckIn, Response)

Row = dict[str, Any]
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Numbers:
    """The first row numbers that are free."""

    client: int
    visit: int
    check_in: int


def fill(cast: Cast, check_ins: int, clients: int = CLIENTS) -> None:
    """Add so many check-ins, of so many clients with each therapist: copies of one, with their own marks and times."""
    cast.send(cast.begin("pattern"), None, **WELL)
    with cast.on_stage():
        patterns = {kind: _row(kind) for kind in COPIED}
    therapists = [cast.alice, *(_therapist(cast, number) for number in range(1, check_ins // (clients * VISITS)))]
    chance = random.Random(SEED)
    for therapist in therapists:
        _add_caseload(cast, therapist, patterns, chance, clients)


def _row(kind: type[Base]) -> Row:
    return dict(reading().execute(select(table_of(kind)).limit(1)).mappings().one())


def _therapist(cast: Cast, number: int) -> int:
    with cast.on_stage():
        practice = cast.actor(cast.alice).practice_id
        with unit_of_work(CommandLine(), clock.now()) as work:
            return add_person(work, practice, f"Therapist {number}", f"therapist-{number}@example.org", "").id


def _add_caseload(
    cast: Cast, therapist: int, patterns: Mapping[type[Base], Row], chance: random.Random, clients: int
) -> None:
    with cast.on_stage():
        highest = (reading().scalars(select(func.max(kind.id))).one() or 0 for kind in (Client, Visit, CheckIn))
        first = Numbers(*(number + 1 for number in highest))
    visits = [MANY if number == 0 else FEW if number == 1 else VISITS for number in range(clients)]
    sessions = [(-weeks_ago, number) for number, so_many in enumerate(visits) for weeks_ago in range(so_many)]
    weekly = sorted(sessions, key=lambda session: _at(*session))
    names = {first.client + at: PublicId(_id(chance)) for at in range(clients)}
    rows: Mapping[type[Base], Iterator[Row]] = {
        Client: (
            patterns[Client]
            | {"id": first.client + at, "therapist_id": therapist, "public_id": names[first.client + at]}
            | dict.fromkeys(("code", "code_index", "look_index"), _code(at))
            for at in range(clients)
        ),
        Visit: (
            patterns[Visit]
            | {
                "id": first.visit + at,
                "therapist_id": therapist,
                "public_id": _id(chance),
                "began_at": _at(week, client),
            }
            for at, (week, client) in enumerate(weekly)
        ),
        CheckIn: (
            patterns[CheckIn]
            | {
                "id": first.check_in + at,
                "visit_id": first.visit + at,
                "client_id": first.client + client,
                "public_id": _id(chance),
                "link_hash": chance.randbytes(32),
                "short_code_hash": None,
                "begun_at": _at(week, client),
            }
            for at, (week, client) in enumerate(weekly)
        ),
        Response: (
            _response(patterns[Response], chance)
            | {
                "check_in_id": first.check_in + at,
                "client_id": first.client + client,
                "therapist_id": therapist,
                "received_at": _at(week, client),
            }
            for at, (week, client) in enumerate(weekly)
        ),
    }
    with cast.on_stage(), db.engines[WRITER].begin() as connection:
        for kind, each in rows.items():
            while some := list(islice(each, AT_ONCE)):
                bound_rows = [bound(kind, row, names.get(row.get("client_id", 0))) for row in some]
                connection.execute(insert(table_of(kind)), bound_rows)
            if kind is Client:
                practice = patterns[Client]["practice_id"]
                data_keys.make(connection, ((practice, number, name) for number, name in names.items()))


def _response(pattern: Row, chance: random.Random) -> Row:
    marks = {item: min(100, max(0, round(chance.gauss(USUAL, SPREAD)))) for item in pattern["answer"]["marks"]}
    answer = pattern["answer"] | {"marks": marks, "total": sum(marks.values())}
    told = pattern["told"] | {"score": pattern["told"]["score"] | {"lines": marks, "total": answer["total"]}}
    row = pattern | {"answer": answer, "told": told, "sending_key": _id(chance)}
    del row["id"]
    return row


def _code(number: int) -> str:
    return {0: "many", 1: "few"}.get(number, f"C-{number}")


def _id(chance: random.Random) -> str:
    return chance.randbytes(16).hex()


def _at(week: int, client: int) -> datetime:
    """The time of a client's check-in in a week of theirs: the last one, in week 0, was yesterday or before."""
    return clock.now() - timedelta(days=1, hours=1) + timedelta(weeks=week, minutes=-client)


def measured(cast: Cast) -> Figures:
    """Milliseconds of each page and of sending, the least of several times."""
    desk, phone = log_in(cast, cast.alice), cast.app.test_client()
    paths = {code: f"/clients/{_client(cast, code)}" for code in ("C-2", "many")}
    found = {
        "day": _least(lambda: desk.get("/")),
        "clients": _least(lambda: desk.get("/clients")),
        "client, 100 check-ins": _least(lambda: desk.get(paths["C-2"])),
        "client, 500 check-ins": _least(lambda: desk.get(paths["many"])),
    }
    for code, so_many in (("few", FEW), ("C-2", VISITS), ("many", MANY)):
        found[f"sending, {so_many} check-ins"] = _sending(cast, phone, code)
    return found


def measured_caseload(cast: Cast) -> Figures:
    """Milliseconds of each page that lists clients."""
    desk = log_in(cast, cast.alice)
    addresses = ("/", "/open", "/clients", "/clients?sort=code", "/clients?code=C-1", "/clients?page=2")
    shows = [f"/clients?show={show}" for show in ("open", "not-asked", "falling", "paused")]
    return {address: _least(partial(desk.get, address)) for address in (*addresses, *shows)}


def measured_polling(cast: Cast) -> Figures:
    """Milliseconds of a record system's searches for what changed since a minute ago, in which three answers came."""
    caller, since = program(cast), f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    for code in ("few", "C-2", "many"):
        cast.send(cast.begin(code), None, **WELL)
    found = {}
    for kind in ("QuestionnaireResponse", "Observation", "Encounter", "Patient"):
        address = f"/fhir/{kind}?_lastUpdated=ge{since}&_count=200"
        found[kind] = _least(partial(caller.get, address))
        assert kind == "Patient" or len(caller.get(address).get_json()["entry"]) == 3
        found[f"{kind}, first page of all"] = _least(partial(caller.get, f"/fhir/{kind}?_count=200"))
    return found


def _client(cast: Cast, code: str) -> str:
    with cast.on_stage():
        return (
            reading()
            .scalars(select(Client.public_id).where(Client.code_index == code, Client.therapist_id == cast.alice))
            .one()
        )


def _sending(cast: Cast, phone: Any, code: str) -> float:  # noqa: ANN401 -- Flask's own
    def once() -> float:
        waiting = cast.begin(code)
        fields = answers(cast.key(waiting), "It went well.")
        began = time.thread_time()
        assert phone.post(waiting.path, data=fields).status_code == 303
        return (time.thread_time() - began) * 1000

    return min(once() for _ in range(TIMES))


def _least(act: Callable[[], Any]) -> float:
    def once() -> float:
        began = time.thread_time()
        assert act().status_code == 200
        return (time.thread_time() - began) * 1000

    return min(once() for _ in range(TIMES))


def main(sizes: tuple[int, ...]) -> None:
    """Print one column for each number of check-ins."""
    _print(sizes, [_in_practice(size, CLIENTS, measured) for size in sizes])


def main_caseload() -> None:
    """Print one column for each number of clients."""
    _print(CASELOADS, [_in_practice(clients * VISITS, clients, measured_caseload) for clients in CASELOADS])


def main_polling() -> None:
    """Print two practices with therapists of 5,000 check-ins each, and one with a therapist who has all."""
    practices = ((10_000, CLIENTS), (200_000, CLIENTS), (200_000, 200_000 // VISITS))
    sizes = tuple(size for size, _ in practices)
    _print(sizes, [_in_practice(size, clients, measured_polling) for size, clients in practices])


def _in_practice(check_ins: int, clients: int, measure: Callable[[Cast], Figures]) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        cast = make_cast(Path(folder) / "instance")
        fill(cast, check_ins, clients)
        return measure(cast)


def _print(sizes: tuple[int, ...], found: Sequence[Figures]) -> None:
    print(f"{'CPU ms':<26}" + "".join(f"{size:>12,}" for size in sizes) + f"{'times':>8}")  # noqa: T201
    for name in found[0]:
        figures = [each[name] for each in found]
        print(f"{name:<26}" + "".join(f"{each:>12.1f}" for each in figures) + f"{figures[-1] / figures[0]:>8.2f}")  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1:] == ["caseload"]:
        main_caseload()
    elif sys.argv[1:] == ["polling"]:
        main_polling()
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
