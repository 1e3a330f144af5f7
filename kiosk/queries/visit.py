"""A visit of the therapist's own: one person's check-in, or the several people of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import ByToken, PrivateScreen, Staff, Therapist
from kiosk.domain.cues import Cue
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist, may
from kiosk.domain.place import Place
from kiosk.domain.prompts import Prompt
from kiosk.domain.public_ids import PublicId
from kiosk.domain.signals import Signal, Together
from kiosk.keys import keys
from kiosk.queries.asking import Way, usual_for, way_of
from kiosk.queries.check_ins import (
    ASK_WITHIN,
    TALKED,
    Heard,
    Recorded,
    SafetyDone,
    SeenCheckIn,
    answering_since,
    heard_of,
    recorded,
    safety_done,
    seen_check_in,
)
from kiosk.queries.corrections import SeenCorrection, is_being_retold, standing_corrections
from kiosk.queries.loops import SeenLoop, loops_of
from kiosk.queries.readable import Unshown, each, named, whole
from kiosk.queries.results import Reason, Withheld, has_low_topics, prompt_of
from kiosk.queries.tablets import SeenTablet, see_tablets
from kiosk.queries.together import (
    asked_in,
    cue_of,
    cue_on_form,
    is_asking,
    is_of_several,
    kept_together,
    opening_of,
    present_part,
    stands_apart,
)
from kiosk.storage import clients, in_the_room, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Guess, Visit


@dataclass(frozen=True)
class Link:
    """The link and short code that open a form, and until when each works."""

    token: str
    ends_at: datetime
    short_code: str
    short_code_ends_at: datetime


@dataclass(frozen=True)
class Guessed:
    """The therapist's own guess beside the answer; marks and total in tenths."""

    marks: Mapping[str, int]
    total: int | None
    in_the_way: bool | None


@dataclass(frozen=True)
class OtherPart:
    """The same client's check-in in the other part of the visit."""

    check_in: SeenCheckIn
    measure: Measure


@dataclass(frozen=True)
class SeenVisit:
    """A visit, one check-in of it, and what there is to show of that now."""

    check_in: SeenCheckIn
    times: Mapping[State, datetime]
    """The time at which each state was reached."""
    began_at: datetime
    link: Link | None
    """The way to the form while it opens, for whoever may ask the client."""
    measure: Measure
    wished_language: str
    """The client's own; empty where none was chosen."""
    cue: Cue | None
    """The cue that tells this form from the others'; None where nobody else is asked."""
    repair: Recorded | None
    safety_done: Sequence[SafetyDone]
    way: Way
    sealed_at: datetime | None
    """The time at which the therapist's guess was sealed."""
    guess: Guessed | None
    """The guess, beside a result that may be shown."""
    signs: Sequence[str]
    tablets: Sequence[SeenTablet]
    crisis: Sequence[str]
    """The practice's crisis line: text and number, as far as there are any."""
    stands_apart: bool
    """True if the visit's signal *apart from group* is about this person."""
    not_me: bool
    """True if the last that was heard of the form is that the wrong person held it."""
    talked: Recorded | None
    """The record of the session before, where they talked about it then, as long as this form is open."""
    opening: OtherPart | None
    """The answer about the week, where this is the form about the session."""
    priorities: Sequence[str]
    """The client's own list, in its order, beside a low mark for what was worked on; else empty."""
    loops: Sequence[SeenLoop]
    """Open loops with this client from other sessions."""
    next_measure: str | None
    """The measure of the closing check-in that is still to come; None where it is there, or where this is one."""
    corrections: Sequence[SeenCorrection] = ()
    """The corrections of it that stand, the latest first."""
    is_being_retold: bool = False
    """True while it may still say what it said before a correction of the client's history."""


@dataclass(frozen=True)
class SeenPerson:
    """One of the people of a visit: how far they are, and nothing of what they marked."""

    check_in: SeenCheckIn
    times: Mapping[State, datetime]
    link: Link | None
    """The way to their form while it opens, for whoever may ask them."""
    measure: Measure
    cue: Cue
    is_shown: bool
    """True if their own result was shown or asked for."""
    not_me: bool
    """True if the last that was heard of their form is that somebody else held it."""


@dataclass(frozen=True)
class FoundTogether:
    """The signals of a visit as a whole and the prompt chosen from them, with the form that names its lines."""

    signals: tuple[Signal, ...]
    lead: Prompt | None
    measure: Measure


