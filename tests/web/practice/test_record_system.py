"""The practice's record system: answers go onward to a FHIR server that is not ours, and are corrected there."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_network
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from time_machine import TimeMachineFixture, escape_hatch
from werkzeug.serving import make_server

from kiosk import clock
from kiosk.actions.erasure.erase import erase_whole_client
from kiosk.actions.erasure.retain import OVER
from kiosk.domain.actors import ByLink, CommandLine, Role
from kiosk.domain.recipients import Recipient
from kiosk.interchange.files import as_text
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.queries.forms import read_form
from kiosk.queries.onward import see_system
from kiosk.storage import erasable
from kiosk.storage.tables import Client, Job, RecordCopy, RecordPatient, RecordSystem
from kiosk.storage.work import unit_of_work
from kiosk.web.checkin.who_sees import who_sees
from tests.support.fhir import need_packages
from tests.support.practice import WELL, Cast, Waiting
from tests.support.record_systems import RecordServer, record_server
from tests.support.stored import count, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, log_in

WORDS = "The yellow door."
HERE = "/settings/records"
NAME = "Practice Records"


@pytest.fixture(scope="module")
def server() -> Iterator[RecordServer]:
    need_packages()
    with record_server() as started:
        yield started


@pytest.fixture(autouse=True)
def the_servers_time(time: TimeMachineFixture) -> None:
    """An assertion holds for five minutes, and the other server has a clock of its own."""
    time.move_to(escape_hatch.time.time(), tick=False)


@pytest.fixture
def here(cast: Cast) -> Cast:
    """A practice whose server may reach this machine."""
    config = cast.app.extensions["kiosk-config"]
    cast.app.extensions["kiosk-config"] = replace(config, private_networks=(ip_network("127.0.0.0/8"),))
    return cast


def run(cast: Cast) -> None:
    """The process for jobs runs what is due."""
    with cast.on_stage():
        run_due_jobs("test", clock.now, lambda _: None)


@dataclass(frozen=True)
class House:
    """Alice's practice, set up and switched on at a record system with two patients."""

    cast: Cast
    desk: Desk
    server: RecordServer
    patients: Sequence[str]

    def know(self, code: str, patient: str) -> None:
        """Alice says which patient a client is."""
        client = stored(self.cast, Client.public_id, where=Client.code_index == code)[0]
        assert self.desk.post(f"/clients/{client}/patient", {"patient": patient}).status_code == 303

    def begin(self, code: str = "C-1", patient: int = 0, **how: Any) -> Waiting:  # noqa: ANN401 -- as of a cast
        """Alice asks a client for whom she has said who they are there."""
        self.cast.begin(code)
        self.know(code, self.patients[patient])
        return self.cast.begin(code, **how)

    def answered(self, code: str = "C-1", **answers: str) -> Waiting:
        """And they answer, and it is sent."""
        waiting = self.begin(code)
        self.cast.send(waiting, None, **(answers or WELL))
        run(self.cast)
        return waiting

    def correct(self, waiting: Waiting, becomes: str, code: str = "") -> None:
        page = self.desk.get(f"/check-ins/{waiting.check_in}/not-theirs").text
        of = re.findall(r'name="of" value="(\w+)"', page)[0]
        fields = {"of": of, "becomes": becomes, "code": code}
        assert self.desk.post(f"/check-ins/{waiting.check_in}/not-theirs", fields).status_code == 303
        run(self.cast)

    def has_status(self) -> Sequence[str]:
        """The state of every response that the record system has."""
        return [one["status"] for one in self.server.stored("QuestionnaireResponse")]

    def has(self, kind: str = "Observation") -> Sequence[tuple[str, str]]:
        """The state and patient of every resource of a kind that the record system has, in their order."""
        found = self.server.stored(kind)
        return [(one["status"], one["subject"]["reference"].removeprefix("Patient/")) for one in found]


