"""Freeing a tablet that a form blocks; that form goes back to its therapist as unfinished."""

from datetime import datetime, timedelta

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.send import NO_SUCH_TABLET, put_on_tablet, to_be_shown
from kiosk.domain.actors import ByTablet, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Conflict
from kiosk.queries.tablet import is_in_use
from kiosk.queries.tablets import Use, in_hands, use_of
from kiosk.queries.together import ids_of
from kiosk.storage import tablets
from kiosk.storage.db import reading
from kiosk.storage.tables import Tablet
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.work import Work, unit_of_work

WRITTEN_EVERY = timedelta(seconds=30)
"""The shortest time between two records that a form is being touched: its tablet says so far more often."""
IN_HANDS = phrase("Somebody may still be filling in the form on it. Let them finish, then try again.")
CHANGED = phrase("That tablet shows something else now. Look again.")


def note_touch(actor: ByTablet, at: datetime) -> None:
    """Note that somebody touched the form on this tablet."""
    tablet = tablets.of_actor(reading(), actor)
    if tablet is None or tablet.check_in_id is None:
        return
    if tablet.touched_at is not None and at - tablet.touched_at < WRITTEN_EVERY:
        return
    with unit_of_work(actor, at) as work:
        if (found := tablets.of_actor(work.session, actor)) and found.turn == tablet.turn:
            found.touched_at = at


def free_and_send(
    actor: Staff, check_in_id: PublicId, tablet_id: PublicId, turn: PublicId, now: datetime
) -> CheckInIds:
    """Put one's own form in the place of a colleague's that nobody touches. Raises NotFound and Conflict.

    `turn` is the showing that was asked about: another one stays.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        found = to_be_shown(work, therapist, check_in_id)
        tablet = tablets.one_of(work.session, therapist.practice_id, tablet_id)
        if tablet is None:
            raise Conflict(NO_SUCH_TABLET)
        if use_of(tablet, therapist, found, now) is Use.COLLEAGUE:
            if tablet.turn != turn:
                raise Conflict(CHANGED)
            if in_hands(tablet, now):
                raise Conflict(IN_HANDS)
            leave_tablet(work, tablet)
            work.audit(Audited.TABLET_FREED, tablet)
        put_on_tablet(work, therapist, found, tablet_id)
        return ids_of(found)


def free_from_here(actor: ByTablet, turn: PublicId, now: datetime) -> None:
    """Free the tablet on which somebody has said that nobody comes any more.

    Another showing than the one they saw stays.
    """
    with unit_of_work(actor, now) as work:
        tablet = tablets.of_actor(work.session, actor)
        if tablet is not None and tablet.turn == turn and is_in_use(tablet, now):
            leave_tablet(work, tablet)


def leave_tablet(work: Work, tablet: Tablet) -> None:
    """Within another act: take the form off a tablet; the therapist of what stood there is told."""
    there = tablet.check_in
    tablet.visit_id, tablet.check_in, tablet.handed_on, tablet.turn = None, None, "", new_public_id()
    if there is None:
        return
    work.session.flush()
    if State(there.state) in OPEN:
        move_to(work, there, State.UNFINISHED)
        work.tell(there, EventKind.UNFINISHED)
    work.tell(there, EventKind.TABLET, tablet_id=tablet.id)
