"""Starting a check-in with one client, and what every start has in common."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk import catalogue
from kiosk.actions.clients.loops import note_missed_goals
from kiosk.actions.practice.keep_measures import keep_measure
from kiosk.actions.tablets.send import put_on_tablet
from kiosk.actions.visits.new_codes import AskWhose, ask_whose
from kiosk.actions.visits.sent_once import SentOnce, begun_before, keep_begun
from kiosk.actions.visits.still_open import AlreadyOpen, make_way
from kiosk.domain.actors import ByToken, Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import SHORT_CODE_WORKS, State
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.keys import hash_of, keys
from kiosk.storage import calendars, epochs, forms, visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Practice, Visit
from kiosk.storage.work import Work, unit_of_work

CODE = re.compile(r"[^\W_](?:[\w .-]{0,22}[\w.-])?")
NO_CODE = phrase("Type a code of up to 24 letters and digits, such as C-014, and no name.")
SHORT_CODE_TURNS = 5
SAME_SESSION = timedelta(hours=6)
"""The longest time between the opening check-in and the closing one of a session. Our own choice."""


@dataclass(frozen=True)
class Wanted:
    """A client's code and a form, as typed. A language is kept for the client, an empty one changes nothing."""

    code: str
    measure: str
    language: str = ""
    tablet: PublicId | None = None
    """The tablet that shows the form from the start; None leaves it to their own phone."""


@dataclass(frozen=True)
class Opened:
    """The visit is there, and its check-in is waiting."""

    visit: PublicId
    check_in: PublicId


def open_visit(  # noqa: PLR0913 -- each is one thing the therapist chose, and `now`
    actor: Staff | ByToken,
    code: str,
    measure: str,
    place: str,
    now: datetime,
    *,
    language: str = "en",
    theirs: str = "",
    tablet: PublicId | None = None,
    instead: Collection[PublicId] = (),
    new: Collection[str] = (),
    once: SentOnce | None = None,
) -> Opened | AlreadyOpen | AskWhose:
    """Begin a visit with one client and one check-in, on a tablet of the room where one is named.

    A code not used before makes a new client. They are asked in `theirs`, which is kept for them, or in what was kept
    before, or in `language`. Where only their opening check-in was asked so far, the visit is the one that it belongs
    to. Nothing is begun while a form of theirs is open that `instead` does not name: those that
    it names end, so that nobody has two by accident. Nor is it with a new code that looks like a client's, unless `new`
    names it. A request that is sent `once` begins
    one visit, however often it comes. Raises Invalid, and Conflict when the tablet cannot be had.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    wanted = Wanted(tidy(code), measure, theirs)
    if problem := fault_in(wanted) or fault_in_place(place):
        raise Invalid(problem)
    with unit_of_work(actor, now) as work:
        if before := begun_before(work, once):
            return Opened(before.visit, before.check_in)
        if problem := fault_in_asking(work.session, therapist, wanted.code):
            raise Conflict(problem)
        if whose := ask_whose(work.session, therapist, [wanted.code], new):
            return whose
        if in_the_way := make_way(work, therapist, {wanted.code}, instead, Part.CLOSING):
            return in_the_way
        (check_in,) = begin_closing(work, therapist, ONE_CLIENT, [wanted], Place(place), language)
        if tablet and place == Place.ROOM:
            put_on_tablet(work, therapist, check_in, tablet)
        keep_begun(work, once, [check_in])
        return Opened(check_in.visit.public_id, check_in.public_id)


def begin_closing(  # noqa: PLR0913, PLR0917 -- on whose behalf, with whom, where and in which language
    work: Work, therapist: Therapist, kind: str, people: Sequence[Wanted], place: Place, language: str
) -> Sequence[CheckIn]:
    """Add a check-in for each of these people, in their order: to the visit of their opening ones, or to a new one."""
    codes = {person.code for person in people}
    visit = visits.opened_visit(work.session, therapist, kind, codes, work.now - SAME_SESSION)
    if visit is None:
        return begin_visit(work, therapist, kind, people, place, language)
    visit.place = place
    return [add_check_in(work, visit, therapist, person, language) for person in people]


def begin_visit(  # noqa: PLR0913, PLR0917 -- on whose behalf, with whom, where and in which language
    work: Work,
    therapist: Therapist,
    kind: str,
    people: Sequence[Wanted],
    place: Place,
    language: str,
    part: Part = Part.CLOSING,
) -> Sequence[CheckIn]:
    """Add a visit with a check-in for each of these people, in their order."""
    visit = Visit(
        practice_id=therapist.practice_id, therapist_id=therapist.person_id, place=place, kind=kind, began_at=work.now
    )
    begun = [add_check_in(work, visit, therapist, person, language, part) for person in people]
    work.audit(Audited.VISIT_BEGUN, visit)
    return begun


def tidy(code: str) -> str:
    """Return a client's code as it is kept."""
    return " ".join(code.split())


