"""Every route of the app, who it is for, and everybody who can ask for it: for the tests of the gate."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any, TypeAlias

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.actions.accounts.manage_people import add_person
from kiosk.domain.actors import CommandLine, Role, Staff
from kiosk.domain.onward import Algorithm, WantedState
from kiosk.domain.permissions import Permission
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.smart import new_key
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import (
    ApiToken,
    Base,
    CheckIn,
    Client,
    Consent,
    Correction,
    Delivery,
    Erasure,
    Goal,
    Handover,
    Import,
    Login,
    NotedSession,
    OpenLoop,
    Passkey,
    Person,
    Plan,
    RecordCopy,
    RecordSystem,
    SavedGroup,
    SharedWords,
    Supervision,
    Tablet,
    Task,
    Visit,
    Webhook,
)
from kiosk.storage.work import unit_of_work
from tests.support.practice import PASSWORD, Cast
from tests.web.authenticator import Device as Authenticator
from tests.web.authenticator import origin_of
from tests.web.browsing import Desk, hidden, log_in
from tests.web.several import begin
from tests.web.tablets import paired


class Room(StrEnum):
    """Routes that no login guards."""

    FILES = "files"
    """The same for everybody."""
    WAYS_IN = "ways in"
    """For a browser that is not logged in yet."""
    FORM = "form"
    """For whoever holds the link of a form."""
    PROGRAM = "program"
    """For a program with a token; no cookie opens them."""
    TABLET = "tablet"
    """For a device that is a tablet or wants to be one; the page itself tells."""


Audience: TypeAlias = Room | Permission

AUDIENCES: Mapping[Audience, str] = {
    Room.FILES: """
        static_files.file health.health api.describe api.reference fhir.metadata keys.jwks
        tablet.worker tablet.no_server
    """,
    Room.WAYS_IN: """
        account.login account.begin account.end by_link.one_time by_link.use_one_time by_link.set_up
        codes.come_in passkeys.challenge passkeys.come_in private.here
    """,
    Room.FORM: """
        checkin.form checkin.answer checkin.seen checkin.not_me checkin.unfinished checkin.join checkin.use_short_code
        checkin.late checkin.leave checkin.mistake checkin.not_mine checkin.thanks checkin.words
    """,
    Room.TABLET: """
        tablet.screen tablet.ask tablet.next_person tablet.ask_to_free tablet.free tablet.after tablet.left
        tablet.pair tablet.show_code tablet.ask_paired tablet.place tablet.take
    """,
    Room.PROGRAM: """
        api.begin api.visit api.check_in api.withdraw api.qr_code api.clients api.history api.measures
        api.events api.open_loops api.end_open_loop api.open_loop_again api.corrections api.correct api.undo
        api.erasures
        fhir.patient fhir.patients fhir.encounter fhir.encounters fhir.response fhir.responses
        fhir.observation fhir.observations fhir.questionnaire fhir.questionnaires
    """,
    Permission.KEEP_ACCOUNT: """
        day.day private.state private.switch account.account account.language
        codes.codes codes.begin codes.turn_on codes.turn_off codes.renew
        arrival.choose arrival.agree arrival.duty
        supervision.agreements supervision.end supervision.hour supervision.unshare
        own_logins.show_again own_logins.end_one
        passkeys.own passkeys.challenge_to_add passkeys.add passkeys.rename passkeys.remove
    """,
    Permission.READ_RESULTS: """
        visits.visit visits.live events.events code_alone.code
        check_ins.check_in check_ins.live check_ins.alone check_ins.alone_live noticed.calibration to_tablet.ask_to_free
        clients.everybody caseload.caseload clients.client asking.asking loops.loops
        exports.exports work.task
    """,
    Permission.ASK_CLIENTS: """
        schedule.schedule schedule.plan schedule.end schedule.save schedule.end_saved
        noted.sheet noted.note noted.change noted.undo paper.paper paper.enter
        day.codes day.begin visits.withdraw visits.close day.begin_together day.usual_together visits.repair_together
        check_ins.withdraw check_ins.short_code check_ins.show check_ins.seen check_ins.repair
        safety.safety noticed.guess noticed.signs code_alone.new_code
        to_tablet.send to_tablet.back to_tablet.free
        clients.agree clients.add_to_list clients.move_up clients.met clients.end clients.take_back
        client_corrections.correct client_corrections.rename client_corrections.merge
        client_corrections.close client_corrections.reopen session_corrections.when session_corrections.correct
        asking.change asking.pause asking.resume asking.told asking.withdrawn
        patients.name
        handover.handover handover.offer handover.accept handover.refuse handover.take_back handover.told
        handover.ask_on_form handover.show_held
        supervision.agree supervision.share look_over.keep
        calendar.show calendar.give calendar.upload calendar.pattern calendar.look calendar.read calendar.whose
        calendar.forget calendar.off
    """,
    Permission.CORRECT_RECORDS: """
        loops.end loops.again corrections.not_theirs corrections.correct corrections.undo
    """,
    Permission.EXPORT_CLIENTS: "record.record record.summary record.plain exports.ask work.file work.dictionary",
    Permission.ERASE_CLIENTS: """
        erasure.ask_client erasure.erase_client erasure.ask_answer erasure.erase_answer erasure.erased
        look_over.due look_over.erase_many
    """,
    Permission.IMPORT_CLIENTS: """
        imports.imports imports.upload imports.show imports.columns imports.take imports.undo
    """,
    Permission.MAKE_TOKENS: """
        tokens.own tokens.make tokens.revoke webhooks.own webhooks.make webhooks.remove webhooks.test webhooks.again
    """,
    Permission.CHANGE_PRACTICE: """
        practice.practice practice.keep_practice practice.cues practice.keep_cues practice.back practice.measures
        retention.retention retention.keep_retention
        audit.keep results.results results.keep_results month.month notice.notice notice.keep_notice
        languages.practice_languages languages.keep_language
    """,
    Permission.TAKE_LEFT_RECORDS: "left_record.ask left_record.take",
    Permission.SEND_ONWARD: """
        record_system.records record_system.set_up record_system.register record_system.change record_system.again
    """,
    Permission.READ_AUDIT: "audit.log",
    Permission.EXPORT_AUDIT: "audit.export",
    Permission.MANAGE_TABLETS: """
        tablets.tablets tablets.pair tablets.change tablets.off tablets.seen tablets.idle tablets.text
    """,
    Permission.MANAGE_PEOPLE: """
        left_clients.left_clients left_clients.put_away left_clients.offer
        people.people people.invite people.roles people.disable people.enable people.reset
    """,
}
"""A new route is entered here by whoever adds it, or a test fails."""

CLASSIFIED: Mapping[str, Audience] = {
    endpoint: audience for audience, endpoints in AUDIENCES.items() for endpoint in endpoints.split()
}

ROWS: Mapping[str, type[Base]] = {
    "visit_id": Visit,
    "check_in_id": CheckIn,
    "client_id": Client,
    "goal_id": Goal,
    "loop_id": OpenLoop,
    "plan_id": Plan,
    "group_id": SavedGroup,
    "noted_id": NotedSession,
    "tablet": Tablet,
    "passkey": Passkey,
    "program": ApiToken,
    "webhook": Webhook,
    "delivery": Delivery,
    "copy_id": RecordCopy,
    "system_id": RecordSystem,
    "login": Login,
    "person": Person,
    "correction_id": Correction,
    "handover_id": Handover,
    "agreement_id": Supervision,
    "import_id": Import,
    "task_id": Task,
    "erasure_id": Erasure,
    "consent_id": Consent,
    "share_id": SharedWords,
}
"""The table to which each part of an address leads that is an id."""
TEXTS = {"kind": "json", "path": "css/tokens.css", "form": "session-check-v2", "step": "trial"}
"""The parts of an address that are no id; every other one is a secret."""
SECRET = "x" * 22
FIELDS = {
    "outcome": "talked",
    "ending": "done",
    "note": "not mine",
    "client": "C-1",
    "day": "2026-06-03",
    "time": "09:00",
    "codes": "C-030, C-031",
    "place": "room",
    "measure": "session-check",
    "seen": "one-word",
    "name": "another name",
    "room": "Room 9",
    "kind": "felt",
    "within": "4",
    "password": PASSWORD,
    "reason": "other",
    "preset": "couple",
    "phase": "working",
    "text": "larger",
    "opening": "week-check",
    "priorities": "To sleep again.",
    "of": "0" * 32,
    "becomes": "moved",
    "patient": "123",
    "became": "no-time",
}
NEVER: Mapping[type[Base], str] = dict.fromkeys(ROWS.values(), "0" * 32)


@dataclass(frozen=True)
class Asker:
    """One kind of actor with its browser."""

    name: str
    desk: Desk
    staff: Staff | None = None
    token: str = ""

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> TestResponse:
        """Ask as the pages do; a form carries the token of its browser."""
        if method == "GET":
            return self.desk.get(path)
        if self.staff:
            return self.desk.post(path, FIELDS | dict(fields or {}))
        return self.desk.client.post(path, data={"csrf_token": self.token} | FIELDS | dict(fields or {}))


@dataclass(frozen=True)
class Owned:
    """The ids of one table's rows, by the person who may find them; a tablet or person is its practice's."""

    ids: Mapping[type[Base], Mapping[int, tuple[str, ...]]]

    def of(self, asker: Asker, table: type[Base]) -> tuple[str, ...]:
        return self.ids[table].get(asker.staff.person_id, ()) if asker.staff else ()

    def foreign(self, asker: Asker, table: type[Base]) -> tuple[str, ...]:
        """One of each other person's that is not this one's too."""
        own = self.of(asker, table)
        return tuple({ids[0]: None for ids in self.ids[table].values() if ids[0] not in own})


@dataclass(frozen=True)
class World:
    """Two practices with one of everything in each, and everybody who can ask."""

    cast: Cast
    askers: Mapping[str, Asker]
    owned: Owned


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every method of every route."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        yield from ((method, rule) for method in sorted((rule.methods or set()) & {"GET", "POST"}))


def address(rule: Rule, ids: Mapping[str, str]) -> str:
    """The address of a route with these ids in it."""
    parts = {**TEXTS, **ids}
    return re.sub(r"<(?:[^>:]+:)?([^>]+)>", lambda found: parts.get(found[1], SECRET), rule.rule)


def make_world(cast: Cast) -> World:
    """Alice, Bob and Carol with clients; a supervisor and an administrator who are nothing else; devices."""
    cast.give(cast.alice, Role.THERAPIST, Role.ADMINISTRATOR)
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        practice, hashed = (found := work.session.get_one(Person, cast.alice)).practice_id, found.password_hash
        sam = add_person(work, practice, "Sam", "sam@example.org", hashed, [Role.SUPERVISOR]).id
        ada = add_person(work, practice, "Ada", "ada@example.org", hashed, [Role.ADMINISTRATOR]).id
    tablet = paired(cast)
    paired(cast, "Room 7", by=cast.carol)
    for person in (cast.alice, cast.bob, cast.carol):
        _furnish(cast, log_in(cast, person), person)
    with cast.on_stage():
        run_due_jobs("nobody", clock.now, lambda _: None)
    _offer_each_other(cast)
    _send_onward(cast)
    _agree_with(cast, sam)
    waiting = cast.begin("C-020")
    phone = cast.app.test_client()
    key = hidden(phone.get(waiting.path), "key")
    phone.post(waiting.path, data={"key": key, "marked": "line", "item-understood": "9.4"})
    cast.give(cast.alice, Role.THERAPIST)
    numbers = {"alice": cast.alice, "bob": cast.bob, "carol": cast.carol, "sam": sam, "ada": ada}
    staff = {name: _asker(cast, name, log_in(cast, number), number) for name, number in numbers.items()}
    nobody = cast.app.test_client()
    devices = {
        "nobody": Asker("nobody", Desk(nobody), token=hidden(nobody.get("/login"), "csrf_token")),
        "client": Asker("client", Desk(phone), token=hidden(phone.get("/login"), "csrf_token")),
        "tablet": Asker("tablet", Desk(tablet.client)),
    }
    return World(cast, staff | devices, _owned(cast))


def _furnish(cast: Cast, desk: Desk, person: int) -> None:
    """A held result, a couple, a goal, a passkey: one of everything that an address can name."""
    made = Authenticator(origin_of(cast)).make(
        desk.post("/account/passkeys/challenge", {"password": PASSWORD}).get_json()
    )
    assert desk.post("/account/passkeys", {"answer": made}).status_code == 303
    program = {"name": "Bookings", "scope": "visits:write", "days": "90"}
    assert desk.post("/account/programs", program).status_code == 200
    hook = {"name": "Desk", "url": "https://hooks.example.org/in", "cause": "check-in.sent"}
    page = desk.post("/account/webhooks", hook)
    assert desk.post(re.findall(r'action="(/account/webhooks/\w+/test)"', page.text)[0]).status_code == 303
    started = desk.post("/visits", {"client": "C-014", "measure": "session-check", "place": "telehealth"})
    assert started.status_code == 303
    begin(desk, cast, "C-030", "C-031")
    with cast.on_stage():
        client = _id(reading().scalars(select(Client).where(Client.therapist_id == person).order_by(Client.id)).first())
    assert (
        desk.post(
            f"/clients/{client}/goals", {"kind": "own", "words": "To be heard.", "within": "4", "unit": "weeks"}
        ).status_code
        == 303
    )
    assert desk.post(f"/clients/{client}/goals", {"kind": "own", "words": "To be heard."}).status_code == 303
    with cast.on_stage():
        moved = reading().scalars(select(CheckIn).join(CheckIn.visit).where(Visit.therapist_id == person)).first()
    assert desk.post(f"/clients/{client}/told", {"told_on": f"{clock.now():%Y-%m-%d}"}).status_code == 303
    begin(desk, cast, "C-040", "C-041")
    fields = {"of": client, "becomes": "moved", "code": "C-040"}
    assert desk.post(f"/check-ins/{_id(moved)}/not-theirs", fields).status_code == 303

    begin(desk, cast, "C-050", "C-051")
    with cast.on_stage():
        gone = (
            reading().scalars(select(Client).where(Client.therapist_id == person, Client.code_index == "C-051")).one()
        )
    erased = desk.post(f"/clients/{_id(gone)}/erase", {"what": "client", "code": "C-051"})
    assert erased.status_code == 303, erased.text
    saved = {"kind": "couple", "name": "The two", "codes": "C-030, C-031"}
    assert desk.post("/groups", saved).status_code == 303
    planned = {"client": "C-030", "day": f"{clock.now():%Y-%m-%d}", "time": "09:00", "weekly": "yes"}
    assert desk.post("/schedule", planned).status_code == 303
    noted = {"client": "C-050", "day": f"{clock.now():%Y-%m-%d}", "became": "no-time"}
    assert desk.post("/sessions", noted).status_code == 303
    assert desk.post("/exports", {"format": "csv", "rows": "check-ins"}).status_code == 303
    file: Any = (BytesIO(b"code\nC-600\n"), "clients.csv")
    assert desk.post("/imports", {"kind": "clients", "file": file}).status_code == 303


def _offer_each_other(cast: Cast) -> None:
    """Alice and Bob offer each other a client, and Carol is offered one of somebody's in her practice."""
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        carol = work.session.get_one(Person, cast.carol)
        add_person(work, carol.practice_id, "Erin", "erin@example.org", carol.password_hash)
        erin = people.by_any_email(work.session, "erin@example.org")
        assert erin
        for giver, taker in ((cast.alice, cast.bob), (cast.bob, cast.alice), (erin.id, cast.carol)):
            person = work.session.get_one(Person, giver)
            client = Client(practice_id=person.practice_id, therapist_id=giver, code="C-500", made_at=clock.now())
            work.session.add(client)
            work.session.flush()
            offer = {"from_id": giver, "to_id": taker, "offered_at": clock.now()}
            work.session.add(Handover(practice_id=person.practice_id, client_id=client.id, **offer))


