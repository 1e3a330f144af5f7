"""The schedule: sessions that are expected, and people saved under a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.visits.new_codes import AskWhose
from kiosk.actions.visits.schedule import end_group, end_plan, plan_session, save_group
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import Invalid
from kiosk.domain.visit_kinds import Together
from kiosk.queries.readable import Unshown, each
from kiosk.queries.schedule import SavedName, Schedule, SeenPlan, see_schedule
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.day.planned import clock_words
from kiosk.web.staff.day.together_form import KINDS
from kiosk.web.staff.day.whose import ask, confirmed_new
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.times import day_named
from kiosk.web.staff.parts.typed import day_typed, minute_typed

bp = Blueprint("schedule", __name__)
bp.context_processor(staff_names)

SCHEDULE: Final = "/schedule"


@dataclass(frozen=True)
class PlanRow:
    """One plan."""

    id: PublicId
    who: str
    when: str


@dataclass(frozen=True)
class GroupRow:
    """One saved group."""

    id: PublicId
    name: str
    words: str


@dataclass(frozen=True)
class SchedulePage:
    """All that is planned; what was typed is kept where it could not be taken."""

    plans: Sequence[PlanRow]
    groups: Sequence[GroupRow]
    group_choices: Sequence[Choice]
    kinds: Sequence[Choice]
    today: str
    typed: dict[str, str]
    unshown: Sequence[str] = ()
    """Names of groups that cannot be shown."""
    plan_problem: str = ""
    group_problem: str = ""


@bp.get(SCHEDULE)
@needs(Permission.ASK_CLIENTS)
def schedule() -> ResponseReturnValue:
    """Show the schedule."""
    return _page()


@bp.post(SCHEDULE)
@needs(Permission.ASK_CLIENTS)
def plan() -> ResponseReturnValue:
    """Expect a session."""
    typed = request.form
    try:
        outcome = plan_session(
            actor(),
            typed.get("client", ""),
            public_id(typed.get("group", "")) or None,
            day_typed(typed.get("day", "")),
            minute_typed(typed.get("time", "")),
            clock.now(),
            weekly=typed.get("weekly") == "yes",
            new=confirmed_new(),
        )
    except Invalid as refusal:
        return _page(plan_problem=said(refusal.why)), 422
    return ask(outcome) if isinstance(outcome, AskWhose) else redirect(SCHEDULE, code=303)


@bp.post(f"{SCHEDULE}/<public_id:plan_id>/end")
@needs(Permission.ASK_CLIENTS)
def end(plan_id: PublicId) -> ResponseReturnValue:
    """Expect it no more."""
    end_plan(actor(), plan_id, clock.now())
    return redirect(SCHEDULE, code=303)


@bp.post("/groups")
@needs(Permission.ASK_CLIENTS)
def save() -> ResponseReturnValue:
    """Save people under a name."""
    codes = re.split(r"[,;\n]", request.form.get("codes", ""))
    try:
        save_group(actor(), request.form.get("kind", ""), request.form.get("name", ""), codes, clock.now())
    except Invalid as refusal:
        return _page(group_problem=said(refusal.why)), 422
    return redirect(SCHEDULE, code=303)


@bp.post("/groups/<public_id:group_id>/end")
@needs(Permission.ASK_CLIENTS)
def end_saved(group_id: PublicId) -> ResponseReturnValue:
    """Remove a name."""
    end_group(actor(), group_id, clock.now())
    return redirect(SCHEDULE, code=303)


def _group(group: SavedName) -> GroupRow:
    return GroupRow(group.id, group.name, f"{said(KINDS[Together(group.kind)])}: {', '.join(group.codes)}")


def _page(*, plan_problem: str = "", group_problem: str = "") -> str:
    seen = see_schedule(actor(), clock.now())
    typed = {name: value[:200] for name, value in request.form.items() if name != "csrf_token"}
    groups, unshown = each(seen.groups, _group, lambda group: Unshown(group.name))
    page = SchedulePage(
        plans=_plans(seen),
        groups=groups,
        group_choices=[Choice(group.id, group.name) for group in seen.groups],
        kinds=[Choice(kind, said(label)) for kind, label in KINDS.items()],
        today=seen.today.isoformat(),
        typed=typed,
        unshown=list(dict.fromkeys(one.code for one in (*unshown, *seen.unshown))),
        plan_problem=plan_problem,
        group_problem=group_problem,
    )
    return render_template("therapist/schedule.html", page=page)


def _plans(seen: Schedule) -> Sequence[PlanRow]:
    """Those of a week in its order, then those that are expected once."""
    ordered = sorted(seen.plans, key=_place)
    return [PlanRow(plan.id, plan.who, _when(plan, seen.today)) for plan in ordered]


def _place(plan: SeenPlan) -> tuple[bool, int, str, int]:
    first = plan.repeats.first_on
    weekly = plan.repeats.weekly
    return not weekly, first.weekday() if weekly else 0, "" if weekly else first.isoformat(), plan.minute


def _when(plan: SeenPlan, today: date) -> str:
    time, first = clock_words(plan.minute), plan.repeats.first_on
    if not plan.repeats.weekly:
        return gettext("%(day)s at %(time)s", day=day_named(first, gettext("EEEE d MMMM")), time=time)
    weekday = day_named(first, "EEEE")
    if first <= today:
        return gettext("Every %(weekday)s at %(time)s", weekday=weekday, time=time)
    begins = day_named(first, gettext("d MMMM"))
    return gettext("Every %(weekday)s at %(time)s, from %(day)s", weekday=weekday, time=time, day=begins)
