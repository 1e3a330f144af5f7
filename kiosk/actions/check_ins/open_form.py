"""Notes that a client's form is open, or being answered; looking at the form changes nothing."""

from datetime import datetime

from kiosk.actions.check_ins.transitions import mark_opened
from kiosk.domain.actors import ByLink
from kiosk.domain.events import EventKind, state_event
from kiosk.domain.lifecycle import OPEN, State
from kiosk.storage import forms
from kiosk.storage.db import reading
from kiosk.storage.events import MOST_OF_A_FORM
from kiosk.storage.work import unit_of_work


def note_seen(actor: ByLink, seen: State, now: datetime) -> None:
    """Tell the therapist that the form is open, or being answered. Only the first of each is told.

    Whether it is news is read without the right to write, which strangers could otherwise keep busy.
    """
    form, told = forms.shown_form(reading(), actor.token), state_event(seen)
    if form is None or form.state not in OPEN or form.last_told in {told, EventKind.ANSWERING}:
        return
    if form.times_told >= MOST_OF_A_FORM:
        return
    with unit_of_work(actor, now) as work:
        if form.state is State.OPENED or mark_opened(work, form):
            work.tell(form, told)
