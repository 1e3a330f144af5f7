"""The therapist sends a check-in to a tablet, and takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.actions.see_tablet import is_in_use
from kiosk.domain.lifecycle import State, shows_form
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage import events, tablets, visits
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import CheckIn, Person
from kiosk.storage.tablet_tables import Tablet

HEARD_WITHIN = timedelta(seconds=90)
TOLD = "tablet"
"""The kind of event by which a tablet and its therapist hear of it."""
NO_SUCH_TABLET = phrase("That tablet is switched off, or is not there any more. Choose another way.")
IN_USE = phrase("That tablet is in use by a colleague. It is free again when they are done.")
OVER = phrase("This check-in is over. Start a new one to ask again.")


class Use(StrEnum):
    """How a tablet stands to one check-in."""

    READY = "ready"
    HERE = "here"
    """It shows this check-in, or goes round with those of this visit."""
    MINE = "mine"
    """It shows another of the same therapist's."""
    COLLEAGUE = "colleague"
    SILENT = "silent"
    """It was not heard of lately: asleep, off, or out of reach. What is sent to it appears when it is back."""


@dataclass(frozen=True)
class SeenTablet:
    """A tablet as the therapist of a check-in sees it."""

    tablet: Tablet
    use: Use


@dataclass(frozen=True)
class NotSent:
    """Nothing was sent, and why."""

    problem: Phrase


def see_tablets(therapist: Person, check_in: CheckIn | None, now: datetime) -> Sequence[SeenTablet]:
    """The practice's tablets, as they stand to this check-in, or to one that is still to be started."""
    paired = tablets.of_practice(reading(), therapist.practice_id)
    return [SeenTablet(one, _use(one, therapist, check_in, now)) for one in paired if one.switched_off_at is None]


def free_tablets(therapist: Person, now: datetime) -> Sequence[Tablet]:
    """Those that a check-in can be started on: not those that a colleague uses now."""
    return [seen.tablet for seen in see_tablets(therapist, None, now) if seen.use is not Use.COLLEAGUE]


def send_to_tablet(
    therapist: Person, visit_id: int, tablet_id: int, now: datetime, *, check_in: int | None = None
) -> CheckIn | NotSent | None:
    """Show the form on that tablet; whatever else of one's own was there goes back to waiting. None: no such visit."""
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        found = visits.check_in_of(visit, check_in) if visit else None
        if found is None:
            return None
        if not shows_form(State(found.state), found.link_ends_at, now):
            return NotSent(OVER)
        if problem := put_on_tablet(session, therapist, found, tablet_id, now):
            return NotSent(problem)
        return found


def put_on_tablet(
    session: Session, therapist: Person, check_in: CheckIn, tablet_id: int, now: datetime
) -> Phrase | None:
    """The same, within an act that does more; gives the reason when it cannot be."""
    tablet = tablets.one_of(session, therapist.practice_id, tablet_id)
    if tablet is None:
        return NO_SUCH_TABLET
    if _use(tablet, therapist, check_in, now) is Use.COLLEAGUE:
        return IN_USE
    _take_away(session, check_in, now, but=tablet.id)
    tablet.visit_id, tablet.check_in, tablet.turn = check_in.visit_id, check_in, tablet.turn + 1
    tablet.handed_on = ""
    if check_in.state == State.UNFINISHED:
        check_in.state = State.WAITING
    events.tell(session, check_in, TOLD, now, tablet_id=tablet.id)
    return None


def take_back(therapist: Person, visit_id: int, now: datetime, *, check_in: int | None = None) -> bool:
    """The tablet goes back to its quiet screen; the check-in stays open. False when there is no such visit."""
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        found = visits.check_in_of(visit, check_in) if visit else None
        if found is not None:
            _take_away(session, found, now)
        return found is not None


def _take_away(session: Session, check_in: CheckIn, now: datetime, *, but: int | None = None) -> None:
    """No tablet shows it any more."""
    while (tablet := tablets.showing(session, check_in.id)) and tablet.id != but:
        tablet.visit_id, tablet.check_in, tablet.turn = None, None, tablet.turn + 1
        session.flush()
        events.tell(session, check_in, TOLD, now, tablet_id=tablet.id)


def _use(tablet: Tablet, therapist: Person, check_in: CheckIn | None, now: datetime) -> Use:
    if tablet.check_in is not None and is_in_use(tablet, now):
        if check_in is not None and tablet.visit_id == check_in.visit_id:
            return Use.HERE
        return Use.MINE if tablet.check_in.visit.therapist_id == therapist.id else Use.COLLEAGUE
    heard = tablet.last_heard_at
    return Use.READY if heard is not None and now - heard < HEARD_WITHIN else Use.SILENT
