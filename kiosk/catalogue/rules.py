"""Reading the rules of a measure's file: each by its own table, thresholds in points, kept in tenths."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from kiosk.catalogue.table import Table
from kiosk.domain.measures import LINE_MAXIMUM, Drop, FirstHigh, LineDrop, LineLow, OwnBaseline, Rules, TotalLow

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
        first_high=named("first-high", _first_high),
    )
    table.close()
    return rules


def _line_low(table: Table, _: int) -> LineLow:
    return LineLow(*_rising(table, ("time-at-most", "ask-below", "word-below"), LINE_MAXIMUM)[::-1])


def _total_low(table: Table, maximum: int) -> TotalLow:
    return TotalLow(*_rising(table, ("time-below", "ask-below"), maximum)[::-1])


def _drop(table: Table, maximum: int) -> Drop:
    return Drop(*_rising(table, ("arrow-from", "ask-from", "time-from"), maximum))


def _line_drop(table: Table, _: int) -> LineDrop:
    return LineDrop(table.tenths("ask-from", LINE_MAXIMUM))


def _own_baseline(table: Table, maximum: int) -> OwnBaseline:
    word, ask = table.number("word-from-sds"), table.number("ask-from-sds")
    if ask < word:
        raise table.fault("ask-from-sds", "should not be less than word-from-sds.")
    return OwnBaseline(table.tenths("floor", maximum), word, ask)


def _first_high(table: Table, _: int) -> FirstHigh:
    return FirstHigh(table.tenths("all-from", LINE_MAXIMUM))


def _rising(table: Table, keys: tuple[str, ...], most: int) -> tuple[int, ...]:
    """Read thresholds that must rise in the order of `keys`."""
    values = tuple(table.tenths(key, most) for key in keys)
    for (lower, low), (higher, high) in pairwise(zip(keys, values, strict=True)):
        if high <= low:
            raise table.fault(higher, f"should be more than {lower}.")
    return values
