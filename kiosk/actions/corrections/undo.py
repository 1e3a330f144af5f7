"""Undoing a correction: as easily as it was made, and in the open as well."""

from datetime import datetime

from kiosk.actions.corrections.answers import undo_move, undo_set_aside
from kiosk.actions.corrections.clients import undo_merger, undo_rename
from kiosk.actions.corrections.sessions import undo_rescheduling
from kiosk.domain.actors import ByToken, Staff, Therapist
from kiosk.domain.corrections import CorrectionKind
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, NotFound
from kiosk.storage import corrections
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import CheckIn, Correction, Visit
from kiosk.storage.work import Work, unit_of_work

LATER_FIRST = phrase("There is a later correction. Undo that one first.")


def undo_correction(actor: Staff | ByToken, correction_id: PublicId, now: datetime) -> None:
    """Undo a correction; one that was undone already stays so.

    Raises NotFound, and Conflict where a later one stands on it.
    """
    therapist = as_therapist(actor, Permission.CORRECT_RECORDS)
    with unit_of_work(actor, now) as work:
        correction = corrections.correction_of(work.session, correction_id, therapist)
        if correction is None:
            raise NotFound
        if correction.undone_at is not None:
            return
        _undo(work, therapist, correction)
        correction.undone_at, correction.undone_by_id = now, therapist.person_id


def _undo(work: Work, therapist: Therapist, correction: Correction) -> None:
    match CorrectionKind(correction.kind):
        case CorrectionKind.MOVED:
            undo_move(work, _check_in(work.session, correction), correction)
        case CorrectionKind.SET_ASIDE:
            undo_set_aside(work, _check_in(work.session, correction))
        case CorrectionKind.RENAMED:
            undo_rename(work, therapist, correction)
        case CorrectionKind.MERGED:
            undo_merger(work, correction)
        case CorrectionKind.RESCHEDULED:
            undo_rescheduling(work, work.session.get_one(Visit, correction.visit_id), correction)


def _check_in(session: WriteSession, correction: Correction) -> CheckIn:
    """The check-in that it is about, where no later correction of it stands."""
    check_in = session.get_one(CheckIn, correction.check_in_id)
    made = corrections.of_check_in(session, check_in.id, check_in.visit_id)
    standing = [one for one in made if one.undone_at is None and one.check_in_id]
    if standing and standing[0].id != correction.id:
        raise Conflict(LATER_FIRST)
    return check_in
