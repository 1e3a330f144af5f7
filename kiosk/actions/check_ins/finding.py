"""Finding what an answer says: its score, reasons to talk in it and its history, and what the therapist is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk import catalogue
from kiosk.domain import prompts, signals
from kiosk.domain.answers import Answered
from kiosk.domain.documents import as_document
from kiosk.domain.history import History
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.prompts import Advice
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal
from kiosk.domain.signals.finding import Beside
from kiosk.queries.histories import history_of
from kiosk.queries.readable import part
from kiosk.queries.thresholds import for_practice
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn


@dataclass(frozen=True)
class Found:
    """Score, signals and advice made from the answers: stored as shown, and never computed again."""

    measure: Measure
    history: History
    score: Score
    signals: tuple[Signal, ...]
    advice: Advice


def find(  # noqa: PLR0913, PLR0917 -- in which check-in, what was answered, when, in which phase, and what stood beside it
    session: ReadSession,
    check_in: CheckIn,
    answered: Answered,
    received_at: datetime,
    phase: str,
    beside: Beside,
    was: Mapping[int, int | None] | None = None,
    *,
    answered_before: bool | None = None,
) -> Found:
    """Score the answers and find reasons to talk, by the practice's thresholds and the client's earlier answers.

    `was` gives check-ins back to the clients to whom they belonged before a correction. `answered_before` spares a
    statement to whoever knows it.
    """
    measure = for_practice(
        catalogue.kept_measure(check_in.measure, check_in.measure_version), check_in.visit.therapist.practice
    )
    history = part(
        lambda: history_of(
            session,
            check_in,
            answered.marked,
            received_at,
            declined=answered.declined,
            answered_before=answered_before,
            was=was,
        ),
        History(),
    )
    scored = score(measure, answered.marks)
    found = signals.find(measure, answered, scored, history, **beside)
    lead = history.last_lead
    advice = (
        prompts.choose_at_start(found, scored, lead, phase)
        if check_in.part == Part.OPENING
        else prompts.choose(found, scored, answered.talk, lead, phase)
    )
    return Found(measure, history, scored, found, advice.in_words_for(measure))


def took_s(shown_at: datetime, received_at: datetime) -> float | None:
    """Return the seconds from showing to sending; None where the clock was set back in between."""
    return None if shown_at > received_at else (received_at - shown_at).total_seconds()


def as_told(found: Found) -> Mapping[str, Any]:
    """Give what is stored of a finding beside the score, by column: what it says by the history."""
    last = found.history.last
    return {
        "before": {"total": found.history.last_total, "lines": dict(last.score.marked) if last else {}},
        "signals": as_document(found.signals),
        "lead": found.advice.lead.rule if found.advice.lead else None,
        "advice": as_document(found.advice),
    }


def answered_columns(answered: Answered) -> dict[str, Any]:
    """Return the columns of a response that the client filled in."""
    return {
        "marked": answered.marked,
        "marks": dict(answered.marks),
        "strain": answered.strain,
        "sorted_out": answered.sorted_out,
        "obstacle": answered.obstacle,
        "talk": answered.talk,
        "safety": answered.safety,
        "declined": answered.declined,
        "words": answered.words,
    }