def _send_onward(cast: Cast) -> None:
    """The practices of Alice and of Carol have a record system each, switched off, and sent one answer there once."""
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        for person in (cast.alice, cast.carol):
            found = work.session.scalars(
                select(CheckIn).join(CheckIn.visit).where(Visit.therapist_id == person)
            ).first()
            assert found
            made = {"practice_id": found.practice_id, "made_at": clock.now()}
            algorithm = Algorithm.ES384
            where = {"name": "Records", "url": "https://records.example.org/fhir", "algorithm": algorithm}
            system = RecordSystem(key=new_key(algorithm), with_words=False, **where, **made)
            work.session.add(system)
            work.session.flush()
            whose = {
                "check_in_id": found.id,
                "client_id": found.client_id,
                "patient": "1",
                "wanted": WantedState.FINAL,
                "scores": 1,
            }
            work.session.add(RecordCopy(system_id=system.id, **whose, **made))


def _agree_with(cast: Cast, sam: int) -> None:
    """Bob has agreed with Sam; Alice had, once, and Carol too with somebody who is not here."""
    with cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        for person, supervisor in ((cast.bob, sam), (cast.alice, sam), (cast.carol, cast.carol)):
            agreed = {"therapist_id": person, "supervisor_id": supervisor, "agreed_at": clock.now()}
            practice = work.session.get_one(Person, person).practice_id
            ended = None if person == cast.bob else clock.now()
            agreement = Supervision(practice_id=practice, ended_at=ended, **agreed)
            work.session.add(agreement)
            work.session.flush()
            client = work.session.scalars(select(Client).where(Client.therapist_id == person)).first()
            assert client
            shared = {"supervision_id": agreement.id, "client_id": client.id, "shared_at": clock.now()}
            work.session.add(SharedWords(practice_id=practice, **shared))


