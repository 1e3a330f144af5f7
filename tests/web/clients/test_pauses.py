"""Settings by which a client is asked: a pause and its end, the kind of work, and its phase."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk import catalogue
from kiosk.actions.clients.pauses import PauseReason
from kiosk.domain.place import Place
from kiosk.domain.presets import PRESETS
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.queries.asking import Usual, usual_for
from kiosk.storage.clients import LastAsked
from kiosk.storage.tables import CheckIn, Client, Event, Pause
from tests.support.practice import Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, answer, checked, lines, log_in, read
from tests.web.page_rules import parse, words


@pytest.fixture
def answered(cast: Cast) -> Cast:
    """C-014 has answered once."""
    cast.send(cast.begin(), understood="9.4", topics="9.0", approach="9.2", overall="9.6")
    return cast


def pause(alice: Desk, reason: str = "screen") -> None:
    assert alice.post(f"{alice.client_path()}/pause", {"reason": reason}).status_code == 303


@pytest.mark.usefixtures("answered")
def test_a_paused_client_is_offered_no_check_in_and_the_day_says_why(alice: Desk) -> None:
    pause(alice)
    day = read(alice.get("/"))
    assert "Paused since Wednesday 3 June: somebody else can see the screen." in day
    assert "Start check-in with C-014" not in day
    assert "Resume asking C-014" in day


def test_a_typed_code_of_a_paused_client_starts_nothing_and_says_what_to_do(answered: Cast, alice: Desk) -> None:
    pause(alice)
    started = alice.post("/visits", {"client": "c-014".upper(), "measure": "session-check", "place": "room"})
    assert started.status_code == 422
    assert "C-014 is paused. Resume below or on their own page, then start the check-in." in read(started)
    assert count(answered, CheckIn) == 1


def test_pausing_ends_a_link_that_is_still_open(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    pause(alice)
    assert phone.get(waiting.path).status_code == 410
    assert stored(cast, Event.kind)[-1:] == ["withdrawn"]


def test_pausing_leaves_an_answer_that_is_already_here(answered: Cast, alice: Desk) -> None:
    pause(alice)
    assert stored(answered, CheckIn.state) == ["sent"]


def test_the_session_of_a_paused_client_says_why_and_offers_to_resume(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    pause(alice, "crisis")
    page = alice.get(f"/visits/{waiting.visit}")
    assert "Paused since Wednesday 3 June: an acute crisis. No check-ins are offered in the meantime." in read(page)
    back = alice.post(f"{alice.client_path()}/resume", {"next": f"/visits/{waiting.visit}"})
    assert back.location == f"/visits/{waiting.visit}"
    assert "Paused" not in read(alice.get(back.location))


@pytest.mark.usefixtures("answered")
def test_after_resuming_one_tap_starts_a_check_in_again(alice: Desk) -> None:
    pause(alice)
    alice.post(f"{alice.client_path()}/resume", {"next": "/"})
    started = alice.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"})
    assert started.status_code == 303


def test_each_pause_is_kept_with_its_kind_of_reason_and_its_times(
    answered: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    pause(alice, "consent")
    time.shift(3600)
    alice.post(f"{alice.client_path()}/resume")
    pause(alice, "other")
    first, second = stored(answered, Pause.reason, Pause.ended_at)
    assert first == ("consent", NOW + timedelta(hours=1))
    assert second == ("other", None)


def test_pausing_twice_is_one_pause(answered: Cast, alice: Desk) -> None:
    pause(alice, "crisis")
    pause(alice, "other")
    assert stored(answered, Pause.reason) == ["crisis"]


def test_resuming_somebody_who_is_not_paused_changes_nothing(answered: Cast, alice: Desk) -> None:
    assert alice.post(f"{alice.client_path()}/resume").status_code == 303
    assert count(answered, Pause) == 0


def test_a_reason_of_no_known_kind_pauses_nothing(answered: Cast, alice: Desk) -> None:
    refused = [
        alice.post(f"{alice.client_path()}/pause", {"reason": reason}) for reason in ("", "tired of it", "diagnosis")
    ]
    assert [each.status_code for each in refused] == [422, 422, 422]
    assert count(answered, Pause) == 0


def test_pauses_are_counted_apart_from_declining(
    cast: Cast, alice: Desk, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    cast.send(cast.begin(), decline="yes")
    for reason in PauseReason:
        pause(alice, reason)
        time.shift(60)
        alice.post(f"{alice.client_path()}/resume")
    assert "Paused four times. Chose not to answer once, which is counted apart." in read(
        alice.get(f"{alice.client_path()}/asking")
    )
    answer(phone, waiting := cast.begin(), {"decline": "yes"})
    assert "2 of the last 2 times" in read(alice.get(f"/visits/{waiting.visit}"))


@pytest.mark.usefixtures("answered")
def test_a_paused_client_whose_session_was_today_is_among_the_clients(alice: Desk) -> None:
    assert "Resume" not in read(alice.get("/"))
    pause(alice)
    assert "Resume asking C-014" in read(alice.get("/"))


def test_a_colleague_s_client_is_not_there(answered: Cast) -> None:
    fields = {"preset": "couple", "phase": "ending", "reason": "crisis"}
    for stranger in (answered.bob, answered.carol):
        desk = log_in(answered, stranger)
        sent = [desk.post(f"{desk.client_path()}/{act}", fields) for act in ("preset", "phase", "pause", "resume")]
        assert {each.status_code for each in [*sent, desk.get(f"{desk.client_path()}/asking")]} == {404}
    assert stored(answered, Client.preset, Client.phase) == [("individual", "")]
    assert count(answered, Pause) == 0


@pytest.mark.usefixtures("answered")
def test_without_a_login_nothing_of_it_is_there(phone: FlaskClient, alice: Desk) -> None:
    assert phone.get(f"{alice.client_path()}/asking").status_code == 401
    assert phone.post(f"{alice.client_path()}/pause", data={"reason": "crisis"}).status_code == 400


@pytest.mark.usefixtures("answered")
def test_a_change_leads_back_to_the_page_it_was_made_on_and_never_elsewhere(alice: Desk) -> None:
    here = alice.client_path()
    for asked, led in (("", f"{here}/asking"), (here, here), ("https://evil.example/", "/")):
        assert alice.post(f"{alice.client_path()}/asking", {"preset": "group", "next": asked}).location == led


def test_a_kind_and_a_phase_that_nobody_offers_are_refused(answered: Cast, alice: Desk) -> None:
    assert alice.post(f"{alice.client_path()}/asking", {"preset": "séance"}).status_code == 422
    assert alice.post(f"{alice.client_path()}/asking", {"phase": "cured"}).status_code == 422
    assert stored(answered, Client.preset, Client.phase) == [("individual", "")]


def test_the_phase_can_be_said_and_left_unsaid_again(answered: Cast, alice: Desk) -> None:
    alice.post(f"{alice.client_path()}/asking", {"phase": "ending"})
    assert stored(answered, Client.phase) == ["ending"]
    alice.post(f"{alice.client_path()}/asking", {"phase": ""})
    assert stored(answered, Client.phase) == [""]


def test_the_words_to_hand_over_with_differ_the_first_time(cast: Cast, alice: Desk) -> None:
    first = cast.begin()
    assert "leave whatever you like" in read(alice.get(f"/visits/{first.visit}"))
    cast.send(first, understood="9.0")
    later = cast.begin()
    assert "It takes a minute, and we can talk about it straight away." in read(alice.get(f"/visits/{later.visit}"))


def test_kind_and_phase_shape_the_words_to_hand_over_with(answered: Cast, alice: Desk) -> None:
    alice.post(f"{alice.client_path()}/asking", {"preset": "telehealth"})
    alice.post(f"{alice.client_path()}/asking", {"phase": "ending"})
    page = read(alice.get(f"/visits/{answered.begin().visit}"))
    assert "Before we end the call, " in page
    assert "many sessions left" in page
    assert "You might hand it over like this (coming to an end)" in page


def test_a_call_is_started_as_a_call_with_one_tap(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    cast.send(cast.begin(), understood="9.0")
    alice.post(f"{alice.client_path()}/asking", {"preset": "telehealth"})
    time.shift(24 * 3600)
    assert "Start check-in with C-014, on a call" in read(log_in(cast, cast.alice).get("/"))


def last(measure: str) -> dict[str, LastAsked]:
    return {ONE_CLIENT: LastAsked(1, ONE_CLIENT, measure, 1, Place.ROOM, None)}


def test_a_kind_of_work_without_a_form_of_its_own_leaves_the_last_one() -> None:
    client = Client(preset="mandated", language="")
    assert usual_for(client, last("felt-understood")) == Usual("felt-understood", Place.ROOM)


def test_several_people_begin_with_their_form_where_the_server_has_it() -> None:
    expected = "group-check" if "group-check" in catalogue.measures() else "session-check"
    client = Client(preset="group", language="")
    assert usual_for(client, last("session-check")) == Usual(expected, Place.ROOM)


def test_some_kinds_of_work_add_the_question_whether_anything_got_in_the_way(
    cast: Cast, alice: Desk, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    assert "get in the way" not in read(phone.get(waiting.path))
    for kind, chosen in PRESETS.items():
        alice.post(f"{alice.client_path()}/asking", {"preset": kind})
        assert ("get in the way" in read(phone.get(waiting.path))) is chosen.strain


def test_what_the_added_question_found_reaches_the_therapist(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    alice.post(f"{alice.client_path()}/asking", {"preset": "mandated"})
    answer(phone, waiting, lines() | {"strain": "yes", "sorted": "not-yet"})
    assert "Something got in the way between us" in read(alice.get(f"/visits/{waiting.visit}"))


@pytest.mark.usefixtures("answered")
def test_every_kind_of_work_has_its_words_on_the_page(alice: Desk) -> None:
    for kind, preset in PRESETS.items():
        alice.post(f"{alice.client_path()}/asking", {"preset": kind})
        page = alice.get(f"{alice.client_path()}/asking")
        chosen = [words(option) for option in parse(page.text).all("option") if "selected" in option.attrib]
        assert chosen[0] == str(preset.name)
        assert str(preset.care or "") in read(page)


@pytest.mark.usefixtures("answered")
def test_no_reason_is_chosen_beforehand(alice: Desk) -> None:
    assert checked(alice.get(f"{alice.client_path()}/asking")) == {}
