"""A client's history: earlier check-ins, today's never among them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

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

    `earlier_visits` counts every check-in this client answered with this therapist before, and `lately` says of each
    of the last two, oldest first, whether it was declined: both however they were marked, and whatever the form.
    `today` is the day of the check-in that is judged. Days that are not known are no gap.
    """

    past: tuple[Past, ...] = ()
    earlier_visits: int = 0
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


@dataclass(frozen=True)
class Known:
    """The knowledge of a person that today is judged by: the marks of this chapter of the work, counted up."""

    totals: Tally = field(default_factory=Tally)
    lines: Mapping[str, Tally] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()

    @classmethod
    def of(cls, scores: Iterable[Score]) -> "Known":
        """Count up scores, oldest first."""
        known = cls()
        for score in scores:
            known = known.after(score)
        return known

    def after(self, score: Score) -> "Known":
        """Count one more check-in; a line without a mark adds nothing."""
        totals = self.totals if score.total is None else self.totals.plus(score.total)
        lines = {line: self.line(line).plus(mark) for line, mark in score.marked.items()}
        return Known(totals, {**self.lines, **lines}, (*self.scores, score))

    def line(self, item_id: str) -> Tally:
        """Give what is known of one line."""
        return self.lines.get(item_id, Tally())

    def sum_of(self, lines: Iterable[str]) -> Tally:
        """Count up the sums of some lines, over the check-ins in which all of them were marked."""
        wanted = tuple(lines)
        marks = (score.marked for score in self.scores)
        return Tally.of(sum(marked[line] for line in wanted) for marked in marks if marked.keys() >= set(wanted))
