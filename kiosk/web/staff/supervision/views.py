"""Agreements of supervision, and the page for the hour. An agreement of others is answered like one that never was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.clients.pauses import Reason
from kiosk.actions.practice.supervise import agree_supervision, end_share, end_supervision, share_words
from kiosk.domain.audit import Audited
from kiosk.domain.noted import REASONS as WHY_NOT
from kiosk.domain.noted import Became
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Invalid
from kiosk.domain.shares import Share
from kiosk.queries.supervision import (
    Agreement,
    Case,
    Hour,
    NamedClient,
    NamedSupervisor,
    Shared,
    Span,
    see_agreements,
    see_hour,
)
from kiosk.web.shared.access import actor, needs, staff_names
from kiosk.web.shared.languages import said
from kiosk.web.shared.readings import has_shown
from kiosk.web.staff.parts.noted_words import WORDS
from kiosk.web.staff.parts.pauses import REASONS
from kiosk.web.staff.parts.times import full_date

bp = Blueprint("supervision", __name__, url_prefix="/supervision")
bp.context_processor(staff_names)

SAVED: Final = {
    "agreed": phrase("Agreed. Every form that is opened from now on says so."),
    "ended": phrase("Ended. Nothing of it is shown from now on."),
}
BECAME: Final = {
    "talked": phrase("Talked about."),
    "next": phrase("Left for next time."),
    "not-needed": phrase("No talk needed."),
}
QUESTIONS: Final = (
    phrase("What was I not curious about?"),
    phrase("Whose words did I use, theirs or mine?"),
    phrase("What did I assume, and did I ask?"),
    phrase("What would the client say if they sat here?"),
)
"""Questions for the talk, from collaborative practice."""


@dataclass(frozen=True)
class AgreementRow:
    """One agreement, as a sentence."""

    id: PublicId
    sentence: str
    other: str


@dataclass(frozen=True)
class SupervisionPage:
    """One's agreements on either side."""

    of_me: Sequence[AgreementRow]
    by_me: Sequence[AgreementRow]
    is_therapist: bool
    is_supervisor: bool
    supervisors: Sequence[NamedSupervisor]
    saved: str = ""
    problem: str = ""


@dataclass(frozen=True)
class CaseRow:
    """One client by code, and what is known of what came of it."""

    code: str
    when: str
    became: str


@dataclass(frozen=True)
class ShareRow:
    """A share as counts, with its interval."""

    name: str
    figure: str
    likely: str


@dataclass(frozen=True)
class SpanRow:
    """Four weeks in figures."""

    since: str
    held: int
    not_asked: int
    not_held: int
    asked: int
    answered: int
    declined: int
    unanswered: int


@dataclass(frozen=True)
class SharedRow:
    """A client whose words are shared, with each of them and its day."""

    id: PublicId
    code: str
    since: str
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HourPage:
    """The page for the hour."""

    id: PublicId
    therapist: str
    supervisor: str
    since: str
    is_over: bool
    is_mine: bool
    open_repairs: Sequence[CaseRow]
    persistent: Sequence[CaseRow]
    flagged: int
    dips: Sequence[ShareRow]
    spans: Sequence[SpanRow]
    answered: ShareRow
    paused: Sequence[tuple[str, int]]
    why_not: Sequence[tuple[str, int]]
    """Sessions in which nobody was asked, by reason."""
    questions: Sequence[str]
    shared: Sequence[SharedRow]
    clients: Sequence[NamedClient]
    """The clients whose words can be shared besides."""
    problem: str = ""


@bp.get("")
@needs(Permission.KEEP_ACCOUNT)
def agreements() -> ResponseReturnValue:
    """One's own agreements."""
    return _shown()


@bp.post("/agree")
@needs(Permission.ASK_CLIENTS)
def agree() -> ResponseReturnValue:
    """Agree with a supervisor."""
    try:
        agree_supervision(actor(), public_id(request.form.get("supervisor", "")), clock.now())
    except Invalid as refusal:
        return _shown(said(refusal.why)), 422
    return redirect(url_for(".agreements", saved="agreed"), code=303)


@bp.post("/<public_id:agreement_id>/end")
@needs(Permission.KEEP_ACCOUNT)
def end(agreement_id: PublicId) -> ResponseReturnValue:
    """End an agreement, at any time, by either of the two."""
    end_supervision(actor(), agreement_id, clock.now())
    return redirect(url_for(".agreements", saved="ended"), code=303)


@bp.get("/<public_id:agreement_id>")
@needs(Permission.KEEP_ACCOUNT)
def hour(agreement_id: PublicId) -> ResponseReturnValue:
    """The page for the hour, the same for both."""
    return _hour_shown(agreement_id)


