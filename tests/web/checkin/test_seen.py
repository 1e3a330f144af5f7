"""The form tells that it is open and being answered: told once, and never more than that."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Event
from tests.support.practice import WELL, Cast
from tests.support.stored import dump, stored
from tests.web.browsing import Desk, answer, lines, log_in, read


def tell(phone: FlaskClient, path: str, state: str) -> None:
    response = phone.post(f"{path}/seen", data={"state": state})
    assert (response.status_code, response.data) == (204, b"")


def test_open_and_answering_are_each_told_once(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    for state in ("opened", "opened", "answering", "answering", "opened"):
        tell(phone, waiting.path, state)
    kinds = stored(cast, Event.kind, where=Event.check_in_id == cast.row(waiting))
    assert kinds == ["waiting", "opened", "answering"]
    assert stored(cast, CheckIn.state) == ["opened"]


def test_the_therapist_sees_the_line_move(
    cast: Cast, phone: FlaskClient, alice: Desk, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    page = f"/visits/{waiting.visit}"
    assert "Waiting to be opened" in read(alice.get(page))
    time.shift(60)
    tell(phone, waiting.path, "opened")
    assert "The form is open" in read(alice.get(page))
    time.shift(60)
    tell(phone, waiting.path, "answering")
    assert 'data-state="answering"' in alice.get(f"{page}/live").text
    said = read(alice.get(page))
    assert "Waiting 14:48 Opened 14:49 Answering 14:50, just now Sent" in said


def test_a_form_that_is_open_over_midnight_dates_what_was_yesterday(reachable: Cast, time: TimeMachineFixture) -> None:
    reachable.settle(time_zone="Asia/Tokyo", link_minutes=120)
    time.move_to(datetime(2026, 6, 3, 14, 40, tzinfo=UTC))  # 23:40 there
    waiting = reachable.begin()
    page = f"/visits/{waiting.visit}"
    assert "The link works until tomorrow, 01:40." in read(log_in(reachable, reachable.alice).get(page))
    tell(reachable.app.test_client(), waiting.path, "opened")
    time.shift(timedelta(minutes=30))
    said = read(log_in(reachable, reachable.alice).get(page))
    assert "Waiting yesterday, 23:40 Opened yesterday, 23:40 Answering" in said
    assert "The link works until 01:40." in said


def test_what_is_saved_and_sent_yesterday_says_so(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="America/New_York")
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    page = f"/visits/{waiting.visit}"
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": ""})
    assert "Saved at 10:48, just now." in read(alice.get(page))
    time.shift(timedelta(hours=14))
    said = read(log_in(cast, cast.alice).get(page))
    assert "Saved yesterday at 10:48." in said
    assert "Sent yesterday at 10:48. Begun yesterday at 10:48." in said


def test_answering_is_believed_for_twenty_minutes(
    cast: Cast, phone: FlaskClient, alice: Desk, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    tell(phone, waiting.path, "answering")
    time.shift(timedelta(minutes=20))
    assert 'data-state="opened"' in alice.get(f"/visits/{waiting.visit}").text


@pytest.mark.parametrize("state", ["sent", "declined", "withdrawn", "expired", "", "waiting", "\x00"])
def test_no_other_word_is_taken(cast: Cast, phone: FlaskClient, state: str) -> None:
    waiting = cast.begin()
    before = dump(cast)
    tell(phone, waiting.path, state)
    assert dump(cast) == before


def test_a_closed_or_unknown_link_is_answered_like_an_open_one_and_changes_nothing(
    cast: Cast, phone: FlaskClient, alice: Desk
) -> None:
    used, withdrawn = cast.begin("C-001"), cast.begin("C-002")
    answer(phone, used, lines())
    alice.post(f"/visits/{withdrawn.visit}/withdraw")
    before = dump(cast)
    for path in (used.path, withdrawn.path, "/c/AAAAAAAAAAAAAAAAAAAAAA"):
        tell(phone, path, "opened")
        tell(phone, path, "answering")
    assert dump(cast) == before


def test_a_form_sent_without_a_word_before_counts_as_opened_when_it_was_shown(
    cast: Cast, phone: FlaskClient, alice: Desk
) -> None:
    waiting = cast.begin()
    answer(phone, waiting, lines())
    [(opened_at, closed_at)] = stored(cast, CheckIn.opened_at, CheckIn.closed_at)
    assert opened_at is not None
    assert opened_at == closed_at
    assert "C-014 has answered" in read(alice.get(f"/visits/{waiting.visit}"))


def test_a_new_short_code_does_not_hide_that_they_are_answering(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    phone.post(f"{waiting.path}/seen", data={"state": "answering"})
    alice.post(f"/check-ins/{waiting.check_in}/short-code")
    assert 'data-state="answering"' in alice.get(f"/visits/{waiting.visit}/live").text


def test_whoever_holds_a_link_cannot_have_events_written_without_end(
    cast: Cast, phone: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kiosk.storage.events", "kiosk.actions.check_ins.open_form"):
        monkeypatch.setattr(f"{module}.MOST_OF_A_FORM", 6)
    waiting = cast.begin()
    key = cast.key(waiting)
    for _ in range(9):
        tell(phone, waiting.path, "opened")
        phone.post(f"{waiting.path}/unfinished", data={"key": key})
        phone.post(f"{waiting.path}/not-me", data={"key": key})
    told = stored(cast, Event.kind, where=Event.check_in_id == cast.row(waiting))
    assert 6 <= len(told) <= 7
