"""Webhooks: an address that a therapist chose is told of their check-ins, signed, again and again, and no more."""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event as Gate
from threading import Thread
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.actions.accounts.webhooks import WantedWebhook, make_webhook
from kiosk.domain.actors import ByLink
from kiosk.domain.recipients import Recipient
from kiosk.domain.retries import PAUSES
from kiosk.domain.webhooks import Cause
from kiosk.operations import webhooks
from kiosk.operations.purge import purge
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.operations.webhooks import signature
from kiosk.queries.forms import read_form
from kiosk.storage.tables import Delivery, Job, Webhook
from kiosk.web.checkin.who_sees import who_sees
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import count, stored
from tests.web.audit import audited
from tests.web.browsing import Desk, log_in
from tests.web.conftest import Stage

LOW = {"understood": "2.5", "topics": "3", "approach": "4", "overall": "3.5"}
WORDS = "The yellow door."
ALL = (Cause.SENT, Cause.DECLINED, Cause.SIGNAL, Cause.CORRECTED)


@dataclass
class Receiver:
    """A server on this machine that keeps what it is sent, and answers with `status`."""

    port: int = 0
    status: int = 204
    location: str = ""
    waits: Gate | None = None
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in?key=theirs"

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.came]

    @property
    def types(self) -> list[str]:
        return [one["type"] for one in self.said]


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.waits:
                receiver.waits.wait(20)
            receiver.came.append((dict(self.headers), body))
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        receiver.port = running.server_port
        Thread(target=running.serve_forever, daemon=True).start()
        yield receiver
        running.shutdown()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as made:
        yield made


@pytest.fixture
def here(stage: Stage) -> Cast:
    """A practice whose server may reach this machine."""
    return stage(private_networks="127.0.0.0/8")


def hook(cast: Cast, url: str, *causes: Cause, severity: int = 2, content: bool = False, person: int = 0) -> str:
    """Alice has this address told, or somebody else has; gives the key of the signatures."""
    wanted = WantedWebhook("Desk", url, causes or ALL, severity, content)
    with cast.on_stage():
        allowed = cast.app.extensions["kiosk-config"].private_networks
        return make_webhook(cast.actor(person or cast.alice), wanted, allowed, clock.now())


def run(cast: Cast) -> None:
    """The process for jobs runs what is due."""
    with cast.on_stage():
        run_due_jobs("test", clock.now, lambda _: None)


def answered(cast: Cast, code: str = "C-014", **answers: str) -> Waiting:
    waiting = cast.begin(code)
    cast.send(waiting, None, **(answers or LOW))
    return waiting


def test_an_answer_is_told_of_with_its_ids_and_nothing_of_what_was_marked(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url, Cause.SENT)
    waiting = answered(here, **LOW, words=WORDS)
    run(here)
    (said,) = receiver.said
    assert said["type"] == "check-in.sent"
    assert (said["data"]["check_in"], said["data"]["visit"]) == (waiting.check_in, waiting.visit)
    assert said["data"]["url"].endswith(f"/visits/{waiting.visit}")
    assert set(said["data"]) == {"check_in", "visit", "client_id", "url"}
    assert WORDS not in receiver.came[0][1].decode()
    assert "C-014" not in receiver.came[0][1].decode()
    run(here)
    assert len(receiver.came) == 1


