"""Episodes of repair: from a clear fall until the client is back, or until something else has become usual."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from kiosk.domain.history import History, Known, is_long_gap
from kiosk.domain.measures import Measure
from kiosk.domain.rules import Repair
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals import changes
from kiosk.domain.signals.order import ASKS, Signal

WINDOW = 3
"""Complete visits after the fall within which a way back is a repair, and after which there was none. Ours."""
SETTLED = 4
"""Complete visits so near each other that they are a new usual. Ours."""


@dataclass(frozen=True)
class Episode:
    """One open episode: the median of the totals before it (tenths), and the totals since, its own first."""

    reference: float
    since: tuple[int, ...]
    visits: int = 0

    def is_back(self, total: int, rule: Repair) -> bool:
        """Return whether a total (tenths) is as near its reference as the rule asks for, or above it."""
        return total >= self.reference - rule.back_within

    def after(self, total: int) -> "Episode":
        """Go on by one complete visit."""
        return replace(self, since=(*self.since, total), visits=self.visits + 1)

    def has_settled(self, rule: Repair) -> bool:
        """Return whether the latest complete visits lie so near each other that they are a new usual."""
        last = self.since[-SETTLED:]
        return len(last) == SETTLED and max(last) - min(last) <= rule.settled_within


@dataclass
class Standing:
    """The point that the work with a client has reached: what is known of them in this chapter, and the open episode.

    A chapter begins with the first check-in, after a long gap, and with a new usual after an episode. It goes on while
    a history is read, and is a value to whoever is given it.
    """

    known: Known = field(default_factory=Known)
    episode: Episode | None = None

    def begin(self, scores: Iterable[Score]) -> None:
        """Begin a new chapter with these."""
        self.known, self.episode = Known.of(scores), None

    def go_on(self, measure: Measure, score: Score) -> None:
        """Go on by one earlier check-in.

        The fall that opens an episode lowers what is usual no further than the highest total that is asked about. Where
        it lasts, the totals after it count in full, and become a new usual.
        """
        rule, episode, at_least = measure.rules.repair, self.episode, 0
        if rule is not None and episode is None:
            self.episode = _opened_by(measure, score, self.known)
            at_least = changes.highest_asked_about(measure, self.known) if self.episode else 0
        self.known.add(score, at_least)
        if rule is None or episode is None or score.total is None:
            return
        self.episode = None if episode.is_back(score.total, rule) else episode.after(score.total)
        if self.episode and self.episode.has_settled(rule):
            self.begin(_latest_complete(self.known.scores))


def standing(measure: Measure, history: History) -> Standing:
    """Work out where things stand before today, from the history alone.

    Today itself is judged by what was known before a long gap: the next chapter begins with it. Of two check-ins on one
    day the second corrects the first, and is no way back from it.
    """
    history = history.corrected()
    reached, last = Standing(), None
    for past in history.past:
        # A check-in after a long gap opens no episode: nobody knows what happened in between.
        if past.score.marked and is_long_gap(last, past.day):
            reached.begin([past.score])
        else:
            reached.go_on(measure, past.score)
        last = past.day if past.score.marked else last
    if history.day_before_gap:
        reached.episode = None
    return reached


def _latest_complete(scores: Sequence[Score]) -> Sequence[Score]:
    """Give the scores from the fourth latest complete one on."""
    complete = [place for place, score in enumerate(scores) if score.total is not None]
    return scores[complete[-SETTLED] :]


def _opened_by(measure: Measure, score: Score, known: Known) -> Episode | None:
    """Open one where a total or a line is so far below what was expected that it is asked about."""
    if not known.totals.count or not changes.is_asked_about(measure, score, known):
        return None
    before = median(earlier.total for earlier in known.scores if earlier.total is not None)
    return Episode(before, () if score.total is None else (score.total,))


def repair(measure: Measure, score: Score, episode: Episode | None) -> Signal | None:
    """Find the way back (repair-seen), or that three complete visits have brought none (unrepaired, once an episode).

    Back is 1.0 under what was usual before it, or better, within 3 complete visits (the V-shape of repaired
    ruptures). Ruptures that stay unrepaired go with a worse outcome: it is asked about (2) where the three lie 3.0 or
    more under it on average, else worth a word (1). All numbers are ours.
    """
    rule, total = measure.rules.repair, score.total
    if rule is None or total is None or episode is None or episode.visits >= WINDOW:
        return None
    if episode.is_back(total, rule):
        return Signal("repair-seen", 0, _figures(episode, total))
    if episode.visits < WINDOW - 1:
        return None
    under = WINDOW * episode.reference - sum(episode.since[1 - WINDOW :]) - total
    return Signal("unrepaired", ASKS if under >= WINDOW * rule.ask_under_from else 1, _figures(episode, total))


def _figures(episode: Episode, total: int) -> dict[str, float | str]:
    return {"total": points(total), "before it": points(episode.reference), "visits": episode.visits + 1.0}
