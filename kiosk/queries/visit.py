"""A visit of the therapist's own: one person's check-in, or the several people of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import ByToken, PrivateScreen, Staff
from kiosk.domain.cues import Cue
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist, may
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import WayOfAsking, usual_for, way_of
from kiosk.queries.check_ins import SeenCheckIn, ShownAnswer, heard_of, seen_check_in, shown_answers
from kiosk.queries.corrections import SeenCorrection, corrections_of_check_in, is_being_retold
from kiosk.queries.looking import Link, Looking
from kiosk.queries.loops import Begun, SeenLoop, loops_of
from kiosk.queries.readable import whole
from kiosk.queries.recorded import ASK_WITHIN, TALKED, Recorded, SafetyDone, recorded, safety_done
from kiosk.queries.several import SeenPeople, people_of
from kiosk.queries.tablets import SeenTablet
from kiosk.queries.together import asked_in, cue_of, kept_apart, opening_of, present_part
from kiosk.storage import client_goals, clients, in_the_room, visits
from kiosk.storage.beside import beside
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Guess


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
    way: WayOfAsking | None
    """The settings by which the client is asked; None beside a result of the session, which asks for nothing more."""
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

    @property
    def shown(self) -> Sequence[ShownAnswer]:
        """The answers that are shown: of both parts of the session."""
        return shown_answers([self.check_in, *([self.opening.check_in] if self.opening else ())])


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
    looking = Looking(therapist, now, may_ask=may(actor, Permission.ASK_CLIENTS))
    if visit.is_of_several:
        return whole(lambda: people_of(looking, visit, person, show=show))
    return whole(lambda: _one(looking, present_part(visit)[-1]))


def see_check_in(
    actor: Staff | ByToken, check_in_id: PublicId, now: datetime, screen: PrivateScreen | None = None
) -> SeenVisit | None:
    """One person's check-in in a visit of this therapist's own, or None; with what is held on a `screen` of theirs."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    check_in = visits.check_in_of(reading(), check_in_id, therapist)
    looking = Looking(therapist, now, screen, may_ask=may(actor, Permission.ASK_CLIENTS))
    return whole(lambda: _one(looking, check_in)) if check_in else None


def _one(looking: Looking, check_in: CheckIn) -> SeenVisit:
    seen = seen_check_in(check_in, looking.now, looking.screen, heard_of([check_in]))
    there, visit = beside(reading(), check_in), check_in.visit
    guess = in_the_room.guess_of(reading(), check_in.id) if there.guess else None
    practice = visit.therapist.practice
    return SeenVisit(
        check_in=seen,
        began_at=check_in.begun_at,
        link=looking.link(check_in) if seen.opens else None,
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        wished_language=check_in.client.language,
        cue=cue_of(check_in) if visit.is_of_several else None,
        repair=recorded(check_in.repairs),
        safety_done=() if seen.is_held else [safety_done(done) for done in check_in.safety_records],
        way=way_of(reading(), check_in) if seen.is_opening or not seen.result else None,
        sealed_at=guess.guessed_at if guess else None,
        guess=_guessed(guess) if guess and seen.result else None,
        signs=[sign.kind for sign in in_the_room.signs_of(reading(), check_in.id)] if there.signs else (),
        tablets=looking.tablets(check_in) if seen.opens else (),
        crisis=[part for part in (practice.crisis_text, practice.crisis_number) if part],
        stands_apart=check_in.id in kept_apart(visit) and not seen.is_held,
        opening=None if seen.is_opening else _other_part(opening_of(visit, check_in.client_id), looking.now),
        priorities=_priorities(check_in) if seen.result and seen.result.has_low_topics else (),
        next_measure=_next_measure(looking, check_in),
        loops=_loops(looking, check_in) if there.loops else (),
        talked=_talked_before(looking, check_in) if seen.opens else None,
        corrections=_standing(check_in) if there.corrections else (),
        is_being_retold=there.retells and is_being_retold(check_in.client),
    )


def _loops(looking: Looking, check_in: CheckIn) -> Sequence[SeenLoop]:
    before = Begun(check_in.visit_id, check_in.id, check_in.begun_at)
    return loops_of(looking.therapist, check_in.client.public_id, looking.now, before)


def _standing(check_in: CheckIn) -> Sequence[SeenCorrection]:
    return [one for one in corrections_of_check_in(check_in.id, check_in.visit_id) if one.undone_at is None]


def _talked_before(looking: Looking, check_in: CheckIn) -> Recorded | None:
    before = visits.check_in_before(reading(), check_in, looking.therapist)
    record = recorded(before.repairs) if before else None
    is_fresh = record is not None and looking.now - record.recorded_at < ASK_WITHIN
    return record if record and is_fresh and record.outcome == TALKED else None


def _other_part(check_in: CheckIn | None, now: datetime) -> OtherPart | None:
    if check_in is None:
        return None
    return OtherPart(seen_check_in(check_in, now), catalogue.kept_measure(check_in.measure, check_in.measure_version))


def _priorities(check_in: CheckIn) -> Sequence[str]:
    return [goal.words for goal in client_goals.priorities_of(reading(), check_in.client)]


def _next_measure(looking: Looking, check_in: CheckIn) -> str | None:
    """Return the measure that one tap asks at the end of this visit; empty for the practice's usual one."""
    if asked_in(check_in.visit, Part.CLOSING):
        return None
    code = check_in.client.code
    past = clients.last_asked(reading(), looking.therapist, [code]).get(code, {})
    return usual_for(check_in.client, past).measure


def _guessed(guess: Guess) -> Guessed:
    return Guessed(guess.marks, guess.total, guess.in_the_way)
