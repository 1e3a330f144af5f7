"""The one place that changes the state of a check-in, with the moments that belong to it."""

from datetime import datetime

from kiosk.domain.lifecycle import CLOSED, TRANSITIONS, State
from kiosk.domain.refusals import Conflict
from kiosk.storage import forms
from kiosk.storage.forms import ShownForm
from kiosk.storage.tables import CheckIn
from kiosk.storage.work import Work


def move_to(work: Work, check_in: CheckIn, state: State) -> None:
    """Change the state, within the act that does it. Raises Conflict where that state cannot follow the present one."""
    _check(check_in, state)
    check_in.state = state
    if state is State.OPENED:
        check_in.opened_at = work.now
    elif state in CLOSED:
        check_in.closed_at = work.now
    else:
        check_in.opened_at = None


def mark_opened(work: Work, form: ShownForm) -> bool:
    """Change the state of a form that was read to opened; False where its state is another by now."""
    return State.OPENED in TRANSITIONS[form.state] and forms.open_form(work.session, form, work.now)


def end_with_answer(work: Work, check_in: CheckIn, state: State, **beside: object) -> None:
    """Change the state to that of an answer, with the columns `beside` it, at once. Raises Conflict likewise."""
    _check(check_in, state)
    forms.change(work.session, check_in, state=state, closed_at=work.now, **beside)


def end_as_entered(work: Work, check_in: CheckIn, state: State, at: datetime) -> None:
    """Change the state to that of an answer which was given at `at` and is entered now, whether or not it was shown."""
    check_in.state = state
    check_in.opened_at = check_in.opened_at or at
    check_in.closed_at = work.now


def _check(check_in: CheckIn, state: State) -> None:
    if state not in TRANSITIONS[State(check_in.state)]:
        raise Conflict
