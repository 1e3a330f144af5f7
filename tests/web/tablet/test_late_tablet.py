"""A tablet with an old cookie goes on, a copy does not, and one without a cookie says how to pair it again."""

from datetime import timedelta

import pytest
import time_machine

from kiosk.keys import keys
from kiosk.storage.tables import Tablet, TabletCopy
from tests.support.practice import Cast
from tests.support.stored import change, count, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.tablets import COOKIE, Device, both_ask, id_of, name_of, paired, show_code, type_code

Travel = time_machine.TimeMachineFixture
A_WEEK = timedelta(days=7)


class Clock:
    """Moves on while devices ask."""

    def __init__(self, travel: Travel) -> None:
        self.travel, self.now = travel, NOW

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.travel.move_to(self.now, tick=False)


@pytest.fixture
def clock(time_machine: Travel) -> Clock:
    return Clock(time_machine)


def works(device: Device, clock: Clock, minutes: int) -> None:
    for _ in range(minutes):
        clock.passes(seconds=61)
        assert device.ask().status_code == 200


def proofs(cast: Cast) -> list[str]:
    return stored(cast, TabletCopy.verdict)


@pytest.mark.parametrize("lost", [1, 2, 5, 60])
@pytest.mark.parametrize("away", [{"seconds": 20}, {"hours": 1}, {"days": 7}])
def test_a_tablet_whose_browser_wrote_its_cookie_long_ago_goes_on(
    cast: Cast, tablet: Device, clock: Clock, lost: int, away: dict[str, float]
) -> None:
    written = tablet.copied("after the power cut")
    works(tablet, clock, lost)
    clock.passes(**away)
    written.ask()
    clock.passes(seconds=4)
    written.ask()
    assert name_of(written.look()).startswith("idle")
    assert written.asked().startswith("idle")
    told = read(log_in(cast, cast.alice).get("/settings/tablets"))
    assert (proofs(cast), "was shut out" in told) == ([], False)


def test_while_another_may_be_there_a_late_one_shows_that_it_comes_back_and_nothing_else(
    cast: Cast, alice: Desk, tablet: Device, clock: Clock
) -> None:
    waiting = cast.begin()
    written = tablet.copied("after the power cut")
    works(tablet, clock, 3)
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    clock.passes(seconds=5)
    page = written.look()
    assert (page.status_code, name_of(page)) == (200, "refused-comes-back")
    assert "One moment, please." in read(page)
    assert written.ask(name_of(page)).json == {"screen": "refused-comes-back"}
    assert written.client.get("/login").status_code == 403, "it may be a tablet"
    clock.passes(seconds=4)
    told = written.ask(name_of(page)).json
    form = written.look()
    assert told == {"screen": name_of(form)}
    assert "How was today?" in read(form)


def test_a_page_that_wakes_keeps_what_it_shows_until_it_is_known_to_be_the_only_one(
    tablet: Device, clock: Clock
) -> None:
    written = tablet.copied("woken")
    works(tablet, clock, 3)
    assert written.ask("form-7-1").json == {"screen": "form-7-1"}


def test_a_copy_of_a_tablet_that_works_sees_nothing_once_its_credential_is_old(
    cast: Cast, tablet: Device, clock: Clock
) -> None:
    copy = tablet.copied()
    works(tablet, clock, 5)
    for _ in range(4):
        assert name_of(copy.look()) == "refused-comes-back"
        tablet.ask()
        copy.ask("refused-comes-back")
    assert name_of(copy.look()) == "refused-shut-out"
    assert tablet.asked().startswith("idle")
    assert proofs(cast) == ["shut_out"]


def test_the_tablet_wakes_and_ends_the_copy_that_took_its_place(cast: Cast, tablet: Device, clock: Clock) -> None:
    works(tablet, clock, 2)
    copy = tablet.copied()
    clock.passes(hours=9)
    works(copy, clock, 30)
    both_ask(tablet, copy)
    assert tablet.asked().startswith("idle")
    assert name_of(tablet.look()).startswith("idle")
    assert name_of(copy.look()) == "refused-shut-out"
    assert proofs(cast) == ["returns"]
    told = read(log_in(cast, cast.alice).get("/settings/tablets"))
    assert "The other device was there while the tablet slept. The tablet came back, and goes on." in told


def test_where_nothing_tells_them_apart_neither_shows_anything_and_pairing_again_mends_it(
    cast: Cast, tablet: Device, clock: Clock
) -> None:
    copy = tablet.copied()
    clock.passes(hours=9)
    works(copy, clock, 30)
    clock.passes(hours=1)
    restarted = tablet.copied("restarted")
    works(restarted, clock, 5)
    clock.passes(hours=1)
    both_ask(restarted, copy)
    for device in (restarted, copy):
        page = device.look()
        assert name_of(page) == "refused-shut-out"
        assert "This tablet has to be paired again." in read(page)
        assert "They type the code there, with the room this tablet stands in." in read(page)
    assert proofs(cast) == ["neither"]
    alice = log_in(cast, cast.alice)
    assert "Nothing shows which of the two is the tablet" in read(alice.get("/settings/tablets"))
    code = show_code(restarted)
    assert type_code(alice, code).status_code == 422
    assert alice.post("/settings/tablets/pair", {"code": code, "room": "Room 2", "again": "yes"}).status_code == 303
    assert restarted.client.get("/tablet/pair").location == "/tablet"
    assert restarted.asked().startswith("idle")
    assert count(cast, Tablet, Tablet.room == "Room 2") == 1
    assert name_of(copy.look()) == "refused-too-old"
    assert "was shut out" not in read(alice.get("/settings/tablets"))
    assert proofs(cast) == ["neither"], "the proof is kept"


