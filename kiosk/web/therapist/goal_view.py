"""Goals as the client's page shows them: whose words, how far, until when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kiosk.actions.goals import UNSTORABLE, Aim, NotAgreed, SeenGoal
from kiosk.domain.goals import NEEDED, OUT_OF, OWN, TEMPLATES, Deadline, Template, Unit, template
from kiosk.storage.tables import TakenBack
from kiosk.web.therapist.client_pages import GoalChoice, GoalForm, GoalView
from kiosk.web.therapist.dates import full_date, is_same_day

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def goal_views(seen: Sequence[SeenGoal], now: datetime, zone: str) -> Sequence[GoalView]:
    """All goals, in the order in which they were agreed."""
    return [
        GoalView(
            id=each.goal.id,
            words=each.goal.words,
            dots=each.progress.last if each.progress else (),
            progress=_progress(each),
            deadline=_deadline(each, now, zone),
            ended=_ended(each, now, zone),
            history=[_taken_back(undone, now, zone) for undone in each.goal.taken_back],
            is_fresh=_is_fresh(each, now, zone),
        )
        for each in seen
    ]


def goal_form(aim: Aim | None = None, fault: NotAgreed | None = None) -> GoalForm:
    """The form, with what was typed if it has to come back."""
    own = GoalChoice(OWN, "In their own words", "Written together, below.")
    form = GoalForm([*(GoalChoice(each.id, each.words, _hint(each)) for each in TEMPLATES), own])
    if aim is None or fault is None:
        return form
    return replace(
        form,
        chosen=aim.kind,
        words=UNSTORABLE.sub("", aim.words),
        within=aim.within,
        unit=aim.unit,
        problem=fault.problem,
        field={"kind": "goal-felt-understood", "words": "goal-words", "within": "goal-within"}[fault.field],
    )


def _progress(seen: SeenGoal) -> str:
    if seen.progress is None:
        return ""
    then = "The next answer checks it off, if it holds." if seen.progress.is_met and not seen.goal.met_at else ""
    return f"{seen.progress.words} The aim is {NEEDED} of {OUT_OF}. {then}".rstrip()


def _hint(each: Template) -> str:
    how = "Checked off by the marks." if each.has_rule else "Checked off together."
    match each.unit:
        case Unit.VISITS if each.since_first:
            when = "In the first session." if each.within == 1 else f"By the {_nth(each.within or 0)} session."
        case Unit.VISITS:
            when = f"Within {each.within} sessions."
        case Unit.WEEKS:
            when = f"Within {each.within} weeks."
        case _:
            when = "Without a deadline."
    return f"{when} {how}"


def _deadline(seen: SeenGoal, now: datetime, zone: str) -> str:
    found, within = seen.deadline, seen.goal.within or 0
    if found is None:
        return ""
    if found.ends_at is not None:
        ends = full_date(found.ends_at, now, zone)
        return f"It was meant to be there by {ends}." if found.is_over else f"By {ends}."
    made = template(seen.goal.kind)
    return _visits_left(found, within, since_first=bool(made and made.since_first))


def _visits_left(found: Deadline, within: int, *, since_first: bool) -> str:
    left, began = found.left or 0, "" if since_first else " from here"
    if found.is_over:
        gone = "The first session has" if within == 1 else f"The {within} sessions have"
        return f"{gone} gone by. Is it still the right thing to aim for?"
    by = f"By the {_nth(within)} session{began}"
    if left == 0:
        return f"{by}: that is now."
    return f"{by}: {left} still to come."


def _nth(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else f"{number}th"


def _taken_back(undone: TakenBack, now: datetime, zone: str) -> str:
    done, back = full_date(undone.done_at, now, zone), full_date(undone.taken_back_at, now, zone)
    match undone.was:
        case "ended":
            return f"Let go on {done}, and taken up again on {back}."
        case "rule":
            return f"Checked off by the marks on {done}, and taken back on {back}."
        case _:
            return f"Checked off together on {done}, and taken back on {back}."


def _is_fresh(seen: SeenGoal, now: datetime, zone: str) -> bool:
    done_at = seen.goal.met_at or seen.goal.ended_at
    return done_at is not None and is_same_day(done_at, now, zone)


def _ended(seen: SeenGoal, now: datetime, zone: str) -> str:
    goal = seen.goal
    if goal.met_at:
        how = "by the marks" if goal.met_by == "rule" else "together"
        return f"Checked off {how} on {full_date(goal.met_at, now, zone)}."
    return f"Let go on {full_date(goal.ended_at, now, zone)}." if goal.ended_at else ""