@bp.post("/<public_id:agreement_id>/share")
@needs(Permission.ASK_CLIENTS)
def share(agreement_id: PublicId) -> ResponseReturnValue:
    """Share one client's words, from the next form on."""
    try:
        share_words(actor(), agreement_id, public_id(request.form.get("client", "")), clock.now())
    except Invalid as refusal:
        return _hour_shown(agreement_id, said(refusal.why)), 422
    return redirect(url_for(".hour", agreement_id=agreement_id, _anchor="shared"), code=303)


@bp.post("/<public_id:agreement_id>/share/<public_id:share_id>/end")
@needs(Permission.KEEP_ACCOUNT)
def unshare(agreement_id: PublicId, share_id: PublicId) -> ResponseReturnValue:
    """End the sharing of one client's words, by either of the two."""
    end_share(actor(), agreement_id, share_id, clock.now())
    return redirect(url_for(".hour", agreement_id=agreement_id, _anchor="shared"), code=303)


def _hour_shown(agreement_id: PublicId, problem: str = "") -> str:
    now, me = clock.now(), actor()
    seen = see_hour(me, agreement_id, now)
    if seen is None:
        abort(404)
    has_shown(Audited.SUPERVISION_READ, "supervisions", agreement_id)
    return render_template("supervision/hour.html", page=replace(_hour(seen, now, me.time_zone), problem=problem))


def _shown(problem: str = "") -> str:
    me, now = actor(), clock.now()
    seen, saved = see_agreements(me), SAVED.get(request.args.get("saved", ""))
    page = SupervisionPage(
        of_me=[_row(one, one.supervisor, now, me.time_zone) for one in seen.held if one.is_mine],
        by_me=[_row(one, one.therapist, now, me.time_zone) for one in seen.held if not one.is_mine],
        is_therapist=may(me, Permission.ASK_CLIENTS),
        is_supervisor=may(me, Permission.READ_SUPERVISION),
        supervisors=seen.supervisors,
        saved=said(saved) if saved else "",
        problem=problem,
    )
    return render_template("supervision/agreements.html", page=page)


def _row(one: Agreement, other: str, now: datetime, zone: str) -> AgreementRow:
    return AgreementRow(one.id, gettext("Agreed on %(date)s.", date=full_date(one.agreed_at, now, zone)), other)


def _hour(seen: Hour, now: datetime, zone: str) -> HourPage:
    dips = (
        (gettext("Seen by the therapist"), seen.dips.seen),
        (gettext("Talked about"), seen.dips.talked),
        (gettext("Back to how it was"), seen.dips.back),
    )
    return HourPage(
        id=seen.agreement.id,
        therapist=seen.agreement.therapist,
        supervisor=seen.agreement.supervisor,
        since=full_date(seen.agreement.agreed_at, now, zone),
        is_over=seen.ended_at is not None,
        is_mine=seen.agreement.is_mine,
        open_repairs=[_case(one, now, zone) for one in seen.open_repairs],
        persistent=[_case(one, now, zone) for one in seen.persistent],
        flagged=seen.dips.flagged,
        dips=[_share(name, share) for name, share in dips],
        spans=[_span(one, now, zone) for one in seen.spans],
        answered=_share(gettext("Answered, of those asked"), seen.answered),
        paused=[(said(REASONS[Reason(reason)]), count) for reason, count in seen.paused.items()],
        why_not=[
            (said(WORDS[one]) if one in WHY_NOT else gettext("Not said"), seen.why_not[one])
            for one in (*WHY_NOT, Became.HELD)
            if one in seen.why_not
        ],
        questions=[said(one) for one in QUESTIONS],
        shared=[_shared(one, now, zone) for one in seen.shared],
        clients=[one for one in seen.clients if one.code not in {shared.code for shared in seen.shared}],
    )


def _shared(one: Shared, now: datetime, zone: str) -> SharedRow:
    words = [(full_date(at, now, zone), text) for at, text in one.words]
    return SharedRow(one.id, one.code, full_date(one.shared_at, now, zone), words)


def _case(one: Case, now: datetime, zone: str) -> CaseRow:
    seen = gettext("Seen.") if one.was_seen else gettext("Not looked at yet.")
    became = said(BECAME[one.outcome]) if one.outcome in BECAME else gettext("Not talked about yet.")
    return CaseRow(one.code, full_date(one.at, now, zone), f"{seen} {became}")


def _share(name: str, share: Share) -> ShareRow:
    figure = gettext("%(count)s of %(all)s", count=share.count, all=share.of)
    if not share.of:
        return ShareRow(name, figure, "")
    low, high = share.interval
    likely = gettext("between %(low)s and %(high)s percent", low=low, high=high)
    few = gettext("So few that it says little.")
    return ShareRow(name, figure, f"{likely}. {few}" if share.is_small else likely)


def _span(one: Span, now: datetime, zone: str) -> SpanRow:
    since = gettext("From %(date)s", date=full_date(one.since, now, zone))
    return SpanRow(since, one.held, one.not_asked, one.not_held, one.asked, one.answered, one.declined, one.unanswered)
