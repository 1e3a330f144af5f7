"""The code alone, for a screen that others see, and new codes, which end the old ones."""

import re
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import change, count, stored
from tests.web.browsing import Desk, answer, hidden, lines, log_in, read
from tests.web.several import begin

CODE = "C-014"


@pytest.fixture
def desk(reachable: Cast) -> Desk:
    return log_in(reachable, reachable.alice)


def alone(waiting: Waiting) -> str:
    return f"/check-ins/{waiting.check_in}/code"


def test_nothing_of_the_practice_or_the_client_is_on_it(reachable: Cast, desk: Desk) -> None:
    waiting = reachable.begin(CODE, place="telehealth")
    page = desk.get(alone(waiting))
    assert '<svg class="qr"' in page.text
    assert "<title>The form</title>" in page.text
    for word in (CODE, "Alice", "Lindenhof", "Today", "Clients", "Settings"):
        assert word not in read(page)


def test_hidden_it_holds_no_way_to_the_form(reachable: Cast, desk: Desk) -> None:
    waiting = reachable.begin(CODE)
    shown, gone = desk.get(alone(waiting)), desk.get(f"{alone(waiting)}?hidden=1")
    short = re.search(r'class="short-code">([^<]+)', shown.text)
    assert short is not None
    assert short[1] not in gone.text
    assert "<svg" not in gone.text
    assert waiting.token not in gone.text
    assert "The code is hidden." in read(gone)
    assert f'href="{alone(waiting)}"' in gone.text


@pytest.mark.parametrize("ending", ["sent", "declined", "withdrawn"])
def test_it_never_says_how_it_ended(reachable: Cast, desk: Desk, ending: str) -> None:
    reachable.settle(holds_calls=False)
    waiting = reachable.begin(CODE, place="telehealth")
    if ending == "withdrawn":
        desk.post(f"/visits/{waiting.visit}/withdraw")
    else:
        given = {"decline": "yes"} if ending == "declined" else {"understood": "2.0"}
        reachable.send(waiting, None, **given)
    page = desk.get(alone(waiting))
    assert read(page).strip() == "The form The code is no longer needed. Fill the screen Back to the session"
    assert 'data-state="over"' in page.text


def test_a_new_code_ends_the_old_link_and_the_form_it_opened(reachable: Cast, desk: Desk) -> None:
    waiting, phone = reachable.begin(CODE), reachable.app.test_client()
    key = hidden(phone.get(waiting.path), "key")
    assert desk.post(f"/check-ins/{waiting.check_in}/new-code").location == f"/visits/{waiting.visit}"
    assert phone.get(waiting.path).status_code == 410
    assert phone.post(waiting.path, data={"key": key, "marked": "line"} | lines()).status_code == 410
    assert count(reachable, Response) == 0
    fresh = reachable.present(waiting)
    assert fresh.token in desk.get(f"/visits/{waiting.visit}").text
    assert answer(phone, fresh, lines()).status_code == 303


def test_a_new_code_waits_to_be_opened_and_has_its_own_short_code(reachable: Cast, desk: Desk) -> None:
    waiting, phone = reachable.begin(CODE), reachable.app.test_client()
    phone.post(f"{waiting.path}/seen", data={"state": "answering"})
    before = stored(reachable, CheckIn.short_code_hash)
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    assert "Waiting to be opened" in read(desk.get(f"/visits/{waiting.visit}"))
    assert stored(reachable, CheckIn.state, CheckIn.opened_at) == [("waiting", None)]
    assert stored(reachable, CheckIn.short_code_hash) != before


def test_the_hour_starts_again_with_a_new_code_even_when_it_was_over(
    reachable: Cast, desk: Desk, time: TimeMachineFixture
) -> None:
    waiting, phone = reachable.begin(CODE), reachable.app.test_client()
    assert "The link works until 15:48." in read(desk.get(f"/visits/{waiting.visit}"))
    time.shift(timedelta(minutes=61))
    page = desk.get(f"/visits/{waiting.visit}")
    assert "The link has run out without an answer." in read(page)
    assert f'action="/check-ins/{waiting.check_in}/new-code"' in page.text
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    assert "The link works until 16:49." in read(desk.get(f"/visits/{waiting.visit}"))
    time.shift(timedelta(minutes=60))
    assert phone.get(reachable.present(waiting).path).status_code == 200


def test_asked_for_beside_the_code_it_comes_back_there(reachable: Cast, desk: Desk) -> None:
    waiting = reachable.begin(CODE)
    assert desk.post(f"/check-ins/{waiting.check_in}/new-code", {"alone": "yes"}).location == alone(waiting)
    couple = begin(desk, reachable, "C-001", "C-002")
    person = couple.people[1]
    renewed = desk.post(f"{couple.own(1)}/new-code", {"alone": "yes"})
    assert renewed.location == alone(person)
    assert reachable.present(person).token in desk.get(f"{couple.path}?person={person.check_in}").text
    assert reachable.app.test_client().get(couple.people[0].path).status_code == 200, "the other's goes on"


def test_what_is_answered_gets_no_new_code(reachable: Cast, desk: Desk) -> None:
    waiting = reachable.begin(CODE)
    reachable.send(waiting, understood="9.0")
    before = stored(reachable, CheckIn.link_version, CheckIn.link_hash, CheckIn.state)
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    assert stored(reachable, CheckIn.link_version, CheckIn.link_hash, CheckIn.state) == before


def test_on_a_call_it_opens_beside_the_page_that_is_not_shared(reachable: Cast, desk: Desk) -> None:
    call, room = (reachable.begin(f"C-{place}", place=place) for place in ("telehealth", "room"))
    assert "Show only the code" in read(desk.get(f"/visits/{call.visit}"))
    assert f'id="full-screen" href="{alone(call)}" target="_blank"' in desk.get(f"/visits/{call.visit}").text
    assert "Full screen" in read(desk.get(f"/visits/{room.visit}"))


def test_one_of_several_whose_link_ran_out_gets_a_new_one(
    desk: Desk, reachable: Cast, time: TimeMachineFixture
) -> None:
    couple = begin(desk, reachable, "C-001", "C-002")
    assert f"{couple.own(1)}/new-code" not in desk.get(couple.path).text
    change(reachable, CheckIn, CheckIn.public_id == couple.people[1].check_in, link_ends_at=CheckIn.begun_at)
    time.shift(1)
    assert f"{couple.own(1)}/new-code" in desk.get(couple.path).text
    assert desk.post(f"{couple.own(1)}/new-code").location == f"{couple.path}?person={couple.people[1].check_in}"
    assert f"{couple.own(1)}/new-code" in desk.get(f"{couple.path}?person={couple.people[1].check_in}").text
    assert reachable.app.test_client().get(couple.people[1].path).status_code == 410
    first, second = stored(reachable, CheckIn.link_version)
    assert (first, second > first) == (1, True)
