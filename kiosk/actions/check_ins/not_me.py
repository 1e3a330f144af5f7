"""Somebody holds a form that is not theirs: nothing is stored of it, and the therapist hands it on."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.domain.actors import ByLink
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.domain.rounds import After
from kiosk.storage import events, forms, tablets
from kiosk.storage.work import unit_of_work


@dataclass(frozen=True)
class HandedBack:
    """Nothing was kept; the practice says whom to turn to all the same."""

    practice: int
    language: str


def say_not_me(actor: ByLink, shown: PublicId, language: str, now: datetime) -> HandedBack:
    """Tell the therapist; the form waits for the right person, or, taken off a tablet by this, is unfinished.

    `shown` is the check-in whose form was shown, `language` that in which it was read. Raises NotFound for a link that
    is closed, or another's.
    """
    with unit_of_work(actor, now) as work:
        check_in = forms.with_visit_by_link(work.session, actor.token)
        if check_in is None or check_in.public_id != shown or State(check_in.state) not in OPEN:
            raise NotFound
        if events.count_of(work.session, check_in.id) >= events.MOST_OF_A_FORM:
            return HandedBack(check_in.practice_id, language or check_in.language)
        tablet = tablets.showing(work.session, check_in.id)
        last = events.latest_kinds(work.session, [check_in.id]).get(check_in.id)
        if last is None or last[0] is not EventKind.NOT_ME:
            work.tell(check_in, EventKind.NOT_ME)
            work.audit(Audited.NOT_ME, check_in)
        hand_on(work, check_in, After.NOT_ME)
        is_off = tablet is not None and tablet.check_in is None
        move_to(work, check_in, State.UNFINISHED if is_off else State.WAITING)
        return HandedBack(check_in.practice_id, language or check_in.language)
