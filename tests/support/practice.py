"""A practice with its cast: Alice, who administers it too, her colleague Bob, and Carol in another practice."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select

from kiosk import clock, instance
from kiosk.actions.accounts.links import make_link
from kiosk.actions.accounts.manage_people import add_person, disable_person
from kiosk.actions.accounts.passwords import hash_password
from kiosk.actions.accounts.set_up import FIRST_ROLES, make_practice
from kiosk.actions.check_ins.submit import Accepted, Sending, submit_check_in
from kiosk.actions.clients.asking import Choices, change_asking
from kiosk.actions.practice.change import change_practice, set_language, set_links_and_results
from kiosk.actions.visits.open import Opened, Wanted, open_visit
from kiosk.actions.visits.open_at_start import open_at_start
from kiosk.actions.visits.open_together import OpenedTogether, open_together
from kiosk.actions.visits.still_open import AlreadyOpen
from kiosk.app import create_app
from kiosk.config import load
from kiosk.domain.actors import ByLink, CommandLine, Role, Staff
from kiosk.domain.answers import RawAnswers
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.keys import keys
from kiosk.queries.practice import LinksAndResults, PracticeSettings, see_practice
from kiosk.storage import forms, people, steps, visits
from kiosk.storage.db import db, reading, writing
from kiosk.storage.tables import CheckIn, Person, Practice, Visit
from kiosk.storage.work import unit_of_work
from kiosk.web.checkin.forms import FormKey

Settings = TypeVar("Settings", PracticeSettings, LinksAndResults)

PASSWORD = "seven quiet lamps by the river"
WELL = {"understood": "9.4", "topics": "9.0", "approach": "9.2", "overall": "9.6"}
BESIDE_LINES = frozenset({"marked", "strain", "sorted_out", "obstacle", "words", "talk", "safety", "decline"})
"""Fields that a client may send besides marks."""


@dataclass(frozen=True)
class Waiting:
    """A check-in that waits for its client."""

    visit: PublicId
    check_in: PublicId
    token: str

    @property
    def path(self) -> str:
        return f"/c/{self.token}"


@dataclass(frozen=True)
class Cast:
    """The app of one instance folder, and the people in it."""

    app: Flask
    environ: dict[str, str]
    alice: int
    bob: int
    carol: int

    @contextmanager
    def on_stage(self) -> Iterator[None]:
        """Within it the app's database can be read and written, and what was read is forgotten afterwards."""
        with self.app.app_context():
            yield
            db.session.remove()

    def begin(
        self,
        code: str = "C-014",
        *,
        place: str = "room",
        measure: str = "session-check",
        at: datetime | None = None,
        language: str = "",
    ) -> Waiting:
        """Alice starts a check-in; one that is still open for the same client ends."""
        with self.on_stage():
            start = partial(
                open_visit, self.actor(self.alice), code, measure, place, at or clock.now(), theirs=language
            )
            opened = start()
            if isinstance(opened, AlreadyOpen):
                opened = start(instead=[form.check_in for form in opened.forms])
            assert isinstance(opened, Opened), opened
            return Waiting(opened.visit, opened.check_in, keys().link_token(opened.check_in, 1))

    def begin_together(
        self, *codes: str, kind: str = "couple", measures: Mapping[str, str] | None = None
    ) -> tuple[Waiting, ...]:
        """Alice starts a check-in for each, anew; everybody gets the family's form unless `measures` names another."""
        wanted = [Wanted(code, (measures or {}).get(code, "family-check")) for code in codes]
        with self.on_stage():
            start = partial(open_together, self.actor(self.alice), kind, wanted, "room", clock.now())
            opened = start()
            if isinstance(opened, AlreadyOpen):
                opened = start(instead=[form.check_in for form in opened.forms])
            assert isinstance(opened, OpenedTogether), opened
        with self.on_stage():
            return waiting_in(opened.visit)

    def begin_week(
        self,
        *codes: str,
        kind: str = ONE_CLIENT,
        measure: str = "week-check",
        place: str = "room",
        at: datetime | None = None,
    ) -> tuple[Waiting, ...]:
        """Alice asks how the week was before the session; it is switched on for these clients, whom she knows."""
        alice, now = self.actor(self.alice), at or clock.now()
        for code in codes:
            self.ask_week(code, measure)
        with self.on_stage():
            opened = open_at_start(alice, kind, [Wanted(code, "") for code in codes], place, now)
            assert isinstance(opened, OpenedTogether), opened
        with self.on_stage():
            return waiting_in(opened.visit)

    def ask_week(self, code: str, measure: str = "week-check") -> None:
        """Alice switches on that this client is asked how the week was, or with an empty word off again."""
        alice = self.actor(self.alice)
        with self.on_stage():
            found = visits.client_by_code(reading(), as_therapist(alice, Permission.ASK_CLIENTS), code)
            assert found is not None, code
            change_asking(alice, found.public_id, Choices(opening_measure=measure), clock.now())

    def row(self, waiting: Waiting) -> int:
        """The number of the check-in's row, for tests that look into the database past the app."""
        with self.on_stage():
            return reading().scalars(select(CheckIn.id).where(CheckIn.public_id == waiting.check_in)).one()

    def present(self, waiting: Waiting) -> Waiting:
        """The same check-in by its present link: a new code has made another one of it."""
        with self.on_stage():
            version = forms.link_version_of(reading(), waiting.check_in)
            return replace(waiting, token=keys().link_token(waiting.check_in, version or 0))

    def key(self, waiting: Waiting, at: datetime | None = None) -> str:
        """The signed key of a form that is shown now."""
        with self.on_stage():
            return FormKey.new(waiting.check_in, at or clock.now()).signed()

    def send(self, waiting: Waiting, at: datetime | None = None, **answers: str) -> None:
        """The client sends lines, and whatever else is named."""
        now = at or clock.now()
        others = {name: answers.pop(name) for name in BESIDE_LINES & answers.keys()}
        raw = RawAnswers(items=answers, **{"marked": "line"} | others)
        with self.on_stage():
            sending = Sending(waiting.check_in, f"key {waiting.token}", now, raw)
            outcome = submit_check_in(ByLink(waiting.token), sending, now)
            assert isinstance(outcome, Accepted), outcome

    def give(self, person: int, *roles: Role) -> None:
        """This person holds exactly these roles from now on."""
        with self.on_stage(), writing() as session:
            found = session.get_one(Person, person)
            people.take_roles(session, found, set(Role) - set(roles))
            people.give_roles(session, found, roles, None, clock.now())

    def disable(self, person: int) -> None:
        """Take this person's login away from the command line; the last administrator's stays."""
        with self.on_stage():
            disable_person(CommandLine(), reading().get_one(Person, person).email, clock.now())

    def settle(self, **changed: Any) -> None:  # noqa: ANN401 -- of the kind that the setting has
        """Alice changes what holds for her practice, by the names of its columns; all else stays as it is."""
        actor, now = self.actor(self.alice), clock.now()
        with self.on_stage():
            found = see_practice(actor)
        with self.on_stage():
            if settings := _with(found.settings, changed):
                change_practice(actor, settings, now)
            if results := _with(found.results, changed):
                set_links_and_results(actor, results, now)
            if "language" in changed:
                set_language(actor, changed.pop("language"), now)
        assert not changed, "no settings of a practice"

    def actor(self, person: int) -> Staff:
        """This person as acts know them while they are logged in."""
        with self.on_stage():
            return people.staff(reading().get_one(Person, person))

    def set_up_link(self, zone: str = "UTC") -> str:
        """A path on which the first person of a new practice sets it up, once."""
        with self.on_stage():
            practice = make_practice(CommandLine(), "Your practice", zone, clock.now())
            return f"/set-up/{make_link(CommandLine(), practice, None, clock.now())}"

    def one_time_link(self, person: int) -> str:
        """A path that logs this person in, once."""
        with self.on_stage():
            practice = reading().get_one(Person, person).practice_id
            return f"/open/{make_link(CommandLine(), practice, person, clock.now())}"


