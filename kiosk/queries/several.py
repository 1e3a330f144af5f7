"""The several people of a visit: how far each is, and what their answers say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.cues import Cue
from kiosk.domain.lifecycle import ANSWERED
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.place import Place
from kiosk.domain.prompts import Prompt
from kiosk.domain.public_ids import PublicId
from kiosk.domain.signals import Signal
from kiosk.domain.visit_kinds import Together
from kiosk.queries.check_ins import Heard, SeenCheckIn, ShownAnswer, heard_of, seen_check_in, shown_answers
from kiosk.queries.looking import Link, Looking
from kiosk.queries.readable import Unshown, each, named
from kiosk.queries.recorded import Recorded, recorded
from kiosk.queries.results import Withheld, WithheldReason, prompt_of
from kiosk.queries.tablets import SeenTablet
from kiosk.queries.together import (
    asked_in,
    cue_of,
    is_asking,
    kept_together,
    present_part,
)
from kiosk.storage import visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Visit


@dataclass(frozen=True)
class SeenPerson:
    """One of the people of a visit: how far they are, and nothing of what they marked."""

    check_in: SeenCheckIn
    link: Link | None
    """The way to their form while it opens, for whoever may ask them."""
    measure: Measure
    cue: Cue
    is_shown: bool
    """True if their own result was shown or asked for."""


@dataclass(frozen=True)
class FoundTogether:
    """The signals of a visit as a whole and the prompt chosen from them, with the form that names its lines."""

    signals: tuple[Signal, ...]
    lead: Prompt | None
    measure: Measure
    then: "FoundTogether | None" = None
    """The one that was found first, where a correction made it say something else."""
    retold_at: datetime | None = None


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

    @property
    def shown(self) -> Sequence[ShownAnswer]:
        """The answers of single people that are shown."""
        return shown_answers(one.check_in for one in (*self.people, *self.openings))


def people_of(looking: Looking, visit: Visit, person: PublicId | None, *, show: bool) -> SeenPeople:
    """Read a visit of several; the code of one `person` can be asked for, and what they say together with `show`."""
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
        tablets=looking.tablets(_of(chosen, present)) if chosen else (),
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


def _others_last_time(looking: Looking, visit: Visit, people: Sequence[SeenPerson]) -> Sequence[str]:
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
        return Withheld(WithheldReason.OTHERS, received_at)
    if visit.revealed_at is None and not show:
        return Withheld(WithheldReason.HELD, received_at)
    return _found_together(visit, people[0].measure)


def _found_together(visit: Visit, measure: Measure) -> FoundTogether:
    first = FoundTogether(kept_together(visit), prompt_of(visit.together_lead), measure)
    if not (told := visit.together_retold):
        return first
    signals = tuple(Signal(**kept) for kept in told["together"])
    return FoundTogether(signals, prompt_of(told["lead"]), measure, first, datetime.fromisoformat(told["at"]))


def _person(looking: Looking, check_in: CheckIn, heard: Heard) -> SeenPerson:
    seen = seen_check_in(check_in, looking.now, heard=heard)
    return SeenPerson(
        check_in=seen,
        link=looking.link(check_in) if seen.opens else None,
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        cue=cue_of(check_in),
        is_shown=check_in.is_revealed,
    )
