"""The practice's record system, ids of patients in it, and the copies of answers that are or were to be sent there."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from kiosk.domain.actors import Therapist
from kiosk.domain.events import EventKind
from kiosk.domain.jobs import JobKind
from kiosk.domain.onward import WantedState
from kiosk.domain.public_ids import PublicId
from kiosk.storage import jobs
from kiosk.storage.erasures import batches
from kiosk.storage.scope import own_check_ins
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Client, Erasure, RecordCopy, RecordPatient, RecordSystem, table_of

LOG: Final = 50
"""Lines of the list of what was sent that a page shows."""
CHANGES: Final = frozenset({EventKind.SENT, EventKind.DECLINED, EventKind.REVEALED, EventKind.CORRECTED})
"""Events after which an answer may have to be sent, or what was sent of it be withdrawn."""


_SYSTEMS = table_of(RecordSystem).c
PRESENT: Final = select(_SYSTEMS.practice_id).where(
    _SYSTEMS.practice_id.in_(bindparam("practices", expanding=True)), _SYSTEMS.removed_at.is_(None)
)
"""Those of these `practices` that have a record system."""


def leave_looks(
    session: WriteSession, practices: Collection[int], told: Iterable[dict[str, Any]], now: datetime
) -> None:
    """Have the check-ins of these events looked at, where they are of these practices, in their transaction."""
    found = [one for one in told if one["kind"] in CHANGES and one["practice_id"] in practices]
    numbers = {one["check_in_id"]: one["practice_id"] for one in found}
    for number in sorted(numbers):
        look_at(session, numbers[number], now, check_ins=[number])


def look_at(session: WriteSession, practice_id: int, now: datetime, *, check_ins: Collection[int] = ()) -> None:
    """Have what is due sent, and before that compare these check-ins with what was sent of them."""
    jobs.add(session, JobKind.ONWARD, now, {"practice": practice_id, "check_ins": list(check_ins)}, practice_id)


def claim(practice_id: int) -> Select[int]:
    """A query for the practice of a record system, for whoever changes what is sent there."""
    return select(RecordSystem.practice_id).where(RecordSystem.practice_id == practice_id).limit(1)


def system_of(session: ReadSession, practice_id: int) -> RecordSystem | None:
    """The record system of a practice, switched on or not; None where it has none."""
    query = select(RecordSystem).where(RecordSystem.practice_id == practice_id, RecordSystem.removed_at.is_(None))
    return session.scalars(query.order_by(RecordSystem.id.desc()).limit(1)).one_or_none()


def by_public_id(session: ReadSession, system_id: PublicId) -> RecordSystem | None:
    """A record system of any practice, unless it was removed."""
    query = select(RecordSystem).where(RecordSystem.public_id == system_id, RecordSystem.removed_at.is_(None))
    return session.scalars(query).one_or_none()


def remove_patients(session: WriteSession, system: RecordSystem) -> None:
    """Forget the ids of all patients, and what was still to be sent."""
    session.execute(delete(RecordPatient).where(RecordPatient.system_id == system.id))
    session.execute(update(RecordCopy).where(RecordCopy.system_id == system.id).values(due_at=None))


def count_patients(session: ReadSession, system: RecordSystem) -> int:
    """Count the clients whose answers are sent."""
    return session.scalars(select(func.count()).where(RecordPatient.system_id == system.id)).one()


def answered_of_client(session: ReadSession, client: Client) -> Sequence[int]:
    """The numbers of a client's check-ins that have an answer, or of which something was sent."""
    was_sent = select(RecordCopy.check_in_id).where(RecordCopy.client_id == client.id)
    query = select(CheckIn.id).where(
        or_(and_(CheckIn.client_id == client.id, CheckIn.response.has()), CheckIn.id.in_(was_sent))
    )
    return session.scalars(query.order_by(CheckIn.id)).all()


def check_ins(session: ReadSession, numbers: Collection[int]) -> Sequence[CheckIn]:
    """These check-ins, with all that says what is to be sent of them; those that were erased are left out."""
    load = (
        joinedload(CheckIn.client).joinedload(Client.record_patient),
        joinedload(CheckIn.response),
        joinedload(CheckIn.visit),
    )
    return session.scalars(select(CheckIn).where(CheckIn.id.in_(numbers)).options(*load).order_by(CheckIn.id)).all()


def last_answered(session: ReadSession, therapist: Therapist) -> Sequence[CheckIn]:
    """The last answered check-ins of a therapist's sessions with clients they still have, the latest first."""
    load = joinedload(CheckIn.client).joinedload(Client.record_patient), joinedload(CheckIn.response)
    query = own_check_ins(select(CheckIn).join(CheckIn.visit).join(CheckIn.response), therapist)
    return session.scalars(query.options(*load).order_by(CheckIn.id.desc()).limit(LOG)).all()


def take_out(
    session: WriteSession, erasure: Erasure, check_ins: Collection[int], clients: Collection[int], now: datetime
) -> None:
    """Have deleted in the record system what may be there of these, as it is about to be erased here.

    A copy keeps nothing but the identifier that the answer has there, and how many scores there are.
    """
    for copy in _there(session, check_ins, clients):
        copy.wanted, copy.erasure_id, copy.made_at = WantedState.ERASED, erasure.id, now
        copy.check_in_id, copy.client_id, copy.patient = None, None, ""
        _send_anew(session, copy, now)
    session.flush()


