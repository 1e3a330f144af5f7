"""Sending a check-in to a tablet, and taking it back."""

from datetime import datetime

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.left import expect_end
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import State, shows_form
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Conflict, NotFound
from kiosk.queries.tablets import Use, use_of
from kiosk.queries.together import ids_of
from kiosk.storage import tablets, visits
from kiosk.storage.tables import CheckIn
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.work import Work, unit_of_work

NO_SUCH_TABLET = phrase("That tablet is switched off, or is not there any more. Choose another way.")
IN_USE = phrase("That tablet is in use by a colleague. It is free again when they are done.")
OVER = phrase("This check-in is over. Start a new one to ask again.")


def send_to_tablet(actor: Staff, check_in_id: PublicId, tablet_id: PublicId, now: datetime) -> CheckInIds:
    """Show the form on that tablet; whatever else of one's own was there goes back to waiting.

    Raises NotFound, and Conflict when the check-in is over or the tablet cannot be had.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        found = to_be_shown(work, therapist, check_in_id)
        put_on_tablet(work, therapist, found, tablet_id)
        return ids_of(found)


def to_be_shown(work: Work, therapist: Therapist, check_in_id: PublicId) -> CheckIn:
    """Find the check-in whose form a tablet is to show. Raises NotFound, and Conflict when it is over."""
    found = visits.check_in_of(work.session, check_in_id, therapist)
    if found is None:
        raise NotFound
    if not shows_form(State(found.state), found.link_ends_at, work.now):
        raise Conflict(OVER)
    return found


def put_on_tablet(work: Work, therapist: Therapist, check_in: CheckIn, tablet_id: PublicId) -> None:
    """Show the form there, within an act that does more. Raises Conflict when the tablet cannot be had."""
    tablet = tablets.one_of(work.session, therapist.practice_id, tablet_id)
    if tablet is None:
        raise Conflict(NO_SUCH_TABLET)
    if use_of(tablet, therapist, check_in, work.now) is Use.COLLEAGUE:
        raise Conflict(IN_USE)
    _take_away(work, check_in, but=tablet.id)
    tablet.visit_id, tablet.check_in, tablet.turn = check_in.visit_id, check_in, new_public_id()
    tablet.handed_on, tablet.sent_at, tablet.touched_at = "", work.now, None
    check_in.tablet_id = tablet.id
    if check_in.state == State.UNFINISHED:
        move_to(work, check_in, State.WAITING)
    expect_end(work, tablet)
    work.tell(check_in, EventKind.TABLET, tablet_id=tablet.id)


def take_back(actor: Staff, check_in_id: PublicId, now: datetime) -> CheckInIds:
    """Let the tablet go back to its quiet screen; the check-in stays open. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        found = visits.check_in_of(work.session, check_in_id, therapist)
        if found is None:
            raise NotFound
        _take_away(work, found)
        return ids_of(found)


def _take_away(work: Work, check_in: CheckIn, *, but: int | None = None) -> None:
    """No tablet shows it any more."""
    while (tablet := tablets.showing(work.session, check_in.id)) and tablet.id != but:
        tablet.visit_id, tablet.check_in, tablet.turn = None, None, new_public_id()
        work.session.flush()
        work.tell(check_in, EventKind.TABLET, tablet_id=tablet.id)
