"""Settings for asking a client: the kind of work, its phase, pauses, and what follows from these."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk import catalogue
from kiosk.domain.actors import ByToken, Staff
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.place import Place
from kiosk.domain.presets import phase, preset
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT, Together
from kiosk.queries.readable import each, whole
from kiosk.queries.recorded import Paused, paused
from kiosk.storage import clients, pauses, responses, visits
from kiosk.storage.clients import LastAsked
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Tablet


@dataclass(frozen=True)
class WayOfAsking:
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
    return whole(lambda: _asking(session, client)) if client else None


def _asking(session: ReadSession, client: Client) -> Asking:
    return Asking(
        client=client.public_id,
        code=client.code,
        preset=client.preset,
        phase=client.phase,
        language=client.language,
        larger_text=client.larger_text,
        opening_measure=client.opening_measure,
        pauses=[pause for pause in each(clients.pauses_of(session, client), paused)[0] if pause],
        times_declined=pauses.times_declined(session, client),
    )


def way_of(session: ReadSession, check_in: CheckIn) -> WayOfAsking:
    """Return the settings by which the client of this check-in is asked now."""
    client, is_first = check_in.client, not responses.answered_before(session, check_in)
    return WayOfAsking(client.preset, client.phase, first=is_first, paused=paused(client.pause))


@dataclass(frozen=True)
class UsualTablet:
    """The tablet on which a client was asked last."""

    id: PublicId
    room: str


@dataclass(frozen=True)
class Usual:
    """The form and place for a client in a session of one kind: by their kind of work, else as the last time."""

    measure: str
    """Empty for the practice's usual one."""
    place: Place
    tablet: UsualTablet | None = None
    """The tablet of last time; None for their own phone."""
    language: str = ""
    """Their own language; empty for the practice's usual one."""


PastForms: TypeAlias = Mapping[str, LastAsked]
"""The last form and place of a client, by kind of session."""


def usual_for(client: Client, past: PastForms) -> Usual:
    """The form and place with which one tap asks this client alone.

    A child keeps the form for their age, whoever they came with. A form that this server does not have (any more) is
    passed over; a group's or a family's form is not carried into a session alone.
    """
    work, last = preset(client.preset), past.get(ONE_CLIENT) or _newest(past)
    place = work.place or (Place(last.place) if last else Place.ROOM)
    own = past[ONE_CLIENT].measure if ONE_CLIENT in past else None
    return Usual(
        measure=_first_here(_childs_form(past), work.measure, own),
        place=place,
        tablet=_tablet(last.tablet) if last and place is Place.ROOM else None,
        language=client.language,
    )


def _tablet(tablet: Tablet | None) -> UsualTablet | None:
    return UsualTablet(tablet.public_id, tablet.room) if tablet else None


def _newest(past: PastForms) -> LastAsked | None:
    return max(past.values(), key=lambda one: one.check_in, default=None)


def _childs_form(past: PastForms) -> str | None:
    """The form of last time, if it was one for children: nothing else is kept of anybody's age."""
    last = _newest(past)
    is_childs = last and catalogue.kept_measure(last.measure, last.version).audience.to_age is not None
    return last.measure if last and is_childs else None


def _first_here(*wanted: str | None) -> str:
    """The first of these forms that this server has; empty if it has none."""
    return next((form for form in wanted if form in catalogue.measures()), None) or ""


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


def form_that_fits(past: PastForms, kind: str, usual: str, *, child: bool = False) -> str:
    """The form for one of several: as last time in a session of this kind, else that of the kind of work.

    A child keeps a child's form; a child is who is said to be one, or had such a form last time.
    """
    work, childs = preset(kind), _childs_form(past)
    if child or childs:
        new = work.child_measure or (preset(Together.FAMILY).child_measure if child else None)
        return _first_here(childs, new, work.measure, usual) or usual
    last = past.get(kind)
    return _first_here(last.measure if last else None, work.measure, usual) or usual


@dataclass(frozen=True)
class UsualTogether:
    """The place where one tap asks several people, with the form, language and tablet of each."""

    kind: str
    place: Place
    people: Mapping[str, Usual]
    """By code, in their order."""


@dataclass(frozen=True)
class KnownClient:
    """A client as one of several people: how they were asked before, and what is set for them."""

    past: PastForms = field(default_factory=dict)
    language: str = ""
    opening_measure: str = ""
    """The form that asks how their week was; empty if none does."""


NEW_CLIENT = KnownClient()


def known_client(client: Client, past: Mapping[str, PastForms]) -> KnownClient:
    """The client, with what is known of them by their code."""
    return KnownClient(past.get(client.code, {}), client.language, client.opening_measure)


def see_known_clients(actor: Staff | ByToken, codes: Collection[str]) -> Mapping[str, KnownClient]:
    """This therapist's clients of those codes, by the code as it was typed; new codes are left out."""
    therapist, session = as_therapist(actor, Permission.ASK_CLIENTS), reading()
    found = visits.clients_by_code(session, therapist, codes)
    past = clients.last_asked(session, therapist, {client.code for client in found.values()}) if found else {}
    return {code: known_client(client, past) for code, client in found.items()}


def usual_together(kind: str, people: Mapping[str, KnownClient]) -> UsualTogether:
    """The settings with which one tap asks these clients together: as the last time in a session of this kind."""
    asked = [one.past[kind] for one in people.values() if kind in one.past]
    last = max(asked, key=lambda one: one.check_in, default=None)
    place = Place(last.place) if last else preset(kind).place or Place.ROOM
    return UsualTogether(kind, place, {code: usual_among(one, kind, place) for code, one in people.items()})


def usual_among(one: KnownClient, kind: str, place: Place, *, child: bool = False) -> Usual:
    """The settings for one of several; who never came in a session of this kind keeps the tablet of their latest."""
    last = one.past.get(kind) or _newest(one.past)
    return Usual(
        measure=form_that_fits(one.past, kind, "", child=child),
        place=place,
        tablet=_tablet(last.tablet) if last and place is Place.ROOM else None,
        language=one.language,
    )


def see_usual(actor: Staff | ByToken, code: str) -> Usual:
    """The form and place with which one tap asks the client of that code; for a new code, the practice's usual ones."""
    therapist, session = as_therapist(actor, Permission.ASK_CLIENTS), reading()
    client = visits.client_by_code(session, therapist, code)
    if client is None:
        return Usual("", Place.ROOM)
    return usual_for(client, clients.last_asked(session, therapist, [client.code]).get(client.code, {}))


def see_usual_form(actor: Staff | ByToken, kind: str, code: str) -> str:
    """The form for the client of that code in a session of that kind; empty for the practice's usual one."""
    if kind == ONE_CLIENT:
        return see_usual(actor, code).measure
    return form_that_fits(see_known_clients(actor, [code]).get(code, NEW_CLIENT).past, kind, "")


@dataclass(frozen=True)
class SuggestedClient:
    """A client whose code is offered while it is typed."""

    code: str
    is_paused: bool
    usual: Usual


def see_codes(actor: Staff, most: int) -> Sequence[SuggestedClient]:
    """This therapist's clients, the newest first."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    session = reading()
    found = clients.codes_of(session, therapist, most)
    past = clients.last_asked(session, therapist, [client.code for client in found])
    return each(
        found,
        lambda client: SuggestedClient(
            client.code, client.pause is not None, usual_for(client, past.get(client.code, {}))
        ),
    )[0]
