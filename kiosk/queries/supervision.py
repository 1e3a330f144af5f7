"""Supervision as both see it: what became of dips, what stays low, and how many are asked; never a client's words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk import zones
from kiosk.domain.actors import Staff
from kiosk.domain.lifecycle import State, state_at
from kiosk.domain.loops import is_dip
from kiosk.domain.noted import MIDDAY, Became, Noted, without_asked
from kiosk.domain.permissions import Permission, as_therapist, may
from kiosk.domain.public_ids import PublicId
from kiosk.domain.shares import Share
from kiosk.domain.signals import Signal
from kiosk.queries.agreements import Agreement, agreement_of
from kiosk.storage import clients, supervised, supervision
from kiosk.storage.db import reading
from kiosk.storage.noted import of_therapist
from kiosk.storage.sessions import ReadSession
from kiosk.storage.supervised import AskedClient, CountedAnswer
from kiosk.storage.tables import Supervision

WEEKS: Final = 4
SPANS: Final = 3
PERSISTENT: Final = "persistent-low"
TALKED: Final = "talked"


@dataclass(frozen=True)
class Case:
    """One client by code, and the day of the answer that it is about."""

    client: PublicId
    code: str
    at: datetime
    was_seen: bool
    outcome: str | None


@dataclass(frozen=True)
class Span:
    """Four weeks: the sessions that were held, in how many nobody was asked, and what became of those asked."""

    since: datetime
    held: int
    not_asked: int
    """Those of the sessions held in which nobody was asked."""
    not_held: int
    asked: int
    answered: int
    declined: int
    unanswered: int


@dataclass(frozen=True)
class Dips:
    """Outcomes of dips, as shares of those that were flagged."""

    flagged: int
    seen: Share
    talked: Share
    back: Share


@dataclass(frozen=True)
class Shared:
    """One client whose words are shared: the words of forms that said so, the latest first, each with its time."""

    id: PublicId
    client: PublicId
    code: str
    shared_at: datetime
    words: Sequence[tuple[datetime, str]]


@dataclass(frozen=True)
class NamedClient:
    """A client of the therapist's whose words can be shared."""

    id: PublicId
    code: str


@dataclass(frozen=True)
class Hour:
    """All that an agreement opens, for both of them to look at; empty where it is over."""

    agreement: Agreement
    ended_at: datetime | None
    open_repairs: Sequence[Case]
    persistent: Sequence[Case]
    dips: Dips
    spans: Sequence[Span]
    answered: Share
    paused: Mapping[str, int]
    why_not: Mapping[Became, int]
    """Sessions of all these weeks in which nobody was asked, by reason."""
    shared: Sequence[Shared]
    clients: Sequence[NamedClient]
    """The clients whose words the therapist can share; empty for the supervisor."""

    @property
    def told_of(self) -> Sequence[PublicId]:
        """The clients of whom it tells one by one, each once."""
        cases = [one.client for one in (*self.open_repairs, *self.persistent)]
        return list(dict.fromkeys([*cases, *(one.client for one in self.shared)]))


def see_hour(actor: Staff, agreement: PublicId, now: datetime) -> Hour | None:
    """The page of one agreement of this person; None where it is not theirs, or their role no longer opens it."""
    session = reading()
    found = supervision.one_of(session, agreement, actor)
    if found is None or not may(actor, _needed(found, actor)):
        return None
    held = found.ended_at is None
    answers = supervised.answers(session, found) if held else ()
    asked = supervised.asked(session, found, now - timedelta(weeks=WEEKS * SPANS)) if held else ()
    noted = _noted(session, found, asked, now, actor.time_zone) if held else ()
    spans = [_span(asked, noted, number, now) for number in range(SPANS)]
    return Hour(
        agreement=agreement_of(found, actor),
        ended_at=found.ended_at,
        open_repairs=[_case(one) for one in answers if _is_dip(one) and not one.is_closed and not one.is_back],
        persistent=_persistent(answers),
        dips=_dips([one for one in answers if _is_dip(one)]),
        spans=spans,
        answered=Share(sum(one.answered for one in spans), sum(one.asked for one in spans)),
        paused=dict(supervised.paused(session, found)) if held else {},
        why_not=Counter(one.became for one, _ in noted if one.was_held),
        shared=_shared(session, found) if held else (),
        clients=_clients(session, actor) if held and found.therapist_id == actor.person_id else (),
    )


