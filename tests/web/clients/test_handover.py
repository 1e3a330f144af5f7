"""Handover: offered, accepted or refused; marks go along at once, words once the client was told, guesses never."""

from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk import clock
from kiosk.cli import kiosk
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Handover, Person
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import count, dump, stored
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, checked, hidden, lines, log_in, read
from tests.web.several import BADLY

WORDS, NOTE = "only for Alice: the yellow door", "she spoke of a yellow door"


def id_of(cast: Cast, person: int) -> str:
    with cast.on_stage():
        return str(reading().scalars(select(Person.public_id).where(Person.id == person)).one())


def client_id(cast: Cast, code: str = "C-014") -> str:
    return str(stored(cast, Client.public_id, where=Client.code_index == code)[0])


def last_handover(cast: Cast) -> str:
    return f"/handover/{stored(cast, Handover.public_id)[-1]}"


def answered(cast: Cast, alice: Desk, weeks: int = 4) -> Waiting:
    """Alice has met C-014 for some weeks; the last time was worth talking about."""
    for week in range(weeks, 1, -1):
        at = clock.now() - timedelta(weeks=week)
        cast.send(cast.begin(at=at), at, **WELL)
    at = clock.now() - timedelta(weeks=1)
    waiting = cast.begin(at=at)
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "9"})
    cast.send(waiting, at, **BADLY, words=WORDS, talk="next")
    return waiting


def offer(cast: Cast, alice: Desk, told_on: str = "", code: str = "C-014") -> str:
    fields = {"client": client_id(cast, code), "to": id_of(cast, cast.bob), "told_on": told_on}
    assert alice.post("/handover/offer", fields).location == "/handover?saved=offered"
    return last_handover(cast)


def handed_over(cast: Cast, alice: Desk, bob: Desk, told_on: str = "") -> str:
    path = offer(cast, alice, told_on)
    assert bob.post(f"{path}/accept", {"code": "C-014"}).location == "/handover?saved=accepted"
    return path


def test_until_it_is_accepted_nothing_changes(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    offer(cast, alice)
    page = f"/clients/{client_id(cast)}"
    assert (alice.get(page).status_code, bob.get(page).status_code) == (200, 404)
    assert "A colleague offers you 1 client." in read(bob.get("/"))
    assert "C-014, from Alice" in read(bob.get("/handover"))


def test_marks_and_what_is_open_go_along_and_words_do_not(cast: Cast, alice: Desk, bob: Desk) -> None:
    waiting = answered(cast, alice)
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "next", "note": NOTE})
    handed_over(cast, alice, bob)
    path = f"/clients/{client_id(cast)}"
    for page in (bob.get(path), bob.get("/"), bob.get("/open"), bob.get("/clients"), bob.get(f"{path}/record.json")):
        assert page.status_code == 200
        assert [each for each in (WORDS, NOTE) if each in page.text] == []
    assert "C-014" in read(bob.get("/"))
    assert "C-014" in read(bob.get("/open"))
    assert "For next time" in read(bob.get(path))
    assert alice.get(path).status_code == 404
    assert bob.get(f"/visits/{waiting.visit}").status_code == 404


