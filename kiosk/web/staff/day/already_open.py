"""A start that found a form open for the same client: go on to that one, or end it and start anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from kiosk import clock
from kiosk.actions.visits.still_open import AlreadyOpen, StillOpen
from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.times import near_time

OURS = {"csrf_token", "instead"}
STATES = {
    State.WAITING: phrase("Waiting to be opened."),
    State.OPENED: phrase("Opened, and perhaps being answered now."),
    State.UNFINISHED: phrase("Left on the tablet before it was sent."),
}
ANSWERED = phrase("Answered in the meantime.")


@dataclass(frozen=True)
class OpenRow:
    """One form that is there already."""

    check_in: PublicId
    code: str
    time: str
    sentence: str
    address: str


@dataclass(frozen=True)
class AlreadyOpenPage:
    """The check-ins that are open, and all that was chosen for the start."""

    heading: str
    rows: Sequence[OpenRow]
    ends: Sequence[PublicId]
    """The check-ins that a start anew ends."""
    what_ends: str
    anew: str
    address: str
    typed: Sequence[tuple[str, str]]


def instead_of() -> frozenset[PublicId]:
    """The check-ins that the therapist chose to end."""
    return frozenset(map(public_id, request.form.getlist("instead")))


def already_open(outcome: AlreadyOpen) -> ResponseReturnValue:
    """Say so, and keep all that was chosen."""
    now, zone = clock.now(), actor().time_zone
    still = [form for form in outcome.forms if not form.is_answered]
    page = AlreadyOpenPage(
        heading=_heading(outcome.forms, still, now, zone),
        rows=[_row(form, now, zone) for form in outcome.forms],
        ends=[form.check_in for form in still],
        what_ends=ngettext(
            "Starting again ends the open form: its link and its code stop working, and marks not sent are lost.",
            "Starting again ends the open forms: their links and codes stop working, and marks not sent are lost.",
            len(still),
        )
        if still
        else "",
        anew=ngettext("End it and start again", "End them and start again", len(still))
        if still
        else gettext("Start another check-in"),
        address=request.path,
        typed=[(name, value) for name, value in request.form.items(multi=True) if name not in OURS],
    )
    return render_template("therapist/already_open.html", page=page), 409


def _heading(forms: Sequence[StillOpen], still: Sequence[StillOpen], now: datetime, zone: str) -> str:
    if not still:
        return gettext("%(codes)s: answered in the meantime", codes=_codes(forms))
    if len(still) == 1:
        form = still[0]
        return gettext("%(code)s has a form open since %(time)s", code=form.code, time=_since(form, now, zone))
    return gettext("Forms are open already: %(codes)s", codes=_codes(still))


def _codes(forms: Sequence[StillOpen]) -> str:
    return ", ".join(dict.fromkeys(form.code for form in forms))


def _row(form: StillOpen, now: datetime, zone: str) -> OpenRow:
    words = ANSWERED if form.is_answered else STATES[form.state]
    address = url_for("visits.visit", visit_id=form.visit)
    return OpenRow(form.check_in, form.code, _since(form, now, zone), said(words), address)


def _since(form: StillOpen, now: datetime, zone: str) -> str:
    return near_time(form.since, now, zone)