def test_a_message_is_signed_by_standard_webhooks(here: Cast, receiver: Receiver) -> None:
    secret = hook(here, receiver.url, Cause.SENT)
    answered(here)
    run(here)
    headers, body = receiver.came[0]
    at = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(secret.removeprefix("whsec_"), headers["webhook-id"], at, body)
    assert (len(b64decode(secret.removeprefix("whsec_"))), headers["Content-Type"]) == (32, "application/json")
    # The example of the specification's own tests.
    known = signature(
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert known == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_cause_is_told_of_where_it_was_chosen(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url)
    answered(here, "C-1", **WELL)
    run(here)
    assert receiver.types == ["check-in.sent"]
    answered(here, "C-2")
    here.send(here.begin("C-3"), None, decline="yes")
    run(here)
    assert receiver.types[1:] == ["check-in.sent", "check-in.signal", "check-in.declined"]
    assert receiver.said[2]["data"]["severity"] >= 2


def test_what_is_held_is_told_of_as_sent_and_the_rest_once_it_is_shown(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url, content=True)
    waiting = here.begin(place="telehealth")
    here.send(waiting, None, **LOW, words=WORDS)
    run(here)
    assert receiver.types == ["check-in.sent"]
    assert (receiver.said[0]["data"]["content"]["withheld"]["reason"], WORDS in str(receiver.said)) == ("held", False)
    log_in(here, here.alice).post(f"/check-ins/{waiting.check_in}/show")
    run(here)
    assert receiver.types == ["check-in.sent", "check-in.signal"]
    assert receiver.said[1]["data"]["content"]["words"] == WORDS
    assert [line[2] for line in audited(here)].count("result-sent") == 1


def test_a_form_names_the_receiver_where_it_gets_something_of_the_answer(here: Cast, receiver: Receiver) -> None:
    waiting = here.begin("C-1")

    def named() -> list[str]:
        with here.on_stage():
            form = read_form(ByLink(waiting.token), clock.now())
            assert form
            names = [one.name for one in form.recipients if one.kind is Recipient.PROGRAM]
            assert all(name in str(who_sees(form)) for name in names)
            return names

    hook(here, receiver.url, Cause.SENT, Cause.CORRECTED)
    assert named() == []
    hook(here, receiver.url, Cause.SIGNAL)
    assert named() == ["Desk"]


def test_an_answer_to_a_form_that_did_not_name_the_receiver_is_left_out(
    here: Cast, receiver: Receiver, time: TimeMachineFixture
) -> None:
    waiting, shown_at = here.begin(), clock.now()
    time.shift(60)
    hook(here, receiver.url, content=True)
    here.send(waiting, shown_at, **LOW, words=WORDS)
    run(here)
    assert receiver.types == ["check-in.sent"]
    content = receiver.said[0]["data"]["content"]
    assert (content["withheld"]["reason"], content["answers"], WORDS in str(receiver.said)) == (
        "not-named",
        None,
        False,
    )


def test_a_correction_is_told_of_and_colleagues_hear_nothing(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url, Cause.CORRECTED)
    hook(here, receiver.url, person=here.bob)
    waiting, desk = answered(here), log_in(here, here.alice)
    page = desk.get(f"/check-ins/{waiting.check_in}/not-theirs").text
    of = re.findall(r'name="of" value="(\w+)"', page)[0]
    desk.post(f"/check-ins/{waiting.check_in}/not-theirs", {"of": of, "becomes": "mistake"})
    run(here)
    assert receiver.types == ["check-in.corrected"]


def test_a_receiver_that_is_down_is_tried_for_most_of_a_day_and_then_given_up(
    here: Cast, receiver: Receiver, time: TimeMachineFixture
) -> None:
    receiver.status = 503
    hook(here, receiver.url, Cause.SENT)
    answered(here)
    for pause in PAUSES:
        run(here)
        time.shift(pause)
    run(here)
    assert (len(receiver.came), stored(here, Delivery.due_at)) == (len(PAUSES) + 1, [None])
    assert timedelta(hours=20) < sum(PAUSES, timedelta()) < timedelta(hours=24)
    assert {headers["webhook-id"] for headers, _ in receiver.came} == {receiver.came[0][0]["webhook-id"]}
    receiver.status = 204
    time.shift(timedelta(hours=1))
    run(here)
    assert len(receiver.came) == len(PAUSES) + 1


def test_a_slow_receiver_holds_up_no_other_and_a_redirect_is_not_followed(
    here: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "WITHIN_S", 1.0)
    gate = Gate()
    with receiving(Receiver(waits=gate)) as slow, receiving(Receiver(status=307, location=receiver.url)) as elsewhere:
        for url in (slow.url, elsewhere.url, receiver.url):
            hook(here, url, Cause.SENT)
        answered(here)
        run(here)
        assert (len(receiver.came), len(elsewhere.came)) == (1, 1)
        assert stored(here, Delivery.outcome) == ["silent", "status 307", "status 204"]
        assert [due is None for due in stored(here, Delivery.due_at)] == [False, False, True]
        gate.set()


def test_without_a_webhook_nothing_is_left_for_the_jobs(cast: Cast) -> None:
    answered(cast)
    assert (count(cast, Delivery), count(cast, Job)) == (0, 0)


def test_a_removed_webhook_and_one_of_somebody_who_left_are_told_nothing(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url, Cause.SENT)
    desk = log_in(here, here.alice)
    answered(here, "C-1")
    desk.post(f"/account/webhooks/{stored(here, Webhook.public_id)[0]}/remove")
    run(here)
    answered(here, "C-2")
    run(here)
    assert (receiver.came, stored(here, Webhook.secret)) == ([], [""])
    assert "webhook-removed" in {line[2] for line in audited(here)}


def test_the_log_goes_after_a_month_and_what_waits_stays(
    here: Cast, receiver: Receiver, time: TimeMachineFixture
) -> None:
    hook(here, receiver.url, Cause.SENT)
    answered(here)
    run(here)
    time.shift(timedelta(days=31))
    with here.on_stage():
        purge(clock.now())
    assert (count(here, Delivery), count(here, Webhook)) == (0, 1)


FIELDS = {"name": "Desk", "url": "https://hooks.example.org/in", "cause": "check-in.sent"}


def test_the_page_adds_one_shows_its_key_once_and_sends_again(here: Cast, receiver: Receiver) -> None:
    desk = log_in(here, here.alice)
    made = desk.post("/account/webhooks", FIELDS | {"url": receiver.url})
    assert (made.status_code, "whsec_" in made.text) == (200, True)
    page = desk.get("/account/webhooks").text
    assert ("whsec_" in page, "Desk" in page, "An answer came" in page) == (False, True, True)
    receiver.status = 500
    assert desk.post(re.findall(r"/account/webhooks/\w+/test", page)[0]).status_code == 303
    run(here)
    page = desk.get("/account/webhooks").text
    assert "Answered with 500." in page
    assert "The next attempt is" in page
    receiver.status = 204
    assert desk.post(re.findall(r"/account/webhooks/deliveries/\w+/again", page)[0]).status_code == 303
    run(here)
    assert receiver.types == ["trial", "trial"]
    assert "Delivered at" in desk.get("/account/webhooks").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Give the receiver a name."),
        ({"url": "hooks.example.org"}, "Type the whole address"),
        ({"url": "http://hooks.example.org/"}, "has to begin with https://"),
        ({"url": "https://192.168.1.4/in"}, "KIOSK_PRIVATE_NETWORKS"),
        ({"cause": "all"}, "Choose what it is told of."),
        ({"severity": "9"}, "Choose from which severity on."),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_added(
    alice: Desk, cast: Cast, changed: dict[str, str], said: str
) -> None:
    answer = alice.post("/account/webhooks", FIELDS | changed)
    assert answer.status_code in {422, 429}
    assert said in answer.text
    assert count(cast, Webhook) == 0


def test_a_colleague_finds_neither_a_webhook_nor_its_log(here: Cast, receiver: Receiver) -> None:
    hook(here, receiver.url, Cause.SENT)
    answered(here)
    bob = log_in(here, here.bob)
    webhook, delivery = stored(here, Webhook.public_id)[0], stored(here, Delivery.public_id)[0]
    for path in (f"{webhook}/remove", f"{webhook}/test", f"deliveries/{delivery}/again"):
        assert bob.post(f"/account/webhooks/{path}").status_code == 404
    assert "Desk" not in bob.get("/account/webhooks").text
