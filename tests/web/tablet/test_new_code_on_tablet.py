"""A new code while a tablet shows the form: the old link ends everywhere but under the hand that is marking it."""

import pytest

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import count, stored
from tests.web.browsing import JSON, Desk, hidden, leads_to, lines, log_in, read
from tests.web.several import begin
from tests.web.tablets import Device, id_of, name_of, paired


@pytest.fixture
def desk(reachable: Cast) -> Desk:
    return log_in(reachable, reachable.alice)


@pytest.fixture
def tablet(reachable: Cast) -> Device:
    return paired(reachable)


@pytest.fixture
def waiting(reachable: Cast, desk: Desk, tablet: Device) -> Waiting:
    """Its form stands on the tablet, and somebody has begun to mark it."""
    begun = reachable.begin()
    desk.post(f"/check-ins/{begun.check_in}/tablet", {"tablet": id_of(reachable)})
    tablet.client.post(f"{begun.path}/seen", data={"state": "answering"})
    return begun


def test_the_form_on_the_tablet_stays_and_is_sent(
    reachable: Cast, desk: Desk, tablet: Device, waiting: Waiting
) -> None:
    shown, key = tablet.look(), hidden(tablet.look(), "key")
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    assert tablet.asked() == name_of(shown)
    assert "Answering now" in read(desk.get(f"/visits/{waiting.visit}"))
    fields = {"key": key, "marked": "line"} | lines()
    reply = tablet.client.post(f"{waiting.path}?on=tablet", data=fields, headers=JSON)
    assert leads_to(reply) == "/tablet/after/thanks"
    again = tablet.client.post(f"{waiting.path}?on=tablet", data=fields, headers=JSON)
    assert leads_to(again) == "/tablet/after/thanks", "also where the reply was lost"
    assert count(reachable, Response) == 1


def test_everywhere_else_the_old_link_has_ended(reachable: Cast, desk: Desk, waiting: Waiting) -> None:
    phone, elsewhere = reachable.app.test_client(), paired(reachable, "Room 3").client
    key = hidden(phone.get(waiting.path), "key")
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    for other in (phone, elsewhere):
        assert other.get(waiting.path).status_code == 410
        late = other.post(f"{waiting.path}?on=tablet", data={"key": key, "marked": "line"} | lines(), headers=JSON)
        assert late.status_code == 410
    assert count(reachable, Response) == 0


def test_that_nobody_is_there_any_more_is_told_as_well(
    reachable: Cast, desk: Desk, tablet: Device, waiting: Waiting
) -> None:
    key = hidden(tablet.look(), "key")
    desk.post(f"/check-ins/{waiting.check_in}/new-code")
    tablet.client.post(f"{waiting.path}/unfinished", data={"key": key})
    assert stored(reachable, CheckIn.state) == ["unfinished"]


def test_a_tablet_that_was_not_looked_at_yet_opens_the_form_by_its_new_link(
    reachable: Cast, desk: Desk, tablet: Device
) -> None:
    begun = reachable.begin("C-002")
    desk.post(f"/check-ins/{begun.check_in}/tablet", {"tablet": id_of(reachable)})
    desk.post(f"/check-ins/{begun.check_in}/new-code")
    assert stored(reachable, CheckIn.state) == ["waiting"]
    assert begun.token not in tablet.look().text
    assert "How was today?" in read(tablet.look())


def test_of_several_each_form_goes_on_by_its_own(reachable: Cast, desk: Desk, tablet: Device) -> None:
    couple = begin(desk, reachable, "C-001", "C-002")
    first, second = couple.people
    desk.post(f"/check-ins/{first.check_in}/tablet", {"tablet": id_of(reachable)})
    key = hidden(tablet.look(), "key")
    desk.post(f"/check-ins/{first.check_in}/new-code")
    sent = {"key": key, "marked": "line"} | lines()
    assert tablet.client.post(f"{first.path}?on=tablet", data=sent, headers=JSON).status_code == 200
    assert stored(reachable, Response.check_in_id) == [reachable.row(first)]
    assert first.check_in != second.check_in
