"""Rows of an import, stored in parts, shown once all are there, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from kiosk.actions.exchange.imports import own_import
from kiosk.actions.exchange.judge import Judge
from kiosk.actions.practice.keep_measures import keep_measure
from kiosk.domain.actors import Actor, Therapist
from kiosk.domain.answers import Marking
from kiosk.domain.audit import Audited
from kiosk.domain.imports import NewClient, PastAnswer, Stage
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.place import Place
from kiosk.domain.prompts import Advice
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import score
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.storage import imports
from kiosk.storage.tables import Import
from kiosk.storage.tables.base import new_public_id
from kiosk.storage.work import Work, unit_of_work

AT_ONCE: Final = 250
"""Rows stored in one transaction: answers that come meanwhile wait for one of these at most."""
NOTHING_SHOWN: Final = asdict(Advice("noted", None, None, soft=False))
"""No rule has looked at an imported answer, and nothing was ever prompted by it."""


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
        row = own_import(work.session, import_id, therapist)
        if row.stage == Stage.TAKEN:
            imports.set_aside(work.session, row, now)
            imports.delete_bare_clients(work.session, row)
            row.stage, row.undone_at = Stage.UNDONE, now
            work.audit(Audited.IMPORT_UNDONE, row)
