"""Tests of episodes of repair: what opens one, what it is measured by, and how it ends."""

import pytest

from kiosk.domain.history import History, Past
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.domain.signals.episodes import open_before
from tests.unit.domain.cases import FELT, SESSION, found, marks, past_marks, past_totals, scored, spread


def repair(today: float, *earlier: float) -> tuple[str, Signal] | None:
    signals = found(spread(today), past_totals(*earlier))
    return next(((one.rule, one) for one in signals if one.rule in {"repair-seen", "unrepaired"}), None)


def rule(today: float, *earlier: float) -> str | None:
    held = repair(today, *earlier)
    return held[0] if held else None


def reference(*earlier: float) -> float | None:
    episode = open_before(SESSION, past_totals(*earlier))
    return episode.reference if episode else None


@pytest.mark.parametrize(("fallen", "before"), [(34.0, 38.0), (34.1, None)])
def test_a_drop_of_4_opens_an_episode_measured_by_the_median_before_it(fallen: float, before: float | None) -> None:
    assert reference(37.0, 39.0, 38.0, fallen) == before


def test_a_line_that_fell_by_2_opens_one() -> None:
    assert open_before(SESSION, past_marks((9, 9, 9, 9), (9, 9, 9, 7.1))) is None
    assert open_before(SESSION, past_marks((9, 9, 9, 9), (9, 9, 9, 7.0))) is not None


def test_a_line_that_fell_without_any_total_before_opens_none() -> None:
    assert open_before(SESSION, past_marks((9, 9, 9, None), (9, 9, 7, None))) is None


def test_two_spreads_under_the_own_baseline_open_one() -> None:
    assert reference(38.0, 38.0, 38.0, 36.0, 34.1) is None
    assert reference(38.0, 38.0, 38.0, 36.0, 34.0) == 38.0


def test_the_own_range_opens_one() -> None:
    assert reference(37.0, 37.0, 37.0, 37.0, 37.0, 35.2) is None
    assert reference(37.0, 37.0, 37.0, 37.0, 37.0, 35.0) == 37.0


def test_a_low_total_or_a_spread_alone_opens_none() -> None:
    assert reference(37.0, 37.0, 37.0, 35.1) is None


@pytest.mark.parametrize(("today", "seen"), [(37.0, "repair-seen"), (36.9, None)])
def test_within_a_point_of_what_was_usual_is_back(today: float, seen: str | None) -> None:
    assert rule(today, 38.0, 38.0, 33.0) == seen


def test_a_reference_between_two_tenths_is_not_rounded() -> None:
    assert rule(37.0, 38.0, 38.1, 33.0) is None
    assert rule(37.1, 38.0, 38.1, 33.0) == "repair-seen"


@pytest.mark.parametrize(
    ("after", "today", "seen"),
    [
        ((), 37.5, "repair-seen"),
        ((34.0,), 37.5, "repair-seen"),
        ((34.0, 34.0), 37.5, "repair-seen"),
        ((34.0, 34.0, 34.0), 37.5, None),
        ((), 34.0, None),
        ((34.0,), 34.0, None),
        ((34.0, 34.0), 34.0, "unrepaired"),
        ((34.0, 34.0, 34.0), 34.0, None),
        ((34.0, 34.0, 34.0, 34.0), 30.0, None),
    ],
)
def test_the_way_back_is_open_for_three_visits_and_its_lack_is_said_once(
    after: tuple[float, ...], today: float, seen: str | None
) -> None:
    assert rule(today, 38.0, 38.0, 33.0, *after) == seen


def test_after_the_way_back_a_new_fall_opens_a_new_episode() -> None:
    assert reference(38.0, 38.0, 33.0, 38.0) is None
    assert rule(38.0, 38.0, 38.0, 33.0, 38.0, 33.0) == "repair-seen"
    assert rule(38.0, 38.0, 38.0, 33.0, 38.0) is None


def test_one_at_a_time_a_fall_inside_an_episode_changes_nothing() -> None:
    assert reference(38.0, 38.0, 33.0, 28.0) == 38.0


def test_an_incomplete_form_is_no_visit_of_an_episode() -> None:
    past = tuple(Past(scored(*visit)) for visit in [(9.5, 9.5, 9.5, 9.5), (8, 8, 8, 8), (8, 8, 8, None)])
    episode = open_before(SESSION, History(past, 3))
    assert episode is not None
    assert episode.visits == 0


def test_today_without_a_total_ends_nothing() -> None:
    signals = found(marks(9, 9, 9), past_totals(38.0, 38.0, 33.0))
    assert not [signal for signal in signals if signal.rule == "repair-seen"]


def test_one_line_has_episodes_of_its_own() -> None:
    past = tuple(Past(score(FELT, {"understood": mark})) for mark in (95, 95, 70))
    episode = open_before(FELT, History(past, 3))
    assert episode is not None
    assert episode.reference == 9.5


def test_a_repair_keeps_what_it_was_measured_by() -> None:
    held = repair(34.0, 38.0, 38.0, 33.0, 34.0, 34.0)
    assert held is not None
    assert dict(held[1].figures) == {"total": 34.0, "before it": 38.0, "visits": 3.0}