def _asker(cast: Cast, name: str, desk: Desk, person: int) -> Asker:
    with cast.on_stage():
        return Asker(name, desk, people.staff(reading().get_one(Person, person)))


def _owned(cast: Cast) -> Owned:
    """Read who may find what, by their rows alone: the gate of the app is not asked."""
    found: dict[type[Base], dict[int, tuple[str, ...]]] = {table: {} for table in ROWS.values()}
    with cast.on_stage():
        persons = reading().scalars(select(Person)).all()
        for table, owners in found.items():
            for row in reading().scalars(select(table)):
                for person in persons:
                    if _is_of(row, person):
                        owners[person.id] = (*owners.get(person.id, ()), _id(row))
    return Owned(found)


def _id(row: Any) -> str:  # noqa: ANN401 -- any of the tables
    return str(row.public_id)


def _both(row: Supervision | Handover | SharedWords) -> set[int]:
    """Those between whom it is."""
    if isinstance(row, SharedWords):
        return _both(reading().get_one(Supervision, row.supervision_id))
    return {row.therapist_id, row.supervisor_id} if isinstance(row, Supervision) else {row.to_id, row.from_id}


def _is_of(row: Base, person: Person) -> bool:  # noqa: PLR0911 -- a line for each kind of owner
    match row:
        case Visit() | Client() | Plan() | SavedGroup() | NotedSession():
            return row.therapist_id == person.id
        case CheckIn():
            return row.visit.therapist_id == person.id
        case Goal() | OpenLoop() | Consent():
            return reading().get_one(Client, row.client_id).therapist_id == person.id
        case SharedWords() | Supervision() | Handover():
            return person.id in _both(row)
        case Delivery():
            return row.webhook.person_id == person.id
        case Passkey() | ApiToken() | Webhook() | Correction() | Erasure() | Login() | Import() | Task():
            return row.person_id == person.id
        case Tablet() | Person() | RecordCopy() | RecordSystem():
            return row.practice_id == person.practice_id
        case _:
            raise TypeError(row)
