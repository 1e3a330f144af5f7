"""The practice's time zone: asked for at set-up, kept by a name that lasts, and pages go on where it is unknown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk import zones
from kiosk.doctor import examine
from kiosk.storage.tables import Practice
from tests.support.practice import Cast
from tests.support.stored import change, stored
from tests.web.browsing import Desk, hidden, lines, log_in, read
from tests.web.page_rules import parse
from tests.web.staff_pages import live_a_little, pages
from tests.web.tablets import paired

FIRST = {"practice": "Riverside", "name": "Dana", "email": "dana@example.org", "password": "four words by the river"}
UNKNOWN = ["Middle/Earth", "", "../../etc/passwd", "US/Neverland"]


@pytest.mark.parametrize(("found", "shown"), [("Asia/Tokyo", "Asia/Tokyo"), ("", ""), ("UTC", "")])
def test_set_up_asks_for_the_zone_and_never_offers_utc_by_itself(
    cast: Cast, phone: FlaskClient, found: str, shown: str
) -> None:
    page = parse(phone.get(cast.set_up_link(found)).text)
    field = page.by_id("time_zone")
    assert field is not None
    assert (field.get("value"), field.get("list"), "required" in field.attrib) == (shown, "zones", True)
    options = [option.get("value") for option in page.all("option")]
    assert options == list(zones.offered())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Europe/Vienna", "Europe/Vienna"), ("us/eastern", "America/New_York"), ("UTC", "UTC"), ("", None), ("X/Y", None)],
)
def test_what_somebody_says_at_set_up_is_kept_by_its_lasting_name(
    cast: Cast, phone: FlaskClient, typed: str, kept: str | None
) -> None:
    link = cast.set_up_link("Asia/Tokyo")
    form = FIRST | {"csrf_token": hidden(phone.get(link), "csrf_token"), "time_zone": typed}
    answer = phone.post(link, data=form)
    assert answer.status_code == (303 if kept else 422)
    if kept:
        assert stored(cast, Practice.time_zone, where=Practice.name == "Riverside") == [kept]
    else:
        assert "Choose a time zone from the list, such as Europe/Vienna." in read(answer)


def test_without_a_zone_nothing_is_assumed_and_every_page_asks_for_one(cast: Cast, phone: FlaskClient) -> None:
    link = cast.set_up_link("")
    assert phone.post(link, data=FIRST | {"csrf_token": hidden(phone.get(link), "csrf_token")}).status_code == 303
    assert stored(cast, Practice.time_zone, where=Practice.name == "Riverside") == [""]
    assert "The practice has no time zone yet. All times here are in UTC." in read(phone.get("/"))


def test_the_settings_keep_the_name_that_lasts(cast: Cast, alice: Desk) -> None:
    alice.post("/settings", {"name": "Lindenhof Practice", "time_zone": "US/Pacific"})
    assert stored(cast, Practice.time_zone)[0] == "America/Los_Angeles"


@pytest.mark.one_in(4, "zone")
@pytest.mark.parametrize("zone", UNKNOWN)
def test_with_a_zone_that_nobody_knows_every_page_of_the_staff_goes_on_and_says_so(
    cast: Cast, alice: Desk, zone: str
) -> None:
    live_a_little(cast, alice)
    change(cast, Practice, time_zone=zone)
    found = [(page.request.path, page.status_code, page.text) for page in pages(alice)]
    assert [(path, status) for path, status, _ in found if status >= 500] == []
    silent = [path for path, status, text in found if status == 200 and "All times here are in UTC." not in text]
    assert len(found) > 30
    assert silent == []


def test_a_tablet_greets_by_utc_then(cast: Cast) -> None:
    tablet = paired(cast, "Room 2")
    change(cast, Practice, time_zone="Middle/Earth")
    assert "Good afternoon." in read(tablet.look())


def test_an_old_name_of_a_zone_is_the_zone(cast: Cast, alice: Desk) -> None:
    change(cast, Practice, time_zone="US/Eastern")
    cast.begin()
    page = alice.get("/")
    assert "10:48" in read(page)
    assert "does not know" not in page.text


@pytest.mark.parametrize("zone", UNKNOWN)
def test_the_doctor_says_that_a_zone_is_unknown(cast: Cast, zone: str) -> None:
    change(cast, Practice, time_zone=zone)
    found = [str(each) for each in examine(cast.environ)]
    assert [each for each in found if "all times are shown in UTC" in each and each.startswith("mend")]
    change(cast, Practice, time_zone="US/Eastern")
    assert not [each for each in examine(cast.environ) if "time zone" in each.words and each.remedy]
    assert Path(cast.environ["KIOSK_INSTANCE"]).is_dir()


def test_a_form_left_open_over_midnight_and_over_a_change_of_the_zone_is_sent_and_stands_on_its_day(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="Europe/Vienna")
    time.move_to(datetime(2026, 6, 3, 21, 50, tzinfo=UTC), tick=False)
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    time.shift(timedelta(minutes=20))
    cast.settle(time_zone="America/New_York")
    desk = log_in(cast, cast.alice)
    thanks = phone.post(waiting.path, data=form)
    assert "Alice has your answer now." in read(phone.get(thanks.location))
    assert "Sent at 18:10, just now. Begun at 17:50." in read(desk.get(f"/visits/{waiting.visit}"))
    assert "Wednesday 3 June" in read(desk.get("/"))
    cast.settle(time_zone="Europe/Vienna")
    said = read(desk.get(f"/visits/{waiting.visit}"))
    assert "Sent at 00:10, just now. Begun yesterday at 23:50." in said
