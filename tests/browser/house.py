"""A practice with its real server, and what stands in its database."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from kiosk import clock
from kiosk.actions.visits.change import withdraw_check_in
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.storage import visits
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import CheckIn, Event, Person, Response, Visit
from tests.browser.chromium import LAN_ADDRESS
from tests.support.practice import WELL, Cast, Waiting, make_cast
from tests.support.servers import Server, free_port

OPEN = re.compile("/open/")


@dataclass
class House:
    """One practice behind one server of two workers."""

    cast: Cast
    server: Server
    address: str
    clients: int = 1_000
    """Number of codes given out, beginning above those that tests name themselves."""

    def url(self, path: str) -> str:
        return self.address + path

    def by_name(self) -> "House":
        """The same house at `localhost`: browsers have no passkeys for an address in figures."""
        return replace(self, address=f"http://localhost:{self.server.port}")

    def new_code(self) -> str:
        """The code of a client that nobody has met yet."""
        self.clients += 1
        return f"C-{self.clients}"

    def begin(
        self, *, place: str = "room", code: str = "", language: str = "", measure: str = "session-check"
    ) -> Waiting:
        return self.cast.begin(code or self.new_code(), place=place, language=language, measure=measure)

    def begin_together(self, people: int = 2, kind: str = "couple") -> tuple[Waiting, ...]:
        """A session with new clients, everybody with the usual form."""
        codes = [self.new_code() for _ in range(people)]
        return self.cast.begin_together(*codes, kind=kind, measures=dict.fromkeys(codes, "session-check"))

    def free(self, *codes: str) -> None:
        """End what is still open for these clients, so that the next start begins at once."""
        with self.cast.on_stage():
            alice, now = self.cast.actor(self.cast.alice), clock.now()
            therapist = as_therapist(alice, Permission.ASK_CLIENTS)
            for check_in in visits.in_the_way(reading(), therapist, codes, (), now, part=Part.CLOSING):
                withdraw_check_in(alice, check_in.public_id, now)

    def met_before(self, code: str, weeks: int = 3) -> None:
        """Give this client a history of good sessions, one a week."""
        for week in range(weeks, 0, -1):
            at = clock.now() - timedelta(weeks=week)
            self.cast.send(self.cast.begin(code, at=at), at=at, **WELL)

    def send(self, waiting: Waiting, marks: Mapping[str, float | str], **others: str) -> None:
        """The client sends these marks, from a phone that is in none of our browsers."""
        self.cast.send(waiting, None, **{item: str(value) for item, value in marks.items()}, **others)

    @contextmanager
    def with_settings(self, **changed: object) -> Iterator[None]:
        """Alice's practice with other settings, for as long as the block runs: the house is there for other tests."""
        before = self._set(changed)
        try:
            yield
        finally:
            self._set(before)

    def _set(self, changed: Mapping[str, object]) -> dict[str, object]:
        with self.cast.on_stage(), writing() as session:
            practice = session.get_one(Person, self.cast.alice).practice
            before = {name: getattr(practice, name) for name in changed}
            for name, value in changed.items():
                setattr(practice, name, value)
        return before

    def log_in(self, page: Page, person: int = 0) -> None:
        """Alice, or whoever is named, logs in with a link, as in the demo."""
        page.goto(self.url(self.cast.one_time_link(person or self.cast.alice)))
        page.get_by_role("button", name="Open as").click()
        expect(page).not_to_have_url(OPEN)
        page.goto(self.url("/"))

    def responses(self, waiting: Waiting) -> list[Response]:
        """The responses that are stored for this check-in."""
        number = self.cast.row(waiting)
        with self.cast.on_stage():
            return list(reading().scalars(select(Response).where(Response.check_in_id == number)))

    def language_of(self, waiting: Waiting) -> str:
        """In which language this form was answered."""
        return self.check_in(waiting).language

    def check_in(self, waiting: Waiting) -> CheckIn:
        """The row of this check-in as it is now."""
        number = self.cast.row(waiting)
        with self.cast.on_stage():
            return reading().get_one(CheckIn, number)

    def events(self, waiting: Waiting) -> list[str]:
        """The events of this check-in so far."""
        number = self.cast.row(waiting)
        with self.cast.on_stage():
            return list(reading().scalars(select(Event.kind).where(Event.check_in_id == number)))

    def stored(self, waiting: Waiting) -> Response:
        """The only response to this check-in."""
        (response,) = self.responses(waiting)
        return response

    def token_of(self, visit: PublicId) -> Waiting:
        """The check-in of a visit that was started on the screen."""
        with self.cast.on_stage():
            check_in = reading().scalars(select(CheckIn).join(CheckIn.visit).where(Visit.public_id == visit)).one()
            named = check_in.public_id
            return Waiting(visit, named, keys().link_token(named, check_in.link_version))


@contextmanager
def open_house(
    folder: Path, name: str = LAN_ADDRESS, *, furnish: Callable[[Path], None] = lambda _: None, **settings: str
) -> Iterator[House]:
    """A practice that is served under this name for as long as the block runs; its instance folder can be furnished."""
    port = free_port(LAN_ADDRESS)
    address = f"http://{name}:{port}"
    cast = make_cast(folder / "instance", port=str(port), public_url=address, **settings)
    furnish(folder / "instance")
    with running(Server(cast.environ, LAN_ADDRESS)) as server:
        yield House(cast, server, address)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        yield server.start()
    finally:
        server.end()
