"""A tap for help in a held answer: plain at once where only the therapist looks, and nowhere else."""

import pytest

from kiosk.domain.actors import PrivateScreen
from kiosk.queries.visit import see_check_in
from kiosk.storage.tables import CheckIn, SafetyRecord
from tests.support.practice import WELL, Cast
from tests.support.sqlite_file import raw_bytes
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.several import begin

LOW = dict.fromkeys(WELL, "3.2")
HELP = WELL | {"safety": "yes", "words": "Please not in front of him."}
PLAN = {"spoken": "yes", "plan": "yes", "handed_to": "Dr Weber", "note": "Sister picks her up."}


def switch(desk: Desk, on: str = "yes") -> None:
    assert desk.post("/private", {"on": on, "next": "/"}).status_code == 303


@pytest.mark.parametrize(
    ("answers", "plainly"),
    [
        (HELP, "C-014: asks for help staying safe"),
        ({"decline": "yes", "safety": "yes"}, "C-014: asks for help staying safe"),
        (LOW, "C-014: Worth making time for now"),
        (LOW | {"talk": "next"}, "C-014: They want to talk about it next time Received 14:48. Worth making time for."),
    ],
)
def test_a_held_call_for_help_is_plain_at_once_on_a_private_screen_alone(
    cast: Cast, alice: Desk, answers: dict[str, str], plainly: str
) -> None:
    shared, phone = log_in(cast, cast.alice), alice
    switch(phone)
    waiting = cast.begin(place="telehealth")
    before = shared.get("/")
    cast.send(waiting, None, **answers)
    assert plainly in read(phone.get("/"))
    for path in ("/", f"/visits/{waiting.visit}", f"/visits/{waiting.visit}/live", "/clients", alice.client_path()):
        page = read(shared.get(path))
        assert "staying safe" not in page
        assert "Worth" not in page
        assert "in front of him" not in page
    assert before.status_code == 200


def test_a_private_screen_shows_nothing_more_of_an_answer_that_can_wait(cast: Cast, alice: Desk) -> None:
    switch(alice)
    cast.send(cast.begin(place="telehealth"), None, **WELL)
    assert "urgent-1" not in alice.get("/").text


def test_the_private_screen_names_the_form_of_one_of_several(cast: Cast, alice: Desk) -> None:
    switch(alice)
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[1], None, **HELP)
    page = alice.get("/")
    assert "Lantern, C-002: asks for help staying safe" in read(page)
    assert f'href="{couple.own(1)}/alone"' in page.text
    assert "Please not in front of him." in read(alice.get(f"{couple.own(1)}/alone"))
    assert "staying safe" not in read(alice.get(couple.path)), "the shared page stays what it is on every screen"


def test_reading_it_alone_shows_it_on_no_other_screen(cast: Cast, alice: Desk) -> None:
    shared, phone = log_in(cast, cast.alice), alice
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **HELP)
    address = f"/check-ins/{waiting.check_in}/alone"
    assert shared.get(address).location == f"/visits/{waiting.visit}"
    switch(phone)
    for part in ("", "/live"):
        assert "Please not in front of him." in read(phone.get(address + part))
    assert phone.post(f"/check-ins/{waiting.check_in}/seen", {"alone": "yes"}).status_code == 204
    assert "Show answer" in read(shared.get(f"/visits/{waiting.visit}"))
    [(revealed_at, seen_at)] = stored(cast, CheckIn.revealed_at, CheckIn.seen_at)
    assert (revealed_at is None, seen_at is None) == (True, False)


def test_the_switch_is_of_one_person_in_one_browser_and_off_until_it_is_turned_on(cast: Cast, alice: Desk) -> None:
    assert 'aria-checked="false"' in alice.get("/").text
    switch(alice)
    assert 'aria-checked="true"' in alice.get("/clients").text
    assert 'aria-checked="true"' not in log_in(cast, cast.alice).get("/").text
    bob = log_in(cast, cast.bob)
    own, bobs = (f"private-{cast.actor(person).id}" for person in (cast.alice, cast.bob))
    cookie = alice.client.get_cookie(f"__Host-{own}") or alice.client.get_cookie(own)
    assert cookie is not None
    for name in (f"__Host-{own}", f"__Host-{bobs}", bobs):
        bob.client.set_cookie(name, cookie.value)
    assert 'aria-checked="true"' not in bob.get("/").text
    switch(alice, on="no")
    assert 'aria-checked="true"' not in alice.get("/").text


