"""The time when a result was first seen: a fact of its own, shown with what was flagged and what became of it."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import dump, stored
from tests.web.audit import LOG
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.several import begin

LOW = WELL | {"topics": "4.2"}


@pytest.fixture
def sent(cast: Cast) -> Waiting:
    waiting = cast.begin()
    cast.send(waiting, None, **LOW)
    return waiting


def test_looking_at_a_page_writes_nothing_and_the_page_tells_by_itself(alice: Desk, cast: Cast, sent: Waiting) -> None:
    before = dump(cast, *LOG)
    page = alice.get(f"/visits/{sent.visit}")
    assert dump(cast, *LOG) == before
    assert f'<form id="result-seen" method="post" action="/check-ins/{sent.check_in}/seen" hidden>' in page.text
    assert "Flagged Not looked at yet Not talked about yet" in read(alice.get(alice.client_path()))
    assert alice.post(f"/check-ins/{sent.check_in}/seen").status_code == 204
    assert "Flagged Seen at 14:48 Not talked about yet" in read(alice.get(alice.client_path()))
    assert "result-seen" not in alice.get(f"/visits/{sent.visit}").text


def test_only_the_first_time_counts(cast: Cast, sent: Waiting, time: TimeMachineFixture) -> None:
    for days in (1, 2):
        time.move_to(NOW + timedelta(days=days), tick=False)
        log_in(cast, cast.alice).post(f"/check-ins/{sent.check_in}/seen")
    assert stored(cast, CheckIn.seen_at) == [NOW + timedelta(days=1)]
    assert "Flagged Seen on 4 June" in read(log_in(cast, cast.alice).get(log_in(cast, cast.alice).client_path()))


def test_before_the_answer_and_while_it_is_held_nothing_is_seen(alice: Desk, cast: Cast) -> None:
    waiting = cast.begin(place="telehealth")
    assert alice.post(f"/check-ins/{waiting.check_in}/seen").status_code == 204
    cast.send(waiting, None, **LOW)
    assert "result-seen" not in alice.get(f"/visits/{waiting.visit}").text
    alice.post(f"/check-ins/{waiting.check_in}/seen")
    assert stored(cast, CheckIn.seen_at) == [None]
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert stored(cast, CheckIn.seen_at) == [NOW]


def test_what_became_of_it_tells_that_it_was_seen(alice: Desk, cast: Cast, sent: Waiting) -> None:
    alice.post(f"/check-ins/{sent.check_in}/repair", {"outcome": "talked"})
    assert "Flagged Seen at 14:48 Talked about it the same day" in read(alice.get(alice.client_path()))
    assert stored(cast, CheckIn.seen_at) != [None]


def test_of_several_each_result_is_seen_alone(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    for person in couple.people:
        cast.send(person, None, **LOW)
    alice.post(f"{couple.own(1)}/show")
    assert [seen is None for seen in stored(cast, CheckIn.seen_at)] == [True, False]
    assert alice.post(f"{couple.path}/seen").status_code == 404


def test_the_way_back_stands_with_what_it_is_a_way_back_from(alice: Desk, cast: Cast) -> None:
    for week, topics in enumerate(("9.0", "9.1", "9.0", "9.0", "4.0", "8.9")):
        at = NOW - timedelta(weeks=6 - week)
        cast.send(cast.begin(at=at), at, **WELL | {"topics": topics})
    said = read(alice.get(alice.client_path()))
    assert "Flagged Not looked at yet Not talked about yet Back to how it was on 27 May" in said


def test_the_way_back_stands_with_the_fall_and_not_with_what_came_after_it(alice: Desk, cast: Cast) -> None:
    weeks = [WELL, WELL, WELL, WELL | {"topics": "4.0"}, {"topics": "1.5"}, WELL]
    for week, marks in enumerate(weeks):
        at = NOW - timedelta(weeks=len(weeks) - week)
        cast.send(cast.begin(at=at), at, **marks)
    said = read(alice.get(alice.client_path()))
    assert said.count("Back to how it was on") == 1
    assert said.index("Flagged") < said.index("Back to how it was on")
    assert said.count("Flagged") == 2
    assert said.index("Back to how it was on") > said.rindex("Flagged"), "weeks stand latest first"


def test_good_news_is_nothing_to_be_talked_about(alice: Desk, cast: Cast) -> None:
    for week, topics in enumerate(("9.0", "9.1", "9.0", "9.0", "4.0", "9.2")):
        at = NOW - timedelta(weeks=6 - week)
        cast.send(cast.begin(at=at), at, **WELL | {"topics": topics})
    said = read(alice.get(alice.client_path()))
    assert said.count("Not talked about yet") == 1
    assert said.index("Back to how it was before.") < said.index("Not talked about yet")


def test_three_sessions_without_a_way_back_are_told_with_the_fall(alice: Desk, cast: Cast) -> None:
    for week, topics in enumerate(("9.0", "9.1", "9.0", "9.0", "3.0", "4.0", "4.0", "4.0")):
        at = NOW - timedelta(weeks=8 - week)
        cast.send(cast.begin(at=at), at, **WELL | {"topics": topics})
    said = read(alice.get(alice.client_path()))
    assert said.count("Not back after three sessions") == 1
    assert said.index("Not back after three sessions") > said.index("Three sessions on, and not yet back")