def set_up(
    cast: Cast, server: RecordServer, algorithm: str = "ES384", *, deletes: bool = False, **fields: str
) -> House:
    url, _ = server.begin(patients=0)
    desk = log_in(cast, cast.alice)
    wanted = {"name": NAME, "url": f"{url}/", "algorithm": algorithm} | fields
    assert desk.post(HERE, wanted).status_code == 303
    with cast.on_stage():
        seen = see_system(cast.actor(cast.alice))
        assert seen
    _, patients = server.begin({"id": "byg", "jwks": dict(seen.keys), "algorithm": algorithm, "deletes": deletes})
    assert desk.post(f"{HERE}/registered", {"client_id": "byg"}).status_code == 303
    return House(cast, desk, server, patients)


@pytest.fixture
def house(here: Cast, server: RecordServer) -> House:
    made = set_up(here, server, words="yes")
    switch_on(made)
    return made


def switch_on(house: House) -> None:
    assert house.desk.post(f"{HERE}/trial").status_code == 303
    run(house.cast)
    assert house.desk.post(f"{HERE}/on").status_code == 303


@pytest.mark.one_in(2, "algorithm")
@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_a_trial_stores_nothing_and_words_go_only_where_they_are_wanted(
    here: Cast, server: RecordServer, algorithm: str
) -> None:
    house = set_up(here, server, algorithm)
    assert house.desk.post(f"{HERE}/on").status_code == 409
    house.desk.post(f"{HERE}/trial")
    run(here)
    page = house.desk.get(HERE).text
    assert page.count("</b> yes") == 3
    assert ("4.0.1" in page, "/token" in page, "system/Observation.cus" in page) == (True, True, True)
    assert "PUT" in page
    assert (house.has(), house.has("QuestionnaireResponse")) == ([], [])
    assert house.desk.post(f"{HERE}/on").status_code == 303
    assert [line[2] for line in audited(here) if line[2].startswith("onward")] == [
        "onward-set-up",
        "onward-registered",
        "onward-on",
    ]
    house.answered(**WELL, words=WORDS)
    (response,) = server.stored("QuestionnaireResponse")
    assert (WORDS in page, WORDS in str(response), "item" in response) == (False, False, True)