def test_another_tab_can_ask_whether_it_is_on(cast: Cast, alice: Desk) -> None:
    assert alice.get("/private").json == {"on": False}
    switch(alice)
    assert alice.get("/private").json == {"on": True}
    assert log_in(cast, cast.alice).get("/private").json == {"on": False}


def test_what_was_done_alone_stands_on_no_shared_page_while_the_answer_is_held(cast: Cast, alice: Desk) -> None:
    switch(alice)
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **HELP)
    assert alice.post(f"/check-ins/{waiting.check_in}/safety", PLAN | {"alone": "yes"}).status_code == 303
    shared = log_in(cast, cast.alice)
    for path in ("/", f"/visits/{waiting.visit}", "/clients", alice.client_path()):
        page = read(shared.get(path))
        assert "Spoken with them" not in page
        assert "Sister picks her up." not in page
        assert "staying safe" not in page
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert "Sister picks her up." in read(alice.get(alice.client_path()))


def test_each_page_of_the_staff_has_the_switch_once(cast: Cast, alice: Desk) -> None:
    visit = f"/visits/{cast.begin().visit}"
    for path in ("/", "/clients", alice.client_path(), visit, "/settings", "/account"):
        assert alice.get(path).text.count('role="switch"') == 1, path


def test_a_call_for_help_stays_until_it_is_recorded_what_was_done(cast: Cast, alice: Desk) -> None:
    switch(alice)
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **HELP)
    alice.post(f"/check-ins/{waiting.check_in}/seen", {"alone": "yes"})
    assert "asks for help staying safe" in read(alice.get("/"))
    assert alice.post(f"/check-ins/{waiting.check_in}/safety", PLAN | {"alone": "yes"}).location.endswith("/alone")
    assert "asks for help staying safe" not in read(alice.get("/"))


@pytest.mark.sqlite_file
def test_what_was_done_is_added_with_time_and_person_sealed_and_never_changed(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **HELP)
    path, safety = f"/visits/{waiting.visit}", f"/check-ins/{waiting.check_in}/safety"
    assert alice.post(safety, PLAN).status_code == 303
    assert alice.post(safety, {"note": "Called back at six."}).status_code == 303
    done = "Alice: Spoken with them. Handed to Dr Weber. Our plan followed."
    page = read(alice.get(path))
    assert done in page
    assert "Called back at six." in page
    client = read(alice.get(alice.client_path()))
    assert "Alice, 14:48: Spoken with them. Handed to Dr Weber. Our plan followed." in client
    assert "Sister picks her up." in client
    record = alice.get(f"{alice.client_path()}/record.json").text
    assert all(each in record for each in ("Dr Weber", "Sister picks her up.", "alice@example.org", "plan_followed"))
    assert not any(each in raw_bytes(cast) for each in (b"Dr Weber", b"Sister picks", b"Called back"))


def test_nothing_done_is_not_recorded_and_a_colleague_records_nothing(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **HELP)
    assert alice.post(f"/check-ins/{waiting.check_in}/safety", {"note": "  "}).status_code == 422
    assert log_in(cast, cast.bob).post(f"/check-ins/{waiting.check_in}/safety", PLAN).status_code == 404
    assert count(cast, SafetyRecord) == 0


def test_a_screen_of_somebody_else_shows_nothing_that_is_held(cast: Cast) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **HELP)
    own, colleagues = PrivateScreen(cast.alice), PrivateScreen(cast.bob)
    with cast.on_stage():
        held = [see_check_in(cast.actor(cast.alice), waiting.check_in, NOW, screen) for screen in (None, colleagues)]
        shown = see_check_in(cast.actor(cast.alice), waiting.check_in, NOW, own)
    assert [seen.check_in.is_held for seen in held if seen] == [True, True]
    assert shown
    assert shown.check_in.result
