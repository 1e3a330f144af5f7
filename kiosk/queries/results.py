"""The result of one check-in as it was shown when the answer came: stored then, and read back unchanged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.actors import PrivateScreen
from kiosk.domain.answers import Talk
from kiosk.domain.prompts import Advice, Prompt
from kiosk.domain.scoring import Score
from kiosk.domain.signals import Signal
from kiosk.storage.tables import CheckIn, Response

TOPICS = "topics"
"""The line on what was worked on, in whichever form it stands."""


@dataclass(frozen=True)
class Before:
    """The marks of last time that stood beside this answer, in tenths; empty where there were none.

    `total` is the latest complete total, `lines` those of the latest answer with any line marked.
    """

    total: int | None
    lines: Mapping[str, int]


@dataclass(frozen=True)
class Result:
    """One answer, with what was found in it and shown when it came."""

    measure: str
    version: int
    marked: str
    marks: Mapping[str, int]
    strain: str | None
    sorted_out: str | None
    obstacle: str | None
    words: str
    talk: Talk | None
    safety: bool
    declined: bool
    score: Score
    before: Before
    signals: tuple[Signal, ...]
    advice: Advice
    lead: str | None
    """The signal that led, by its rule."""
    phase: str
    """The phase of the work when it came."""
    shown_at: datetime
    """The time when the form was shown."""
    received_at: datetime
    """The time when it was sent."""
    entered_by: str = ""
    """The name of the person of the staff who entered it, from paper or a file; empty where the client sent it."""
    entered_by_email: str = ""
    entered_at: datetime | None = None
    then: "Result | None" = None
    """The same as it was shown on its day, where a correction of the history since then made it say something else."""
    retold_at: datetime | None = None
    """The time of that correction."""
    words_kept_back: bool = False
    """True where there are words that were promised to another therapist: `words` is empty then."""

    @property
    def has_low_topics(self) -> bool:
        """True if the mark for what was worked on was found low, in itself or for this person."""
        return any(signal.item == TOPICS or f"line {TOPICS}" in signal.figures for signal in self.signals)

    def without_words(self) -> "Result":
        """Give the same without the client's words."""
        then = self.then.without_words() if self.then else None
        return replace(self, words="", words_kept_back=bool(self.words), then=then)


class WithheldReason(StrEnum):
    """The reason why there is a result that is not shown."""

    HELD = "held"
    """It waits until it is asked for: on later days too, and whatever the practice sets meanwhile."""
    OTHERS = "others"
    """Somebody of the same visit may still answer."""
    NOT_NAMED = "not-named"
    """It was asked for by a program that its form did not name, which was shown before, or for another therapist."""
    UNREADABLE = "unreadable"
    """A value in it cannot be: said in files, which hold all that can be read."""


@dataclass(frozen=True)
class Withheld:
    """A result that is there and not shown: nothing of it, and why."""

    reason: WithheldReason
    received_at: datetime
    entered_by: str = ""
    """The name of whoever of the staff entered it; empty where the client sent it, and where that is not said."""


SeenResult = Result | Withheld


def outcome_of(check_in: CheckIn, screen: PrivateScreen | None = None) -> SeenResult | None:
    """Give what came of a check-in, as far as it may be shown; None where nothing was answered.

    What is held is shown on a `screen` that its therapist alone sees, and on nobody else's.
    """
    response = check_in.response
    if response is None:
        return None
    is_theirs = screen is not None and screen.person_id == check_in.visit.therapist_id
    if check_in.is_held and not is_theirs:
        return Withheld(WithheldReason.HELD, response.received_at)
    return result_of(response, check_in.retold)


def result_of(response: Response, retold: Mapping[str, Any] | None) -> Result:
    """Read a response back, as corrections left what it says; nothing is scored, compared or chosen again."""
    shown = _as_shown(response)
    if not retold:
        return shown
    return replace(
        shown,
        before=Before(**retold["before"]),
        signals=_signals(retold["signals"]),
        advice=_advice(retold["advice"]),
        lead=retold["lead"],
        then=shown,
        retold_at=datetime.fromisoformat(retold["at"]),
    )


def _as_shown(response: Response) -> Result:
    return Result(
        measure=response.measure,
        version=response.measure_version,
        marked=response.marked,
        marks=response.marks,
        strain=response.strain,
        sorted_out=response.sorted_out,
        obstacle=response.obstacle,
        words=response.words,
        talk=Talk(response.talk) if response.talk else None,
        safety=response.safety,
        declined=response.declined,
        score=score_of(response),
        before=Before(**response.before),
        signals=signals_of(response),
        advice=_advice(response.advice),
        lead=response.lead,
        phase=response.phase,
        shown_at=response.shown_at,
        received_at=response.received_at,
        entered_by=response.entered_by.name if response.entered_by else "",
        entered_by_email=response.entered_by.email if response.entered_by else "",
        entered_at=response.entered_at,
    )


def score_of(response: Response) -> Score:
    """Give the score as it was stored with the response."""
    return Score(**response.score)


def signals_of(response: Response) -> tuple[Signal, ...]:
    """Give the signals as they were stored with the response."""
    return _signals(response.signals)


def _signals(kept: Sequence[Mapping[str, Any]]) -> tuple[Signal, ...]:
    return tuple(Signal(**each) for each in kept)


def _advice(kept: Mapping[str, Any]) -> Advice:
    lead, also, good = (prompt_of(kept[name]) for name in ("lead", "also", "good"))
    return Advice(kept["kind"], lead, also, soft=kept["soft"], good=good)


def prompt_of(kept: Mapping[str, Any] | None) -> Prompt | None:
    """Give a prompt as it was stored."""
    return Prompt(**{**kept, "signal": Signal(**kept["signal"])}) if kept else None