def test_a_record_system_that_is_given_the_address_of_the_public_key_alone_gives_a_token(
    here: Cast, server: RecordServer
) -> None:
    house = set_up(here, server)
    path = re.findall(r"http://127.0.0.1:8000(/records/\w+/jwks.json)", house.desk.get(HERE).text)[0]
    with served(here.app) as address:
        server.begin({"id": "byg", "jwks_uri": f"{address}{path}", "algorithm": "ES384"})
        switch_on(house)
    anybody = here.app.test_client()
    told = anybody.get(path)
    assert (told.mimetype, told.headers["Cache-Control"]) == ("application/json", "public, max-age=3600")
    (key,) = told.get_json()["keys"]
    assert sorted(key) == ["alg", "crv", "key_ops", "kid", "kty", "use", "x", "y"]
    assert anybody.get(path, headers={"If-None-Match": told.headers["ETag"]}).status_code == 304
    assert "Set-Cookie" not in told.headers
    house.desk.post(f"{HERE}/remove")
    assert anybody.get(path).status_code == 404


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app, where another program of this machine can reach it."""
    made = make_server("127.0.0.1", 0, app)
    thread = Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.port}"
    made.shutdown()
    thread.join()


def test_an_answer_is_in_the_record_system_once_with_its_words_and_the_form_said_so(house: House) -> None:
    waiting = house.begin()
    with house.cast.on_stage():
        form = read_form(ByLink(waiting.token), clock.now())
        assert form
        assert [one.name for one in form.recipients if one.kind is Recipient.RECORD_SYSTEM] == [NAME]
        assert NAME in str(who_sees(form))
    house.cast.send(waiting, None, **WELL, words=WORDS)
    run(house.cast)
    (response,) = house.server.stored("QuestionnaireResponse")
    total = house.server.stored("Observation")[0]
    assert response["identifier"]["value"] == waiting.check_in
    assert WORDS in str(response)
    assert total["valueQuantity"]["value"] == 37.2
    assert total["derivedFrom"] == [{"reference": f"QuestionnaireResponse/{response['id']}"}]
    assert ("encounter" in response, "C-1" in str([response, total])) == (False, False)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]
    page = house.desk.get(HERE).text
    again = re.findall(rf"{HERE}/\w+/again", page)[0]
    assert house.desk.post(again).status_code == 303
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]
    assert [line[2] for line in audited(house.cast)].count("result-sent") == 2


def test_what_was_not_named_is_held_or_is_entered_is_not_sent(house: House, time: TimeMachineFixture) -> None:
    unnamed, shown_at = house.cast.begin("C-1"), clock.now()
    time.shift(60)
    house.know("C-1", house.patients[0])
    house.cast.send(unnamed, shown_at, **WELL)
    house.cast.send(house.cast.begin("C-2"), None, **WELL)
    run(house.cast)
    held = house.begin("C-3", place="telehealth")
    house.cast.send(held, None, **WELL)
    run(house.cast)
    assert house.has("QuestionnaireResponse") == []
    house.desk.post(f"/check-ins/{held.check_in}/show")
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]


def test_a_declined_form_says_so_without_a_value(house: House) -> None:
    house.answered(decline="yes")
    (total, *_) = house.server.stored("Observation")
    assert ("valueQuantity" in total, "asked-declined" in str(total["dataAbsentReason"])) == (False, True)


def test_an_answer_that_is_set_aside_is_an_error_there_and_is_anew_once_that_is_undone(house: House) -> None:
    waiting = house.answered(**WELL, words=WORDS)
    house.correct(waiting, "mistake")
    assert {status for status, _ in house.has()} == {"entered-in-error"}
    (response,) = house.server.stored("QuestionnaireResponse")
    assert (response["status"], "item" in response, WORDS in str(response)) == ("entered-in-error", False, False)
    undo = re.findall(r"/corrections/\w+/undo", house.desk.get(f"/visits/{waiting.visit}").text)[0]
    assert house.desk.post(undo).status_code == 303
    run(house.cast)
    assert sorted(status for status, _ in house.has("QuestionnaireResponse")) == ["completed", "entered-in-error"]


def test_an_answer_that_is_moved_or_whose_patient_was_wrong_leaves_that_patient(house: House) -> None:
    wrong, right = house.patients
    house.begin("C-2", 1)
    waiting = house.answered("C-1")
    house.correct(waiting, "moved", "C-2")
    assert house.has("QuestionnaireResponse") == [("entered-in-error", wrong), ("completed", right)]
    house.know("C-2", wrong)
    run(house.cast)
    assert sorted(house.has("QuestionnaireResponse")) == sorted(
        [("entered-in-error", wrong), ("entered-in-error", right), ("completed", wrong)]
    )
    house.know("C-2", "")
    run(house.cast)
    assert count(house.cast, RecordPatient) == 1
    assert [status for status, _ in house.has("QuestionnaireResponse")].count("completed") == 1


def test_a_server_that_is_down_gets_it_later_and_a_patient_it_does_not_know_is_told(
    house: House, time: TimeMachineFixture
) -> None:
    house.server.fail(503)
    waiting = house.begin()
    house.cast.send(waiting, None, **WELL)
    with_fault = house.begin("C-2")
    house.know("C-2", "nobody")
    house.server.fail(503)
    run(house.cast)
    assert "Answered with 503 transient." in house.desk.get(HERE).text
    house.server.fail(0)
    time.shift(20)
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]
    house.cast.send(with_fault, None, **WELL)
    run(house.cast)
    page = house.desk.get(HERE).text
    assert "Answered with 422 not-found QuestionnaireResponse.subject." in page
    assert "Given up." in page
    assert stored(house.cast, RecordCopy.may_be_there) == [True, False]
    house.know("C-2", house.patients[1])
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", one) for one in house.patients]


def test_a_form_that_named_it_is_sent_there_once_it_is_on_again_and_one_of_the_time_between_is_not(
    house: House, time: TimeMachineFixture
) -> None:
    named, other = house.begin(), house.cast.begin("C-2")
    house.know("C-2", house.patients[1])
    shown_at = clock.now()
    time.shift(60)
    house.desk.post(f"{HERE}/off")
    time.shift(60)
    house.cast.send(other, None, **WELL)
    house.cast.send(named, shown_at, **WELL)
    run(house.cast)
    assert house.has("QuestionnaireResponse") == []
    time.shift(60)
    house.desk.post(f"{HERE}/on")
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]


def erase(house: House, path: str, what: str, code: str = "C-1") -> str:
    """Alice erases something; gives the address of the page that says what became of it."""
    answer = house.desk.post(f"{path}/erase", {"what": what, "code": code})
    assert answer.status_code == 303, answer.text
    run(house.cast)
    return str(answer.headers["Location"])


def told(house: House, path: str) -> str:
    return " ".join(house.desk.get(path).text.split())


def test_what_is_erased_is_deleted_in_the_record_system_where_it_lets_us(here: Cast, server: RecordServer) -> None:
    house = set_up(here, server, deletes=True)
    switch_on(house)
    waiting, other = house.answered("C-1"), house.answered("C-2")
    assert "1 answer is in Practice Records too." in told(house, f"/check-ins/{waiting.check_in}/erase")
    done = erase(house, f"/check-ins/{waiting.check_in}", "answer")
    left = [one["identifier"]["value"] for one in server.stored("QuestionnaireResponse")]
    assert (left, len(house.has())) == ([other.check_in], 1)
    assert "1 answer is deleted there too." in told(house, done)
    client = stored(here, Client.public_id, where=Client.code_index == "C-2")[0]
    erase(house, f"/clients/{client}", "client", "C-2")
    assert (house.has(), house.has("QuestionnaireResponse")) == ([], [])
    assert [line[2] for line in audited(here)].count("erasure-sent") == 2


def test_what_is_erased_is_emptied_where_nothing_may_be_deleted(house: House) -> None:
    waiting = house.answered(**WELL, words=WORDS)
    done = erase(house, f"/check-ins/{waiting.check_in}", "answer")
    (response,), (total,) = house.server.stored("QuestionnaireResponse"), house.server.stored("Observation")
    assert sorted(response.keys() - {"id", "meta"}) == ["identifier", "resourceType", "status"]
    assert sorted(total.keys() - {"id", "meta"}) == ["code", "identifier", "resourceType", "status"]
    assert {response["status"], total["status"]} == {"entered-in-error"}
    assert "emptied there and marked as entered in error" in told(house, done)
    assert stored(house.cast, RecordCopy.patient) == [""]


def test_what_is_moved_and_erased_leaves_nothing_with_either_patient(house: House) -> None:
    house.begin("C-2", 1)
    waiting = house.answered("C-1")
    house.correct(waiting, "moved", "C-2")
    erase(house, f"/check-ins/{waiting.check_in}", "answer", "C-2")
    found = house.server.stored("QuestionnaireResponse")
    assert [(one["status"], "subject" in one) for one in found] == [("entered-in-error", False)] * 2


def test_erased_words_leave_an_answer_without_them(house: House) -> None:
    waiting = house.answered(**WELL, words=WORDS)
    done = erase(house, f"/check-ins/{waiting.check_in}", "words")
    (response,) = house.server.stored("QuestionnaireResponse")
    assert (response["status"], WORDS in str(response), "item" in response) == ("completed", False, True)
    assert "sent there again without the words" in told(house, done)


def test_what_could_not_be_reached_is_said_and_what_was_never_sent_is_not_asked_for(
    house: House, time: TimeMachineFixture
) -> None:
    waiting, unsent = house.answered("C-1"), house.begin("C-2")
    house.desk.post(f"{HERE}/off")
    house.cast.send(unsent, None, **WELL)
    done = erase(house, f"/check-ins/{waiting.check_in}", "answer")
    nothing = erase(house, f"/check-ins/{unsent.check_in}", "answer", "C-2")
    assert ("switched off" in told(house, done), "Practice Records" in told(house, nothing)) == (True, False)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]
    time.shift(60)
    house.desk.post(f"{HERE}/on")
    house.server.fail(503)
    run(house.cast)
    assert "1 answer is still there. The request is on its way" in told(house, done)
    house.server.fail(404)
    time.shift(60)
    run(house.cast)
    assert f'<span class="record-id">{waiting.check_in}</span>' in told(house, done)
    again = re.findall(rf"{HERE}/\w+/again", house.desk.get(HERE).text)[0]
    house.server.fail(0)
    assert house.desk.post(again).status_code == 303
    run(house.cast)
    assert house.has_status() == ["entered-in-error"]
    house.desk.post(f"{HERE}/remove")
    assert "emptied there" in told(house, done)


def test_what_the_practice_keeps_no_longer_stays_in_the_record_system(house: House) -> None:
    house.answered("C-1")
    client = stored(house.cast, Client.public_id)[0]
    with house.cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        found = erasable.client_in(work.session, None, client)
        assert found
        erase_whole_client(work, found, as_text, OVER)
    run(house.cast)
    assert house.has("QuestionnaireResponse") == [("completed", house.patients[0])]


def test_a_therapist_sees_their_own_last_answer_as_it_would_be_sent_and_that_is_noted(house: House) -> None:
    waiting = house.begin("C-7")
    house.cast.send(waiting, None, **WELL, words=WORDS)
    usual, before = house.desk.get(HERE).text, len(audited(house.cast))
    own = house.desk.get(f"{HERE}?own=1").text
    assert (waiting.check_in in usual, waiting.check_in in own, WORDS in own) == (False, True, True)
    assert (f"Patient/{house.patients[0]}" in own, "stands for the client" in own) == (True, False)
    assert [line[2:] for line in audited(house.cast, before)] == [("result-read", "check_ins")]


def test_whoever_is_no_therapist_sees_an_invented_answer_alone(house: House) -> None:
    house.cast.send(house.begin(), None, **WELL)
    house.cast.give(house.cast.alice, Role.ADMINISTRATOR)
    page = log_in(house.cast, house.cast.alice).get(f"{HERE}?own=1").text
    assert ("This is an invented answer" in page, "own=1#" in page) == (True, False)


def test_off_or_removed_it_is_named_nowhere_and_gets_nothing(house: House) -> None:
    waiting = house.begin()
    house.desk.post(f"{HERE}/off")
    house.cast.send(waiting, None, **WELL)
    run(house.cast)
    assert house.has("QuestionnaireResponse") == []
    house.desk.post(f"{HERE}/remove")
    assert stored(house.cast, RecordSystem.key) == [""]
    assert (count(house.cast, RecordPatient), stored(house.cast, RecordCopy.due_at)) == (0, [None])
    assert "Name of the record system" in house.desk.get(HERE).text


def test_without_a_record_system_nothing_is_left_for_the_jobs(cast: Cast) -> None:
    cast.send(cast.begin(), None, **WELL)
    assert count(cast, Job) == 0


FIELDS = {"name": NAME, "url": "https://records.example.org/fhir", "algorithm": "ES384"}


def test_a_wrong_value_is_named_and_nothing_is_set_up(alice: Desk, cast: Cast) -> None:
    answer = alice.post(HERE, FIELDS | {"url": "https://192.168.1.4/fhir"})
    assert (answer.status_code, "KIOSK_PRIVATE_NETWORKS" in answer.text, count(cast, RecordSystem)) == (422, True, 0)


def test_an_id_for_a_record_system_that_is_not_there_is_refused_without_naming_a_field(alice: Desk) -> None:
    refused = alice.post(f"{HERE}/registered", {"client_id": ""})
    assert (refused.status_code, "#client_id" in refused.text) == (409, False)


def test_an_id_that_no_patient_can_have_is_refused(alice: Desk, cast: Cast) -> None:
    cast.begin("C-1")
    assert alice.post(HERE, FIELDS).status_code == 303
    client = stored(cast, Client.public_id)[0]
    refused = alice.post(f"/clients/{client}/patient", {"patient": "not an id"})
    assert (refused.status_code, 'value="not an id"' in refused.text, count(cast, RecordPatient)) == (422, True, 0)
    assert alice.post(f"/clients/{client}/patient", {"patient": "https://x.example/Patient/a-1"}).status_code == 303
    assert stored(cast, RecordPatient.patient) == ["a-1"]
