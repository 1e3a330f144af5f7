"""What is already known of a client: earlier check-ins, today never among them."""

from dataclasses import dataclass
from functools import cached_property

from kiosk.domain.scoring import Score, points


@dataclass(frozen=True)
class Past:
    """One earlier check-in: its score, empty where it was declined, and the rule that led then.

    Where one rule stands in two places of the order for what was said, as strain does, `lead` is that place.
    """

    score: Score
    lead: str | None = None


@dataclass(frozen=True)
class History:
    """Earlier check-ins, oldest first, of one client with one therapist, measure version and way of marking.

    `earlier_visits` counts every check-in this client answered with this therapist before, and `lately` says of each
    of the last two, oldest first, whether it was declined: both however they were marked, and whatever the form.
    """

    past: tuple[Past, ...] = ()
    earlier_visits: int = 0
    lately: tuple[bool, ...] = ()

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

    def before(self, place: int) -> "History":
        """Give what was known before the check-in at that place of `past`."""
        return History(self.past[:place], place)

    def last_mark(self, item_id: str) -> int | None:
        """Give the latest mark on that line, in tenths, whenever it was made."""
        marks = (past.score.lines.get(item_id) for past in reversed(self.past))
        return next((mark for mark in marks if mark is not None), None)

    def last_marked(self, count: int) -> tuple[Score, ...]:
        """Give the scores of the latest check-ins with any line marked, `count` at most, oldest first."""
        return tuple([past.score for past in self.past if past.score.marked][-count:])
