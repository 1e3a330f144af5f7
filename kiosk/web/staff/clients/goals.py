"""Goals as the client's page shows them: whose words, how far, until when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from flask_babel import gettext, ngettext

from kiosk.actions.clients.goals import UNSTORABLE, Aim
from kiosk.domain.goals import NEEDED, OUT_OF, OWN, TEMPLATES, Deadline, Template, Unit, template, words_of
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid
from kiosk.queries.goals import SeenGoal, TakenBack
from kiosk.web.shared.languages import said
from kiosk.web.staff.clients.pages import GoalChoice, GoalForm, GoalView
from kiosk.web.staff.parts.dates import is_same_day
from kiosk.web.staff.parts.times import full_date

# For translators: the words for “By the third session”.
ORDINALS: Final = (
    phrase("first"),
    phrase("second"),
    phrase("third"),
    phrase("fourth"),
    phrase("fifth"),
    phrase("sixth"),
    phrase("seventh"),
    phrase("eighth"),
)


def goal_views(seen: Sequence[SeenGoal], now: datetime, zone: str) -> Sequence[GoalView]:
    """All goals, in the order in which they were agreed."""
    return [
        GoalView(
            id=each.id,
            words=said(words_of(each.kind, each.words)),
            dots=each.progress.last if each.progress else (),
            progress=_progress(each),
            deadline=_deadline(each, now, zone),
            ended=_ended(each, now, zone),
            history=[_taken_back(undone, now, zone) for undone in each.taken_back],
            is_fresh=_is_fresh(each, now, zone),
        )
        for each in seen
    ]


def goal_form(aim: Aim | None = None, fault: Invalid | None = None, *, earlier: int = 0) -> GoalForm:
    """The form, with what was typed if it has to come back; `earlier` answers were given before today.

    A goal for the first sessions is offered while they are still to come.
    """
    own = GoalChoice(OWN, gettext("In their own words"), gettext("Written together, below."))
    form = GoalForm(
        [*(GoalChoice(each.id, said(each.words), _hint(each)) for each in TEMPLATES if _is_in_time(each, earlier)), own]
    )
    if aim is None or fault is None:
        return form
    return replace(
        form,
        chosen=aim.kind,
        words=UNSTORABLE.sub("", aim.words),
        within=aim.within,
        unit=aim.unit,
        problem=said(fault.why),
        field={"kind": "goal-felt-understood", "words": "goal-words", "within": "goal-within"}[fault.field],
    )


def _is_in_time(each: Template, earlier: int) -> bool:
    return not each.since_first or each.within is None or earlier < each.within


def _progress(seen: SeenGoal) -> str:
    if seen.progress is None:
        return ""
    aim = gettext("The aim is %(needed)s of %(of)s.", needed=NEEDED, of=OUT_OF)
    is_next = seen.progress.is_met and not seen.met_at
    then = gettext("The next answer checks it off, if it holds.") if is_next else ""
    return f"{said(seen.progress.words)} {aim} {then}".rstrip()


def _hint(each: Template) -> str:
    how = gettext("Checked off by the marks.") if each.has_rule else gettext("Checked off together.")
    match each.unit:
        case Unit.VISITS if each.since_first:
            when = (
                gettext("In the first session.")
                if each.within == 1
                else gettext("By the %(nth)s session.", nth=_nth(each.within or 0))
            )
        case Unit.VISITS:
            when = ngettext("Within %(num)s session.", "Within %(num)s sessions.", each.within or 0)
        case Unit.WEEKS:
            when = ngettext("Within %(num)s week.", "Within %(num)s weeks.", each.within or 0)
        case _:
            when = gettext("Without a deadline.")
    return f"{when} {how}"


def _deadline(seen: SeenGoal, now: datetime, zone: str) -> str:
    found, within = seen.deadline, seen.within or 0
    if found is None:
        return ""
    if found.ends_at is not None:
        ends = full_date(found.ends_at, now, zone)
        if found.is_over:
            return gettext("It was meant to be there by %(date)s.", date=ends)
        return gettext("By %(date)s.", date=ends)
    made = template(seen.kind)
    return _visits_left(found, within, since_first=bool(made and made.since_first))


def _visits_left(found: Deadline, within: int, *, since_first: bool) -> str:
    left = found.left or 0
    if found.is_over:
        return ngettext(
            "The first session has gone by. Is it still the right thing to aim for?",
            "The %(num)s sessions have gone by. Is it still the right thing to aim for?",
            within,
        )
    if left == 0:
        now = phrase("By the %(nth)s session: that is now.")
        return said(
            (now if since_first else phrase("By the %(nth)s session from here: that is now.")).filled(nth=_nth(within))
        )
    to_come = phrase("By the %(nth)s session: %(left)s still to come.")
    from_here = phrase("By the %(nth)s session from here: %(left)s still to come.")
    return said((to_come if since_first else from_here).filled(nth=_nth(within), left=left))


def _nth(number: int) -> str:
    if 0 < number <= len(ORDINALS):
        return said(ORDINALS[number - 1])
    return gettext("%(number)sth", number=number)


def _taken_back(undone: TakenBack, now: datetime, zone: str) -> str:
    done, back = full_date(undone.done_at, now, zone), full_date(undone.taken_back_at, now, zone)
    match undone.was:
        case "ended":
            told = phrase("Let go on %(done)s, and taken up again on %(back)s.")
        case "rule":
            told = phrase("Checked off by the marks on %(done)s, and taken back on %(back)s.")
        case _:
            told = phrase("Checked off together on %(done)s, and taken back on %(back)s.")
    return said(told.filled(done=done, back=back))


def _is_fresh(seen: SeenGoal, now: datetime, zone: str) -> bool:
    done_at = seen.met_at or seen.ended_at
    return done_at is not None and is_same_day(done_at, now, zone)


def _ended(seen: SeenGoal, now: datetime, zone: str) -> str:
    if seen.met_at:
        met = full_date(seen.met_at, now, zone)
        if seen.met_by == "rule":
            return gettext("Checked off by the marks on %(date)s.", date=met)
        return gettext("Checked off together on %(date)s.", date=met)
    return gettext("Let go on %(date)s.", date=full_date(seen.ended_at, now, zone)) if seen.ended_at else ""
