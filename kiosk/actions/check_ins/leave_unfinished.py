"""A form left alone on a tablet: it has cleared itself, nothing was sent, and the therapist is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.actions.tablets.left import look_at, stays
from kiosk.domain.actors import Background, ByLink
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.public_ids import PublicId
from kiosk.domain.rounds import After
from kiosk.storage import events, forms, tablets
from kiosk.storage.tables import CheckIn
from kiosk.storage.work import Work, unit_of_work


def leave_unfinished(actor: ByLink, shown: PublicId, now: datetime) -> None:
    """Say so of the check-in whose form was `shown`; its link still opens a fresh one.

    An answer that came by another way stays the answer.
    """
    with unit_of_work(actor, now) as work:
        check_in = forms.with_visit_by_link(work.session, actor.token)
        if check_in is None or check_in.public_id != shown or State(check_in.state) not in OPEN:
            return
        if events.count_of(work.session, check_in.id) >= events.MOST_OF_A_FORM:
            return
        _end(work, check_in)


def end_left(payload: Mapping[str, Any], now: datetime) -> None:
    """End the showing that the job was added for, unless it is over, was touched since, or has a script after all."""
    tablet_id = PublicId(payload["tablet"])
    with unit_of_work(Background(), now, tablets.practice_of(tablet_id)) as work:
        tablet = tablets.by_id(work.session, tablet_id)
        if tablet is None or tablet.turn != payload["turn"] or tablet.check_in is None or tablet.handed_on:
            return
        begun = max(filter(None, (tablet.sent_at, tablet.touched_at)), default=now)
        if tablet.last_heard_at is not None and tablet.last_heard_at > begun:
            return
        if (due := begun + stays(tablet.practice.tablet_idle_s)) > now:
            look_at(work, tablet, due)
        elif State(tablet.check_in.state) in OPEN:
            _end(work, tablet.check_in)


def _end(work: Work, check_in: CheckIn) -> None:
    move_to(work, check_in, State.UNFINISHED)
    work.tell(check_in, EventKind.UNFINISHED)
    hand_on(work, check_in, After.UNFINISHED)
