"""Routes of the API for what stays open, and for what is put right."""

from collections.abc import Mapping
from typing import Final

from flask import Response, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.clients.loops import end_loop, open_again
from kiosk.actions.corrections.answers import NotTheirs, correct_answer
from kiosk.actions.corrections.undo import undo_correction
from kiosk.actions.practice.readings import Reading
from kiosk.api import bodies
from kiosk.api.blueprint import CORRECT, PAGED, READ, READS_BODY, USUAL, bp, page_size, sent
from kiosk.api.gate import Operation, has_read, needs, program
from kiosk.domain.audit import Audited
from kiosk.domain.loops import Ending
from kiosk.domain.public_ids import PublicId
from kiosk.interchange import program_schema as schemas
from kiosk.interchange import programs as present
from kiosk.queries import program_records

TO_LOOP: Final = (
    ("end_open_loop", "loop_id", "/open_loops/0/id"),
    ("open_loop_again", "loop_id", "/open_loops/0/id"),
    ("open_loops", "after", "/next"),
)
A_MOVE: Final[Mapping[str, object]] = {"client_id": "{client}", "becomes": "moved", "to_client": "F-1"}


@bp.get("/open-loops")
@needs(Operation(READ, schemas.OpenLoops, problems=(*USUAL, 422), asks=PAGED, leads_to=TO_LOOP))
def open_loops() -> ResponseReturnValue:
    """Everything that waits for an outcome, a page at a time: calls for help first, then the oldest first."""
    page, after = program_records.program_loops(program(), request.args.get("after", ""), page_size(), clock.now())
    has_read(Reading(Audited.LIST_READ, "open_loops", ""))
    return sent(schemas.OpenLoops([present.open_loop(one) for one in page], after))


@bp.post("/open-loops/<public_id:loop_id>/end")
@needs(Operation(CORRECT, None, schemas.Ending, 204, (*USUAL, *READS_BODY, 404, 503), example={"ending": "done"}))
def end_open_loop(loop_id: PublicId) -> ResponseReturnValue:
    """Say what became of it. A call for help is closed on its own page, by the record of what was done."""
    end_loop(program(), loop_id, Ending(bodies.ending().ending), clock.now())
    return Response(status=204)


@bp.post("/open-loops/<public_id:loop_id>/again")
@needs(Operation(CORRECT, None, status=204, problems=(*USUAL, 404, 503)))
def open_loop_again(loop_id: PublicId) -> ResponseReturnValue:
    """Put back what was closed by mistake."""
    open_again(program(), loop_id, clock.now())
    return Response(status=204)


@bp.get("/erasures")
@needs(
    Operation(READ, schemas.Erasures, problems=(*USUAL, 422), asks=PAGED, leads_to=(("erasures", "after", "/last"),))
)
def erasures() -> ResponseReturnValue:
    """Everything that was erased for good of this therapist's clients, so that it can be erased elsewhere too."""
    after = request.args.get("after", "")
    found = [present.erased(one) for one in program_records.program_erasures(program(), after, page_size())]
    return sent(schemas.Erasures(found, found[-1].id if found else after or None))


@bp.get("/check-ins/<public_id:check_in_id>/corrections")
@needs(
    Operation(
        READ, schemas.Corrections, problems=(*USUAL, 404), leads_to=(("undo", "correction_id", "/corrections/0/id"),)
    )
)
def corrections(check_in_id: PublicId) -> ResponseReturnValue:
    """The corrections of a check-in and of its session, the latest first, with those that were undone."""
    found = program_records.program_corrections(program(), check_in_id)
    return sent(schemas.Corrections([present.correction(one) for one in found]))


@bp.post("/check-ins/<public_id:check_in_id>/corrections")
@needs(Operation(CORRECT, None, schemas.NewCorrection, 204, (*USUAL, *READS_BODY, 404, 409, 503), example=A_MOVE))
def correct(check_in_id: PublicId) -> ResponseReturnValue:
    """Say that an answer is not its client's: move the check-in to another client, or set the answer aside."""
    wanted = bodies.new_correction()
    chosen = NotTheirs(wanted.becomes, wanted.to_client, wanted.note, PublicId(wanted.client_id))
    correct_answer(program(), check_in_id, chosen, clock.now())
    return Response(status=204)


@bp.post("/corrections/<public_id:correction_id>/undo")
@needs(Operation(CORRECT, None, status=204, problems=(*USUAL, 404, 409, 503)))
def undo(correction_id: PublicId) -> ResponseReturnValue:
    """Undo a correction; doing it twice does no harm."""
    undo_correction(program(), correction_id, clock.now())
    return Response(status=204)
