"""Imports: found, staged row by row where nobody sees them, shown all at once, and taken back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from kiosk.domain.actors import Therapist
from kiosk.domain.answers import Marking
from kiosk.domain.imports import ImportKind, Stage
from kiosk.domain.public_ids import PublicId
from kiosk.storage import chain, data_keys, sealed_files
from kiosk.storage.binding import bound
from kiosk.storage.responses import in_columns
from kiosk.storage.scope import own_clients, own_imports
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, Client, Import, Response, Visit, new_salt, table_of

Row = Mapping[str, Any]
_LEFT = frozenset({Stage.UPLOADED, Stage.UNREADABLE, Stage.READ, Stage.CHECKED})
_AT_ONCE = 500
TAKEN, REFUSED = "taken", "refused"
_NOT_ASKED = dict.fromkeys(("strain", "sorted_out", "obstacle", "talk", "entered_by_id", "entered_at"))


def import_of(session: ReadSession | WriteSession, import_id: PublicId, therapist: Therapist) -> Import | None:
    """One that this person uploaded."""
    return session.scalars(own_imports(select(Import), therapist).where(Import.public_id == import_id)).one_or_none()


def of_therapist(session: ReadSession, therapist: Therapist) -> Sequence[Import]:
    """All that this person took, or may still take, the latest first."""
    return session.scalars(own_imports(select(Import), therapist).order_by(Import.id.desc())).all()


def last_columns(session: ReadSession, therapist: Therapist, kind: ImportKind) -> Mapping[str, Any]:
    """The columns that this person chose last for a file of this kind; empty before the first."""
    kept = own_imports(select(Import), therapist).where(Import.kind == kind).order_by(Import.id.desc())
    return next((one.columns for one in session.scalars(kept) if one.columns), {})


def forget_left_alone(session: WriteSession, used_before: datetime) -> None:
    """Delete uploaded files that nobody has opened since then or asked to take; columns chosen for them are kept."""
    for row in session.scalars(select(Import).where(_is_left())).all():
        if (sealed_files.used_at(row.public_id) or row.made_at) < used_before:
            forget(session, row)


def forget_left_of(session: WriteSession, person_id: int) -> None:
    """Delete what this person uploaded and did not ask to take."""
    for row in session.scalars(select(Import).where(_is_left(), Import.person_id == person_id)).all():
        forget(session, row)


def forget_left_in(session: WriteSession, practice_id: int) -> None:
    """Delete what anybody of a practice uploaded and did not ask to take: nobody knows who is in it."""
    for row in session.scalars(select(Import).where(_is_left(), Import.practice_id == practice_id)).all():
        forget(session, row)


def has_left(session: ReadSession, person_id: int) -> bool:
    """Return whether anything waits that this person uploaded and did not ask to take."""
    return session.scalars(select(Import.id).where(_is_left(), Import.person_id == person_id)).first() is not None


def _is_left() -> ColumnElement[bool]:
    """The condition on an import that nothing was taken of it, and something of its file is still there."""
    return and_(Import.stage.in_(_LEFT), or_(Import.look != b"", Import.name != b""))


def is_forgotten(row: Import) -> bool:
    """Return whether what was uploaded was deleted before anything was taken of it."""
    return row.stage in _LEFT and not row.look and not row.name


def forget(session: WriteSession, row: Import) -> None:
    """Delete what was uploaded, with all that was read of it; the columns that were chosen are kept."""
    sealed_files.remove_on_commit(session, *files_of(row.public_id))
    row.look = row.name = ""


def files_of(import_id: PublicId) -> Sequence[str]:
    """The names of its sealed files: what was uploaded, and the pages with the rows that would be taken or refused."""
    return import_id, f"{import_id}.{TAKEN}", f"{import_id}.{REFUSED}"


def remove_files(import_id: PublicId) -> None:
    """Delete what was uploaded, and what was read from it."""
    for name in files_of(import_id):
        sealed_files.remove(name)


def with_files(session: ReadSession | WriteSession) -> Collection[str]:
    """The ids of all imports whose files are still read."""
    return set(session.scalars(select(Import.public_id).where(or_(_is_left(), Import.stage == Stage.TAKING))))


def every_code(session: ReadSession | WriteSession, therapist: Therapist) -> Mapping[str, int]:
    """The number of each client of this therapist's, by code."""
    rows = session.execute(
        own_clients(select(Client.code, Client.id), therapist).where(Client.merged_into_id.is_(None))
    )
    return {row.code: row.id for row in rows}