@dataclass(frozen=True)
class SeenPeople:
    """A visit of several people, and what they say together; None before anybody has answered."""

    id: PublicId
    kind: str
    place: Place
    began_at: datetime
    people: Sequence[SeenPerson]
    chosen: SeenPerson | None
    """The person whose code is shown; None where no form can be opened any more."""
    tablets: Sequence[SeenTablet]
    """The tablets that can show the form of the chosen one."""
    asking: bool
    together: FoundTogether | Withheld | None
    repair: Recorded | None
    """The therapist's record of what became of the visit as a whole."""
    is_opening: bool = False
    """True if so far only the opening check-ins were asked."""
    openings: Sequence[SeenPerson] = ()
    """The opening check-ins, where these are the closing ones."""
    also_last_time: Sequence[str] = ()
    """The codes of those who came along last time and are not asked about the week, where these are opening ones."""
    unshown: Sequence[Unshown] = ()
    """The people whose check-in cannot be shown."""


def see_visit(
    actor: Staff | ByToken, visit_id: PublicId, now: datetime, *, person: PublicId | None = None, show: bool = False
) -> SeenVisit | SeenPeople | None:
    """A visit of this therapist's own, or None.

    Of several, the code of one `person` can be asked for, and what they say together is withheld unless `show` asks
    for it, once it is there.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    visit = visits.visit_of(reading(), visit_id, therapist)
    if visit is None:
        return None
    looking = _Looking(therapist, now, may_ask=may(actor, Permission.ASK_CLIENTS))
    if is_of_several(visit):
        return whole(lambda: _people(looking, visit, person, show=show))
    return whole(lambda: _one(looking, present_part(visit)[-1]))


def see_check_in(
    actor: Staff | ByToken, check_in_id: PublicId, now: datetime, screen: PrivateScreen | None = None
) -> SeenVisit | None:
    """One person's check-in in a visit of this therapist's own, or None; with what is held on a `screen` of theirs."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    check_in = visits.check_in_of(reading(), check_in_id, therapist)
    looking = _Looking(therapist, now, screen, may_ask=may(actor, Permission.ASK_CLIENTS))
    return whole(lambda: _one(looking, check_in)) if check_in else None


@dataclass(frozen=True)
class _Looking:
    """A therapist who looks at a visit, when, on which screen, and whether links are theirs to hand out."""

    therapist: Therapist
    now: datetime
    screen: PrivateScreen | None = None
    may_ask: bool = False

    def link(self, check_in: CheckIn, seen: SeenCheckIn) -> Link | None:
        return link_of(check_in) if self.may_ask and seen.opens else None


def _one(looking: _Looking, check_in: CheckIn) -> SeenVisit:
    heard = heard_of([check_in])
    seen, times = _timed(check_in, looking.now, heard, looking.screen)
    guess, practice = in_the_room.guess_of(reading(), check_in.id), check_in.visit.therapist.practice
    return SeenVisit(
        check_in=seen,
        times=times,
        began_at=check_in.begun_at,
        link=looking.link(check_in, seen),
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        wished_language=check_in.client.language,
        cue=cue_on_form(check_in),
        repair=recorded(check_in.repairs),
        safety_done=() if seen.is_held else [safety_done(done) for done in check_in.safety_records],
        way=way_of(reading(), check_in, looking.therapist),
        sealed_at=guess.guessed_at if guess else None,
        guess=_guessed(guess) if guess and seen.result else None,
        signs=[sign.kind for sign in in_the_room.signs_of(reading(), check_in.id)],
        tablets=_tablets(looking, check_in, seen),
        crisis=[part for part in (practice.crisis_text, practice.crisis_number) if part],
        stands_apart=stands_apart(check_in) and not seen.is_held,
        not_me=_is_with_somebody_else(check_in, seen, heard),
        opening=_other_part(opening_of(check_in), looking.now),
        priorities=_priorities(check_in) if seen.result and has_low_topics(seen.result) else (),
        next_measure=_next_measure(looking, check_in),
        loops=loops_of(looking.therapist, check_in.client.public_id, looking.now, check_in),
        talked=_talked_before(looking, check_in) if seen.opens else None,
        corrections=standing_corrections(check_in),
        is_being_retold=is_being_retold(check_in.client),
    )


def _talked_before(looking: _Looking, check_in: CheckIn) -> Recorded | None:
    before = visits.check_in_before(reading(), check_in, looking.therapist)
    record = recorded(before.repairs) if before else None
    is_fresh = record is not None and looking.now - record.recorded_at < ASK_WITHIN
    return record if record and is_fresh and record.outcome == TALKED else None


def _other_part(check_in: CheckIn | None, now: datetime) -> OtherPart | None:
    if check_in is None:
        return None
    return OtherPart(seen_check_in(check_in, now), catalogue.kept_measure(check_in.measure, check_in.measure_version))


def _priorities(check_in: CheckIn) -> Sequence[str]:
    return [goal.words for goal in clients.priorities_of(reading(), check_in.client)]


