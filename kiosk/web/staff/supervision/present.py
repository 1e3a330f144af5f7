"""From an agreement of supervision to its pages."""

from datetime import datetime
from typing import Final

from flask_babel import gettext

from kiosk.actions.clients.pauses import PauseReason
from kiosk.domain.noted import REASONS as WHY_NOT
from kiosk.domain.noted import Became
from kiosk.domain.phrases import phrase
from kiosk.domain.shares import Share
from kiosk.queries.agreements import Agreement
from kiosk.queries.supervision import Case, Hour, Shared
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.noted_words import WORDS
from kiosk.web.staff.parts.pauses import REASONS
from kiosk.web.staff.parts.times import full_date
from kiosk.web.staff.supervision.pages import AgreementRow, CaseRow, HourPage, SharedRow, ShareRow

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


def agreement_row(one: Agreement, other: str, now: datetime, zone: str) -> AgreementRow:
    """One agreement, and the other person in it."""
    return AgreementRow(one.id, gettext("Agreed on %(date)s.", date=full_date(one.agreed_at, now, zone)), other)


def hour_page(seen: Hour, now: datetime, zone: str) -> HourPage:
    """The page for the hour, the same for both."""
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
        spans=[(gettext("From %(date)s", date=full_date(one.since, now, zone)), one) for one in seen.spans],
        answered=_share(gettext("Answered, of those asked"), seen.answered),
        paused=[(said(REASONS[PauseReason(reason)]), count) for reason, count in seen.paused.items()],
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
