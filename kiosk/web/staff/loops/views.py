"""The list of open loops, and what became of each. A loop of a colleague's is answered like one that is not there."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.loops import end_loop, open_again
from kiosk.domain.loops import Ending
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.loops import see_open_loops
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.errors import problem
from kiosk.web.shared.gate import needs
from kiosk.web.shared.private import private_screen
from kiosk.web.shared.readings import has_shown_list
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.loops.present import loops_page

bp = Blueprint("loops", __name__, url_prefix="/open")
bp.context_processor(staff_names)
NOT_SAID = (phrase("Nothing was saved."), phrase("Say whether it is done or no longer needed."))


@bp.get("")
@needs(Permission.READ_RESULTS)
def loops() -> ResponseReturnValue:
    """Everything that waits for an outcome, a page at a time."""
    now, me = clock.now(), actor()
    seen = see_open_loops(me, now, request.args.get("page", 1, int))
    has_shown_list("open_loops")
    page = loops_page(seen, now, me.time_zone, private=private_screen(me) is not None)
    return render_template("therapist/open.html", page=page)


@bp.post("/<public_id:loop_id>/end")
@needs(Permission.CORRECT_RECORDS)
def end(loop_id: PublicId) -> ResponseReturnValue:
    """Say what became of it."""
    ending = request.form.get("ending", "")
    if ending not in set(Ending):
        return problem(*NOT_SAID, 422)
    end_loop(actor(), loop_id, Ending(ending), clock.now())
    return _back()


@bp.post("/<public_id:loop_id>/again")
@needs(Permission.CORRECT_RECORDS)
def again(loop_id: PublicId) -> ResponseReturnValue:
    """Put it back on the list."""
    open_again(actor(), loop_id, clock.now())
    return _back()


def _back() -> ResponseReturnValue:
    """Lead back to the page that the button stood on."""
    asked_from = request.form.get("next", "")
    return redirect(safe_next(asked_from) if asked_from else url_for(".loops"), code=303)