def _next_measure(looking: _Looking, check_in: CheckIn) -> str | None:
    """Return the measure that one tap asks at the end of this visit; empty for the practice's usual one."""
    if asked_in(check_in.visit, Part.CLOSING):
        return None
    code = check_in.client.code
    past = clients.last_asked(reading(), looking.therapist, [code]).get(code, {})
    return usual_for(check_in.client, past).measure


def _people(looking: _Looking, visit: Visit, person: PublicId | None, *, show: bool) -> SeenPeople:
    present = present_part(visit)
    heard = heard_of(visit.check_ins)
    people, unshown = each(present, lambda check_in: _person(looking, check_in, heard), named)
    is_opening = people[0].check_in.is_opening
    asking = [one for one in people if one.check_in.opens]
    chosen = next((one for one in asking if one.check_in.id == person), asking[0] if asking else None)
    return SeenPeople(
        id=visit.public_id,
        kind=Together(visit.kind).value,
        place=Place(visit.place),
        began_at=visit.began_at,
        people=people,
        chosen=chosen,
        tablets=_tablets(looking, _of(chosen, present), chosen.check_in) if chosen else (),
        asking=is_asking(visit) or (is_opening and bool(asking)),
        together=None if is_opening else _together(visit, people, show=show),
        repair=recorded(visit.repairs),
        is_opening=is_opening,
        openings=()
        if is_opening
        else each(asked_in(visit, Part.OPENING), lambda check_in: _person(looking, check_in, heard))[0],
        also_last_time=_others_last_time(looking, visit, people) if is_opening else (),
        unshown=unshown,
    )


def _others_last_time(looking: _Looking, visit: Visit, people: Sequence[SeenPerson]) -> Sequence[str]:
    here = {person.check_in.code for person in people}
    return [code for code in visits.people_last_time(reading(), looking.therapist, visit) if code not in here]


def _of(person: SeenPerson, check_ins: Sequence[CheckIn]) -> CheckIn:
    return next(one for one in check_ins if one.public_id == person.check_in.id)


def _together(visit: Visit, people: Sequence[SeenPerson], *, show: bool) -> FoundTogether | Withheld | None:
    answered = [person.check_in for person in people if person.check_in.state in ANSWERED]
    if not answered:
        return None
    received_at = max(check_in.closed_at or check_in.begun_at for check_in in answered)
    if is_asking(visit):
        return Withheld(Reason.OTHERS, received_at)
    if visit.revealed_at is None and not show:
        return Withheld(Reason.HELD, received_at)
    return FoundTogether(kept_together(visit), prompt_of(visit.together_lead), people[0].measure)


def _person(looking: _Looking, check_in: CheckIn, heard: Heard) -> SeenPerson:
    seen, times = _timed(check_in, looking.now, heard)
    return SeenPerson(
        check_in=seen,
        times=times,
        link=looking.link(check_in, seen),
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        cue=cue_of(check_in),
        is_shown=check_in.is_revealed,
        not_me=_is_with_somebody_else(check_in, seen, heard),
    )


def _timed(
    check_in: CheckIn, now: datetime, heard: Heard, screen: PrivateScreen | None = None
) -> tuple[SeenCheckIn, Mapping[State, datetime]]:
    """The check-in, *answering* where that was heard, and when each state was reached."""
    seen = seen_check_in(check_in, now, screen)
    answering_at = answering_since(check_in, seen.state, now, heard)
    times = {
        State.WAITING: seen.begun_at,
        State.OPENED: seen.opened_at,
        State.ANSWERING: answering_at,
        State.SENT: seen.closed_at,
    }
    shown = replace(seen, state=State.ANSWERING) if answering_at else seen
    return shown, {stop: at for stop, at in times.items() if at is not None}


def link_of(check_in: CheckIn) -> Link:
    """Give the way to the form, for whoever may ask the client."""
    return Link(
        token=keys().link_token(check_in.public_id, check_in.link_version),
        ends_at=check_in.link_ends_at,
        short_code=keys().short_code(check_in.public_id, check_in.short_code_turn),
        short_code_ends_at=check_in.short_code_ends_at,
    )


def _guessed(guess: Guess) -> Guessed:
    return Guessed(guess.marks, guess.total, guess.in_the_way)


def _tablets(looking: _Looking, check_in: CheckIn, seen: SeenCheckIn) -> Sequence[SeenTablet]:
    """List the tablets that can show the form; empty unless its link opens, in a room."""
    in_room = seen.opens and check_in.visit.place == Place.ROOM
    return see_tablets(looking.therapist, check_in, looking.now) if in_room else ()


def _is_with_somebody_else(check_in: CheckIn, seen: SeenCheckIn, heard: Heard) -> bool:
    is_left = seen.state in {State.WAITING, State.UNFINISHED}
    last = heard.get(check_in.id) if is_left else None
    return last is not None and last[0] is EventKind.NOT_ME
