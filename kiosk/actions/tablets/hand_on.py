"""The next screen of a tablet after a form: the form of the next person of the visit, or the quiet screen."""

from datetime import datetime

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.left import expect_end
from kiosk.domain.actors import ByTablet
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State, shows_form
from kiosk.domain.public_ids import PublicId
from kiosk.domain.rounds import After, next_place
from kiosk.queries.together import beside
from kiosk.storage import tablets
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.work import Work, unit_of_work


def hand_on(work: Work, check_in: CheckIn, why: After) -> None:
    """Show the tablet's next screen, within the act that ends this form's showing. Without a tablet nothing is done."""
    tablet = tablets.showing(work.session, check_in.id)
    if tablet is None:
        return
    following = _following(work.session, check_in, why, work.now)
    if following is None and State(check_in.state) not in OPEN:
        return  # closed, and nobody after it: the quiet screen comes by itself
    tablet.check_in, tablet.handed_on = following, why if following else ""
    tablet.visit_id = following.visit_id if following else None
    if following:
        following.tablet_id = tablet.id
    tablet.turn, tablet.touched_at = new_public_id(), work.now
    work.tell(check_in, EventKind.TABLET, tablet_id=tablet.id)


def take_turn(actor: ByTablet, turn: PublicId, now: datetime) -> None:
    """Show the form of the next person, who has the tablet now.

    A second tap, or one on a screen that is over, does nothing.
    """
    with unit_of_work(actor, now) as work:
        tablet = tablets.of_actor(work.session, actor)
        if tablet is None or tablet.check_in is None or not tablet.handed_on or tablet.turn != turn:
            return
        tablet.handed_on, tablet.touched_at = "", now
        tablet.turn = new_public_id()
        if tablet.check_in.state == State.UNFINISHED:
            move_to(work, tablet.check_in, State.WAITING)
        expect_end(work, tablet)
        work.tell(tablet.check_in, EventKind.TABLET, tablet_id=tablet.id)


def _following(session: ReadSession, check_in: CheckIn, why: After, now: datetime) -> CheckIn | None:
    """Find the next check-in that no other tablet shows; one in the wrong hands comes again as the last."""
    if not check_in.visit.is_of_several or check_in.visit.is_for_practice:
        return None
    everybody = beside(check_in)
    still_open = {
        place
        for place, one in enumerate(everybody)
        if shows_form(State(one.state), one.link_ends_at, now) and not tablets.showing(session, one.id)
    }
    place = next_place(still_open, everybody.index(check_in))
    if place is None:
        return check_in if why is After.NOT_ME else None
    return everybody[place]
