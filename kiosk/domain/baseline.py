"""A baseline that begins with what is known of everybody, and learns the person with each total."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

WEIGHT = 8
"""The totals that the SD of everybody counts for beside a person's own. Ours."""
KNOWN_FROM = 3
"""Earlier times from which something can be called usual for somebody. Ours."""
NARROWS = Fraction(1, 3)
"""The part of the room above a person's own mean by which their SD is wider than at the very end. Ours."""


@dataclass(frozen=True)
class End:
    """The right end of the scale, beyond which nothing can be marked: the highest total, in tenths.

    `within_sd` is the SD, in tenths, within a person whose totals usually lie there.
    """

    total: int | Fraction
    within_sd: int | Fraction


@dataclass(frozen=True)
class Prior:
    """Totals expected of somebody not known yet: their mean, the SD between people, and that within one person.

    All in tenths. `weight` is the number of totals that the SD within a person counts for, beside their own. Where an
    `end` is named, the SD within a person is less near it.
    """

    mean: int | Fraction
    between_sd: int | Fraction
    within_sd: int | Fraction
    weight: int = WEIGHT
    end: End | None = None

    def for_share(self, share: int | Fraction) -> "Prior":
        """Give the same in proportion, for a sum of some of the lines."""
        end = End(self.end.total * share, self.end.within_sd * share) if self.end else None
        return Prior(self.mean * share, self.between_sd * share, self.within_sd * share, self.weight, end)

    def within_sd_at(self, mean: Fraction) -> int | Fraction:
        """Give the SD within a person whose own totals have that mean: a line has an end, so near it they move less."""
        if self.end is None:
            return self.within_sd
        return min(self.within_sd, self.end.within_sd + NARROWS * (self.end.total - mean))


@dataclass(slots=True)
class Tally:
    """Earlier values of one person, in tenths, as far as a baseline needs them: their number, sum, sum of squares."""

    count: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, values: Iterable[int]) -> "Tally":
        """Count values up."""
        tally = cls()
        for value in values:
            tally.add(value)
        return tally

    def add(self, value: int) -> None:
        """Count one more."""
        self.count += 1
        self.total += value
        self.squares += value * value

    @property
    def mean(self) -> Fraction:
        """Their mean; of none ZeroDivisionError."""
        return Fraction(self.total, self.count)

    def is_above(self, value: int, by: int | Fraction) -> bool:
        """Return whether their mean lies so far above a value, or further; in whole numbers: it is asked often."""
        return self.count > 0 and self.total - value * self.count >= by * self.count


@dataclass(frozen=True)
class Expectation:
    """The total expected next of this person, and its predictive variance: exact, in tenths and their squares."""

    total: Fraction
    variance: Fraction

    def is_above(self, total: int, sds: float) -> bool:
        """Return whether `total` (tenths) lies `sds` predictive SDs or more below what is expected; nothing is rounded.

        Compared as squares, of the number as it was written.
        """
        gap = self.total - total
        return gap > 0 and gap**2 >= Fraction(str(sds)) ** 2 * self.variance


def expect(earlier: Sequence[int], prior: Prior) -> Expectation:
    """Weigh a person's earlier totals (tenths, today not among them) against what is known of everybody.

    A normal model with a conjugate prior on the mean; the variance within the person is pooled with the prior's, which
    is less near the end of the scale.
    Without earlier totals it is the prior alone.
    """
    return expect_after(Tally.of(earlier), prior)


def expect_after(known: Tally, prior: Prior) -> Expectation:
    """Do the same with what is known counted up."""
    between, count = Fraction(prior.between_sd**2), known.count
    if not count:
        return Expectation(Fraction(prior.mean), between + prior.within_sd**2)
    squares = Fraction(count * known.squares - known.total**2, count)
    within = (prior.weight * prior.within_sd_at(known.mean) ** 2 + squares) / (prior.weight + count - 1)
    learned = between / (between + within / count)
    expected = prior.mean + learned * (known.mean - prior.mean)
    return Expectation(expected, within + between * (1 - learned))
