"""The thresholds a practice may set for itself, and the rules of a measure as this practice has them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final, Literal

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.rules import RISING, SETTABLE, WrongThreshold
from kiosk.storage.tables import Practice

log = logging.getLogger(__name__)

STATED_FOR: Final = "session-check"
"""The measure whose numbers the settings show: every default is stated for four lines from 0 to 10."""

THRESHOLDS: Final[Mapping[str, Literal["common", "ours", "published"]]] = MappingProxyType(
    {
        "line_low.word_below": "common",
        "line_low.ask_below": "ours",
        "line_low.time_at_most": "ours",
        "total_low.ask_below": "common",
        "total_low.time_below": "ours",
        "drop.arrow_from": "published",
        "below_expected.word_from_sds": "ours",
        "below_expected.ask_from_sds": "ours",
        "below_expected.time_from_sds": "ours",
        "below_expected.fall_from": "ours",
        "line_below_expected.ask_from_sds": "ours",
        "line_below_expected.fall_from": "ours",
        "persistent_low.below": "common",
        "goal_met.understood_from": "ours",
        "missed.guess_above_from": "ours",
        "split.totals_from": "ours",
        "split.understood_from": "ours",
        "split.understood_time_from": "ours",
        "apart_from_group.below": "common",
        "apart_from_group.under_median_from": "ours",
    }
)
"""The thresholds that a practice may set, with the origin of each default."""
LINE, TOTAL, SPREADS = Decimal(10), Decimal(40), Decimal(4)


@dataclass(frozen=True)
class Unsound:
    """Numbers that cannot be: for each threshold concerned one sentence that says what would be right."""

    problems: Mapping[str, Phrase]


def defaults() -> Mapping[str, float]:
    """The numbers as they come with the program, in points or in spreads."""
    rules = catalogue.measure(STATED_FOR).rules
    return {name: rules.value(name) for name in THRESHOLDS}


def judge(typed: Mapping[str, str]) -> Mapping[str, float] | Unsound:
    """Read what was typed for some or all thresholds; gives those that differ from their defaults.

    Point and comma are both taken. A threshold that was left empty has its default.
    """
    problems: dict[str, Phrase] = {}
    numbers = dict(defaults())
    for name, text in typed.items():
        if name in THRESHOLDS and text.strip():
            number = _number(text)
            if fault := _fault(number, most(name)):
                problems[name] = fault
            else:
                numbers[name] = float(number or 0)
    for lower, higher in RISING:
        if not problems.keys() & {lower, higher} and numbers[lower] >= numbers[higher]:
            problems[lower] = phrase("Choose less than %(most)s: the levels must stay in order.", most=numbers[higher])
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
    usual, rules = defaults(), measure.rules
    applying = {
        name: number
        for name, number in _sound(practice.thresholds).items()
        if rules.has(name) and rules.value(name) == usual[name]
    }
    try:
        return replace(measure, rules=rules.with_settings(applying))
    except WrongThreshold as unfit:
        log.warning("%s keeps its own thresholds: %s", measure.id, unfit)
        return measure


def _sound(stored: Mapping[str, float]) -> Mapping[str, float]:
    """Those of the stored numbers that could be set today: one that could not takes no other along."""
    typed = {name: str(number) for name, number in stored.items()}
    while isinstance(judged := judge(typed), Unsound):
        wrong = typed.keys() & judged.problems.keys() or {high for low, high in RISING if low in judged.problems}
        log.warning("Thresholds of the practice are passed over: %s", ", ".join(sorted(wrong)))
        typed = {name: text for name, text in typed.items() if name not in wrong}
    return judged


def most(name: str) -> Decimal:
    """The highest number that threshold may have, where four lines are asked."""
    return {"line": LINE, "total": TOTAL, "sds": SPREADS}[SETTABLE[name]]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", ".")[:12])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _fault(number: Decimal | None, highest: Decimal) -> Phrase | None:
    if number is None:
        return phrase("Type a number, such as %(example)s.", example=7.0)
    if not Decimal("0.1") <= number <= highest:
        return phrase("Choose from %(least)s to %(most)s.", least=0.1, most=highest)
    if number != round(number, 1):
        return phrase("Use one decimal at most.")
    return None
