"""Episodes of repair: from a clear fall until the client is back, worked out from the history alone."""

from dataclasses import dataclass, replace

from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals import changes, runs
from kiosk.domain.signals.order import Signal
from kiosk.domain.spread import twice_median

WINDOW = 3
"""Complete visits after the fall within which a way back is a repair, and after which there was none. Ours."""
ASKS = 2


@dataclass(frozen=True)
class Episode:
    """One open episode: twice the median of what came before it (tenths), and the complete visits since."""

    twice_reference: int
    visits: int = 0

    @property
    def reference(self) -> float:
        """The median of the totals before it, in points."""
        return points(self.twice_reference / 2)

    def is_back(self, total: int, within: int) -> bool:
        """Say whether a total (tenths) is as near its reference as `within`, or above it."""
        return 2 * total >= self.twice_reference - 2 * within


def open_before(measure: Measure, history: History) -> Episode | None:
    """Give the episode that was still open before today: one at a time, ended only by a way back."""
    rule = measure.rules.repair
    if rule is None:
        return None
    episode: Episode | None = None
    for place, past in enumerate(history.past):
        total = past.score.total
        if episode is None:
            episode = _opened_by(measure, past.score, history.before(place))
        elif total is not None:
            is_back = episode.is_back(total, rule.back_within)
            episode = None if is_back else replace(episode, visits=episode.visits + 1)
    return episode


def _opened_by(measure: Measure, score: Score, history: History) -> Episode | None:
    """Open one by a drop of 4.0, a line that fell, own-baseline at 2 or own-range; never without a total before."""
    if not history.complete:
        return None
    opens = (changes.drop, changes.line_drop, changes.own_baseline, runs.own_range)
    found = (rule(measure, score, history) for rule in opens)
    if any(signal is not None and signal.severity >= ASKS for signal in found):
        return Episode(twice_median(history.complete))
    return None


def repair(measure: Measure, score: Score, history: History) -> Signal | None:
    """Find the way back (repair-seen), or that three complete visits have brought none (unrepaired, once an episode).

    Back is 1.0 under what was usual before it, or better, within 3 complete visits (the V-shape of repaired
    ruptures). Ruptures that stay unrepaired go with a worse outcome. Both numbers are ours.
    """
    rule, total, episode = measure.rules.repair, score.total, open_before(measure, history)
    if rule is None or total is None or episode is None or episode.visits >= WINDOW:
        return None
    if episode.is_back(total, rule.back_within):
        return Signal("repair-seen", 0, _figures(episode, total))
    return Signal("unrepaired", 2, _figures(episode, total)) if episode.visits == WINDOW - 1 else None


def _figures(episode: Episode, total: int) -> dict[str, float | str]:
    return {"total": points(total), "before it": episode.reference, "visits": episode.visits + 1.0}
