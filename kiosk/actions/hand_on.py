"""A form leaves the tablet that shows it: on to the next person of the visit, or back to the quiet screen."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.actions.together import is_of_several
from kiosk.domain.lifecycle import OPEN, State, shows_form
from kiosk.domain.rounds import next_place
from kiosk.storage import events, tablets
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn


class After(StrEnum):
    """Why it left: what the tablet says while it is handed on depends on it."""

    ANSWERED = "answered"
    """Or declined: whoever gets the tablet next is not told which."""
    NOT_ME = "not-me"
    UNFINISHED = "unfinished"
    NOT_HERE = "not-here"


def hand_on(session: Session, check_in: CheckIn, why: After, now: datetime) -> None:
    """Show the tablet's next screen, within the act that ends this form's showing. Without a tablet nothing is done."""
    tablet = tablets.showing(session, check_in.id)
    if tablet is None:
        return
    following = _following(session, check_in, why, now)
    if following is None and State(check_in.state) not in OPEN:
        return  # closed, and nobody after it: the quiet screen comes by itself
    tablet.check_in, tablet.handed_on = following, why if following else ""
    tablet.visit_id = following.visit_id if following else None
    tablet.turn += 1
    events.tell(session, check_in, "tablet", now, tablet_id=tablet.id)


def take_turn(tablet_id: int, turn: int, now: datetime) -> None:
    """The next person has the tablet: their form comes. A second tap, or one on a screen that is over, does nothing."""
    with writing() as session:
        tablet = tablets.by_id(session, tablet_id)
        if tablet is None or tablet.check_in is None or not tablet.handed_on or tablet.turn != turn:
            return
        tablet.handed_on = ""
        tablet.turn += 1
        if tablet.check_in.state == State.UNFINISHED:
            tablet.check_in.state = State.WAITING
        events.tell(session, tablet.check_in, "tablet", now, tablet_id=tablet.id)


def _following(session: Session, check_in: CheckIn, why: After, now: datetime) -> CheckIn | None:
    """Whose turn is next, but for those who have another tablet; a form in the wrong hands comes again as the last."""
    if not is_of_several(check_in.visit):
        return None
    everybody = check_in.visit.check_ins
    still_open = {
        place
        for place, one in enumerate(everybody)
        if shows_form(State(one.state), one.link_ends_at, now) and not tablets.showing(session, one.id)
    }
    place = next_place(still_open, everybody.index(check_in))
    if place is None:
        return check_in if why is After.NOT_ME else None
    return everybody[place]
