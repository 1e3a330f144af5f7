"""A result that is held shows on no page, today or later, until it is asked for."""

from datetime import timedelta

from tests.support.practice import WELL, Cast
from tests.web.browsing import NOW, Desk, read

LOW = dict.fromkeys(WELL, "3.2")


def test_a_result_that_was_never_asked_for_is_not_on_the_next_day_either(cast: Cast, alice: Desk) -> None:
    for ago in (2, 1):
        at = NOW - timedelta(days=ago)
        cast.send(cast.begin(place="telehealth", at=at), at=at, **LOW)
    page = alice.get("/")
    assert "12.8" not in page.text


def test_that_somebody_declined_on_a_call_is_held_too(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, decline="yes")
    for part in ("", "/live", "/code"):
        assert "chose not to answer" not in read(alice.get(f"/visits/{waiting.visit}{part}")).lower()
    assert 'data-state="declined"' not in alice.get(f"/visits/{waiting.visit}/live").text
