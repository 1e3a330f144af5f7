"""Earlier answers that today's are compared with: those of the same client, measure, therapist and way of marking."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk import catalogue
from kiosk.domain.answers import Marking
from kiosk.queries.histories import history_of
from kiosk.storage.db import reading
from kiosk.storage.responses import HISTORY
from kiosk.storage.tables import CheckIn, Visit
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import change
from tests.web.browsing import NOW, answer


def past_totals(cast: Cast, waiting: Waiting, marked: Marking = Marking.LINE) -> list[float]:
    number = cast.row(waiting)
    with cast.on_stage():
        return list(history_of(reading(), reading().get_one(CheckIn, number), marked, NOW).totals)


def sent(cast: Cast, weeks_ago: int, mark: str, code: str = "C-014", measure: str = "session-check") -> None:
    at = NOW - timedelta(weeks=weeks_ago)
    items = ["understood"] if measure == "felt-understood" else list(WELL)
    cast.send(cast.begin(code, measure=measure, at=at), at, **dict.fromkeys(items, mark))


def test_a_history_is_the_oldest_first_and_today_is_not_in_it(cast: Cast) -> None:
    for ago, mark in ((3, "9.0"), (2, "8.0"), (1, "7.0")):
        sent(cast, ago, mark)
    today = cast.begin()
    assert past_totals(cast, today) == [36.0, 32.0, 28.0]
    cast.send(today, None, **dict.fromkeys(WELL, "1.0"))
    assert past_totals(cast, today) == [36.0, 32.0, 28.0]


def test_a_history_goes_no_further_back_than_the_latest_104(cast: Cast) -> None:
    for ago in range(HISTORY + 2, 0, -1):
        sent(cast, ago, "1.0" if ago > HISTORY else "9.0")
    assert past_totals(cast, cast.begin()) == [36.0] * HISTORY


def test_a_history_never_mixes_clients_measures_ways_of_marking_or_therapists(cast: Cast) -> None:
    sent(cast, 5, "9.0")
    sent(cast, 4, "8.0", code="C-002")
    sent(cast, 3, "7.0", measure="felt-understood")
    phone, buttons = cast.app.test_client(), cast.begin()
    answer(phone, buttons, {"marked": "buttons"} | {f"item-{item}": "5" for item in WELL})
    today = cast.begin()
    assert past_totals(cast, today) == [36.0]
    assert past_totals(cast, today, Marking.BUTTONS) == [20.0]
    change(cast, Visit, Visit.public_id == today.visit, therapist_id=cast.bob)
    assert past_totals(cast, today) == []


@pytest.mark.parametrize(("continues", "totals"), [(None, []), (2, [36.0])])
def test_a_new_version_begins_a_new_history_unless_it_continues_one(
    cast: Cast, continues: int | None, totals: list[float]
) -> None:
    sent(cast, 1, "9.0")
    known = catalogue.measures()
    newer = replace(known["session-check"], version=3, continues=continues)
    cast.app.extensions[catalogue.EXTENSION] = catalogue.Catalogue([*known.every(), newer])
    today = cast.begin()
    assert past_totals(cast, today) == totals
