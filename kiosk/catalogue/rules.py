"""Reading the rules of a measure's file: each by its own table, thresholds in points, kept in tenths."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from kiosk.catalogue.table import Table
from kiosk.domain import rules as kinds
from kiosk.domain.measures import LINE_MAXIMUM, TENTHS
from kiosk.domain.rules import Rules

Rule = TypeVar("Rule")


def read_rules(table: Table, maximum: int) -> Rules:
    """Read the rules a measure names; one it does not name does not apply to it. `maximum` is its highest total."""

    def named(name: str, read: Callable[[Table, int], Rule]) -> Rule | None:
        if not table.has(name):
            return None
        inner = table.table(name)
        rule = read(inner, maximum)
        inner.close()
        return rule

    rules = Rules(
        line_low=named("line-low", _line_low),
        total_low=named("total-low", _total_low),
        drop=named("drop", _drop),
        line_drop=named("line-drop", _line_drop),
        own_baseline=named("own-baseline", _own_baseline),
        own_range=named("own-range", _own_range),
        near_range=named("near-range", _own_range),
        slide=named("slide", _slide),
        persistent_low=named("persistent-low", _persistent_low),
        first_high=named("first-high", _first_high),
        ceiling=named("ceiling", _ceiling),
        straight_line=named("straight-line", _straight_line),
        repair=named("repair", _repair),
        missed=named("missed", _missed),
        goal_met=named("goal-met", _goal_met),
        split=named("split", _split),
        apart_from_group=named("apart-from-group", _apart_from_group),
        maximum=maximum,
    )
    table.close()
    return rules


def _line_low(table: Table, _: int) -> kinds.LineLow:
    keys = ("time-at-most", "ask-below", "word-below")
    time, ask, *word = _rising(table, keys if table.has("word-below") else keys[:2], LINE_MAXIMUM)
    return kinds.LineLow(word[0] if word else None, ask, time)


def _total_low(table: Table, maximum: int) -> kinds.TotalLow:
    return kinds.TotalLow(*_rising(table, ("time-below", "ask-below"), maximum)[::-1])


def _drop(table: Table, maximum: int) -> kinds.Drop:
    return kinds.Drop(*_rising(table, ("arrow-from", "ask-from", "time-from"), maximum))


def _line_drop(table: Table, _: int) -> kinds.LineDrop:
    return kinds.LineDrop(table.tenths("ask-from", LINE_MAXIMUM))


def _own_baseline(table: Table, maximum: int) -> kinds.OwnBaseline:
    word, ask = table.number("word-from-sds"), table.number("ask-from-sds")
    if ask < word:
        raise table.fault("ask-from-sds", "should not be less than word-from-sds.")
    cutoffs = table.number("cutoffs-from-sds") if table.has("cutoffs-from-sds") else word
    if cutoffs < word:
        raise table.fault("cutoffs-from-sds", "should not be less than word-from-sds.")
    return kinds.OwnBaseline(table.tenths("floor", maximum), word, ask, cutoffs)


def _own_range(table: Table, maximum: int) -> kinds.OwnRange:
    floor = table.number("floor") * TENTHS
    if floor > maximum:
        raise table.fault("floor", f"should be at most {maximum / TENTHS:.1f}.")
    return kinds.OwnRange(floor)


def _slide(table: Table, maximum: int) -> kinds.Slide:
    return kinds.Slide(*_rising(table, ("each-from", "together-from"), maximum))


def _persistent_low(table: Table, maximum: int) -> kinds.PersistentLow:
    return kinds.PersistentLow(table.tenths("below", maximum))


def _first_high(table: Table, _: int) -> kinds.FirstHigh:
    return kinds.FirstHigh(table.tenths("all-from", LINE_MAXIMUM))


def _ceiling(table: Table, _: int) -> kinds.Ceiling:
    return kinds.Ceiling(table.tenths("all-from", LINE_MAXIMUM))


def _straight_line(table: Table, _: int) -> kinds.StraightLine:
    return kinds.StraightLine(table.tenths("within", LINE_MAXIMUM), table.number("under-seconds"))


def _repair(table: Table, maximum: int) -> kinds.Repair:
    return kinds.Repair(table.tenths("back-within", maximum))


def _missed(table: Table, maximum: int) -> kinds.Missed:
    return kinds.Missed(table.tenths("guess-above-from", maximum))


def _goal_met(table: Table, _: int) -> kinds.GoalMet:
    return kinds.GoalMet(table.tenths("understood-from", LINE_MAXIMUM))


def _split(table: Table, maximum: int) -> kinds.Split:
    understood = _rising(table, ("understood-from", "understood-time-from"), LINE_MAXIMUM)
    return kinds.Split(table.tenths("totals-from", maximum), *understood)


def _apart_from_group(table: Table, maximum: int) -> kinds.ApartFromGroup:
    return kinds.ApartFromGroup(table.tenths("below", maximum), table.tenths("under-median-from", maximum))


def _rising(table: Table, keys: tuple[str, ...], most: int) -> tuple[int, ...]:
    """Read thresholds that must rise in the order of `keys`."""
    values = tuple(table.tenths(key, most) for key in keys)
    for (lower, low), (higher, high) in pairwise(zip(keys, values, strict=True)):
        if high <= low:
            raise table.fault(higher, f"should be more than {lower}.")
    return values
