"""Importing past data: a file is uploaded, its columns are chosen, each row is judged, and all are taken or none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from kiosk import catalogue
from kiosk.actions.exchange.ask import ask
from kiosk.actions.exchange.judge import Judge
from kiosk.actions.practice.keep_measures import keep_measure
from kiosk.domain.actors import Actor, CommandLine, Staff, Therapist
from kiosk.domain.answers import Marking
from kiosk.domain.audit import Audited
from kiosk.domain.imports import UNDONE_WITHIN, Columns, ImportKind, NewClient, PastAnswer, Stage
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.place import Place
from kiosk.domain.prompts import Advice
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.scoring import score
from kiosk.domain.tasks import TaskKind
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.domain.written_days import DayOrder
from kiosk.storage import imports
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Import
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.work import Work, unit_of_work

LONGEST_NAME: Final = 120
AT_ONCE: Final = 250
"""Rows stored in one transaction: answers that come meanwhile wait for one of these at most."""
OVER = phrase("This file was imported already, or deleted after a day. Upload it again.")
NOTHING_SHOWN: Final = asdict(Advice("noted", None, None, soft=False))
"""No rule has looked at an imported answer, and nothing was ever prompted by it."""


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
        row = _import(work.session, import_id, therapist)
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


def ask_to_take(actor: Staff, import_id: PublicId, now: datetime) -> PublicId:
    """Ask to take every row; gives the task. Raises Conflict unless each of them can be taken, and NotFound."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    with unit_of_work(actor, now) as work:
        row = _import(work.session, import_id, therapist)
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
        row = _import(work.session, import_id, therapist)
        if row.stage != Stage.TAKEN or row.taken_at is None:
            raise Conflict(OVER)
        if now - row.taken_at > UNDONE_WITHIN:
            raise Conflict(phrase("An import can be undone for 30 days. Set single answers aside on their own pages."))
        return ask(work, actor, TaskKind.UNDO, {"import": row.public_id})


def _import(session: WriteSession, import_id: PublicId, therapist: Therapist) -> Import:
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
        row = _import(work.session, import_id, therapist)
        counts = values.pop("counts", {})
        row.counts = {**row.counts, **counts}
        for name, value in values.items():
            setattr(row, name, value)


def add_clients(work: Work, import_row: Import, therapist: Therapist, clients: Sequence[NewClient]) -> None:
    """Add the clients of an import who are not there yet, within an act."""
    there = imports.every_code(work.session, therapist)
    new = [client for client in clients if client.code not in there]
    for place in range(0, len(new), AT_ONCE):
        imports.add_clients(
            work.session,
            [_client(therapist, import_row, client, work.now) for client in new[place : place + AT_ONCE]],
        )


def _client(therapist: Therapist, import_row: Import, client: NewClient, now: datetime) -> Mapping[str, Any]:
    return {
        "public_id": new_public_id(),
        "practice_id": therapist.practice_id,
        "therapist_id": therapist.person_id,
        "code": client.code,
        "language": client.language,
        "made_at": now,
        "import_id": import_row.id,
    }


def stage_answers(
    work: Work, import_row: Import, therapist: Therapist, measure: Measure, answers: Sequence[tuple[int, PastAnswer]]
) -> None:
    """Store past answers, each with its client's number, where nobody sees them yet."""
    imports.stage(
        work.session,
        [_visit(therapist, import_row, answer) for _, answer in answers],
        [_check_in(therapist, client, measure, answer, work.now) for client, answer in answers],
        [_response(therapist, client, measure, answer) for client, answer in answers],
    )


def _visit(therapist: Therapist, import_row: Import, answer: PastAnswer) -> Mapping[str, Any]:
    return {
        "public_id": new_public_id(),
        "practice_id": therapist.practice_id,
        "therapist_id": therapist.person_id,
        "place": Place.ROOM.value,
        "kind": ONE_CLIENT,
        "began_at": answer.at,
        "import_id": import_row.id,
    }


def _check_in(
    therapist: Therapist, client: int, measure: Measure, answer: PastAnswer, now: datetime
) -> Mapping[str, Any]:
    """It was never shown, has no link, and is revealed: its therapist has it on paper."""
    return {
        "public_id": new_public_id(),
        "practice_id": therapist.practice_id,
        "client_id": client,
        "part": measure.part.value,
        "measure": measure.id,
        "measure_version": measure.version,
        "language": measure.languages[0],
        "link_version": 1,
        "link_ends_at": answer.at,
        "short_code_turn": 1,
        "short_code_ends_at": answer.at,
        "state": State.SENT.value,
        "begun_at": answer.at,
        "closed_at": answer.at,
        "revealed_at": now,
        "seen_at": now,
        "set_aside_at": now,
    }


def _response(therapist: Therapist, client: int, measure: Measure, answer: PastAnswer) -> Mapping[str, Any]:
    scored = score(measure, answer.marks)
    return {
        "practice_id": therapist.practice_id,
        "client_id": client,
        "therapist_id": therapist.person_id,
        "sending_key": f"import {new_public_id()}",
        "measure": measure.id,
        "measure_version": measure.version,
        "marked": Marking.IMPORT.value,
        "marks": dict(answer.marks),
        "safety": False,
        "declined": False,
        "words": "",
        "total": scored.total,
        "score": asdict(scored),
        "before": {"total": None, "lines": {}},
        "signals": [],
        "lead": None,
        "advice": NOTHING_SHOWN,
        "phase": "",
        "shown_at": answer.at,
        "received_at": answer.at,
    }


def columns_of(kept: Mapping[str, Any]) -> Columns:
    """Read columns back as they were kept."""
    return Columns(**{**kept, "day_order": DayOrder(kept["day_order"])})


def begin_taking(work: Work, import_row: Import, therapist: Therapist, judge: Judge) -> None:
    """Add the clients and keep the form, within the act that begins to take the rows."""
    add_clients(work, import_row, therapist, list(judge.new.values()))
    if judge.measure:
        keep_measure(work, judge.measure.id, judge.measure.version)


def finish_taking(work: Work, import_row: Import) -> None:
    """Let all of it count, at once."""
    imports.show(work.session, import_row)
    import_row.stage, import_row.taken_at, import_row.look = Stage.TAKEN, work.now, ""
    work.audit(Audited.IMPORT_TAKEN, import_row)


def undo_import(actor: Actor, therapist: Therapist, import_id: PublicId, now: datetime) -> None:
    """Let nothing of it count any more, and delete the clients whom it added and of whom there is nothing else."""
    with unit_of_work(actor, now) as work:
        row = _import(work.session, import_id, therapist)
        if row.stage == Stage.TAKEN:
            imports.set_aside(work.session, row, now)
            imports.delete_bare_clients(work.session, row)
            row.stage, row.undone_at = Stage.UNDONE, now
            work.audit(Audited.IMPORT_UNDONE, row)
