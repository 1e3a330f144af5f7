"""Answers and check-ins of a therapist, as far as their supervisor sees them counted: no marks, and no words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select

from kiosk.domain.lifecycle import State
from kiosk.domain.loops import Topic
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    OpenLoop,
    Pause,
    Repair,
    Response,
    Supervision,
    Visit,
)

MOST: Final = 2_000
"""The most answers that are read of one therapist: years of them."""


@dataclass(frozen=True)
class CountedAnswer:
    """An answer whose form named the supervisor, without marks and words: what was found, and what became of it."""

    code: str
    client: int
    client_id: PublicId
    at: datetime
    seen_at: datetime | None
    signals: Sequence[dict[str, Any]]
    is_closed: bool
    """True once somebody said that it is done or not needed."""
    is_back: bool
    """True once a later check-in showed the way back."""
    outcome: str | None
    """The therapist's latest record; None without any."""


def answers(session: ReadSession, agreement: Supervision) -> Sequence[CountedAnswer]:
    """The answers to this therapist, of clients they still have, whose form was shown while the agreement held.

    Oldest first; none that waits to be asked for, and none that was set aside.
    """
    rows = session.execute(_latest_answers(agreement))
    found = [tuple(row) for row in rows][::-1]
    closed = _closed(session, [check_in for *_, has_loop, _, _, check_in in found if has_loop])
    outcomes = _outcomes(session, [latest for *_, latest, _ in found if latest is not None])
    return [
        CountedAnswer(*[*told, check_in in closed, is_back, outcomes.get(latest)])
        for *told, _, is_back, latest, check_in in found
    ]


def _latest_answers(agreement: Supervision) -> Select[Any]:
    """Select the latest of them, with whether a loop about each was opened and answered, and its latest record."""
    of_it = select(OpenLoop.id).where(OpenLoop.check_in_id == CheckIn.id)
    return (
        select(
            Client.code,
            Client.id,
            Client.public_id,
            CheckIn.begun_at,
            CheckIn.seen_at,
            Response.signals,
            of_it.exists(),
            of_it.where(OpenLoop.back_id.is_not(None)).exists(),
            select(func.max(Repair.id)).where(Repair.check_in_id == CheckIn.id).scalar_subquery(),
            CheckIn.id,
        )
        .select_from(CheckIn)
        .join(CheckIn.visit)
        .join(CheckIn.client)
        .join(CheckIn.response)
        .where(
            Visit.therapist_id == agreement.therapist_id,
            Client.therapist_id == agreement.therapist_id,
            Response.shown_at >= agreement.agreed_at,
            Response.entered_at.is_(None),  # a form on paper named nobody
            CheckIn.part == Part.CLOSING,
            CheckIn.is_revealed,
            CheckIn.counts,
            Visit.import_id.is_(None),
        )
        .order_by(CheckIn.id.desc())
        .limit(MOST)
    )


def _closed(session: ReadSession, check_ins: Sequence[int]) -> Collection[int]:
    """Return those of the check-ins whose loop about the session was closed; the topic of each loop is sealed."""
    ended = select(OpenLoop.check_in_id, OpenLoop.topic).where(OpenLoop.ended_at.is_not(None))
    rows = session.execute(ended.where(OpenLoop.check_in_id.in_(check_ins))) if check_ins else ()
    return {check_in for check_in, topic in rows if check_in is not None and topic == Topic.SESSION}


def _outcomes(session: ReadSession, records: Sequence[int]) -> Mapping[int, str]:
    """Return the outcome of each of these records."""
    if not records:
        return {}
    return dict(session.execute(select(Repair.id, Repair.outcome).where(Repair.id.in_(records))).all())


@dataclass(frozen=True)
class AskedClient:
    """One check-in of a therapist, as far as it is counted."""

    visit: int
    client: int
    kind: str
    """The kind of session: `individual`, `couple`, `family` or `group`."""
    at: datetime
    state: State
    link_ends_at: datetime


def asked(session: ReadSession, agreement: Supervision, since: datetime) -> Sequence[AskedClient]:
    """The check-ins that this therapist began since then, but for those withdrawn; a held one counts as sent."""
    rows = session.execute(
        select(
            CheckIn.visit_id,
            CheckIn.client_id,
            Visit.kind,
            CheckIn.begun_at,
            CheckIn.state,
            CheckIn.link_ends_at,
            CheckIn.revealed_at,
        )
        .join(CheckIn.visit)
        .where(
            Visit.therapist_id == agreement.therapist_id,
            CheckIn.begun_at >= max(since, agreement.agreed_at),
            CheckIn.part == Part.CLOSING,
            CheckIn.state != State.WITHDRAWN,
            CheckIn.counts,
            Visit.import_id.is_(None),
        )
    )
    return [
        AskedClient(
            visit, client, kind, at, State.SENT if state == State.DECLINED and not revealed else State(state), ends
        )
        for visit, client, kind, at, state, ends, revealed in rows
    ]


def paused(session: ReadSession, agreement: Supervision) -> Sequence[tuple[str, int]]:
    """The number of this therapist's clients who are not asked at present, by the kind of reason."""
    rows = session.execute(
        select(Pause.client_id, Pause.reason)
        .join(Client, Client.id == Pause.client_id)
        .where(Client.therapist_id == agreement.therapist_id, Pause.ended_at.is_(None))
    )
    return sorted(Counter(reason for _, reason in {(client, reason) for client, reason in rows}).items())
