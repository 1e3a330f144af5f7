"""How a client is asked: the kind of work, its phase, whether it is paused, and what follows from these."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.presets import PHASES, PRESETS, phase, preset
from kiosk.domain.signals.together import Together
from kiosk.storage import clients, pauses, responses, visits
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import CheckIn, Client, Pause, Person


class NotOnTheList(ValueError):
    """What was chosen does not exist, and what to do."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True)
class Way:
    """How one client is asked at one check-in."""

    preset: str
    phase: str
    first: bool
    paused: Pause | None


@dataclass(frozen=True)
class Asking:
    """How one client is asked, for the therapist to look at and to change."""

    client: Client
    pauses: Sequence[Pause]
    times_declined: int

    @property
    def paused(self) -> Pause | None:
        """The pause that has not ended."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)


def see_asking(therapist: Person, client_id: int) -> Asking | None:
    """A client of this therapist's own, or None."""
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    if client is None:
        return None
    return Asking(client, pauses.of_client(session, client.id), pauses.times_declined(session, client.id))


def choose_preset(therapist: Person, client_id: int, chosen: str) -> bool:
    """Say what kind of work it is. False when there is no such client; NotOnTheList when there is no such kind."""
    if chosen not in PRESETS:
        raise NotOnTheList(phrase("There is no kind of work “%(chosen)s”. Choose one of the list.", chosen=chosen[:40]))
    return _change(therapist, client_id, "preset", chosen)


def choose_phase(therapist: Person, client_id: int, chosen: str) -> bool:
    """Say where the work stands, or with an empty word leave it unsaid. False and NotOnTheList as above."""
    if chosen and chosen not in PHASES:
        raise NotOnTheList(phrase("There is no phase “%(chosen)s”. Choose one of the list.", chosen=chosen[:40]))
    return _change(therapist, client_id, "phase", chosen)


def choose_language(therapist: Person, client_id: int, chosen: str) -> bool:
    """Say in which language they are asked, or with an empty word in the practice's; for forms begun from here on."""
    return _change(therapist, client_id, "language", chosen)


def choose_text(therapist: Person, client_id: int, *, larger: bool) -> bool:
    """Say whether their form begins in larger text, from the next time that it is opened."""
    return _change(therapist, client_id, "larger_text", larger)


def way_of(session: Session, check_in: CheckIn) -> Way:
    """How the client of this check-in is asked now."""
    client = check_in.client
    earlier = responses.count_earlier(session, check_in, check_in.visit.therapist_id)
    paused = pauses.now_paused(session, [client.id]).get(client.id)
    return Way(client.preset, client.phase, first=not earlier, paused=paused)


def form_for(client: Client, last_measure: str, last_place: str) -> tuple[str, str]:
    """The measure and place that one tap begins with: those of the kind of work, else those of last time.

    A form that this server does not have (any more) is passed over.
    """
    chosen = preset(client.preset)
    measure = chosen.measure if chosen.measure in catalogue.measures() else None
    return measure or last_measure, chosen.place or last_place


def asks_strain(check_in: CheckIn, *, everywhere: bool) -> bool:
    """Whether this form asks if anything got in the way: everybody's, or kind or phase of the work adds it.

    A visit with a couple, or one on a call, is work of that kind whatever is kept of the client.
    """
    client, visit = check_in.client, check_in.visit
    here = phase(client.phase)
    by_work = any(preset(kind).strain for kind in (client.preset, visit.kind, visit.place))
    return everywhere or by_work or (here is not None and here.strain)


def looks_back(client: Client) -> bool:
    """Whether this client's form asks what they would like to take along."""
    here = phase(client.phase)
    return here is not None and here.looks_back


def form_that_fits(therapist: Person, code: str, kind: str, usual: str, *, child: bool = False) -> str:
    """The form for one of several: a child keeps a child's, others get that of the kind of work, else the usual one.

    A child is who is said to be one, or had a child's form last time: nothing else is kept of anybody's age.
    """
    work, session = preset(kind), reading()
    childs_form = work.child_measure or (preset(Together.FAMILY).child_measure if child else None)
    client = visits.client_by_code(session, therapist.id, code)
    last = clients.last_measure(session, client.id) if client else None
    childs = last and catalogue.kept_measure(*last).audience.to_age is not None
    wanted = ((last[0] if last and childs else None), childs_form) if child or childs else ()
    return next((form for form in (*wanted, work.measure, usual) if form in catalogue.measures()), usual)


def _change(therapist: Person, client_id: int, column: str, chosen: object) -> bool:
    with writing() as session:
        client = clients.client_of(session, client_id, therapist)
        if client is not None:
            setattr(client, column, chosen)
        return client is not None
