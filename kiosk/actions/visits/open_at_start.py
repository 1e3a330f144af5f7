"""Starting opening check-ins: how the week was, before the session begins."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.visits.open import (
    Wanted,
    begin_visit,
    fault_in_asking,
    fault_in_place,
    tidy,
)
from kiosk.actions.visits.open_together import NotOpenedTogether, OpenedTogether, PersonFault, put_on_tablets
from kiosk.actions.visits.still_open import AlreadyOpen, make_way
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT, Together
from kiosk.storage import visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.work import unit_of_work

NOBODY_IS_ASKED = phrase("How the week was is not asked of %(code)s. Switch it on on their own page, then start again.")


def open_at_start(  # noqa: PLR0913 -- each is one thing the therapist chose, and `now`
    actor: Staff,
    kind: str,
    people: Sequence[Wanted],
    place: str,
    now: datetime,
    *,
    language: str = "en",
    instead: Collection[PublicId] = (),
) -> OpenedTogether | AlreadyOpen:
    """Begin a visit of one client or several with the opening check-ins of those for whom these are switched on.

    `kind` is `individual` for one client; the form is what was chosen for each client, whatever is named. The closing
    check-ins join the same visit. Raises NotOpenedTogether.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    if problem := fault_in_place(place) or _fault_in_kind(kind, people):
        raise NotOpenedTogether([PersonFault(None, problem)])
    with unit_of_work(actor, now) as work:
        asked = _asked(work.session, therapist, people)
        if in_the_way := make_way(work, therapist, {person.code for person in asked}, instead, Part.OPENING):
            return in_the_way
        begun = begin_visit(work, therapist, kind, asked, Place(place), language, Part.OPENING)
        if place == Place.ROOM and (faults := tuple(put_on_tablets(work, therapist, asked, begun))):
            raise NotOpenedTogether(faults)
        return OpenedTogether(begun[0].visit.public_id)


def _fault_in_kind(kind: str, people: Sequence[Wanted]) -> Phrase | None:
    if kind == ONE_CLIENT and len(people) == 1:
        return None
    return (
        None if kind in set(Together) else phrase("Choose who they are to each other: a couple, a family or a group.")
    )


def _asked(session: ReadSession, therapist: Therapist, people: Sequence[Wanted]) -> Sequence[Wanted]:
    """Give those who are asked, with their own form. Raises NotOpenedTogether for nobody, or somebody who is paused."""
    asked: dict[str, Wanted] = {}
    for person in people:
        client = visits.client_by_code(session, therapist, tidy(person.code))
        if client and client.opening_measure in catalogue.measures():
            asked[client.code] = replace(person, code=client.code, measure=client.opening_measure)
    if not asked:
        codes = ", ".join(dict.fromkeys(tidy(person.code)[:24] for person in people))
        raise NotOpenedTogether([PersonFault(None, NOBODY_IS_ASKED.filled(code=codes))])
    why = [fault_in_asking(session, therapist, code) for code in asked]
    if any(why):
        raise NotOpenedTogether([PersonFault(None, problem) for problem in why if problem])
    return list(asked.values())