def fault_in(wanted: Wanted) -> Phrase | None:
    """Return the reason this check-in cannot be begun; None when it can."""
    if not CODE.fullmatch(wanted.code):
        return NO_CODE
    try:
        found = catalogue.measure(wanted.measure)
    except catalogue.UnknownMeasure:
        there = ", ".join(sorted(each.id for each in catalogue.measures().values() if each.part is Part.CLOSING))
        return phrase("There is no form “%(form)s”. There are: %(there)s.", form=wanted.measure[:40], there=there)
    if found.part is not Part.CLOSING:
        return phrase("“%(form)s” is asked at the start of a session. Choose a form for its end.", form=wanted.measure)
    return None


def fault_in_place(place: str) -> Phrase | None:
    """Return the reason the visit cannot be held there; None when it can."""
    return None if place in set(Place) else phrase("Choose where the session is: in the room, or on a call.")


def fault_in_asking(session: ReadSession, therapist: Therapist, code: str) -> Phrase | None:
    """Return the reason this client is not asked at present; None when they are, or are new."""
    known = visits.client_by_code(session, therapist, code)
    if known and known.closed_at:
        return phrase("%(code)s is closed. Reopen them on their own page, then start the check-in.", code=code)
    if known and known.pause:
        return phrase("%(code)s is paused. Resume below or on their own page, then start the check-in.", code=code)
    return None


def add_check_in(  # noqa: PLR0913, PLR0917 -- whose, in which visit, and in which part of it
    work: Work, visit: Visit, therapist: Therapist, wanted: Wanted, language: str, part: Part = Part.CLOSING
) -> CheckIn:
    """One more person's check-in, with a link and a short code of its own.

    In their own language, or in `language`; a form that has neither is shown in its first.
    """
    client = visits.client_by_code(work.session, therapist, wanted.code) or new_client(work, therapist, wanted.code)
    before, client.language = client.language or "", wanted.language or client.language or ""
    spoken = catalogue.measure(wanted.measure).language_for(client.language, language)
    check_in = _new_check_in(work, visit, client, wanted.measure, spoken)
    check_in.part = part
    check_in.language_before = before if client.language != before else None
    work.session.add_all([client, visit, check_in])
    work.session.flush()
    keep_measure(work, check_in.measure, check_in.measure_version)
    check_in.link_hash = hash_of(keys().link_token(check_in.public_id, check_in.link_version))
    give_short_code(work, check_in)
    note_missed_goals(work, client)
    work.tell(check_in, EventKind.WAITING)
    return check_in


def give_short_code(work: Work, check_in: CheckIn) -> None:
    """Give a check-in a short code that no other has, for the next 15 minutes."""
    for _ in range(SHORT_CODE_TURNS):
        code_hash = keys().short_code_hash(keys().short_code(check_in.public_id, check_in.short_code_turn))
        holder = forms.holder_of_short_code(work.session, code_hash)
        if holder in {None, check_in.id}:
            check_in.short_code_hash = code_hash
            check_in.short_code_ends_at = work.now + SHORT_CODE_WORKS
            return
        check_in.short_code_turn = epochs.next_number(work.session, check_in.short_code_turn)
    raise RuntimeError("Five short codes in a row were taken, of 54 thousand million: the server key is not random.")


def new_client(work: Work, therapist: Therapist, code: str) -> Client:
    """Make a client of a code that no client of this therapist has yet."""
    client = Client(practice_id=therapist.practice_id, therapist_id=therapist.person_id, code=code, made_at=work.now)
    work.audit(Audited.CLIENT_ADDED, client)
    for plan in calendars.unknown_of(work.session, therapist, work.now.date()):
        if plan.code == code:
            plan.client = client
    return client


def link_ends(session: ReadSession, visit: Visit, now: datetime) -> datetime:
    """Return until when a link that is made now opens its form."""
    return now + timedelta(minutes=session.get_one(Practice, visit.practice_id).link_minutes)


def _new_check_in(work: Work, visit: Visit, client: Client, measure: str, language: str) -> CheckIn:
    now = work.now
    return CheckIn(
        practice_id=visit.practice_id,
        visit=visit,
        client=client,
        measure=measure,
        measure_version=catalogue.measure(measure).version,
        language=language,
        link_version=1,
        link_ends_at=link_ends(work.session, visit, now),
        short_code_turn=1,
        short_code_ends_at=now + SHORT_CODE_WORKS,
        state=State.WAITING,
        begun_at=now,
    )
