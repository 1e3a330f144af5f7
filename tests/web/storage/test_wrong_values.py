"""One wrong value in one row: that record says that it cannot be shown, and every page and sending goes on."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Column, Integer, LargeBinary

from kiosk.actions.clients.export import export_records
from kiosk.actions.visits.change import Outcome
from kiosk.domain.actors import CommandLine, Role
from kiosk.interchange.files import Format, text_of
from kiosk.interchange.tables import Rows
from kiosk.keys import keys
from kiosk.queries.readable import Unshown, sound
from kiosk.storage.data_keys import new_ring
from kiosk.storage.db import backend
from kiosk.storage.ring import EXTENSION
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables import Base, CheckIn, Client, Visit
from kiosk.storage.types import JSONDocument, UTCDateTime
from tests.support.practice import PASSWORD, Cast, Waiting
from tests.support.sqlite_file import Spoil, spoilable
from tests.support.statements import counted
from tests.support.stored import stored
from tests.web.api.calling import program
from tests.web.authenticator import Device as Authenticator
from tests.web.authenticator import origin_of
from tests.web.browsing import NOW, Desk, lines, log_in, read
from tests.web.codes import turn_on
from tests.web.every_route import ROWS, TEXTS, address, make_world, routes
from tests.web.one_client import LOW, answered, pause, recorded
from tests.web.several import BADLY
from tests.web.tablets import Device, paired

pytestmark = pytest.mark.sqlite_file
SENTENCE = "This one cannot be shown; nothing of it is lost."
TAKEN = {303, 409, 410, 422}
"""Answers to a sending that are no fault of the server; 409 where the row of the practice or the form is gone."""

OF_PROGRAMS = ("/api/", "/fhir/")
KINDS = ("json", "csv", "html", "pdf")
"""Of files about one client."""
STREAMS = {"events.events"}
NEVER_READ = {
    "challenges",
    "data_keys",
    "erased_rows",
    "half_logins",
    "kept_measures",
    "kept_records",
    "one_time_links",
    "pairings",
    "sent_requests",
    "tickets",
}
"""Tables of which nothing is shown: acts read them, or ways in, or the app as it starts.

Of `data_keys`, `test_a_wrong_value_in_a_data_key_breaks_one_clients_lines` has every column.
"""


@dataclass(frozen=True)
class Wrong:
    """A value that the column should never hold."""

    table: str
    column: str
    value: object

    def __str__(self) -> str:
        return f"{self.table}.{self.column} = {self.value!r}"


ONCE_BROKE = (
    Wrong("chain", "place", "seven"),
    Wrong("noted_people", "client_id", 999_999),
    Wrong("saved_members", "client_id", -3),
    Wrong("clients", "merged_into_id", 999_999),
    Wrong("clients", "merged_into_id", "seven"),
    Wrong("clients", "merged_into_id", 1),
    Wrong("practices", "law_years", 999_999),
    Wrong("practices", "law_years", "seven"),
    Wrong("practices", "tablet_idle_s", "seven"),
    Wrong("webhooks", "practice_id", 999_999),
    Wrong("supervisions", "supervisor_id", 999_999),
    Wrong("record_systems", "trial", "no such word"),
    Wrong("record_systems", "algorithm", "no such word"),
    Wrong("tasks", "choices", "[7]"),
    Wrong("tasks", "state", "no such word"),
    Wrong("imports", "kind", "no such word"),
    Wrong("erasures", "what", "no such word"),
    Wrong("saved_groups", "kind", "no such word"),
    Wrong("deliveries", "public_id", ""),
    Wrong("responses", "check_in_id", 999_999),
    Wrong("plans", "first_on", "no such word"),
    Wrong("noted_sessions", "became", "no such word"),
    Wrong("noted_sessions", "day", "no such word"),
    Wrong("consents", "told_on", "no such word"),
    Wrong("corrections", "kind", "no such word"),
    Wrong("handovers", "to_id", 999_999),
)
"""Values that took a page, an export or a client's sending away before."""
FROM = re.compile(
    "(/|/sessions|/erase|/imports|/schedule|/settings/records|/webhooks|jwks.json|/asking|/correct|/handover)$|^/(tasks|erasures|imports)/"
)
"""Those pages."""


