"""The thresholds of the rules, as data: each measure names those that apply to it, and a practice may set some."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from kiosk.domain.baseline import KNOWN_FROM, Prior

Origin = Literal["common", "ours", "practice"]
COMMON: Origin = "common"
"""A cue in wide use."""
OURS: Origin = "ours"
"""Chosen by us, with no study behind the exact number."""
PRACTICE: Origin = "practice"
"""Set by this practice."""

TENTHS_IN_A_POINT = 10
LINE_POINTS = 10.0


@dataclass(frozen=True)
class LineLow:
    """Limits of the lowest line, in tenths: worth a word (None: never), worth asking about, worth making time for."""

    word_below: int | None
    ask_below: int
    time_at_most: int


@dataclass(frozen=True)
class TotalLow:
    """Limits of the total, in tenths: worth asking about, worth making time for."""

    ask_below: int
    time_below: int


@dataclass(frozen=True)
class Floor:
    """Limits of what is never silent, in tenths: a line at most so high, a total below; None: no limit of that kind."""

    line_at_most: int | None
    total_below: int | None


@dataclass(frozen=True)
class Drop:
    """The fall of the total since last time from which an arrow is shown, in tenths."""

    arrow_from: int


@dataclass(frozen=True)
class BelowExpected:
    """Distances of the total below the one expected of this person, in predictive SDs: a word, ask, make time.

    It takes a fall of `fall_from` (tenths) below the mean of their earlier totals as well; where the SD within a person
    is less near the end of the scale, so is that fall, but never less than `fall_at_end`. Making time takes a fall of
    `time_fall_from`. `early_from_sds` takes the place of `ask_from_sds` for somebody of whom fewer than `KNOWN_FROM`
    totals are known: what is expected of them is spread widest then.
    """

    prior: Prior
    fall_from: int | Fraction
    word_from_sds: float
    ask_from_sds: float
    time_from_sds: float
    early_from_sds: float | None = None
    fall_at_end: int | Fraction | None = None
    time_fall_from: int | Fraction = 0

    def for_share(self, share: int | Fraction) -> "BelowExpected":
        """Give the same in proportion, for a sum of some of the lines."""
        return replace(
            self,
            prior=self.prior.for_share(share),
            fall_from=self.fall_from * share,
            fall_at_end=None if self.fall_at_end is None else self.fall_at_end * share,
            time_fall_from=self.time_fall_from * share,
        )

    def fall(self, mean: Fraction) -> int | Fraction:
        """Give the least fall under that mean of somebody's own totals, in tenths."""
        if self.fall_at_end is None:
            return self.fall_from
        return max(self.fall_at_end, self.fall_from * self.prior.within_sd_at(mean) / Fraction(self.prior.within_sd))

    def ask_from(self, known: int) -> float:
        """Give the number of SDs worth asking about for somebody of whom so many totals are known."""
        if self.early_from_sds is None or known >= KNOWN_FROM:
            return self.ask_from_sds
        return self.early_from_sds


@dataclass(frozen=True)
class LineBelowExpected:
    """The same for one line; it is worth asking about at once."""

    prior: Prior
    fall_from: int
    ask_from_sds: float


@dataclass(frozen=True)
class PersistentLow:
    """The limit under which four totals running are low together, in tenths."""

    below: int


@dataclass(frozen=True)
class FirstHigh:
    """The least mark at which every line of a first visit counts as high, in tenths."""

    all_from: int


@dataclass(frozen=True)
class Ceiling:
    """The least mark at which every line of three visits running counts as high, in tenths."""

    all_from: int


@dataclass(frozen=True)
class StraightLine:
    """Lines so near each other (tenths), sent so soon after the form was shown (seconds)."""

    within: int
    under_s: float


@dataclass(frozen=True)
class Repair:
    """Distances in tenths: of a total that has come back from the one before the fall, and within a new usual.

    Totals that have not come back are asked about where they lie `ask_under_from` under that one on average.
    """

    back_within: int
    settled_within: int
    ask_under_from: int = 0


@dataclass(frozen=True)
class Missed:
    """The least distance of the therapist's guess above the total that counts as missed, in tenths."""

    guess_above_from: int


@dataclass(frozen=True)
class GoalMet:
    """The least mark of `understood` that counts towards "felt understood in 3 of 4 sessions", in tenths."""

    understood_from: int


@dataclass(frozen=True)
class Split:
    """Differences within one visit, in tenths: of the totals, or on being understood (ask, make time)."""

    totals_from: int
    understood_from: int
    understood_time_from: int


@dataclass(frozen=True)
class ApartFromGroup:
    """The limit of one person's low total, and its least distance under the group's median, in tenths."""

    below: int
    under_median_from: int


@dataclass(frozen=True)
class FaceLow:
    """The answers of a form that is only a way to talk that ask for a gentle word: at most so high, in tenths."""

    at_most: int


@dataclass(frozen=True)
class WeekWorse:
    """The distance under the total expected of this person, in predictive SDs, and the least fall under their mean.

    The fall is in tenths.
    """

    prior: Prior
    from_sds: float
    fall_from: int


