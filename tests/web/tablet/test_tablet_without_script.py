"""A tablet without JavaScript: dressed as one whatever goes wrong, back by itself, and a left form told."""

import re
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.domain.refusals import NotSaved
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.storage import forms
from kiosk.storage.tables import CheckIn, Tablet
from tests.support.practice import Cast, Waiting
from tests.support.stored import change, dump, stored
from tests.web.browsing import JSON, Desk, hidden, leads_to, lines, read
from tests.web.several import begin
from tests.web.tablets import Device, id_of, name_of, paired

REFRESH = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+)(?:; url=([^"]+))?"></noscript>')
BACK = ("8", "/tablet")


@pytest.fixture
def waiting(cast: Cast, alice: Desk, tablet: Device) -> Waiting:
    """Its form stands on the tablet."""
    make_silent(cast)
    assert REFRESH.search(tablet.look().text)
    begun = cast.begin()
    alice.post(f"/check-ins/{begun.check_in}/tablet", {"tablet": id_of(cast)})
    return begun


def make_silent(cast: Cast) -> None:
    """The tablet has no script: it was never heard asking."""
    change(cast, Tablet, Tablet.id > 0, last_heard_at=None)


def end_left_forms(cast: Cast) -> None:
    """Run the jobs that are due."""
    with cast.on_stage():
        run_due_jobs("test", clock.now, lambda _: None)


def goes_on(page: TestResponse) -> tuple[str, str]:
    """After how many seconds, and where to."""
    found = REFRESH.search(page.text)
    assert found, page.text
    return found[1], found[2]


def post(tablet: Device, waiting: Waiting, **fields: str) -> TestResponse:
    """Sent without a script, from what the tablet shows."""
    key = hidden(tablet.look(), "key")
    return tablet.client.post(f"{waiting.path}?on=tablet", data={"key": key, "marked": "buttons"} | fields)


@pytest.mark.parametrize(
    ("fields", "status"), [({}, 422), ({"item-overall": "eleven"}, 422), ({"key": "old"}, 400), ({"show": "easy"}, 200)]
)
def test_a_form_that_is_shown_once_more_is_the_tablets_again(
    tablet: Device, waiting: Waiting, fields: dict[str, str], status: int
) -> None:
    page = post(tablet, waiting, **fields)
    assert page.status_code == status
    assert name_of(page) == name_of(tablet.look())
    assert "css/tablet.css" in page.text
    assert "Leave this page" not in read(page)
    assert f'action="{waiting.path}?on=tablet"' in page.text
    assert goes_on(page) == goes_on(tablet.look())
    key = hidden(page, "key")
    sent = tablet.client.post(f"{waiting.path}?on=tablet", data={"key": key, "marked": "buttons", "item-overall": "9"})
    assert leads_to(sent) == "/tablet/after/thanks"


def test_what_could_not_be_saved_stays_on_the_tablets_own_page(
    tablet: Device, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(*_: object) -> None:
        raise NotSaved

    monkeypatch.setattr("kiosk.web.checkin.views.submit_check_in", is_full)
    page = post(tablet, waiting, words="Slower.")
    assert (page.status_code, name_of(page)) == (503, name_of(tablet.look()))
    assert "Slower." in page.text


@pytest.mark.parametrize("sends", [{"item-overall": "9"}, {"item-overall": "eleven"}])
@pytest.mark.parametrize("headers", [{}, JSON])
def test_what_comes_too_late_is_said_and_makes_way(
    alice: Desk, tablet: Device, waiting: Waiting, sends: dict[str, str], headers: dict[str, str]
) -> None:
    key = hidden(tablet.look(), "key")
    alice.post(f"/visits/{waiting.visit}/withdraw")
    fields = {"key": key, "marked": "buttons"} | sends
    late = tablet.client.post(f"{waiting.path}?on=tablet", data=fields, headers=headers)
    assert leads_to(late) == "/tablet/after/late"
    page = tablet.client.get("/tablet/after/late")
    assert "This form was closed before your answer came." in read(page)
    assert goes_on(page) == BACK


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_key_that_is_none_of_ours_leads_back_too_once_the_form_is_closed(
    alice: Desk, tablet: Device, waiting: Waiting, headers: dict[str, str]
) -> None:
    alice.post(f"/visits/{waiting.visit}/withdraw")
    late = tablet.client.post(f"{waiting.path}?on=tablet", data={"key": "old"}, headers=headers)
    assert leads_to(late) == "/tablet/after/late"


def test_whoever_goes_back_to_thanks_learns_nothing_of_the_one_before(
    tablet: Device, waiting: Waiting, time: TimeMachineFixture
) -> None:
    address = str(post(tablet, waiting, safety="yes", **{"item-overall": "9"}).location)
    assert "Your request for help has arrived." in read(tablet.client.get(address))
    time.shift(timedelta(minutes=1))
    page = read(tablet.client.get(address))
    assert "Thank you." in page
    assert "arrived" not in page


def test_whatever_breaks_the_tablet_finds_back_by_itself(
    tablet: Device, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    key = hidden(tablet.look(), "key")
    monkeypatch.setattr("kiosk.web.tablet.views.see_this_tablet", broken)
    monkeypatch.setattr(forms, "by_link", broken)
    fields = {"key": key, "marked": "buttons"} | lines()
    for page in (tablet.look(), tablet.client.post(f"{waiting.path}?on=tablet", data=fields)):
        assert (page.status_code, name_of(page), goes_on(page)) == (500, "problem", BACK)
        assert "Leave this page" not in read(page)


def test_a_left_form_goes_after_ten_times_the_limit_and_says_so_from_the_start(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting, time: TimeMachineFixture
) -> None:
    assert "This form clears itself in 19 minutes, so that nobody else sees it." in read(tablet.look())
    seconds, address = goes_on(tablet.look())
    assert seconds == str(19 * 60)
    quiet, before = tablet.client.get(address), dump(cast)
    assert (name_of(quiet)[:4], goes_on(quiet)) == ("idle", ("5", address)), "nothing of the form, and looks again"
    assert dump(cast) == before, "looking changes nothing"
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == ["waiting"], "the time is not over yet"
    time.shift(timedelta(minutes=19, seconds=1))
    end_left_forms(cast)
    assert tablet.client.get(address).location == "/tablet"
    assert stored(cast, CheckIn.state) == ["unfinished"]
    assert "Not finished." in read(alice.get(f"/visits/{waiting.visit}"))
    assert name_of(tablet.look()).startswith("idle")
    assert goes_on(tablet.look())[0] == "5"


def test_of_several_the_tablet_is_passed_on_when_a_form_was_left(
    cast: Cast, alice: Desk, tablet: Device, time: TimeMachineFixture
) -> None:
    make_silent(cast)
    couple = begin(alice, cast, "C-001", "C-002")
    alice.post(f"/check-ins/{couple.people[0].check_in}/tablet", {"tablet": id_of(cast)})
    time.shift(timedelta(minutes=20))
    end_left_forms(cast)
    assert "The last form has cleared itself. Nothing of it was kept." in read(tablet.look())
    tablet.client.post("/tablet/next", data={"key": hidden(tablet.look(), "key")})
    time.shift(timedelta(minutes=20))
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == ["unfinished"] * 2


def test_a_form_that_was_sent_with_a_mistake_is_given_its_time_anew(
    cast: Cast, tablet: Device, waiting: Waiting, time: TimeMachineFixture
) -> None:
    time.shift(timedelta(minutes=15))
    assert post(tablet, waiting).status_code == 422
    time.shift(timedelta(minutes=15))
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == ["waiting"]
    time.shift(timedelta(minutes=5))
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == ["unfinished"]


@pytest.mark.usefixtures("waiting")
def test_a_tablet_that_asks_has_a_script_and_tells_by_itself(
    cast: Cast, tablet: Device, time: TimeMachineFixture
) -> None:
    time.shift(timedelta(minutes=1))
    tablet.ask()
    time.shift(timedelta(minutes=20))
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == ["waiting"]
    assert tablet.asked() == name_of(tablet.look())


def test_of_a_showing_that_is_over_nothing_is_told(
    cast: Cast, alice: Desk, tablet: Device, waiting: Waiting, time: TimeMachineFixture
) -> None:
    _, address = goes_on(tablet.look())
    assert cast.app.test_client().get(address).status_code == 401
    assert paired(cast, "Room 3").client.get(address).location == "/tablet"
    assert tablet.client.get("/tablet/left/another").location == "/tablet"
    alice.post(f"/check-ins/{waiting.check_in}/tablet/back")
    time.shift(timedelta(minutes=20))
    before = stored(cast, CheckIn.state)
    end_left_forms(cast)
    assert stored(cast, CheckIn.state) == before
    assert tablet.client.get(address).location == "/tablet"