def wrong_values() -> Iterator[Wrong]:
    """For every column of every table what a failing disk or a careless hand could leave there."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield from (Wrong(table.name, column.name, value) for value in _wrong(column))


def _wrong(column: Column[object]) -> tuple[object, ...]:
    empty = (None,) if column.nullable else ()
    match column.type:
        case UTCDateTime():
            return ("the day before", *empty)
        case Sealed() | LargeBinary():
            return (b"\x00not sealed", *empty)
        case JSONDocument():
            return ("{never closed", '{"one": {"two": 3}}', "[7]", '"words"', *empty)
        case Boolean():
            return ("maybe", 7, *empty)
        case Integer():
            return ("seven", 999_999, -3, *empty)
        case _:
            return ("no such word", "", *empty)


@dataclass(frozen=True)
class Full:
    """A practice with one of everything, and the forms that wait for the next answers."""

    cast: Cast
    desk: Desk
    program: FlaskClient
    tablet: Device
    waiting: tuple[Waiting, ...]
    pages: tuple[str, ...]
    spoil: Spoil

    def with_value(self, wrong: Wrong) -> bool:
        """Put the value into the first row, all else as it was; False where the file itself refuses it."""
        with self.cast.app.app_context():
            self.cast.app.extensions[EXTENSION] = new_ring(lambda: backend().look(), keys())  # keys are read anew
        return self.spoil(wrong.table, wrong.column, wrong.value)

    def asked(self) -> Iterator[tuple[str, Callable[[], bool]]]:
        """Everything that can be asked for, each with what asks and returns whether it went well."""
        for page in self.pages:
            caller = self.program if page.startswith(OF_PROGRAMS) else self.desk.client
            yield page, lambda page=page, caller=caller: caller.get(page).status_code < 500  # type: ignore[misc]
        yield "/tablet", lambda: self.tablet.look().status_code < 500
        yield "/tablet/ask", lambda: self.tablet.ask().status_code < 500
        for kind in (Format.JSON, Format.CSV):
            yield f"export of {kind}", lambda kind=kind: self._is_exported(kind)  # type: ignore[misc]
        for number, one in enumerate(self.waiting):
            yield f"sending {number}", lambda one=one: self._takes(one)  # type: ignore[misc]

    def read_by(self) -> Mapping[str, Collection[tuple[str, str]]]:
        """By what is asked for, the columns that its statements name: no other value can reach it."""
        found = {}
        for name, ask in self.asked():
            with counted(self.cast) as statements:
                assert ask(), name
            found[name] = {column for one in statements for column in _named(one)}
        return found

    def broken(self, only: Collection[str] | None = None) -> list[str]:
        """Everything that answers with an error of the server, and every form whose answer is not taken."""
        return [name for name, ask in self.asked() if (only is None or name in only) and not ask()]

    def _is_exported(self, kind: Format) -> bool:
        with self.cast.on_stage(), suppress(Exception):
            records = export_records(CommandLine(), None, None, NOW)
            return bool("".join(text_of(records, kind, Rows.CHECK_INS, NOW)))
        return False

    def _takes(self, waiting: Waiting) -> bool:
        phone: FlaskClient = self.cast.app.test_client()
        fields = {"key": self.cast.key(waiting), "marked": "line", "talk": "next"}
        return phone.get(waiting.path).status_code < 500 and (
            phone.post(waiting.path, data=fields | lines()).status_code in TAKEN
        )


def _named(statement: str) -> Iterator[tuple[str, str]]:
    words = set(re.findall(r"\w+", statement))
    for name in words & Base.metadata.tables.keys():
        yield from ((name, column.name) for column in Base.metadata.tables[name].columns if column.name in words)


@pytest.fixture
def full(cast: Cast, alice: Desk) -> Iterator[Full]:
    with _full(cast, alice, _pages) as made:
        yield made


@pytest.fixture
def world(cast: Cast, times: Callable[[int, int], int]) -> Iterator[Full]:
    """The same with a row in every table, and with every page, all that programs read, and exports.

    In an ordinary run every third of the pages, since each is asked for once to learn what it reads.
    """
    make_world(cast)
    cast.give(cast.alice, *Role)
    with _full(cast, log_in(cast, cast.alice), lambda cast: _some(_every_page(cast), times(3, 1))) as made:
        yield made


@contextmanager
def _full(cast: Cast, alice: Desk, pages: Callable[[Cast], Iterator[str]]) -> Iterator[Full]:
    tablet = _furnish(cast, alice)
    cast.app.test_client_class = FlaskClient  # the rules of pages are not what is tested here, and cost half of it
    waiting = (cast.begin("C-090"), *cast.begin_together("C-091", "C-092"))
    asks, calls = Desk(_plain(alice.client)), program(cast)
    there = tuple(
        page
        for page in dict.fromkeys(pages(cast))
        if (calls if page.startswith(OF_PROGRAMS) else asks.client).get(page).status_code < 400
    )
    with spoilable(cast) as spoil:
        yield Full(cast, asks, calls, Device(_plain(tablet.client), tablet.page), waiting, there, spoil)


def _some(pages: Iterator[str], every: int) -> Iterator[str]:
    return (page for place, page in enumerate(pages) if place % every == 0 or FROM.search(page))


def _plain(browser: FlaskClient) -> FlaskClient:
    """The same browser, without a look at how pages are made."""
    other = browser.application.test_client()
    for name in ("__Host-staff", "__Host-tablet"):
        if cookie := browser.get_cookie(name):
            other.set_cookie(name, cookie.value, secure=True)
    return other


def _furnish(cast: Cast, alice: Desk) -> Device:
    """Answers, guesses, signs, outcomes, goals, pauses, couples, tablets and factors: a row in nearly every table."""
    cast.give(cast.alice, Role.THERAPIST, Role.ADMINISTRATOR)
    recorded(cast, answered(cast, 3), Outcome.NEXT, "the phone call")
    last = cast.begin()
    alice.post(f"/check-ins/{last.check_in}/guess", {"guess-understood": "9"})
    alice.post(f"/check-ins/{last.check_in}/signs", {"seen": "upset"})
    cast.send(last, None, words="I was not heard.", talk="next", safety="yes", **LOW)
    alice.post(f"/check-ins/{last.check_in}/safety", {"spoken": "yes", "note": "we spoke"})
    recorded(cast, last, Outcome.TALKED, "we spoke")
    alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": "To be heard."})
    alice.post(f"{alice.goal_path()}/met")
    alice.post(f"{alice.goal_path()}/take-back")
    alice.post(f"{alice.client_path()}/priorities", {"priorities": "My sister."})
    cast.begin_week("C-014")
    pause(cast, ended=True)
    couple = cast.begin_together("C-014", "C-050")
    for person in couple:
        cast.send(person, None, **BADLY)
    alice.post(f"/visits/{couple[0].visit}/together/repair", {"outcome": "next", "note": "both"})
    asked = alice.post("/account/passkeys/challenge", {"password": PASSWORD}).get_json()
    alice.post("/account/passkeys", {"answer": Authenticator(origin_of(cast)).make(asked)})
    turn_on(alice)
    return paired(cast, "Room 3")


def _pages(cast: Cast) -> Iterator[str]:
    client, visits, check_ins = (stored(cast, table.public_id) for table in (Client, Visit, CheckIn))
    yield from ("/", "/open", "/clients", "/calibration", "/account", "/account/codes", "/account/passkeys", "/healthz")
    settings = (rule for _, rule in routes(cast.app) if "GET" in (rule.methods or ()) and not rule.arguments)
    yield from dict.fromkeys(rule.rule for rule in settings if rule.rule.startswith("/settings"))
    yield from (f"/clients/{client[0]}{page}" for page in ("", "/asking", "/record.json", "/record.csv"))
    yield from (f"/visits/{visits[place]}" for place in (0, 1, -3, -1))
    yield from (f"/check-ins/{check_ins[place]}" for place in (0, 1, -1))


def _every_page(cast: Cast) -> Iterator[str]:
    """Every address that is asked for by GET, with the first and the last row of each kind in it."""
    yield from _pages(cast)
    for method, rule in routes(cast.app):
        parts = sorted(rule.arguments)
        if method == "GET" and rule.endpoint not in STREAMS and set(parts) <= ROWS.keys() | TEXTS.keys():
            rows = {part: stored(cast, ROWS[part].public_id) for part in parts if part in ROWS}  # type: ignore[attr-defined]
            yield from (address(rule, {part: ids[place] for part, ids in rows.items()}) for place in (0, -1))
            yield from (
                address(rule, {part: ids[0] for part, ids in rows.items()}).replace("json", kind) for kind in KINDS
            )


def test_a_wrong_value_breaks_one_line_and_not_the_day(full: Full) -> None:
    assert full.broken() == []
    assert full.with_value(Wrong("responses", "told", b"not sealed"))
    client = next(page for page in full.pages if page.startswith("/clients/"))
    assert SENTENCE in read(full.desk.get(client))
    assert full.with_value(Wrong("check_ins", "state", "no such word"))
    assert SENTENCE in read(full.desk.get(client))
    first = next(page for page in full.pages if page.startswith("/check-ins/"))
    refused = full.desk.get(first)
    assert (refused.status_code, SENTENCE in read(refused)) == (409, True)


def test_a_wrong_value_in_a_tablets_row_takes_that_tablet_away_and_nothing_else(full: Full) -> None:
    for column, value in (("stage", "seven"), ("stage", 999_999), ("issued", "seven"), ("taken_from", "seven")):
        assert full.with_value(Wrong("tablets", column, value))
        assert full.broken() == [], column


@pytest.mark.parametrize("wrong", [one for one in wrong_values() if one.table == "data_keys"], ids=str)
def test_a_wrong_value_in_a_data_key_breaks_one_clients_lines(full: Full, wrong: Wrong) -> None:
    if full.with_value(wrong):
        assert full.broken() == []
        client = next(page for page in full.pages if page.startswith("/clients/"))
        hides = wrong.column in {"name", "key"}
        assert (SENTENCE in read(full.desk.get(client))) is hides


@pytest.mark.soak
def test_no_wrong_value_takes_a_page_an_export_or_a_sending_away(world: Full, times: Callable[[int, int], int]) -> None:
    every, broken, read_by = list(wrong_values()), {}, world.read_by()
    read = {table for columns in read_by.values() for table, _ in columns}
    assert Base.metadata.tables.keys() - read == NEVER_READ or not times(0, 1)
    for wrong in (*ONCE_BROKE, *every[1 :: times(len(every) // 4, 1)]):
        if world.with_value(wrong):
            only = [name for name, columns in read_by.items() if (wrong.table, wrong.column) in columns]
            broken[str(wrong)] = world.broken(only)
    assert {wrong: found for wrong, found in broken.items() if found} == {}


@pytest.mark.parametrize("value", [Unshown("C-1", None), Unshown()])
def test_a_value_of_the_declared_types_is_sound(value: Unshown) -> None:
    assert sound(value) is value
