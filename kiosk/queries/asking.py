"""Settings for asking a client: the kind of work, its phase, pauses, and what follows from these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kiosk import catalogue
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.place import Place
from kiosk.domain.presets import phase, preset
from kiosk.domain.public_ids import PublicId
from kiosk.domain.signals.together import Together
from kiosk.queries.check_ins import Paused, paused
from kiosk.storage import clients, pauses, responses
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client


@dataclass(frozen=True)
class Way:
    """The settings by which one client is asked at one check-in."""

    preset: str
    phase: str
    first: bool
    paused: Paused | None


@dataclass(frozen=True)
class Asking:
    """The settings by which one client is asked, for the therapist to look at and to change."""

    client: PublicId
    code: str
    preset: str
    phase: str
    language: str
    larger_text: bool
    opening_measure: str
    pauses: Sequence[Paused]
    times_declined: int

    @property
    def paused(self) -> Paused | None:
        """The pause that has not ended."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)


def see_asking(actor: Staff, client_id: PublicId) -> Asking | None:
    """A client of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    session = reading()
    client = clients.client_of(session, client_id, therapist)
    if client is None:
        return None
    return Asking(
        client=client.public_id,
        code=client.code,
        preset=client.preset,
        phase=client.phase,
        language=client.language,
        larger_text=client.larger_text,
        opening_measure=client.opening_measure,
        pauses=[pause for each in clients.pauses_of(session, client) if (pause := paused(each))],
        times_declined=pauses.times_declined(session, client),
    )


def way_of(session: ReadSession, check_in: CheckIn, therapist: Therapist) -> Way:
    """Return the settings by which the client of this check-in is asked now."""
    client = check_in.client
    earlier = responses.count_earlier(session, check_in)
    now_paused = pauses.now_paused(session, [client.id], therapist).get(client.id)
    return Way(client.preset, client.phase, first=not earlier, paused=paused(now_paused))


def form_for(client: Client, last_measure: str, last_place: Place) -> tuple[str, Place]:
    """The measure and place that one tap begins with: those of the kind of work, else those of last time.

    A form of the kind of work that this server does not have (any more) is passed over, and so is one of last time
    that is asked at the start of a session: then the measure is empty, which stands for the practice's usual one.
    """
    chosen = preset(client.preset)
    measure = chosen.measure if chosen.measure in catalogue.measures() else None
    last = catalogue.measures().get(last_measure)
    is_of_start = last is not None and last.part is Part.OPENING
    return measure or ("" if is_of_start else last_measure), chosen.place or last_place


def asks_strain(check_in: CheckIn, *, everywhere: bool) -> bool:
    """Return whether this form asks if anything got in the way: by the practice, or by kind or phase of the work.

    A visit with a couple, or one on a call, is work of that kind whatever is kept of the client.
    """
    client, visit = check_in.client, check_in.visit
    here = phase(client.phase)
    by_work = any(preset(kind).strain for kind in (client.preset, visit.kind, visit.place))
    return everywhere or by_work or (here is not None and here.strain)


def looks_back(client: Client) -> bool:
    """Return whether this client's form asks what they would like to take along."""
    here = phase(client.phase)
    return here is not None and here.looks_back


LastForm: TypeAlias = tuple[str, int]
"""The measure and version that a client was asked with last."""


def last_forms(actor: Staff, codes: Collection[str]) -> Mapping[str, LastForm]:
    """The form that each of these clients was asked with last, by their codes; one not asked yet is left out."""
    return clients.last_measures(reading(), as_therapist(actor, Permission.ASK_CLIENTS), codes)


def form_that_fits(last: LastForm | None, kind: str, usual: str, *, child: bool = False) -> str:
    """The form for one of several: a child keeps a child's, others get that of the kind of work, else the usual one.

    A child is who is said to be one, or had a child's form `last` time: nothing else is kept of anybody's age.
    """
    work = preset(kind)
    childs_form = work.child_measure or (preset(Together.FAMILY).child_measure if child else None)
    childs = last and catalogue.kept_measure(*last).audience.to_age is not None
    wanted = ((last[0] if last and childs else None), childs_form) if child or childs else ()
    return next((form for form in (*wanted, work.measure, usual) if form in catalogue.measures()), usual)