def _shared(session: ReadSession, found: Supervision) -> Sequence[Shared]:
    words = supervision.shared_words(session, found)
    return [
        Shared(share.public_id, client.public_id, client.code, share.shared_at, words.get(share.id, ()))
        for share, client in supervision.shares_of(session, found)
    ]


def _clients(session: ReadSession, actor: Staff) -> Sequence[NamedClient]:
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    found = clients.codes_of(session, therapist, clients.MOST)
    return sorted((NamedClient(one.public_id, one.code) for one in found), key=lambda one: one.code)


def _needed(found: Supervision, actor: Staff) -> Permission:
    is_therapist = found.therapist_id == actor.person_id
    return Permission.READ_RESULTS if is_therapist else Permission.READ_SUPERVISION


def _is_dip(answer: CountedAnswer) -> bool:
    return any(is_dip(Signal(**kept)) for kept in answer.signals)


def _case(answer: CountedAnswer) -> Case:
    return Case(answer.client_id, answer.code, answer.at, answer.seen_at is not None, answer.outcome)


def _persistent(answers: Sequence[CountedAnswer]) -> Sequence[Case]:
    """The clients whose latest answer was low once more after others, the oldest of these answers first."""
    latest = {one.client: one for one in answers}
    low = [one for one in latest.values() if any(kept["rule"] == PERSISTENT for kept in one.signals)]
    return [_case(one) for one in sorted(low, key=lambda one: one.at)]


def _dips(dips: Sequence[CountedAnswer]) -> Dips:
    count = len(dips)
    return Dips(
        flagged=count,
        seen=Share(sum(one.seen_at is not None for one in dips), count),
        talked=Share(sum(one.outcome == TALKED for one in dips), count),
        back=Share(sum(one.is_back for one in dips), count),
    )


def _noted(
    session: ReadSession, found: Supervision, asked: Sequence[AskedClient], now: datetime, time_zone: str
) -> Sequence[tuple[Noted, datetime]]:
    """Sessions noted without a form since the agreement, each with the noon of its day; asked ones left out."""
    zone, since = zones.zone(time_zone), max(now - timedelta(weeks=WEEKS * SPANS), found.agreed_at)
    days = since.astimezone(zone).date(), now.astimezone(zone).date()
    there = {(one.kind, one.client, one.at.astimezone(zone).date()) for one in asked}
    rows = without_asked(of_therapist(session, found.therapist_id, *days), there)
    return [(one, datetime.combine(one.day, MIDDAY, zone)) for one in rows]


def _span(asked: Sequence[AskedClient], noted: Sequence[tuple[Noted, datetime]], number: int, now: datetime) -> Span:
    """Count one span: 0 are the latest four weeks."""
    ends, since = (now - timedelta(weeks=WEEKS * weeks) for weeks in (number, number + 1))
    here = [one for one in asked if since < one.at <= ends]
    ended = ends if number else ends + timedelta(days=1)  # the noon of today may be to come
    beside = [one for one, noon in noted if since < noon <= ended]
    not_asked = sum(one.was_held for one in beside)
    states = Counter(state_at(one.state, one.link_ends_at, now) for one in here)
    answered, declined = states[State.SENT], states[State.DECLINED]
    over = states[State.EXPIRED] + states[State.UNFINISHED]
    return Span(
        since=since,
        held=len({one.visit for one in here}) + not_asked,
        not_asked=not_asked,
        not_held=len(beside) - not_asked,
        asked=len(here),
        answered=answered,
        declined=declined,
        unanswered=over,
    )
