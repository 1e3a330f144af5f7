"""From a visit of several people as it is now to the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from flask_babel import gettext, ngettext

from kiosk.actions.held import holds
from kiosk.actions.open_together import COUPLE
from kiosk.actions.open_visit import Place as Where
from kiosk.actions.see_visit import SeenPeople, SeenPerson
from kiosk.actions.together import cue_of
from kiosk.domain.hand_over import Means, hand_over_together
from kiosk.domain.lifecycle import ANSWERED, OPEN, State
from kiosk.domain.phrases import phrase
from kiosk.domain.prompts import choose_for_visit
from kiosk.domain.reasons import why
from kiosk.domain.signals.together import Together
from kiosk.web.cues import cue_view
from kiosk.web.languages import said, spoken
from kiosk.web.therapist.parts.lengths import name_of
from kiosk.web.therapist.parts.printing import as_printed
from kiosk.web.therapist.parts.tablet_rows import TabletRow, tablet_rows
from kiosk.web.therapist.parts.times import clock_time, day_words
from kiosk.web.therapist.several.pages import PeoplePage, PersonLine, Place, TogetherResult
from kiosk.web.therapist.visit.pages import NoTime, RepairView
from kiosk.web.therapist.visit.present import NOT_ME, STOPS, code_address, invitation, repair_view
from kiosk.web.therapist.visit.result import card, no_time_card

WITH = {
    "couple": phrase("%(day)s, %(time)s, with a couple."),
    "family": phrase("%(day)s, %(time)s, with a family of %(people)s."),
    "group": phrase("%(day)s, %(time)s, with a group of %(people)s."),
}
STATUS = {
    State.WAITING: phrase("Waiting to be opened"),
    State.OPENED: phrase("The form is open"),
    State.ANSWERING: phrase("Answering now"),
    State.SENT: phrase("Received"),
    State.DECLINED: phrase("Chose not to answer today"),
    State.UNFINISHED: phrase("Not finished: the form was left, and cleared itself"),
    State.EXPIRED: phrase("Not answered"),
    State.WITHDRAWN: phrase("Withdrawn"),
}


@dataclass(frozen=True)
class Asked:
    """What the page's address asks for: whose code, and whether to show what is held or that no time is left."""

    person: int | None = None
    show: bool = False
    no_time: bool = False

    def query(self) -> str:
        """The same as the end of an address."""
        given = {"person": self.person, "show": int(self.show), "no-time": int(self.no_time)}
        pairs = {name: value for name, value in given.items() if value}
        return f"?{urlencode(pairs)}" if pairs else ""


def people_page(seen: SeenPeople, now: datetime, asked: Asked) -> PeoplePage:
    """The page of a visit of several, as it is at this moment.

    What they say together can be asked for once it is there: asked for before, it would come up by itself later, when
    the last of them sends, on a screen that they may all see.
    """
    asked = replace(asked, show=asked.show and not seen.asking)
    whole = f"/visits/{seen.visit.id}"
    chosen = _chosen(seen, asked.person)
    in_room = seen.visit.place == Where.ROOM
    tablets = tablet_rows(seen.visit.therapist, chosen.check_in, now) if chosen and in_room else ()
    people = [_line(person, seen, chosen is person) for person in seen.people]
    received = sum(person.state in ANSWERED for person in seen.people)
    held = bool(received) and not seen.asking and holds(seen.visit) and not asked.show
    result = _result(seen, no_time=asked.no_time) if received and not held else None
    codes = ", ".join(person.check_in.client.code for person in seen.people)
    return PeoplePage(
        id=seen.visit.id,
        heading=_heading(seen),
        sub=_sub(seen),
        title=gettext("%(received)s of %(count)s · %(codes)s", received=received, count=len(people), codes=codes),
        state="asking" if chosen else "over",
        status=_status(seen, received),
        people=people,
        chosen=next((line for line in people if line.chosen), None),
        invitation=invitation(chosen.check_in, now) if chosen else None,
        code_address=code_address(seen.visit.id, chosen.check_in.id if chosen else None),
        held=held,
        result=result,
        no_time=_no_time(whole, asked),
        source=f"{whole}/live{asked.query()}",
        show_address=whole + Asked(asked.person, show=True).query(),
        base=f"{whole}/people/{chosen.check_in.id}" if chosen else whole,
        repair=_repair(seen, whole, now) if result and result.kind != "not-yet" else None,
        tablets=tablets,
        hand_over=as_printed(hand_over_together(Together(seen.visit.kind), _means(seen, tablets))),
    )


