"""The thresholds a practice may set for itself, and the rules of a measure as this practice has them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final, Literal

from kiosk import catalogue
from kiosk.domain.measures import TENTHS, Measure, Rules
from kiosk.storage.tables import Practice

log = logging.getLogger(__name__)

STATED_FOR: Final = "session-check"
"""The measure whose numbers the settings show: every default is stated for four lines from 0 to 10."""
LINE, TOTAL, SPREADS = Decimal(10), Decimal(40), Decimal(4)


@dataclass(frozen=True)
class Threshold:
    """One number a practice may set: the rule and its field, the most it can be, and where its default comes from."""

    rule: str
    field: str
    most: Decimal
    origin: Literal["common", "ours", "published"]

    @property
    def name(self) -> str:
        """Such as line_low.word_below."""
        return f"{self.rule}.{self.field}"


_THRESHOLDS = (
    Threshold("line_low", "word_below", LINE, "common"),
    Threshold("line_low", "ask_below", LINE, "ours"),
    Threshold("line_low", "time_at_most", LINE, "ours"),
    Threshold("total_low", "ask_below", TOTAL, "common"),
    Threshold("total_low", "time_below", TOTAL, "ours"),
    Threshold("drop", "arrow_from", TOTAL, "published"),
    Threshold("drop", "ask_from", TOTAL, "ours"),
    Threshold("drop", "time_from", TOTAL, "ours"),
    Threshold("line_drop", "ask_from", LINE, "ours"),
    Threshold("own_baseline", "floor", LINE, "ours"),
    Threshold("own_baseline", "word_from_sds", SPREADS, "published"),
    Threshold("own_baseline", "ask_from_sds", SPREADS, "published"),
)
THRESHOLDS: Final[Mapping[str, Threshold]] = MappingProxyType({each.name: each for each in _THRESHOLDS})

RISING: Final = (
    ("line_low.time_at_most", "line_low.ask_below"),
    ("line_low.ask_below", "line_low.word_below"),
    ("total_low.time_below", "total_low.ask_below"),
    ("drop.arrow_from", "drop.ask_from"),
    ("drop.ask_from", "drop.time_from"),
    ("own_baseline.word_from_sds", "own_baseline.ask_from_sds"),
)
"""Of each pair the first stays under the second: what is graver takes more."""


@dataclass(frozen=True)
class Unsound:
    """Numbers that cannot be: for each threshold concerned one sentence that says what would be right."""

    problems: Mapping[str, str]


def defaults() -> Mapping[str, float]:
    """The numbers as they come with the program, in points or in spreads."""
    rules = catalogue.measure(STATED_FOR).rules
    return {name: _value(rules, threshold) for name, threshold in THRESHOLDS.items()}


def judge(typed: Mapping[str, str]) -> Mapping[str, float] | Unsound:
    """Read what was typed for some or all thresholds; gives those that differ from their defaults.

    Point and comma are both taken. A threshold that was left empty has its default.
    """
    problems, numbers = {}, dict(defaults())
    for name, text in typed.items():
        if name in THRESHOLDS and text.strip():
            number = _number(text)
            if fault := _fault(number, THRESHOLDS[name].most):
                problems[name] = fault
            else:
                numbers[name] = float(number or 0)
    for lower, higher in RISING:
        if not problems.keys() & {lower, higher} and numbers[lower] >= numbers[higher]:
            problems[lower] = f"Choose less than {numbers[higher]:.1f}: what is graver takes more."
    if problems:
        return Unsound(problems)
    return {name: number for name, number in numbers.items() if number != defaults()[name]}


def for_practice(measure: Measure, practice: Practice) -> Measure:
    """The measure with the thresholds of this practice.

    A practice's number stands for the default that the settings show; a measure that has a number of its own there,
    such as faces or a single line's floor, keeps it. Numbers that could not be set today, because the database was
    changed by other means, are passed over: they must never cost a client the answer.
    """
    if not practice.thresholds:
        return measure
    sound = judge({name: str(number) for name, number in practice.thresholds.items()})
    if isinstance(sound, Unsound):
        log.warning("the practice's thresholds are passed over: %s", ", ".join(sound.problems))
        return measure
    usual = defaults()
    applying = {
        name: number for name, number in sound.items() if _value_or_none(measure.rules, THRESHOLDS[name]) == usual[name]
    }
    return replace(measure, rules=_with_settings(measure.rules, applying))


def _with_settings(rules: Rules, settings: Mapping[str, float]) -> Rules:
    for name, number in settings.items():
        threshold = THRESHOLDS[name]
        kept = number if threshold.most == SPREADS else round(number * TENTHS)
        changed: dict[str, Any] = {threshold.rule: replace(getattr(rules, threshold.rule), **{threshold.field: kept})}
        rules = replace(rules, **changed)
    return rules


def _value(rules: Rules, threshold: Threshold) -> float:
    number: float = getattr(getattr(rules, threshold.rule), threshold.field)
    return number if threshold.most == SPREADS else number / TENTHS


def _value_or_none(rules: Rules, threshold: Threshold) -> float | None:
    """None where the measure has no such rule, or the rule no such number."""
    rule = getattr(rules, threshold.rule)
    return None if getattr(rule, threshold.field, None) is None else _value(rules, threshold)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", ".")[:12])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fault(number: Decimal | None, most: Decimal) -> str:
    if number is None:
        return "Type a number, such as 7.0."
    if not Decimal("0.1") <= number <= most:
        return f"Choose from 0.1 to {most}."
    if number != round(number, 1):
        return "Use one decimal at most."
    return ""
