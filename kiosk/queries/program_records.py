"""Open loops, corrections and erasures as a program of a therapist gets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.domain.actors import ByToken, Therapist
from kiosk.domain.erasure import What
from kiosk.domain.loops import LoopKind, Topic
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.queries.corrections import SeenCorrection, corrections_of_check_in
from kiosk.queries.programs import NOWHERE, Told
from kiosk.queries.readable import each
from kiosk.storage import erasures, loops, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import OpenLoop

MOST_LOOPS: Final = 1_000
"""Open loops of one therapist that programs are told of."""


@dataclass(frozen=True)
class ProgramLoop:
    """One open loop; `kind` is None where the answer that it is about is withheld."""

    id: PublicId
    client: PublicId
    code: str
    topic: Topic
    kind: LoopKind | None
    opened_at: datetime
    visit: PublicId | None
    check_in: PublicId | None


@dataclass(frozen=True)
class ProgramErasure:
    """One erasure: of the client or the check-in that had the id `about`."""

    id: PublicId
    what: What
    about: PublicId
    at: datetime


ProgramCorrection = SeenCorrection


def program_loops(
    actor: ByToken, after: str, most: int, now: datetime
) -> tuple[Sequence[ProgramLoop], PublicId | None]:
    """List what is open: calls for help first, then the oldest first; and after which one the next page begins.

    Raises Invalid where `after` is none of them any more.
    """
    therapist, session, told = as_therapist(actor, Permission.READ_RESULTS), reading(), Told.to(actor)
    found = loops.open_loops(session, therapist, now, MOST_LOOPS)
    begin = next((place + 1 for place, one in enumerate(found) if one.public_id == after), None) if after else 0
    if begin is None:
        raise Invalid("“after” leads nowhere. Begin again without it.", "after")
    page = found[begin : begin + most]
    following = page[-1].public_id if page and len(found) > begin + most else None
    return each(page, lambda loop: _loop(loop, therapist, told))[0], following


def program_erasures(actor: ByToken, after: str, most: int) -> Sequence[ProgramErasure]:
    """List what was erased of the owner's clients, the oldest first, so that a program can erase it too.

    Raises Invalid where `after` is no erasure of theirs.
    """
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    begin = erasures.erasure_of_therapist(reading(), therapist, PublicId(after)) if after else None
    if after and begin is None:
        raise Invalid(NOWHERE, "after")
    found = erasures.of_therapist(reading(), therapist, begin, most)
    return each(found, lambda one: ProgramErasure(one.public_id, What(one.what), one.about_id, one.at))[0]


def was_erased(actor: ByToken, about: PublicId) -> bool:
    """Return whether this client or check-in was the owner's and is erased. Words alone leave the check-in."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    return erasures.is_gone(reading(), therapist, about)


def program_corrections(actor: ByToken, check_in_id: PublicId) -> Sequence[ProgramCorrection]:
    """The corrections of a check-in and its session, undone ones too, the latest first. Raises NotFound."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    check_in = visits.check_in_of(reading(), check_in_id, therapist)
    if check_in is None:
        raise NotFound
    return corrections_of_check_in(check_in.id, check_in.visit_id)


def _loop(loop: OpenLoop, therapist: Therapist, told: "Told") -> ProgramLoop:
    check_in = loop.check_in
    is_own = check_in is not None and check_in.therapist_id == therapist.person_id
    return ProgramLoop(
        id=loop.public_id,
        client=loop.client.public_id,
        code=loop.client.code,
        topic=Topic(loop.topic),
        kind=LoopKind(loop.kind) if check_in is None or told.may_have(check_in) else None,
        opened_at=loop.opened_at,
        visit=check_in.visit.public_id if check_in and is_own else None,
        check_in=check_in.public_id if check_in and is_own else None,
    )
