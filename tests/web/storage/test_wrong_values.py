"""One wrong value in one row: that record says that it cannot be shown, and every page and sending goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Boolean, Column, Integer, LargeBinary

from kiosk.actions.visits.change import Outcome
from kiosk.domain.actors import Role
from kiosk.queries.readable import Unshown, sound
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables import Base, CheckIn, Client, Visit
from kiosk.storage.types import Document, Moment
from tests.support.practice import PASSWORD, Cast, Waiting
from tests.support.sqlite_file import Spoil, spoilable
from tests.support.stored import stored
from tests.web.authenticator import Device as Authenticator
from tests.web.authenticator import origin_of
from tests.web.browsing import Desk, lines, read
from tests.web.codes import turn_on
from tests.web.every_route import routes
from tests.web.one_client import LOW, answered, pause, recorded
from tests.web.several import BADLY
from tests.web.tablets import Device, paired

pytestmark = pytest.mark.sqlite_file
SENTENCE = "This one cannot be shown; nothing of it is lost."
TAKEN = {303, 409, 410, 422}
"""Answers to a sending that are no fault of the server; 409 where the row of the practice or the form is gone."""


@dataclass(frozen=True)
class Wrong:
    """A value that the column should never hold."""

    table: str
    column: str
    value: object

    def __str__(self) -> str:
        return f"{self.table}.{self.column} = {self.value!r}"


def wrong_values() -> Iterator[Wrong]:
    """For every column of every table what a failing disk or a careless hand could leave there."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield from (Wrong(table.name, column.name, value) for value in _wrong(column))


def _wrong(column: Column[object]) -> tuple[object, ...]:
    empty = (None,) if column.nullable else ()
    match column.type:
        case Moment():
            return ("the day before", *empty)
        case Sealed() | LargeBinary():
            return (b"\x00not sealed", *empty)
        case Document():
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
    tablet: Device
    waiting: tuple[Waiting, ...]
    pages: tuple[str, ...]
    spoil: Spoil

    def with_value(self, wrong: Wrong) -> bool:
        """Put the value into the first row, all else as it was; False where the file itself refuses it."""
        return self.spoil(wrong.table, wrong.column, wrong.value)

    def broken(self) -> list[str]:
        """Every address that answers with an error of the server, and every form whose answer is not taken."""
        asked = [(page, self.desk.get(page)) for page in self.pages]
        asked += [("/tablet", self.tablet.look()), ("/tablet/ask", self.tablet.ask())]
        found = [page for page, answer in asked if answer.status_code >= 500]
        return found + [f"sending {number}" for number, one in enumerate(self.waiting) if not self._takes(one)]

    def _takes(self, waiting: Waiting) -> bool:
        phone: FlaskClient = self.cast.app.test_client()
        fields = {"key": self.cast.key(waiting), "marked": "line", "talk": "next"}
        return phone.get(waiting.path).status_code < 500 and (
            phone.post(waiting.path, data=fields | lines()).status_code in TAKEN
        )


@pytest.fixture
def full(cast: Cast, alice: Desk) -> Iterator[Full]:
    tablet = _furnish(cast, alice)
    cast.app.test_client_class = FlaskClient  # the rules of pages are not what is tested here, and cost half of it
    waiting = (cast.begin("C-050"), *cast.begin_together("C-014", "C-051"))
    pages = tuple(_pages(cast))
    with spoilable(cast) as spoil:
        plain = Device(_plain(tablet.client), tablet.page)
        yield Full(cast, Desk(_plain(alice.client)), plain, waiting, pages, spoil)


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
    return paired(cast)


def _pages(cast: Cast) -> Iterator[str]:
    client, visits, check_ins = (stored(cast, table.public_id) for table in (Client, Visit, CheckIn))
    yield from ("/", "/open", "/clients", "/calibration", "/account", "/account/codes", "/account/passkeys", "/healthz")
    settings = (rule for _, rule in routes(cast.app) if "GET" in (rule.methods or ()) and not rule.arguments)
    yield from dict.fromkeys(rule.rule for rule in settings if rule.rule.startswith("/settings"))
    yield from (f"/clients/{client[0]}{page}" for page in ("", "/asking", "/record.json", "/record.csv"))
    yield from (f"/visits/{visits[place]}" for place in (0, 1, -3, -1))
    yield from (f"/check-ins/{check_ins[place]}" for place in (0, 1, -1))


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


@pytest.mark.soak
def test_no_wrong_value_takes_a_page_or_a_sending_away(full: Full, times: Callable[[int, int], int]) -> None:
    every = list(wrong_values())
    some = every[1 :: times(len(every) // 4, 1)]
    broken = {str(wrong): found for wrong in some if full.with_value(wrong) and (found := full.broken())}
    assert broken == {}


@pytest.mark.parametrize("value", [Unshown("C-1", None), Unshown()])
def test_a_value_of_the_declared_types_is_sound(value: Unshown) -> None:
    assert sound(value) is value