def merged_codes(session: ReadSession | WriteSession, therapist: Therapist) -> Collection[str]:
    """The codes of this therapist's clients that were merged into others."""
    return set(session.scalars(own_clients(select(Client.code), therapist).where(Client.merged_into_id.is_not(None))))


def imported_already(
    session: ReadSession | WriteSession, therapist: Therapist, measure: str
) -> Collection[tuple[int, datetime]]:
    """The imported answers to this measure that this therapist's clients have: whose, and when."""
    query = own_clients(select(CheckIn.client_id, Response.received_at).join(CheckIn.response), therapist)
    rows = session.execute(
        query.join(CheckIn.client).where(Response.marked == Marking.IMPORT, Response.measure == measure, CheckIn.counts)
    )
    return {(client, at) for client, at in rows}


def add_clients(session: WriteSession, rows: Sequence[Row]) -> None:
    """Add clients."""
    indexed = ({**row, "code_index": row["code"], "look_index": row["code"]} for row in rows)
    added = insert(table_of(Client)).returning(table_of(Client).c.id, sort_by_parameter_order=True)
    numbers = session.execute(added, [bound(Client, row) for row in indexed]).scalars()
    made = ((row["practice_id"], number, row["public_id"]) for row, number in zip(rows, numbers, strict=True))
    data_keys.make(session.connection(), made)


def count_staged(session: ReadSession | WriteSession, import_row: Import) -> int:
    """Count the sessions of this import that are stored, shown or not."""
    return session.scalars(select(func.count()).select_from(Visit).where(Visit.import_id == import_row.id)).one()


def stage(session: WriteSession, visits: Sequence[Row], check_ins: Sequence[Row], responses: Sequence[Row]) -> None:
    """Store sessions with a check-in and an answer each; they count for nothing until they are shown."""
    added = insert(table_of(Visit)).returning(table_of(Visit).c.id, sort_by_parameter_order=True)
    ids = session.execute(added, list(visits)).scalars().all()
    rows = [{**row, "visit_id": visit} for row, visit in zip(check_ins, ids, strict=True)]
    added = insert(table_of(CheckIn)).returning(table_of(CheckIn).c.id, sort_by_parameter_order=True)
    ids = session.execute(added, rows).scalars().all()
    rows = [{**row, "check_in_id": check_in} for row, check_in in zip(responses, ids, strict=True)]
    answers = [in_columns({**_NOT_ASKED, **row, "salt": new_salt()}) for row in rows]
    added = insert(table_of(Response)).returning(table_of(Response).c.id, sort_by_parameter_order=True)
    names = _names(session, {answer["client_id"] for answer in answers})
    bound_rows = [bound(Response, answer, names[answer["client_id"]]) for answer in answers]
    ids = session.execute(added, bound_rows).scalars().all()
    for number, answer in zip(ids, answers, strict=True):
        about = Response.__tablename__
        chain.note(session, chain.Stored(answer["practice_id"], about, number, chain.digest_of(about, answer)))


def _names(session: WriteSession, clients: Collection[int]) -> Mapping[int, PublicId]:
    return dict(session.execute(select(Client.id, Client.public_id).where(Client.id.in_(clients))).all())


def _of(import_row: Import) -> Any:  # noqa: ANN401 -- SQLAlchemy's own
    return CheckIn.visit_id.in_(select(Visit.id).where(Visit.import_id == import_row.id))


def show(session: WriteSession, import_row: Import) -> None:
    """Let everything that was staged count, at once."""
    session.execute(
        update(CheckIn).where(_of(import_row)).values(set_aside_at=None).execution_options(synchronize_session=False)
    )


def set_aside(session: WriteSession, import_row: Import, at: datetime) -> None:
    """Let nothing of it count any more, at once; what its therapist has set aside already stays so."""
    session.execute(
        update(CheckIn)
        .where(_of(import_row), CheckIn.counts)
        .values(set_aside_at=at)
        .execution_options(synchronize_session=False)
    )


def delete_bare_clients(session: WriteSession, import_row: Import) -> int:
    """Delete clients whom it added and of whom there is nothing else; gives how many."""
    bare = select(Client.id).where(
        Client.import_id == import_row.id, ~select(CheckIn.id).where(CheckIn.client_id == Client.id).exists()
    )
    found = session.scalars(bare).all()
    for place in range(0, len(found), _AT_ONCE):
        some = found[place : place + _AT_ONCE]
        data_keys.erase(session, some)
        session.execute(delete(Client).where(Client.id.in_(some)))
    return len(found)
