"""`kiosk restored`: nothing that was out opens anything any more, and what is stored stays."""

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.cli import kiosk
from kiosk.domain.audit import Audited
from kiosk.storage import epochs
from kiosk.storage.db import reading
from kiosk.storage.tables import AuditEntry, CheckIn, Person, Practice, Response, Tablet, TabletCopy
from tests.support.copies import copy_of, put_back
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import change, count, stored
from tests.web.browsing import Desk, by_password, lines, log_in, read
from tests.web.codes import give, turn_on
from tests.web.tablets import id_of, paired, show_code
from tests.web.ways_in import WAYS_IN, counts, make_one_of_each


@pytest.fixture
def restored(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name, value in cast.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner(catch_exceptions=False)


def epoch(cast: Cast) -> str:
    with cast.on_stage():
        return epochs.present(reading())


def test_every_login_link_and_code_that_was_out_ends(cast: Cast, restored: CliRunner) -> None:
    make_one_of_each(cast)
    alice, before = log_in(cast, cast.alice), epoch(cast)
    assert restored.invoke(kiosk, ["restored"]).output.startswith("Everybody is logged out")
    assert alice.get("/").status_code == 401
    assert counts(cast, *WAYS_IN) == [0] * len(WAYS_IN)
    assert counts(cast, Person, Practice) == [3, 2]
    assert epoch(cast) != before


def test_links_of_forms_end_and_a_form_that_is_open_can_still_be_sent(
    cast: Cast, phone: FlaskClient, restored: CliRunner, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    key = cast.key(waiting)
    restored.invoke(kiosk, ["restored"])
    time.shift(1)
    assert phone.get(waiting.path).status_code == 410
    assert count(cast, CheckIn, CheckIn.short_code_hash.is_not(None)) == 0
    sent = phone.post(waiting.path, data={"key": key, "marked": "line"} | lines())
    assert (sent.status_code, counts(cast, Response)) == (303, [1])


def test_a_link_or_code_given_after_the_copy_was_made_is_never_made_again(
    cast: Cast, phone: FlaskClient, restored: CliRunner
) -> None:
    waiting = cast.begin()
    of_the_copy = CheckIn.link_version, CheckIn.link_hash, CheckIn.short_code_turn, CheckIn.short_code_hash
    [copied], given = stored(cast, *of_the_copy), []
    for _ in range(3):
        alice = log_in(cast, cast.alice)
        for _ in range(2):
            assert alice.post(f"/check-ins/{waiting.check_in}/new-code").status_code == 303
            given.append(stored(cast, CheckIn.link_hash, CheckIn.short_code_hash)[0])
        assert phone.get(cast.present(waiting).path).status_code == 200
        change(cast, CheckIn, **{column.key: value for column, value in zip(of_the_copy, copied, strict=True)})
        restored.invoke(kiosk, ["restored"])
    links, codes = zip(*given, strict=True)
    assert (len(set(links)), len(set(codes))) == (6, 6)


@pytest.mark.sqlite_file
def test_a_recovery_code_that_was_used_after_the_copy_was_made_lets_nobody_in_again(
    cast: Cast, alice: Desk, restored: CliRunner
) -> None:
    app = turn_on(alice)
    copy, told = copy_of(cast), []
    for again in (False, True):
        if again:
            put_back(cast, copy)
            restored.invoke(kiosk, ["restored"])
        phone = cast.app.test_client()
        asked = by_password(phone, "alice@example.org", PASSWORD)
        told.append(give(phone, asked, app.recovery[0]).status_code)
    assert told == [303, 401]


def test_tablets_say_kindly_that_they_have_to_be_paired_again_and_keep_their_place(
    cast: Cast, restored: CliRunner, time: TimeMachineFixture
) -> None:
    tablet, place = paired(cast), id_of(cast)
    said = restored.invoke(kiosk, ["restored"]).output
    assert "Tablets keep their rooms and have to be paired again" in said
    time.shift(60)
    page = tablet.look()
    assert (page.status_code, "This tablet has to be paired again." in read(page)) == (403, True)
    assert "Another device" not in read(page)
    assert count(cast, TabletCopy) == 0
    desk = log_in(cast, cast.alice)
    again = {"code": show_code(tablet), "room": "Room 2", "name": "", "again": "yes"}
    assert desk.post("/settings/tablets/pair", again).status_code == 303
    assert tablet.client.get("/tablet/pair").location == "/tablet"
    assert (id_of(cast), tablet.look().status_code) == (place, 200)


def test_a_tablet_that_was_switched_off_after_the_copy_does_not_come_back(
    cast: Cast, alice: Desk, restored: CliRunner
) -> None:
    stolen = paired(cast)
    alice.post(f"/settings/tablets/{id_of(cast)}/off")
    change(cast, Tablet, switched_off_at=None)  # as the older copy has it
    assert stolen.look().status_code == 200
    restored.invoke(kiosk, ["restored"])
    assert stolen.look().status_code == 403


def test_each_practice_keeps_that_it_was_restored(cast: Cast, restored: CliRunner) -> None:
    restored.invoke(kiosk, ["restored"])
    kept = stored(cast, AuditEntry.practice_id, AuditEntry.actor, where=AuditEntry.act == Audited.RESTORED)
    assert kept == [(1, "command-line"), (2, "command-line")]
