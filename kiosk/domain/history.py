"""A client's history: earlier check-ins, today's never among them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from kiosk.domain.baseline import Tally
from kiosk.domain.scoring import Score, points

LONG_GAP = timedelta(days=90)
"""From such a gap on the work begins a new chapter. Ours."""


@dataclass(frozen=True)
class Past:
    """One earlier check-in: its score, empty where it was declined, the rule that led, the signs noticed, the day.

    Where one rule stands in two places of the order for what was said, as strain does, `lead` is that place.
    """

    score: Score
    lead: str | None = None
    noticed: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class History:
    """Earlier check-ins, oldest first, of one client with one therapist, measure version and way of marking.

    `is_first` says that this client has not answered this therapist before, and `lately` of each of the last two
    check-ins, oldest first, whether it was declined: both however they were marked, and whatever the form. `today` is
    the day of the check-in that is judged. Days that are not known are no gap.
    """

    past: tuple[Past, ...] = ()
    is_first: bool = True
    lately: tuple[bool, ...] = ()
    today: date | None = None

    @cached_property
    def complete(self) -> tuple[int, ...]:
        """The totals of those with every line marked, in tenths, oldest first."""
        return tuple(past.score.total for past in self.past if past.score.total is not None)

    @property
    def totals(self) -> tuple[float, ...]:
        """The same totals in points."""
        return tuple(points(total) for total in self.complete)

    @property
    def last_total(self) -> int | None:
        """The latest complete total, in tenths."""
        return self.complete[-1] if self.complete else None

    @property
    def last(self) -> Past | None:
        """The latest check-in with any line marked: what stands beside today's marks as "last time"."""
        return next((past for past in reversed(self.past) if past.score.marked), None)

    @property
    def last_lead(self) -> str | None:
        """The rule that led at the check-in before this one."""
        return self.past[-1].lead if self.past else None

    @property
    def day_before_gap(self) -> date | None:
        """The day of the latest marks, where a long gap lies between it and today; else None."""
        day = self.last.day if self.last else None
        return day if is_long_gap(day, self.today) else None

    def last_marked(self, count: int) -> tuple[Score, ...]:
        """Give the scores of the latest check-ins with any line marked, `count` at most, oldest first."""
        return tuple([past.score for past in self.past if past.score.marked][-count:])

    def corrected(self) -> "History":
        """Leave out marks that others of the same day came after, today's among them: the later ones correct them.

        A form that was declined corrects nothing.
        """
        following = [past.day for past in self.past if past.score.marked]
        kept, place = [], 0
        for past in self.past:
            place += bool(past.score.marked)
            after = following[place] if place < len(following) else self.today
            if not past.score.marked or past.day is None or past.day != after:
                kept.append(past)
        return replace(self, past=tuple(kept))


def is_long_gap(earlier: date | None, later: date | None) -> bool:
    """Return whether 90 days or more lie between them; two days that are not both known are no gap."""
    return earlier is not None and later is not None and later - earlier >= LONG_GAP


@dataclass
class Known:
    """The knowledge of a person that today is judged by: the marks of this chapter of the work, counted up.

    It grows while a history is read, by one check-in after the other, and is a value to whoever is given it.
    """

    totals: Tally = field(default_factory=Tally)
    lines: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    scores: list[Score] = field(default_factory=list)
    counted_from: list[int] = field(default_factory=list)
    """The least that each total counts as, in tenths: 0 where it counts as it was marked."""
    _sums: dict[frozenset[str], tuple[Tally, int]] = field(default_factory=dict, repr=False, compare=False)
    """Sums of some lines, and how many of the scores are counted in them so far."""

    @classmethod
    def of(cls, scores: Iterable[Score]) -> "Known":
        """Count up scores, oldest first."""
        known = cls()
        for score in scores:
            known.add(score)
        return known

    def add(self, score: Score, at_least: int = 0) -> None:
        """Count one more check-in, its total as `at_least` (tenths) where it is less; what was not marked adds nothing.

        So do sums of some of the lines, by their share of it. A line counts as it was marked.
        """
        if score.total is not None:
            self.totals.add(max(score.total, at_least))
        for line, mark in score.marked.items():
            self.lines[line].add(mark)
        self.scores.append(score)
        self.counted_from.append(at_least)

    def line(self, item_id: str) -> Tally:
        """Give what is known of one line."""
        return self.lines.get(item_id) or Tally()

    def fallen(self, marked: Mapping[str, int], by: int) -> Sequence[str]:
        """Give the lines that are marked so far under the mean of their earlier marks: see `Tally.is_above`."""
        known = self.lines
        return [line for line, mark in marked.items() if line in known and known[line].is_above(mark, by)]

    def sum_of(self, lines: Iterable[str]) -> Tally:
        """Count up the sums of some lines, over the check-ins in which all of them were marked."""
        wanted = frozenset(lines)
        tally, counted = self._sums.get(wanted, (Tally(), 0))
        for score, at_least in islice(zip(self.scores, self.counted_from, strict=True), counted, None):
            if score.marked.keys() >= wanted:
                part = -(-at_least * len(wanted) // len(score.lines))  # rounded up: leaving out does not soften
                tally.add(max(part, sum(score.marked[line] for line in wanted)))
        self._sums[wanted] = tally, len(self.scores)
        return tally
