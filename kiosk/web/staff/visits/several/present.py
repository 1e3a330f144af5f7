"""From a visit of several people as it is now to the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext

from kiosk.domain.hand_over import BEFORE_WE_BEGIN_TOGETHER, Means, hand_over_together
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Phrase, in_turn
from kiosk.domain.place import Place
from kiosk.domain.presets import BEFORE_WE_BEGIN, ROUTINE
from kiosk.domain.prompts import Prompt
from kiosk.domain.public_ids import PublicId
from kiosk.domain.reasons import why
from kiosk.domain.signals import Signal
from kiosk.domain.visit_kinds import Together
from kiosk.queries.results import Withheld, WithheldReason
from kiosk.queries.several import FoundTogether, SeenPeople, SeenPerson
from kiosk.web.shared.cues import cue_view
from kiosk.web.shared.languages import as_printed, said, spoken
from kiosk.web.staff.parts.addresses import base_of, code_page_of
from kiosk.web.staff.parts.lengths import name_of
from kiosk.web.staff.parts.still_open import ends_by_new_code
from kiosk.web.staff.parts.tablet_rows import TabletRow, tablet_rows
from kiosk.web.staff.parts.times import days_ago
from kiosk.web.staff.parts.unshown import unshown_lines
from kiosk.web.staff.visits.pages import NextForm, NoTime
from kiosk.web.staff.visits.present import repair_view
from kiosk.web.staff.visits.result import card, no_time_card, retold_words
from kiosk.web.staff.visits.result_views import ThenView
from kiosk.web.staff.visits.several.pages import PeoplePage, PersonLine, TogetherResult
from kiosk.web.staff.visits.several.progress import heading, place_of, reached_words, status_of_all, sub_heading
from kiosk.web.staff.visits.waiting import STOPS, invitation


@dataclass(frozen=True)
class AskedPeople:
    """The options in the page's address: whose code, and whether to show what is held or that no time is left."""

    person: PublicId | None = None
    show: bool = False
    no_time: bool = False

    def query(self) -> str:
        """Build the end of an address with these options; empty without any."""
        given = {"person": self.person, "show": int(self.show), "no-time": int(self.no_time)}
        pairs = {name: value for name, value in given.items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""


def people_page(seen: SeenPeople, now: datetime, zone: str, asked: AskedPeople) -> PeoplePage:
    """The page of a visit of several, as it is at this moment."""
    asked, chosen = replace(asked, show=asked.show and not seen.asking), seen.chosen
    whole = url_for("visits.visit", visit_id=seen.id)
    base = base_of(chosen.check_in.ids) if chosen else whole
    tablets = tablet_rows(seen.tablets, base, now, zone)
    people = [_line(person, now, zone, chosen is person) for person in seen.people]
    received = sum(person.check_in.state in ANSWERED for person in seen.people)
    is_past = days_ago(seen.began_at, now, zone) > 0
    result = _result(seen.together, no_time=asked.no_time, then=is_past)
    if result and isinstance(seen.together, FoundTogether):
        result = replace(result, then=_then(seen.together, now, zone))
    codes = ", ".join(person.check_in.code for person in seen.people)
    return PeoplePage(
        id=seen.id,
        heading=heading(seen),
        sub=sub_heading(seen, zone),
        title=gettext("%(received)s of %(count)s · %(codes)s", received=received, count=len(people), codes=codes),
        state="asking" if chosen else "over",
        status=status_of_all(seen, received),
        people=people,
        chosen=next((line for line in people if line.chosen), None),
        invitation=invitation(chosen.link, seen.place, now, zone) if chosen and chosen.link else None,
        code_address=code_page_of(chosen.check_in.ids) if chosen else "",
        held=isinstance(seen.together, Withheld) and seen.together.reason is WithheldReason.HELD,
        result=result,
        no_time=_no_time(whole, asked),
        source=f"{whole}/live{asked.query()}",
        show_address=whole + AskedPeople(asked.person, show=True).query(),
        base=base,
        repair=repair_view(seen.repair, f"{whole}/together/repair", now, zone)
        if result and result.kind != "not-yet"
        else None,
        tablets=tablets,
        hand_over=as_printed(_words_to_hand_over(seen, tablets)),
        is_opening=seen.is_opening,
        unshown=unshown_lines(seen.unshown, now, zone),
        openings=[_line(person, now, zone, False) for person in seen.openings],  # noqa: FBT003 -- a fact of the line
        next_form=_next_form(seen) if seen.is_opening else None,
    )


def _words_to_hand_over(seen: SeenPeople, tablets: Sequence[TabletRow]) -> Phrase:
    if seen.is_opening:
        return in_turn(BEFORE_WE_BEGIN, ROUTINE) if len(seen.people) == 1 else BEFORE_WE_BEGIN_TOGETHER
    return hand_over_together(Together(seen.kind), _means(seen, tablets))


def _next_form(seen: SeenPeople) -> NextForm:
    """Offer the forms about the session to those who were asked about the week, and to who came along last time."""
    here = list(dict.fromkeys(person.check_in.code for person in seen.people))
    codes = [(f"client-{number}", code) for number, code in enumerate([*here, *seen.also_last_time], start=1)]
    fields = [("kind", seen.kind), ("place", seen.place), *codes[: len(here)]]
    return NextForm(url_for("day.begin_together"), fields, codes[len(here) :])


def _means(seen: SeenPeople, tablets: Sequence[TabletRow]) -> Means:
    """Return how the forms get to them."""
    if any(row.here for row in tablets):
        return Means.TABLET
    return Means.CALL if seen.place == Place.TELEHEALTH else Means.PHONES


def _no_time(whole: str, asked: AskedPeople) -> NoTime:
    other = AskedPeople(asked.person, asked.show, not asked.no_time)
    return NoTime(whole + other.query(), is_on=asked.no_time)


def _line(person: SeenPerson, now: datetime, zone: str, chosen: bool) -> PersonLine:  # noqa: FBT001 -- a fact of the line
    check_in = person.check_in
    state = check_in.state
    shown = State.SENT if state in ANSWERED else state
    return PersonLine(
        id=check_in.id,
        client=check_in.client,
        cue=cue_view(person.cue, check_in.language),
        code=check_in.code,
        form=name_of(person.measure),
        status=reached_words(person, now, zone),
        places=[place_of(stop, shown) for stop in STOPS] if shown in STOPS else (),
        chosen=chosen,
        asking=check_in.opens,
        answering=state is State.ANSWERING,
        ran_out=not check_in.opens and check_in.can_be_asked,
        ends_by_new_code=ends_by_new_code(check_in),
        received=state in ANSWERED,
        shown=person.is_shown,
    )


def _result(found: FoundTogether | Withheld | None, *, no_time: bool, then: bool) -> TogetherResult | None:
    match found:
        case None:
            return None
        case Withheld(reason=reason):
            return TogetherResult("not-yet", None, ()) if reason is WithheldReason.OTHERS else None
        case FoundTogether(signals=signals, lead=lead, measure=measure):
            return _found(lead, signals, measure, no_time=no_time, then=then)


def _then(found: FoundTogether, now: datetime, zone: str) -> ThenView | None:
    """Give what was found first, where it was told again since."""
    first, language = found.then, spoken()
    if first is None or found.retold_at is None:
        return None
    return ThenView(
        since=retold_words(found.retold_at, now, zone),
        say=as_printed(first.lead.say) if first.lead else "",
        why=[said(why(signal, first.measure, language)) for signal in first.signals],
    )


def _found(
    lead: Prompt | None, signals: Sequence[Signal], measure: Measure, *, no_time: bool, then: bool
) -> TogetherResult:
    """Say the same where too little is marked to compare: else it would say that somebody left lines out."""
    if lead is None:
        return TogetherResult("nothing", None, ())
    shown, language = no_time_card() if no_time else card(lead, then=then), spoken()
    return TogetherResult("prompt", shown, [said(why(signal, measure, language)) for signal in signals])
