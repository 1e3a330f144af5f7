"""Steps of importing past data: a file is uploaded, its columns are chosen, and it is asked to be taken or undone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from kiosk import catalogue
from kiosk.actions.exchange.ask import ask
from kiosk.domain.actors import Actor, CommandLine, Staff, Therapist
from kiosk.domain.imports import UNDONE_WITHIN, Columns, ImportKind, Stage
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.tasks import TaskKind
from kiosk.domain.written_days import DayOrder
from kiosk.storage import imports, sealed_files
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Import
from kiosk.storage.work import unit_of_work

LONGEST_NAME: Final = 120
OVER = phrase("This file was imported already, or has been deleted since. Upload it again.")


def begin_import(actor: Staff, file_id: PublicId, kind: ImportKind, form: str, name: str, now: datetime) -> PublicId:  # noqa: PLR0913, PLR0917 -- whose, which file, what is in it
    """Keep that a file was uploaded under this id, and ask for a look at it; `form` as `measure/version`.

    Gives the task. Raises Invalid for a form that is not installed.
    """
    require(actor, Permission.IMPORT_CLIENTS)
    measure, version = _form(kind, form)
    with unit_of_work(actor, now) as work:
        row = Import(
            public_id=file_id,
            practice_id=actor.practice_id,
            person_id=actor.person_id,
            kind=kind,
            stage=Stage.UPLOADED,
            name=name[:LONGEST_NAME],
            look="",
            columns={},
            counts={"measure": measure, "version": version},
            made_at=now,
        )
        work.session.add(row)
        work.session.flush()
        return ask(work, actor, TaskKind.LOOK, {"import": row.public_id})


def _form(kind: ImportKind, form: str) -> tuple[str, int]:
    if kind is ImportKind.CLIENTS:
        return "", 0
    measure, _, version = form.partition("/")
    try:
        found = catalogue.measure(measure, int(version) if version.isdecimal() else 0)
    except catalogue.UnknownMeasure:
        raise Invalid(phrase("Choose the form that was answered."), "form") from None
    return found.id, found.version


def choose_columns(
    actor: Staff, import_id: PublicId, columns: Columns, headings: Sequence[str], now: datetime
) -> PublicId:
    """Keep which column is what, and ask for a dry run; gives its task. Raises Invalid, Conflict and NotFound."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = own_import(work.session, import_id, therapist)
        if row.stage not in {Stage.READ, Stage.CHECKED}:
            raise Conflict(OVER)
        check_columns(ImportKind(row.kind), columns, headings)
        row.columns, row.stage = asdict(columns), Stage.READ
        return ask(work, actor, TaskKind.DRY_RUN, {"import": row.public_id})


def check_columns(kind: ImportKind, columns: Columns, headings: Sequence[str]) -> None:
    """Refuse a choice by which nothing could be read. Raises Invalid, with the field."""
    if columns.code not in headings:
        raise Invalid(phrase("Choose the column with the client’s code."), "code")  # noqa: RUF001 -- an apostrophe as it is printed
    if kind is ImportKind.SCORES and columns.day not in headings:
        raise Invalid(phrase("Choose the column with the day."), "day")
    if kind is ImportKind.SCORES and not any(columns.items.values()):
        raise Invalid(phrase("Choose the column of one question at least."), "items")
    if missing := [name for name in columns.used if name not in headings]:
        raise Invalid(phrase("There is no column “%(name)s” in this file.", name=missing[0][:40]), "code")
    if doubled := [name for name in columns.used if columns.used.count(name) > 1]:
        raise Invalid(phrase("The column “%(name)s” is chosen twice.", name=doubled[0][:40]), "code")


def keep_upload(actor: Staff, import_id: PublicId, now: datetime) -> None:
    """Keep the uploaded file for longer, as its page is looked at. Raises NotFound."""
    row = own_import(reading(), import_id, as_therapist(actor, Permission.IMPORT_CLIENTS))
    sealed_files.keep_longer(row.public_id, now)


def forget_uploads(actor: Staff, now: datetime) -> None:
    """Delete what this person uploaded and did not ask to take: they log out."""
    if imports.has_left(reading(), actor.person_id):
        with unit_of_work(actor, now) as work:
            imports.forget_left_of(work.session, actor.person_id)


def ask_to_take(actor: Staff, import_id: PublicId, now: datetime) -> PublicId:
    """Ask to take every row; gives the task. Raises Conflict unless each of them can be taken, and NotFound."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = own_import(work.session, import_id, therapist)
        if row.stage != Stage.CHECKED:
            raise Conflict(OVER)
        if row.counts.get("refused") or not row.counts.get("taken"):
            raise Conflict(phrase("Nothing was imported: a file is imported whole or not at all."))
        row.stage = Stage.TAKING
        return ask(work, actor, TaskKind.TAKE, {"import": row.public_id})


def ask_to_undo(actor: Staff, import_id: PublicId, now: datetime) -> PublicId:
    """Ask to take an import back; gives the task. Raises Conflict after 30 days, and NotFound."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = own_import(work.session, import_id, therapist)
        if row.stage != Stage.TAKEN or row.taken_at is None:
            raise Conflict(OVER)
        if now - row.taken_at > UNDONE_WITHIN:
            raise Conflict(phrase("An import can be undone for 30 days. Set single answers aside on their own pages."))
        return ask(work, actor, TaskKind.UNDO, {"import": row.public_id})


def own_import(session: ReadSession | WriteSession, import_id: PublicId, therapist: Therapist) -> Import:
    """Find an import of this therapist's own. Raises NotFound."""
    row = imports.import_of(session, import_id, therapist)
    if row is None:
        raise NotFound
    return row


def add_import(actor: CommandLine, therapist: Therapist, kind: ImportKind, columns: Columns, now: datetime) -> PublicId:
    """Keep that a file is taken by the command line."""
    require(actor, Permission.IMPORT_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = Import(
            practice_id=therapist.practice_id,
            person_id=therapist.person_id,
            kind=kind,
            stage=Stage.TAKING,
            name="",
            look="",
            columns=asdict(columns),
            counts={"measure": columns.measure, "version": columns.version},
            made_at=now,
        )
        work.session.add(row)
        work.session.flush()
        return row.public_id


def note(actor: Actor, therapist: Therapist, import_id: PublicId, now: datetime, **values: Any) -> None:  # noqa: ANN401 -- of the column's own type
    """Keep how far an import is, by columns of its row; counts are added to those that are there."""
    with unit_of_work(actor, now) as work:
        row = own_import(work.session, import_id, therapist)
        if imports.is_forgotten(row):  # somebody was erased while it was read, or its therapist logged out
            imports.forget(work.session, row)
            return
        counts = values.pop("counts", {})
        row.counts = {**row.counts, **counts}
        for name, value in values.items():
            setattr(row, name, value)


def columns_of(kept: Mapping[str, Any]) -> Columns:
    """Read columns back as they were kept."""
    return Columns(**{**kept, "day_order": DayOrder(kept["day_order"])})