def send_without_words(session: WriteSession, erasure: Erasure, check_in: CheckIn, now: datetime) -> None:
    """Have an answer sent anew from which the words are erased, where they may be in the record system."""
    for copy in _there(session, [check_in.id], ()):
        if copy.system.with_words and copy.wanted == WantedState.FINAL:
            copy.erasure_id = erasure.id
            _send_anew(session, copy, now)


def _send_anew(session: WriteSession, copy: RecordCopy, now: datetime) -> None:
    copy.failures, copy.outcome, copy.delivered_at, copy.due_at = 0, "", None, None
    if copy.system.removed_at is None:
        copy.due_at = now
        look_at(session, copy.practice_id, now)


def _there(session: ReadSession, check_ins: Collection[int], clients: Collection[int]) -> Sequence[RecordCopy]:
    """The copies of these that may be in a record system."""
    query = select(RecordCopy).where(RecordCopy.may_be_there).options(joinedload(RecordCopy.system))
    found = [
        *(one for some in batches(check_ins) for one in session.scalars(query.where(RecordCopy.check_in_id.in_(some)))),
        *(one for some in batches(clients) for one in session.scalars(query.where(RecordCopy.client_id.in_(some)))),
    ]
    return list(dict.fromkeys(found))


def count_there(session: ReadSession, check_ins: Collection[int], clients: Collection[int]) -> Mapping[str, int]:
    """Count the answers among these that may be in a record system, by its name."""
    return Counter(copy.system.name for copy in _there(session, check_ins, clients))


def copies_of_erasure(session: ReadSession, erasure: Erasure) -> Sequence[RecordCopy]:
    """The copies that an erasure reaches as far as, in the order in which they were made."""
    query = select(RecordCopy).where(RecordCopy.erasure_id == erasure.id).options(joinedload(RecordCopy.system))
    return session.scalars(query.order_by(RecordCopy.id)).all()


def note_begun(session: WriteSession, numbers: Collection[int]) -> None:
    """Note that these may be there from here on: whatever ends the attempt, it may have reached the record system."""
    for some in batches(numbers):
        session.execute(update(RecordCopy).where(RecordCopy.id.in_(some)).values(may_be_there=True))


def switch_off(system: RecordSystem, now: datetime) -> None:
    """Send nothing more to a record system, and keep the span in which forms named it."""
    if system.on_since is not None:
        system.was_on = [*system.was_on, [system.on_since.isoformat(), now.isoformat()]]
        system.on_since = None


def copies_of(session: ReadSession, check_in: CheckIn, system: RecordSystem) -> Sequence[RecordCopy]:
    """The resources that the record system is to have of a check-in, without those marked as entered in error."""
    query = select(RecordCopy).where(RecordCopy.check_in_id == check_in.id, RecordCopy.system_id == system.id)
    return session.scalars(query.where(RecordCopy.wanted == WantedState.FINAL).order_by(RecordCopy.id)).all()


def has_been_copied(session: ReadSession, check_in: CheckIn) -> bool:
    """Return whether there ever was a copy of a check-in."""
    return (
        session.scalars(select(RecordCopy.id).where(RecordCopy.check_in_id == check_in.id).limit(1)).first() is not None
    )


def due(session: ReadSession, now: datetime, most: int) -> Sequence[RecordCopy]:
    """Copies whose next attempt is due, to record systems that are switched on, the longest due first."""
    load = contains_eager(RecordCopy.system), joinedload(RecordCopy.check_in).joinedload(CheckIn.client)
    query = _waiting(select(RecordCopy).options(*load)).where(RecordCopy.due_at <= now)
    return session.scalars(query.order_by(RecordCopy.due_at, RecordCopy.id).limit(most)).all()


def next_due(session: ReadSession) -> datetime | None:
    """The time of the next attempt of any."""
    found: datetime | None = session.scalars(
        _waiting(select(func.min(RecordCopy.due_at)).select_from(RecordCopy))
    ).one()
    return found


def _waiting(query: Any) -> Any:  # noqa: ANN401 -- a query of copies
    return query.join(RecordCopy.system).where(RecordSystem.on_since.is_not(None), RecordSystem.removed_at.is_(None))


def copy_of(session: ReadSession, copy_id: PublicId, practice_id: int) -> RecordCopy | None:
    """A line of the list of a practice's present record system."""
    query = select(RecordCopy).join(RecordCopy.system).where(RecordCopy.public_id == copy_id)
    mine = query.where(RecordSystem.practice_id == practice_id, RecordSystem.removed_at.is_(None))
    return session.scalars(mine).one_or_none()


def log_of(session: ReadSession, system: RecordSystem) -> Sequence[RecordCopy]:
    """List what was not delivered first, and then the latest of the rest, some of each."""
    mine = select(RecordCopy).where(RecordCopy.system_id == system.id)
    failed = mine.where(RecordCopy.failures > 0).order_by(RecordCopy.id.desc()).limit(LOG)
    rest = mine.where(RecordCopy.failures == 0).order_by(RecordCopy.id.desc()).limit(LOG)
    return [*session.scalars(failed), *session.scalars(rest)][:LOG]


def switch_off_all(session: WriteSession, now: datetime) -> None:
    """Send nothing more to any record system: a copy that was put back may bring one that has ended."""
    for system in session.scalars(select(RecordSystem).where(RecordSystem.on_since.is_not(None))):
        switch_off(system, now)
