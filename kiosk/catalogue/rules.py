"""Reading the rules of a measure's file: each by its own table, thresholds in points, kept in tenths."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from kiosk.catalogue.table import TOMLTable
from kiosk.domain import rules as kinds
from kiosk.domain.baseline import End, Prior
from kiosk.domain.measures import LINE_MAXIMUM, TENTHS
from kiosk.domain.rules import Rules

Rule = TypeVar("Rule")
AT_END = "within-sd-at-end"
EARLY = "early-from-sds"


def read_rules(table: TOMLTable, maximum: int) -> Rules:
    """Read the rules a measure names; one it does not name does not apply to it. `maximum` is its highest total."""

    def named(name: str, read: Callable[[TOMLTable, int], Rule]) -> Rule | None:
        if not table.has(name):
            return None
        inner = table.table(name)
        rule = read(inner, maximum)
        inner.close()
        return rule

    rules = Rules(
        line_low=named("line-low", _line_low),
        total_low=named("total-low", _total_low),
        floor=named("floor", _floor),
        drop=named("drop", _drop),
        below_expected=named("below-expected", _below_expected),
        line_below_expected=named("line-below-expected", _line_below_expected),
        persistent_low=named("persistent-low", _persistent_low),
        first_high=named("first-high", _first_high),
        ceiling=named("ceiling", _ceiling),
        straight_line=named("straight-line", _straight_line),
        repair=named("repair", _repair),
        missed=named("missed", _missed),
        goal_met=named("goal-met", _goal_met),
        split=named("split", _split),
        apart_from_group=named("apart-from-group", _apart_from_group),
        face_low=named("face-low", _face_low),
        week_worse=named("week-worse", _week_worse),
        maximum=maximum,
    )
    table.close()
    return rules


def _line_low(table: TOMLTable, _: int) -> kinds.LineLow:
    keys = ("time-at-most", "ask-below", "word-below")
    time, ask, *word = _rising(table, keys if table.has("word-below") else keys[:2], LINE_MAXIMUM)
    return kinds.LineLow(word[0] if word else None, ask, time)


def _total_low(table: TOMLTable, maximum: int) -> kinds.TotalLow:
    return kinds.TotalLow(*_rising(table, ("time-below", "ask-below"), maximum)[::-1])


def _floor(table: TOMLTable, maximum: int) -> kinds.Floor:
    line = table.tenths("line-at-most", LINE_MAXIMUM) if table.has("line-at-most") else None
    total = table.tenths("total-below", maximum) if table.has("total-below") else None
    if line is None and total is None:
        raise table.fault("line-at-most", "add line-at-most or total-below.")
    return kinds.Floor(line, total)


def _drop(table: TOMLTable, maximum: int) -> kinds.Drop:
    return kinds.Drop(table.tenths("arrow-from", maximum))


def _below_expected(table: TOMLTable, maximum: int) -> kinds.BelowExpected:
    word, ask, time = _rising_sds(table, ("word-from-sds", "ask-from-sds", "time-from-sds"))
    early = _early(table, word, time)
    fall = table.tenths("fall-from", maximum)
    at_end = table.tenths("fall-at-end", fall) if table.has("fall-at-end") else None
    to_make_time = table.tenths("time-fall-from", maximum, fall) if table.has("time-fall-from") else 0
    return kinds.BelowExpected(_prior(table, maximum), fall, word, ask, time, early, at_end, to_make_time)


def _early(table: TOMLTable, word: float, time: float) -> float | None:
    """Read what is worth asking about while little is known of a person; None: the same as later."""
    if not table.has(EARLY):
        return None
    sds = table.number(EARLY)
    if not word < sds < time:
        raise table.fault(EARLY, "should be more than word-from-sds and less than time-from-sds.")
    return sds


def _line_below_expected(table: TOMLTable, _: int) -> kinds.LineBelowExpected:
    (ask,) = _rising_sds(table, ("ask-from-sds",))
    return kinds.LineBelowExpected(_prior(table, LINE_MAXIMUM), table.tenths("fall-from", LINE_MAXIMUM), ask)


def _prior(table: TOMLTable, most: int) -> Prior:
    """Read what is expected of somebody who is not known yet."""
    between, within = (_deviation(table, key) for key in ("between-sd", "within-sd"))
    at_end = _deviation(table, AT_END) if table.has(AT_END) else within
    if at_end > within:
        raise table.fault(AT_END, "should be within-sd at most.")
    end = End(most, at_end) if at_end < within else None
    return Prior(table.tenths("prior-mean", most), between, within, end=end)


def _deviation(table: TOMLTable, key: str) -> Fraction:
    return Fraction(str(table.number(key))) * TENTHS


def _rising_sds(table: TOMLTable, keys: tuple[str, ...]) -> tuple[float, ...]:
    values = tuple(table.number(key) for key in keys)
    for (lower, low), (higher, high) in pairwise(zip(keys, values, strict=True)):
        if high <= low:
            raise table.fault(higher, f"should be more than {lower}.")
    return values


def _persistent_low(table: TOMLTable, maximum: int) -> kinds.PersistentLow:
    return kinds.PersistentLow(table.tenths("below", maximum))


def _first_high(table: TOMLTable, _: int) -> kinds.FirstHigh:
    return kinds.FirstHigh(table.tenths("all-from", LINE_MAXIMUM))


def _ceiling(table: TOMLTable, _: int) -> kinds.Ceiling:
    return kinds.Ceiling(table.tenths("all-from", LINE_MAXIMUM))


def _straight_line(table: TOMLTable, _: int) -> kinds.StraightLine:
    return kinds.StraightLine(table.tenths("within", LINE_MAXIMUM), table.number("under-seconds"))


def _repair(table: TOMLTable, maximum: int) -> kinds.Repair:
    asks = table.tenths("ask-under-from", maximum) if table.has("ask-under-from") else 0
    return kinds.Repair(table.tenths("back-within", maximum), table.tenths("settled-within", maximum), asks)


def _face_low(table: TOMLTable, _: int) -> kinds.FaceLow:
    return kinds.FaceLow(table.tenths("at-most", LINE_MAXIMUM))


def _missed(table: TOMLTable, maximum: int) -> kinds.Missed:
    return kinds.Missed(table.tenths("guess-above-from", maximum))


def _goal_met(table: TOMLTable, _: int) -> kinds.GoalMet:
    return kinds.GoalMet(table.tenths("understood-from", LINE_MAXIMUM))


def _split(table: TOMLTable, maximum: int) -> kinds.Split:
    understood = _rising(table, ("understood-from", "understood-time-from"), LINE_MAXIMUM)
    return kinds.Split(table.tenths("totals-from", maximum), *understood)


def _apart_from_group(table: TOMLTable, maximum: int) -> kinds.ApartFromGroup:
    return kinds.ApartFromGroup(table.tenths("below", maximum), table.tenths("under-median-from", maximum))


def _week_worse(table: TOMLTable, maximum: int) -> kinds.WeekWorse:
    return kinds.WeekWorse(_prior(table, maximum), table.number("from-sds"), table.tenths("fall-from", maximum))


def _rising(table: TOMLTable, keys: tuple[str, ...], most: int) -> tuple[int, ...]:
    """Read thresholds that must rise in the order of `keys`."""
    values = tuple(table.tenths(key, most) for key in keys)
    for (lower, low), (higher, high) in pairwise(zip(keys, values, strict=True)):
        if high <= low:
            raise table.fault(higher, f"should be more than {lower}.")
    return values
