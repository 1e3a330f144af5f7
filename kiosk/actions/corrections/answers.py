"""An answer that is not this client's: moved to the right one or set aside by its therapist, and that undone."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.actions.corrections.made import NO_SUCH_CLIENT, made
from kiosk.actions.corrections.retell import judge_goals_again, telling_again
from kiosk.actions.visits.open import tidy
from kiosk.actions.visits.together import telling_together_again
from kiosk.domain.actors import ByToken, Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.corrections import CorrectionKind, CorrectionReason
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import State
from kiosk.domain.notes import kept_note
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.queries.together import ids_of
from kiosk.storage import loops, sealing, visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Correction
from kiosk.storage.work import Work, unit_of_work

SAME_CLIENT = phrase("It is this client’s already. Type the code of the client it belongs to.")  # noqa: RUF001 -- as printed
CHOOSE = phrase("Choose whose it is, or why you are setting it aside.")
WITHDRAWN = phrase("This check-in was withdrawn, so there is nothing to move.")
NO_ANSWER = phrase("There is no answer to set aside. Withdraw the check-in on its own page.")
ALREADY = phrase("This answer was set aside already. Undo that first.")
MOVED_MEANWHILE = phrase("This was corrected a moment ago, in another window or by somebody else. Look at it again.")


@dataclass(frozen=True)
class NotTheirs:
    """The choice made for an answer that is not its client's.

    `becomes` is `moved`, with the right client's code, or a reason to set it aside. `of` is the client whose it was on
    the page that was filled in.
    """

    becomes: str
    code: str
    note: str
    of: PublicId


def correct_answer(actor: Staff | ByToken, check_in_id: PublicId, chosen: NotTheirs, now: datetime) -> CheckInIds:
    """Move a check-in, answered or not, to another client of one's own, or set its answer aside.

    The answer itself stays as it was sent. Raises NotFound, Invalid with the field at fault, and Conflict.
    """
    therapist = as_therapist(actor, Permission.CORRECT_RECORDS)
    kept_note(chosen.note)
    if chosen.becomes not in {CorrectionKind.MOVED, *CorrectionReason}:
        raise Invalid(CHOOSE, "becomes")
    with unit_of_work(actor, now) as work:
        check_in = _found(work.session, check_in_id, therapist)
        if check_in.client.public_id != chosen.of:
            raise Conflict(MOVED_MEANWHILE)
        if not check_in.counts:
            raise Conflict(ALREADY)
        if chosen.becomes == CorrectionKind.MOVED:
            client = _other_client(work.session, therapist, check_in, chosen.code)
            made(work, therapist, CorrectionKind.MOVED, check_in=check_in, to=client, note=chosen.note)
            _move(work, check_in, client)
        else:
            if check_in.response is None:
                raise Conflict(NO_ANSWER)
            made(
                work,
                therapist,
                CorrectionKind.SET_ASIDE,
                check_in=check_in,
                reason=CorrectionReason(chosen.becomes),
                note=chosen.note,
            )
            _set_aside(work, check_in, now)
        return ids_of(check_in)


def undo_move(work: Work, check_in: CheckIn, correction: Correction) -> None:
    """Give a check-in back to the client from whom it was moved. Raises Conflict where it was moved on since."""
    if correction.client is None or check_in.client_id != correction.to_client_id:
        raise Conflict(MOVED_MEANWHILE)
    _move(work, check_in, correction.client, Audited.CORRECTION_UNDONE)


def undo_set_aside(work: Work, check_in: CheckIn) -> None:
    """Let an answer count again."""
    _set_aside(work, check_in, None, Audited.CORRECTION_UNDONE)


def _move(work: Work, check_in: CheckIn, client: Client, act: Audited = Audited.ANSWER_MOVED) -> None:
    former = check_in.client
    loops.pass_on(work.session, check_in, client.id)
    if check_in.response is None:
        check_in.client = client
    else:
        with telling_again(work, (former.id, client.id), [check_in], check_in.response.received_at):
            check_in.client = client
        for one in (former, client):
            judge_goals_again(work, one, [check_in])
    work.session.flush()
    loops.follow_move(work.session, check_in)
    sealing.seal_for(work, client)
    work.tell(check_in, EventKind.CORRECTED)
    work.audit(act, check_in)


def _set_aside(work: Work, check_in: CheckIn, at: datetime | None, act: Audited = Audited.ANSWER_SET_ASIDE) -> None:
    if check_in.response is None:
        raise Conflict(NO_ANSWER)
    since = check_in.response.received_at
    with telling_together_again(work, check_in.visit), telling_again(work, [check_in.client_id], [check_in], since):
        check_in.set_aside_at = at
    judge_goals_again(work, check_in.client, [check_in])
    work.tell(check_in, EventKind.CORRECTED)
    work.audit(act, check_in)


def _found(session: ReadSession, check_in_id: PublicId, therapist: Therapist) -> CheckIn:
    check_in = visits.check_in_of(session, check_in_id, therapist)
    if check_in is None or check_in.client.therapist_id != therapist.person_id:
        raise NotFound
    if State(check_in.state) is State.WITHDRAWN:
        raise Conflict(WITHDRAWN)
    return check_in


def _other_client(session: ReadSession, therapist: Therapist, check_in: CheckIn, code: str) -> Client:
    found = visits.client_by_code(session, therapist, tidy(code))
    if found is None:
        raise Invalid(NO_SUCH_CLIENT, "code")
    if found.id == check_in.client_id:
        raise Invalid(SAME_CLIENT, "code")
    return found