def waiting_in(visit: PublicId) -> tuple[Waiting, ...]:
    """Everybody's check-in in this visit, with the first link to each."""
    found = reading().scalars(select(Visit).where(Visit.public_id == visit)).one()
    return tuple(Waiting(visit, one.public_id, keys().link_token(one.public_id, 1)) for one in found.check_ins)


def _with(found: Settings, changed: dict[str, Any]) -> Settings | None:
    """The same settings with those of `changed` that are among them, taken out of it; None where none is."""
    named = {one.name: changed.pop(one.name) for one in fields(found) if one.name in changed}
    return replace(found, **named) if named else None


def make_instance(folder: Path, **settings: str) -> dict[str, str]:
    """A real instance folder with its key and tables; gives the settings that lead to it."""
    instance.make(folder)
    environ = {"KIOSK_INSTANCE": str(folder)} | {f"KIOSK_{name.upper()}": value for name, value in settings.items()}
    config = load(environ)
    steps.prepare(config.database_url, config.key_check)
    return environ


def make_cast(folder: Path, **settings: str) -> Cast:
    """An instance with everybody in it."""
    environ = make_instance(folder, **settings)
    app = create_app(load(environ))
    with app.app_context():
        now, hashed = clock.now(), hash_password(PASSWORD)
        names = ("Lindenhof Practice", "Elsewhere")
        here, elsewhere = (make_practice(CommandLine(), name, "UTC", now) for name in names)
        with unit_of_work(CommandLine(), now) as work:
            for practice in (work.session.get_one(Practice, here), work.session.get_one(Practice, elsewhere)):
                practice.crisis_text, practice.crisis_number = "If you need help right now:", "0800 555 0134"
            everybody = [
                add_person(work, practice, name, f"{name.lower()}@example.org", hashed, roles).id
                for practice, name, roles in (
                    (here, "Alice", FIRST_ROLES),
                    (here, "Bob", [Role.THERAPIST]),
                    (elsewhere, "Carol", FIRST_ROLES),
                )
            ]
        db.session.remove()
    return Cast(app, environ, *everybody)
