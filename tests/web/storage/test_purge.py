"""Purging: what has ended is deleted, and nothing that still works or is still read."""

from datetime import timedelta

from sqlalchemy import select
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.actions.check_ins.open_form import note_seen
from kiosk.domain.actors import ByLink
from kiosk.domain.lifecycle import State
from kiosk.operations.purge import KEPT, purge
from kiosk.storage.db import writing
from kiosk.storage.tables import (
    CheckIn,
    Event,
    Failure,
    Response,
)
from tests.support.practice import Cast
from tests.support.stored import count
from tests.web.browsing import log_in, read
from tests.web.ways_in import WAYS_IN, counts, make_one_of_each

BUT_EVENTS = (*WAYS_IN, Failure)
MADE = (*BUT_EVENTS, Event)


def purge_now(cast: Cast) -> None:
    with cast.on_stage():
        purge(clock.now())


def test_what_still_works_is_kept(cast: Cast) -> None:
    make_one_of_each(cast)
    before = counts(cast, *MADE)
    purge_now(cast)
    assert min(before) > 0
    assert counts(cast, *MADE) == before


def test_what_has_ended_is_deleted_and_what_was_answered_stays(cast: Cast, time: TimeMachineFixture) -> None:
    make_one_of_each(cast)
    cast.send(cast.begin("C-015"), overall="9.0")
    time.shift(KEPT + timedelta(seconds=1))
    purge_now(cast)
    assert counts(cast, *MADE, CheckIn, Response) == [0] * len(BUT_EVENTS) + [1, 2, 1]  # the newest event stays


def test_the_login_of_a_page_that_was_left_open_is_still_known_after_its_twelve_hours(
    cast: Cast, time: TimeMachineFixture
) -> None:
    alice = log_in(cast, cast.alice)
    alice.post("/account/language", {"language": "de"})
    time.shift(timedelta(hours=13))
    purge_now(cast)
    assert 'lang="de"' in alice.get("/", headers={"Accept-Language": "en"}).text


def test_a_short_code_is_forgotten_once_it_no_longer_works(cast: Cast, time: TimeMachineFixture) -> None:
    cast.begin()
    time.shift(timedelta(minutes=15))
    purge_now(cast)
    assert short_codes(cast) == 1
    time.shift(timedelta(seconds=1))
    purge_now(cast)
    assert short_codes(cast) == 0


def short_codes(cast: Cast) -> int:
    return count(cast, CheckIn, CheckIn.short_code_hash.is_not(None))


def test_the_page_of_a_form_says_the_same_after_its_events_were_purged(cast: Cast, time: TimeMachineFixture) -> None:
    waiting = cast.begin()
    with cast.on_stage():
        note_seen(ByLink(waiting.token), State.ANSWERING, clock.now())
    time.shift(KEPT + timedelta(days=1))
    cast.begin("C-015")
    before = read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}"))
    purge_now(cast)
    assert counts(cast, Event) == [1]
    assert read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}")) == before


def test_more_events_than_fit_into_one_transaction_are_all_purged(cast: Cast, time: TimeMachineFixture) -> None:
    cast.begin()
    with cast.on_stage(), writing() as session:
        [one] = session.scalars(select(Event))
        columns = [name for name in Event.__table__.columns.keys() if name != "id"]  # noqa: SIM118 -- not a mapping
        session.add_all(Event(**{name: getattr(one, name) for name in columns}) for _ in range(1_200))
    time.shift(KEPT + timedelta(seconds=1))
    cast.begin("C-015")
    purge_now(cast)
    assert counts(cast, Event) == [1]
