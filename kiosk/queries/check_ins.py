"""Check-ins as a person may see them: frozen values, with a result or the reason why it is withheld."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from kiosk.domain.actors import PrivateScreen
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import ANSWERED, OPEN, WAITED_FOR, State, last_to_be_sent, shows_form, state_at
from kiosk.domain.parts import Part
from kiosk.domain.place import Place
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Unreadable
from kiosk.queries.recorded import Recorded, recorded
from kiosk.queries.results import Result, SeenResult, Withheld, outcome_of
from kiosk.storage import events
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn

ANSWERING_LASTS = timedelta(minutes=20)


@dataclass(frozen=True)
class ShownAnswer:
    """The name of an answer that is shown, by its check-in and client, and nothing of it: for the audit log."""

    check_in: PublicId
    client: PublicId


@dataclass(frozen=True)
class SeenCheckIn:
    """One person's check-in, as far as it may be shown now."""

    id: PublicId
    visit: PublicId
    client: PublicId
    code: str
    place: Place
    of_several: bool
    measure: str
    version: int
    language: str
    state: State
    """The state to show: *sent* also for an answer that is withheld, however it ended."""
    opens: bool
    """True while its link opens the form."""
    can_be_asked: bool
    """True while an answer can still come, if need be by a new link."""
    begun_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    link_ends_at: datetime
    seen_at: datetime | None
    outcome: SeenResult | None
    """None as long as nothing was answered."""
    part: Part = Part.CLOSING
    set_aside_at: datetime | None = None
    """The time when the answer was set aside: it counts for nothing since."""
    mistake_said_at: datetime | None = None
    """The time when the client said that it was sent by mistake."""
    is_former: bool = False
    """True where it was with the therapist before: its marks are here, its page is not."""
    answering_at: datetime | None = None
    """The time when its form was last heard to be answered, where that is what happens now: it is never stored."""
    not_me: bool = False
    """True if the last that was heard of its form, which nobody has begun, is that the wrong person held it."""
    may_be_open: bool = False
    """True if its form may be open unnoticed after the link's end: without JavaScript it reports to nobody."""

    @property
    def can_still_be_sent(self) -> bool:
        """True if its form is open somewhere although the link opens none any more."""
        return not self.opens and self.state in {State.OPENED, State.ANSWERING}

    @property
    def reached(self) -> Mapping[State, datetime | None]:
        """The time at which each state on the way to an answer was reached; None where it was not."""
        return {
            State.WAITING: self.begun_at,
            State.OPENED: self.opened_at,
            State.ANSWERING: self.answering_at,
            State.SENT: self.closed_at,
        }

    @property
    def open_mistake_at(self) -> datetime | None:
        """The time when the client said that it was sent by mistake; None where it was set aside since."""
        return self.mistake_said_at if self.set_aside_at is None else None

    @property
    def is_opening(self) -> bool:
        """True if it is asked at the start of the session: how the week was."""
        return self.part is Part.OPENING

    @property
    def ids(self) -> CheckInIds:
        """Its own id and that of its visit."""
        return CheckInIds(self.id, self.visit, self.of_several, self.part, self.is_former)

    @property
    def result(self) -> Result | None:
        """The result, where there is one that may be shown."""
        return self.outcome if isinstance(self.outcome, Result) else None

    @property
    def is_held(self) -> bool:
        """True if there is a result that waits to be asked for."""
        return isinstance(self.outcome, Withheld)

    @property
    def is_unread(self) -> bool:
        """True if the result waits and the therapist has neither asked for it nor had it before them."""
        return self.is_held and self.seen_at is None


def shown_answers(check_ins: Iterable[SeenCheckIn]) -> Sequence[ShownAnswer]:
    """Name the answers that may be shown."""
    return [ShownAnswer(one.id, one.client) for one in check_ins if one.result]


Heard: TypeAlias = Mapping[int, tuple[EventKind, datetime]]
"""The last that was heard of each form that is open, and when, by the number of its check-in."""


def heard_of(check_ins: Iterable[CheckIn]) -> Heard:
    """Ask for all of them at once what was heard of their forms last."""
    return events.latest_kinds(reading(), [one.id for one in check_ins if one.state in OPEN])


def seen_check_in(
    check_in: CheckIn, now: datetime, screen: PrivateScreen | None = None, heard: Heard = MappingProxyType({})
) -> SeenCheckIn:
    """Read one check-in, as *answering* where that was heard; what is held, on a `screen` of its therapist's own.

    Raises Unreadable for one that says that it was answered, where no answer is.
    """
    outcome, stored, ends_at = outcome_of(check_in, screen), State(check_in.state), check_in.link_ends_at
    if outcome is None and stored in ANSWERED:
        raise Unreadable  # its answer stands under another number
    state = State.SENT if isinstance(outcome, Withheld) else state_at(stored, ends_at, now)
    answering_at = _answering_since(check_in, state, now, heard)
    return SeenCheckIn(
        id=check_in.public_id,
        visit=check_in.visit.public_id,
        client=check_in.client.public_id,
        code=check_in.client.code,
        place=Place(check_in.visit.place),
        of_several=check_in.visit.is_of_several,
        measure=check_in.measure,
        version=check_in.measure_version,
        language=check_in.language,
        state=State.ANSWERING if answering_at else state,
        opens=shows_form(stored, ends_at, now),
        can_be_asked=stored in OPEN,
        begun_at=check_in.begun_at,
        opened_at=check_in.opened_at,
        closed_at=check_in.closed_at,
        link_ends_at=ends_at,
        seen_at=check_in.seen_at,
        outcome=outcome,
        part=Part(check_in.part),
        set_aside_at=check_in.set_aside_at,
        mistake_said_at=check_in.mistake_said_at,
        answering_at=answering_at,
        not_me=state in {State.WAITING, State.UNFINISHED} and _is_heard(check_in, heard, EventKind.NOT_ME),
        may_be_open=state is State.EXPIRED and stored in OPEN and now <= last_to_be_sent(ends_at),
    )


def _answering_since(check_in: CheckIn, state: State, now: datetime, heard: Heard) -> datetime | None:
    """Return when the form was last heard to be answered; None unless nothing was heard since, within 20 minutes."""
    if state not in WAITED_FOR or not _is_heard(check_in, heard, EventKind.ANSWERING):
        return None
    _, at = heard[check_in.id]
    return at if now - at < ANSWERING_LASTS else None


def _is_heard(check_in: CheckIn, heard: Heard, kind: EventKind) -> bool:
    return check_in.id in heard and heard[check_in.id][0] is kind


def is_former(check_in: CheckIn) -> bool:
    """Return whether it was with a therapist who has handed the client over since."""
    return check_in.visit.therapist_id != check_in.client.therapist_id


def is_kept_back(check_in: CheckIn) -> bool:
    """Return whether the words in it were promised to another therapist, and the client was told of nobody else."""
    return is_former(check_in) and not check_in.client.words_pass


def as_taken_over(seen: SeenCheckIn, check_in: CheckIn) -> SeenCheckIn:
    """Give a check-in as the client's present therapist may see it: without words that were promised to another."""
    if not is_former(check_in):
        return seen
    result = seen.result.without_words() if seen.result and is_kept_back(check_in) else seen.outcome
    return replace(seen, outcome=result, is_former=True)


def noted(check_in: CheckIn) -> Recorded | None:
    """Give what was recorded of it last; a note, which may quote the client, is kept back with their words."""
    repair = recorded(check_in.repairs)
    return replace(repair, note="") if repair and is_kept_back(check_in) else repair
