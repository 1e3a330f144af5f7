"""Corrections of a client: another code, two codes that are one client, the end of the work and its beginning anew."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.actions.clients.pauses import stop_asking_client
from kiosk.actions.corrections.made import NO_SUCH_CLIENT, made
from kiosk.actions.corrections.retell import judge_goals_again, telling_again
from kiosk.actions.visits.open import CODE, NO_CODE, tidy
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.corrections import UNDONE_WITHIN, CorrectionKind
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.storage import clients, corrections, sealing, visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Correction
from kiosk.storage.work import Work, unit_of_work

TAKEN = phrase("You already have a client with this code. If both are the same person, merge them instead.")
SAME_CLIENT = phrase("That is this client’s own code. Type the other one.")  # noqa: RUF001 -- as printed
MERGED_MEANWHILE = phrase("This client was merged a moment ago. Look at the page of the other code.")
OFFERED = phrase("One of them is offered to a colleague. Withdraw the offer first.")
WORDS_DIFFER = phrase("Words of one of them have been kept back since a handover, so the two cannot be merged.")
CODE_CHANGED = phrase("The code has been changed again since. Undo that first.")
TOO_LATE = phrase("Merged codes can be separated again for 30 days, and that time is over.")


def rename_client(actor: Staff, client_id: PublicId, code: str, now: datetime) -> None:
    """Give a client another code. Raises NotFound, Invalid and Conflict."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    new = tidy(code)
    if not CODE.fullmatch(new):
        raise Invalid(NO_CODE, "code")
    with unit_of_work(actor, now) as work:
        client = _own(work.session, client_id, therapist)
        if client.code == new:
            return
        if visits.client_by_code(work.session, therapist, new):
            raise Invalid(TAKEN, "code")
        made(work, therapist, CorrectionKind.RENAMED, client=client, was={"code": client.code}, became={"code": new})
        client.code = new
        work.audit(Audited.CLIENT_RENAMED, client)


def undo_rename(work: Work, therapist: Therapist, correction: Correction) -> None:
    """Give a client the code back that they had."""
    client, code = correction.client, str(correction.was["code"])
    if client is None or client.code != correction.became["code"]:
        raise Conflict(CODE_CHANGED)
    if visits.client_by_code(work.session, therapist, code):
        raise Conflict(TAKEN)
    client.code = code
    work.audit(Audited.CORRECTION_UNDONE, client)


def merge_clients(actor: Staff, client_id: PublicId, code: str, now: datetime) -> None:
    """Let a client have everything of the one with that code, because the two are one. Nothing of either is lost.

    Raises NotFound, Invalid and Conflict.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = _own(work.session, client_id, therapist)
        other = visits.client_by_code(work.session, therapist, tidy(code))
        if other is None:
            raise Invalid(NO_SUCH_CLIENT, "other")
        if other.id == client.id:
            raise Invalid(SAME_CLIENT, "other")
        if corrections.is_offered(work.session, [client.id, other.id]):
            raise Conflict(OFFERED)
        if client.words_pass != other.words_pass:
            raise Conflict(WORDS_DIFFER)
        came = corrections.check_ins_of(work.session, other)
        with telling_again(work, (client.id, other.id), came, _first(came, now)):
            rows = corrections.pass_everything_on(work.session, other, client)
            other.merged_into_id = client.id
            work.session.flush()
            work.session.expire_all()
        judge_goals_again(work, client, came)
        made(work, therapist, CorrectionKind.MERGED, client=other, to=client, was=rows)
        work.audit(Audited.CLIENTS_MERGED, other)


def undo_merger(work: Work, correction: Correction) -> None:
    """Part two codes again: what was passed on goes back, as far as it was not moved since."""
    other, client = correction.client, correction.to_client
    if work.now - correction.made_at > UNDONE_WITHIN:
        raise Conflict(TOO_LATE)
    if other is None or client is None or other.merged_into_id != client.id:
        raise Conflict(MERGED_MEANWHILE)
    went = [one for one in corrections.check_ins_of(work.session, client) if one.id in correction.was["check_ins"]]
    with telling_again(work, (client.id, other.id), went, _first(went, work.now)):
        corrections.give_back(work.session, correction.was, client, other)
        other.merged_into_id = None
        work.session.flush()
        work.session.expire_all()
    for one in (client, other):
        judge_goals_again(work, one, went)
        sealing.seal_for(work, one)
    work.audit(Audited.CORRECTION_UNDONE, other)


def close_client(actor: Staff, client_id: PublicId, now: datetime) -> None:
    """Say that the work with them has ended: they are not asked any more, and open links end. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = _own(work.session, client_id, therapist)
        if client.closed_at is None:
            client.closed_at = now
            stop_asking_client(work, client)
            work.audit(Audited.CLIENT_CLOSED, client)


def reopen_client(actor: Staff, client_id: PublicId, now: datetime) -> None:
    """Begin anew with them, with all that there was. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = _own(work.session, client_id, therapist)
        if client.closed_at is not None:
            client.closed_at = None
            work.audit(Audited.CLIENT_REOPENED, client)


def _own(session: ReadSession, client_id: PublicId, therapist: Therapist) -> Client:
    client = clients.client_of(session, client_id, therapist)
    if client is None:
        raise NotFound
    if client.merged_into_id is not None:
        raise Conflict(MERGED_MEANWHILE)
    return client


def _first(check_ins: Sequence[CheckIn], now: datetime) -> datetime:
    """The time from which answers can say something else."""
    return min((one.response.received_at for one in check_ins if one.response), default=now)
