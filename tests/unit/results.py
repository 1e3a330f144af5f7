"""Results as queries give them, for tests of presenters."""

from datetime import UTC, datetime

from kiosk.domain import prompts
from kiosk.domain.answers import Talk
from kiosk.domain.history import History
from kiosk.domain.scoring import Score
from kiosk.domain.signals import Signal
from kiosk.queries.results import Before, Result

AT = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)


def shown(  # noqa: PLR0913 -- what a client can send beside marks
    score: Score,
    history: History | None = None,
    signals: tuple[Signal, ...] = (),
    *,
    talk: Talk | None = None,
    safety: bool = False,
    declined: bool = False,
    at: datetime = AT,
) -> Result:
    """The result of an answer with this score, as it was shown when it came."""
    past = history or History()
    return Result(
        measure="session-check",
        version=1,
        marked="line",
        marks=score.marked,
        strain=None,
        sorted_out=None,
        obstacle=None,
        words="",
        talk=talk,
        safety=safety,
        declined=declined,
        score=score,
        before=Before(past.last_total, past.last.score.marked if past.last else {}),
        signals=signals,
        advice=prompts.choose(signals, score, talk, past.last_lead),
        lead=signals[0].rule if signals else None,
        phase="",
        shown_at=at,
        received_at=at,
    )