def test_a_credential_of_another_pairing_or_of_long_ago_is_no_late_tablet(
    cast: Cast, tablet: Device, clock: Clock
) -> None:
    old = tablet.copied()
    change(cast, Tablet, issued=Tablet.issued + 800)
    tablet.ask()
    clock.passes(hours=1)
    works(tablet, clock, 2)
    clock.passes(hours=1)
    assert name_of(old.look()) == "refused-too-old"
    assert old.ask().status_code == 403
    change(cast, Tablet, pairing="another", issued=3)
    assert name_of(old.look()) == "refused-too-old"
    assert proofs(cast) == []


def test_a_server_that_was_restored_knows_its_tablets_again(cast: Cast, tablet: Device, clock: Clock) -> None:
    [(credential, issued, in_charge)] = stored(cast, Tablet.credential_hash, Tablet.issued, Tablet.in_charge)
    works(tablet, clock, 40)
    change(cast, Tablet, credential_hash=credential, former_hash=None, issued=issued, in_charge=in_charge)
    for _ in range(3):
        clock.passes(seconds=3)
        assert tablet.asked().startswith("idle")
        assert name_of(tablet.look()).startswith("idle")
    assert proofs(cast) == []


def test_a_tablet_from_before_credentials_were_numbered_goes_on(cast: Cast, tablet: Device, clock: Clock) -> None:
    """Its first renewal after the update gives it one with a number."""
    with cast.on_stage():
        content = keys().signed("tablet", tablet.cookie) or {}
        before = keys().sign("tablet", {name: content[name] for name in ("t", "s")})
    tablet.client.set_cookie(COOKIE, before, secure=True)
    change(cast, Tablet, pairing="", issued=0, came_with=0, began_at=0)
    assert name_of(tablet.look()).startswith("idle")
    works(tablet, clock, 3)
    [(issued, pairing)] = stored(cast, Tablet.issued, Tablet.pairing)
    assert (issued, pairing != "") == (3, True)
    assert proofs(cast) == []


def test_with_a_clock_of_1970_and_a_cookie_an_hour_old_it_works_and_keeps_what_it_has(
    cast: Cast, tablet: Device, clock: Clock
) -> None:
    written = tablet.copied("battery was empty")
    works(tablet, clock, 60)
    clock.passes(days=7)
    held = written.cookie
    for _ in range(5):
        clock.passes(seconds=3)
        assert (written.ask("idle", clock_ms=0).json or {})["screen"].startswith("idle")
        assert name_of(written.look()).startswith("idle")
        assert written.cookie == held
    written.ask()
    assert written.cookie != held, "the clock was set"
    assert name_of(written.look()).startswith("idle")
    assert proofs(cast) == []


def test_after_clear_cookies_the_page_says_how_to_pair_again_in_the_practices_language(
    cast: Cast, alice: Desk, tablet: Device
) -> None:
    cast.settle(language="fr")
    tablet.client.delete_cookie(COOKIE)
    assert tablet.asked() == "refused-not-paired"
    page = tablet.client.get("/tablet", headers={"Accept-Language": "de"})
    assert page.status_code == 401
    assert '<html lang="fr"' in page.text
    for word in ("cookies", "Afficher un code", "Réglages"):
        assert word in page.text, page.text
    code = show_code(tablet)
    assert alice.post("/settings/tablets/pair", {"code": code, "room": "Room 2", "again": "yes"}).status_code == 303
    tablet.client.get("/tablet/pair")
    assert name_of(tablet.look()).startswith("idle")
    assert count(cast, Tablet) == 1


def test_what_was_sent_to_a_tablet_waits_for_it_while_it_is_paired_again(
    cast: Cast, alice: Desk, tablet: Device
) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    tablet.client.delete_cookie(COOKIE)
    code = show_code(tablet)
    alice.post("/settings/tablets/pair", {"code": code, "room": "Room 2", "again": "yes"})
    tablet.client.get("/tablet/pair")
    assert "How was today?" in read(tablet.look())


def test_only_ones_own_tablets_are_paired_again(cast: Cast, alice: Desk, tablet: Device) -> None:
    paired(cast, "Room 9", by=cast.carol)
    device = Device(cast.app.test_client())
    code = show_code(device)
    alice.post("/settings/tablets/pair", {"code": code, "room": "Room 9", "again": "yes"})
    assert count(cast, Tablet, Tablet.room == "Room 9") == 2
    assert tablet.asked().startswith("idle")