@dataclass(frozen=True)
class Rules:
    """The rules with thresholds that apply to one measure; None: the rule does not apply to it.

    `maximum` is the measure's highest total, in tenths; `set_here` names the thresholds that a practice has set.
    """

    line_low: LineLow | None = None
    total_low: TotalLow | None = None
    floor: Floor | None = None
    drop: Drop | None = None
    below_expected: BelowExpected | None = None
    line_below_expected: LineBelowExpected | None = None
    persistent_low: PersistentLow | None = None
    first_high: FirstHigh | None = None
    ceiling: Ceiling | None = None
    straight_line: StraightLine | None = None
    repair: Repair | None = None
    missed: Missed | None = None
    goal_met: GoalMet | None = None
    split: Split | None = None
    apart_from_group: ApartFromGroup | None = None
    face_low: FaceLow | None = None
    week_worse: WeekWorse | None = None
    maximum: int = 400
    set_here: AbstractSet[str] = field(default_factory=frozenset)

    def origin(self, name: str, otherwise: Origin = OURS) -> Origin:
        """Say whose threshold `name` is: the practice's if it set it."""
        return PRACTICE if name in self.set_here else otherwise

    def cue(self, name: str, otherwise: Origin = OURS) -> dict[str, float | str]:
        """Give the figures that say which threshold held, in points or as it is counted, and whose it is."""
        return {"cue": self.value(name), "cue from": self.origin(name, otherwise)}

    def value(self, name: str) -> float:
        """Give a threshold by its name, such as "total_low.ask_below"; tenths come in points."""
        rule, key = name.split(".")
        number: float = getattr(getattr(self, rule), key)
        return number / TENTHS_IN_A_POINT if isinstance(number, int) else number

    def with_settings(self, settings: Mapping[str, float]) -> "Rules":
        """Take a practice's own thresholds, in points, by name; WrongThreshold is one sentence on what would be right.

        Settings for a rule that this measure does not have change nothing: a practice has one list for all measures.
        """
        rules = self
        for name, points in settings.items():
            if name not in SETTABLE:
                raise WrongThreshold(
                    f'There is no threshold "{name}" to set. There are: {", ".join(sorted(SETTABLE))}.'
                )
            rules = _with_one(rules, name, points)
        for lower, higher in RISING:
            if rules.has(lower) and rules.has(higher) and rules.value(lower) >= rules.value(higher):
                raise WrongThreshold(f'"{higher}" should be more than "{lower}" ({rules.value(lower):.1f}).')
        return rules

    def has(self, name: str) -> bool:
        """Say whether this measure has that threshold."""
        rule, key = name.split(".")
        return getattr(getattr(self, rule), key, None) is not None


class WrongThreshold(ValueError):
    """A threshold that a practice cannot set so; the message is one sentence saying what would be right."""


SETTABLE: Mapping[str, Literal["line", "total", "sds"]] = {
    "line_low.word_below": "line",
    "line_low.ask_below": "line",
    "line_low.time_at_most": "line",
    "total_low.ask_below": "total",
    "total_low.time_below": "total",
    "drop.arrow_from": "total",
    "below_expected.word_from_sds": "sds",
    "below_expected.ask_from_sds": "sds",
    "below_expected.time_from_sds": "sds",
    "below_expected.fall_from": "total",
    "line_below_expected.ask_from_sds": "sds",
    "line_below_expected.fall_from": "line",
    "persistent_low.below": "total",
    "missed.guess_above_from": "total",
    "split.totals_from": "total",
    "split.understood_from": "line",
    "split.understood_time_from": "line",
    "apart_from_group.below": "total",
    "apart_from_group.under_median_from": "total",
    "goal_met.understood_from": "line",
}
"""The thresholds a practice may set, and what each is counted in: points of one line, points of a total, spreads."""

RISING = (
    ("line_low.time_at_most", "line_low.ask_below"),
    ("line_low.ask_below", "line_low.word_below"),
    ("total_low.time_below", "total_low.ask_below"),
    ("below_expected.word_from_sds", "below_expected.ask_from_sds"),
    ("below_expected.ask_from_sds", "below_expected.time_from_sds"),
    ("split.understood_from", "split.understood_time_from"),
)
"""Of each pair the first stays under the second."""

MOST_SDS = 4.0


def _with_one(rules: Rules, name: str, points: float) -> Rules:
    unit = SETTABLE[name]
    most = {"line": LINE_POINTS, "total": rules.maximum / TENTHS_IN_A_POINT, "sds": MOST_SDS}[unit]
    if not rules.has(name):
        return rules
    tenths = round(points * TENTHS_IN_A_POINT) if 0 < points <= most else 0
    if tenths < 1 or abs(tenths - points * TENTHS_IN_A_POINT) > 1e-9:  # noqa: PLR2004 - the dust of a binary fraction
        raise WrongThreshold(f'"{name}" should be from 0.1 to {most:.1f}, with one decimal at most.')
    rule, key = name.split(".")
    number = points if unit == "sds" else tenths
    changed = replace(getattr(rules, rule), **{key: number})
    if name == "below_expected.ask_from_sds":
        # One number of the practice's own holds from the start.
        changed = replace(changed, early_from_sds=None)
    if name == "below_expected.word_from_sds" and changed.early_from_sds is not None:
        # Else nothing would be worth a word at first.
        changed = changed if number < changed.early_from_sds else replace(changed, early_from_sds=None)
    if name == "below_expected.fall_from":
        changed = replace(changed, fall_at_end=None)  # and everywhere
    return replace(rules, set_here=rules.set_here | {name}, **{rule: changed})