def test_a_wish_to_talk_goes_along(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    handed_over(cast, alice, bob)
    assert "C-014" in read(bob.get("/"))
    assert "talk" in read(bob.get("/"))
    assert "yellow" not in bob.get("/").text


def test_words_pass_on_once_the_client_was_told(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    path = handed_over(cast, alice, bob)
    for day in ("", "tomorrow", "2026-06-04"):
        assert bob.post(f"{path}/told", {"told_on": day}).status_code == 422
    assert WORDS not in bob.get(f"/clients/{client_id(cast)}").text
    assert bob.post(f"{path}/told", {"told_on": "2026-06-03"}).location == "/handover?saved=told"
    assert WORDS in bob.get(f"/clients/{client_id(cast)}").text
    assert WORDS in bob.get(f"/clients/{client_id(cast)}/record.json").text


def test_a_client_who_was_told_before_is_handed_over_with_their_words(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    handed_over(cast, alice, bob, told_on="2026-06-01")
    assert WORDS in bob.get(f"/clients/{client_id(cast)}").text


def test_only_who_took_over_can_say_that_the_client_was_told(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    path = offer(cast, alice)
    told = {"told_on": "2026-06-01"}
    assert [desk.post(f"{path}/told", told).status_code for desk in (alice, bob)] == [404, 404]
    bob.post(f"{path}/accept", {"code": "C-014"})
    assert alice.post(f"{path}/told", told).status_code == 404


def test_the_chart_goes_on_and_what_is_usual_begins_anew(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice, weeks=8)
    usual = "usual range for this person"
    assert usual in read(alice.get(f"/clients/{client_id(cast)}"))
    handed_over(cast, alice, bob)
    page = bob.get(f"/clients/{client_id(cast)}")
    assert usual not in read(page)
    assert read(page).count("37.2") >= 7
    started = bob.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"})
    assert "last time" not in read(bob.get(started.location))


def test_guesses_and_calibration_stay_behind(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    handed_over(cast, alice, bob)
    assert '"guess": null' in bob.get(f"/clients/{client_id(cast)}/record.json").text
    assert "Guess minus mark" in read(alice.get("/calibration"))
    assert "Guess minus mark" not in read(bob.get("/calibration"))


def test_a_code_that_the_colleague_has_already_is_asked_anew(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    bob.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"})
    path = offer(cast, alice)
    before = dump(cast)
    refused = bob.post(f"{path}/accept", {"code": "C-014"})
    assert (refused.status_code, "You already have a client C-014." in read(refused)) == (409, True)
    assert bob.post(f"{path}/accept", {"code": "a name of somebody, surely"}).status_code == 422
    assert dump(cast) == before
    assert bob.post(f"{path}/accept", {"code": "C-015"}).status_code == 303


def test_a_refused_or_withdrawn_offer_is_over(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    path = offer(cast, alice)
    assert bob.post(f"{path}/refuse").location == "/handover?saved=refused"
    assert bob.post(f"{path}/accept", {"code": "C-014"}).status_code == 409
    second = offer(cast, alice)
    assert bob.post(f"{second}/back").status_code == 404
    assert alice.post(f"{second}/back").location == "/handover?saved=back"
    assert bob.post(f"{second}/accept", {"code": "C-014"}).status_code == 409
    assert alice.get(f"/clients/{client_id(cast)}").status_code == 200


def test_another_offer_of_the_same_client_ends_the_first(cast: Cast, alice: Desk, bob: Desk) -> None:
    answered(cast, alice)
    first = offer(cast, alice)
    offer(cast, alice)
    assert bob.post(f"{first}/accept", {"code": "C-014"}).status_code == 409


def test_a_link_nobody_opened_closes_kindly_and_a_form_that_is_open_is_waited_for(
    cast: Cast, alice: Desk, bob: Desk, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    path = offer(cast, alice)
    phone.get(waiting.path)
    phone.post(f"{waiting.path}/seen", data={"state": "opened"})
    refused = bob.post(f"{path}/accept", {"code": "C-014"})
    assert (refused.status_code, "A form of theirs is open just now." in read(refused)) == (409, True)
    cast.send(waiting, None, **WELL)
    another = cast.begin()
    assert bob.post(f"{path}/accept", {"code": "C-014"}).status_code == 303
    assert phone.get(another.path).status_code == 410
    assert stored(cast, CheckIn.state) == ["sent", "withdrawn"]


def test_a_whole_caseload_is_offered_at_once(cast: Cast, run: CliRunner, bob: Desk) -> None:
    for code in ("C-1", "C-2", "C-3"):
        cast.begin(code)
    said = run.invoke(kiosk, ["handover", "--from", "alice@example.org", "--to", "bob@example.org"]).output
    assert said == "Offered to bob@example.org: 3 clients.\n"
    assert "Colleagues offer you 3 clients." in read(bob.get("/"))


@pytest.mark.parametrize("to", ["alice", "carol"])
def test_only_a_colleague_who_is_a_therapist_here_can_be_offered_a_client(cast: Cast, alice: Desk, to: str) -> None:
    cast.begin()
    fields = {"client": client_id(cast), "to": id_of(cast, getattr(cast, to))}
    assert alice.post("/handover/offer", fields).status_code == 422
    assert alice.post("/handover/offer", {"to": id_of(cast, cast.bob)}).status_code == 422
    assert count(cast, Handover) == 0


def test_clients_of_somebody_disabled_wait_for_a_new_therapist(
    cast: Cast, bob: Desk, second_administrator: None
) -> None:
    del second_administrator
    at = NOW - timedelta(days=1)
    cast.send(cast.begin(at=at), at, **WELL, words=WORDS)
    cast.disable(cast.alice)
    page = read(bob.get("/settings/without-therapist"))
    assert "C-014" in page
    fields = {"client": client_id(cast), "to": id_of(cast, cast.bob)}
    assert bob.post("/settings/without-therapist/offer", fields).status_code == 303
    assert "Offered to Bob" in read(bob.get("/settings/without-therapist"))
    assert bob.post(f"{last_handover(cast)}/accept", {"code": "C-014"}).status_code == 303
    assert "Every client has a therapist who can log in." in read(bob.get("/settings/without-therapist"))
    assert WORDS not in bob.get(f"/clients/{client_id(cast)}").text


def test_an_administrator_offers_no_client_of_somebody_who_can_log_in(cast: Cast, alice: Desk, bob: Desk) -> None:
    del alice
    bob.post("/visits", {"client": "B-1", "measure": "session-check", "place": "room"})
    fields = {"client": client_id(cast, "B-1"), "to": id_of(cast, cast.alice)}
    assert log_in(cast, cast.alice).post("/settings/without-therapist/offer", fields).status_code == 422


def test_every_step_is_audited(cast: Cast, alice: Desk, bob: Desk) -> None:
    cast.send(cast.begin(at=NOW - timedelta(days=1)), None, **WELL)
    before = len(audited(cast))
    path = handed_over(cast, alice, bob)
    bob.post(f"{path}/told", {"told_on": "2026-06-03"})
    assert [(person, act) for _, person, act, _ in audited(cast, before)] == [
        (cast.alice, "client-offered"),
        (cast.bob, "client-taken-over"),
        (cast.bob, "words-passed-on"),
    ]


def test_the_next_form_tells_and_words_pass_on_unless_it_is_declined(
    cast: Cast, alice: Desk, bob: Desk, phone: FlaskClient
) -> None:
    answered(cast, alice)
    path = handed_over(cast, alice, bob)
    assert bob.post(f"{path}/form", {"asks": "yes"}).location == "/handover?saved=asks"
    form = form_of_bob(cast, bob)
    asked = "Bob can read what you wrote before this, unless you say no."
    assert asked in read(phone.get(form))
    again = phone.post(form, data={"key": hidden(phone.get(form), "key"), "former": "no", "show": "easy"})
    assert checked(again)["former"] == "no"
    send(phone, form, decline="yes")
    assert WORDS not in bob.get(f"/clients/{client_id(cast)}").text
    second = form_of_bob(cast, bob)
    assert asked in read(phone.get(second))
    send(phone, second, **lines())
    assert WORDS in bob.get(f"/clients/{client_id(cast)}").text
    assert "Told on 3 June 2026." in read(bob.get("/handover"))
    assert asked not in read(phone.get(form_of_bob(cast, bob)))


def test_words_that_a_client_declined_stay_closed_for_good(
    cast: Cast, alice: Desk, bob: Desk, phone: FlaskClient
) -> None:
    answered(cast, alice)
    path = handed_over(cast, alice, bob)
    bob.post(f"{path}/form", {"asks": "yes"})
    send(phone, form_of_bob(cast, bob), **lines(), former="no")
    page = bob.get(f"/clients/{client_id(cast)}")
    assert (WORDS in page.text, "they said no on their form" in read(page)) == (False, True)
    for leaf, fields in (("told", {"told_on": "2026-06-03"}), ("form", {"asks": "yes"})):
        assert bob.post(f"{path}/{leaf}", fields).status_code == 409
    assert WORDS not in bob.get(f"/clients/{client_id(cast)}/record.json").text


def test_a_form_that_was_shown_before_it_told_passes_nothing_on(
    cast: Cast, alice: Desk, bob: Desk, phone: FlaskClient, time: time_machine.TimeMachineFixture
) -> None:
    answered(cast, alice)
    path = handed_over(cast, alice, bob)
    form = form_of_bob(cast, bob)
    key = hidden(phone.get(form), "key")
    time.move_to(NOW + timedelta(minutes=1), tick=False)
    bob.post(f"{path}/form", {"asks": "yes"})
    assert phone.post(form, data={"key": key, "marked": "line"} | lines()).status_code == 303
    assert WORDS not in bob.get(f"/clients/{client_id(cast)}").text


def test_accepting_reveals_nothing_that_is_held(cast: Cast, alice: Desk, bob: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **BADLY, words=WORDS)
    handed_over(cast, alice, bob)
    assert stored(cast, CheckIn.revealed_at) == [None]
    page = bob.get(f"/clients/{client_id(cast)}")
    assert ("kept off this page until you ask for it" in read(page), "12.8" in read(page)) == (True, False)
    held = f"/clients/{client_id(cast)}/held/{waiting.check_in}"
    assert alice.post(held).status_code == 404
    assert bob.post(held).location == f"/clients/{client_id(cast)}"
    shown = bob.get(f"/clients/{client_id(cast)}")
    assert ("kept off this page" in read(shown), WORDS in shown.text) == (False, False)
    assert bob.post(held).status_code == 404


def test_whoever_handed_a_client_over_finds_none_of_their_sessions_by_address(
    cast: Cast, alice: Desk, bob: Desk
) -> None:
    waiting = answered(cast, alice)
    with_both = cast.begin_together("C-014", "C-015")
    for each in with_both:
        cast.send(each, None, **BADLY, words=WORDS)
    handed_over(cast, alice, bob)
    paths = [f"/visits/{waiting.visit}", f"/visits/{waiting.visit}/live", f"/visits/{waiting.visit}/when"]
    paths += [f"/check-ins/{waiting.check_in}{leaf}" for leaf in ("", "/live", "/alone", "/not-theirs")]
    assert {path: alice.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked"}).status_code == 404
    assert alice.get(f"/check-ins/{with_both[0].check_in}").status_code == 404
    assert alice.get(f"/check-ins/{with_both[1].check_in}").status_code == 200
    assert "C-014" not in read(alice.get(f"/visits/{with_both[0].visit}"))
    assert "C-014" not in read(alice.get("/"))


def form_of_bob(cast: Cast, bob: Desk) -> str:
    """The address of a form of Bob's own, begun anew."""
    bob.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room", "where": "room"})
    newest = stored(cast, CheckIn.public_id)[-1]
    return f"/c/{keys_of(cast, newest)}"


def keys_of(cast: Cast, check_in: str) -> str:
    with cast.on_stage():
        return keys().link_token(PublicId(check_in), 1)


def send(phone: FlaskClient, form: str, **fields: str) -> None:
    key = hidden(phone.get(form), "key")
    assert phone.post(form, data={"key": key, "marked": "line"} | fields).status_code == 303