def _repair(seen: SeenPeople, whole: str, now: datetime) -> RepairView:
    return repair_view(seen.repair, f"{whole}/together/repair", now, seen.visit.therapist.practice.time_zone)


def _means(seen: SeenPeople, tablets: Sequence[TabletRow]) -> Means:
    """How the forms get to them."""
    if any(row.here for row in tablets):
        return "tablet"
    return "call" if seen.visit.place == Where.TELEHEALTH else "phones"


def _no_time(whole: str, asked: Asked) -> NoTime:
    other = Asked(asked.person, asked.show, not asked.no_time)
    return NoTime(whole + other.query(), is_on=asked.no_time)


def _chosen(seen: SeenPeople, person: int | None) -> SeenPerson | None:
    """Whose code is shown: the one asked for while it opens a form, else the first that does."""
    asking = [one for one in seen.people if one.opens]
    return next((one for one in asking if one.check_in.id == person), asking[0] if asking else None)


def _line(person: SeenPerson, seen: SeenPeople, chosen: bool) -> PersonLine:  # noqa: FBT001 -- a fact of the line
    check_in, state = person.check_in, person.state
    return PersonLine(
        id=check_in.id,
        client=check_in.client_id,
        cue=cue_view(cue_of(check_in), check_in.language),
        code=check_in.client.code,
        form=name_of(person.measure),
        status=_reached(person, seen.visit.therapist.practice.time_zone),
        places=[_place(stop, state) for stop in STOPS] if state in STOPS else (),
        chosen=chosen,
        asking=person.opens,
        answering=state is State.ANSWERING,
        ran_out=not person.opens and State(check_in.state) in OPEN,
        received=state in ANSWERED,
        shown=check_in.revealed_at is not None,
    )


def _place(stop: State, state: State) -> Place:
    if stop is state:
        return "present"
    return "past" if STOPS.index(stop) < STOPS.index(state) else "to-come"


def _reached(person: SeenPerson, zone: str) -> str:
    """The state in words, and since when. An answer that was declined is received like any other."""
    if person.not_me:
        return said(NOT_ME)
    declined = person.state is State.DECLINED and person.check_in.revealed_at is None
    words = said(STATUS[State.SENT if declined else person.state])
    at = person.times.get(State.SENT if person.state in ANSWERED else person.state)
    return f"{words}, {clock_time(at, zone)}" if at else words


def _heading(seen: SeenPeople) -> str:
    asking, count = sum(person.opens for person in seen.people), len(seen.people)
    if asking == count == COUPLE:
        return gettext("Waiting for both")
    if asking == count:
        return gettext("Waiting for all %(count)s", count=count)
    if asking:
        return gettext("Waiting for %(asking)s of %(count)s", asking=asking, count=count)
    answered = sum(person.state in ANSWERED for person in seen.people)
    return _answered(answered, count) if answered else gettext("Nobody has answered")


def _status(seen: SeenPeople, received: int) -> str:
    count = len(seen.people)
    if not received:
        return gettext("Nobody has answered yet") if seen.asking else gettext("Nobody has answered")
    return _answered(received, count)


def _answered(some: int, count: int) -> str:
    if some == count:
        return gettext("Both have answered") if count == COUPLE else gettext("Everybody has answered")
    return ngettext("%(num)s of %(all)s has answered", "%(num)s of %(all)s have answered", some, all=count)


def _sub(seen: SeenPeople) -> str:
    zone = seen.visit.therapist.practice.time_zone
    began = seen.visit.began_at
    told = WITH[seen.visit.kind].filled(
        day=day_words(began, zone), time=clock_time(began, zone), people=len(seen.people)
    )
    return said(told)


def _result(seen: SeenPeople, *, no_time: bool) -> TogetherResult:
    if seen.asking:
        return TogetherResult("not-yet", None, ())
    lead = choose_for_visit(seen.signals)
    if lead is None:
        return TogetherResult("nothing" if seen.totals > 1 else "too-little", None, (), open_own=seen.own_to_open)
    measure = seen.people[0].measure
    language = spoken()
    return TogetherResult(
        "prompt",
        no_time_card() if no_time else card(lead),
        [said(why(signal, measure, language)) for signal in seen.signals],
        open_own=seen.own_to_open,
    )
