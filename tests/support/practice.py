"""A practice with its cast: Alice, her colleague Bob in the same practice, and Carol in another one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask

from kiosk import clock, instance
from kiosk.actions.log_in import add_person, make_link, make_practice
from kiosk.actions.open_together import OpenedTogether, open_together
from kiosk.actions.open_visit import Opened, Wanted, open_visit
from kiosk.actions.passwords import hash_password
from kiosk.actions.still_open import AlreadyOpen
from kiosk.actions.submit_check_in import Accepted, Sending, submit_check_in
from kiosk.app import create_app
from kiosk.config import load
from kiosk.domain.answers import RawAnswers
from kiosk.keys import keys
from kiosk.storage import schema
from kiosk.storage.db import db, reading, writing
from kiosk.storage.tables import Person, Practice, Visit
from kiosk.web.checkin.forms import FormKey

PASSWORD = "seven quiet lamps by the river"
WELL = {"understood": "9.4", "topics": "9.0", "approach": "9.2", "overall": "9.6"}
BESIDE_LINES = frozenset({"marked", "strain", "sorted_out", "words", "talk", "safety", "decline"})
"""What a client may send besides marks."""


@dataclass(frozen=True)
class Waiting:
    """A check-in that waits for its client."""

    visit: int
    check_in: int
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
            alice = reading().get_one(Person, self.alice)
            start = partial(open_visit, alice, code, measure, place, at or clock.now(), theirs=language)
            opened = start()
            if isinstance(opened, AlreadyOpen):
                opened = start(instead=[form.check_in for form in opened.forms])
            assert isinstance(opened, Opened), opened
            return Waiting(opened.visit, opened.check_in, keys().link_token(opened.check_in, 1))

    def begin_together(
        self, *codes: str, kind: str = "couple", measures: Mapping[str, str] | None = None
    ) -> tuple[Waiting, ...]:
        """Alice starts a check-in for each, anew; everybody gets the family's form unless `measures` names another."""
        people = [Wanted(code, (measures or {}).get(code, "family-check")) for code in codes]
        with self.on_stage():
            alice = reading().get_one(Person, self.alice)
            start = partial(open_together, alice, kind, people, "room", clock.now())
            opened = start()
            if isinstance(opened, AlreadyOpen):
                opened = start(instead=[form.check_in for form in opened.forms])
            assert isinstance(opened, OpenedTogether), opened
        with self.on_stage():
            check_ins = reading().get_one(Visit, opened.visit).check_ins
            return tuple(Waiting(opened.visit, one.id, keys().link_token(one.id, 1)) for one in check_ins)

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
            outcome = submit_check_in(waiting.token, Sending(waiting.check_in, f"key {waiting.token}", now, raw), now)
            assert isinstance(outcome, Accepted), outcome

    def one_time_link(self, person: int) -> str:
        """A path that logs this person in, once."""
        with self.on_stage():
            practice = reading().get_one(Person, person).practice_id
            return f"/open/{make_link(practice, person, clock.now())}"


def make_instance(folder: Path, **settings: str) -> dict[str, str]:
    """A real instance folder with its key and tables; gives the settings that lead to it."""
    instance.make(folder)
    environ = {"KIOSK_INSTANCE": str(folder)} | {f"KIOSK_{name.upper()}": value for name, value in settings.items()}
    schema.migrate(load(environ).database_url)
    return environ


def make_cast(folder: Path, **settings: str) -> Cast:
    """An instance with everybody in it."""
    environ = make_instance(folder, **settings)
    app = create_app(load(environ))
    with app.app_context():
        now, hashed = clock.now(), hash_password(PASSWORD)
        here, elsewhere = make_practice("Lindenhof Practice", "UTC", now), make_practice("Elsewhere", "UTC", now)
        with writing() as session:
            for practice in (session.get_one(Practice, here), session.get_one(Practice, elsewhere)):
                practice.crisis_text, practice.crisis_number = "If you need help right now:", "0800 555 0134"
            people = [
                add_person(session, practice, name, f"{name.lower()}@example.org", hashed, now).id
                for practice, name in ((here, "Alice"), (here, "Bob"), (elsewhere, "Carol"))
            ]
        db.session.remove()
    return Cast(app, environ, *people)
