"""Agreements of supervision: made by a therapist, ended by either of the two at any time."""

from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import clients, supervision
from kiosk.storage.tables import SharedWords, Supervision
from kiosk.storage.work import Work, unit_of_work

NO_CLIENT = phrase("Choose one of your clients.")
NO_SUPERVISOR = phrase("Choose a colleague who is a supervisor here.")


def agree_supervision(actor: Staff, supervisor: PublicId, now: datetime) -> None:
    """Agree that a supervisor sees what becomes of one's check-ins: of forms that are shown from here on.

    An agreement that holds already stays as it is. Raises Invalid for somebody who is no supervisor here.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        there = {one.public_id: one for one in supervision.supervisors(work.session, therapist.practice_id)}
        chosen = there.get(supervisor)
        if chosen is None or chosen.id == therapist.person_id:
            raise Invalid(NO_SUPERVISOR, "supervisor")
        held = supervision.of_person(work.session, actor)
        if any((one.therapist_id, one.supervisor_id) == (therapist.person_id, chosen.id) for one in held):
            return
        agreed = Supervision(
            practice_id=therapist.practice_id,
            therapist_id=therapist.person_id,
            supervisor_id=chosen.id,
            agreed_at=now,
        )
        work.session.add(agreed)
        work.session.flush()
        work.audit(Audited.SUPERVISION_AGREED, agreed)


def end_supervision(actor: Staff, agreement: PublicId, now: datetime) -> None:
    """End an agreement of one's own: nothing of it is shown from here on. Raises NotFound."""
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        found = supervision.one_of(work.session, agreement, actor)
        if found is None:
            raise NotFound
        if found.ended_at is None:
            end_agreement(work, found)


def end_agreement(work: Work, agreement: Supervision) -> None:
    """End an agreement, and with it what was shared by it, within the act that says why."""
    agreement.ended_at = work.now
    for share in supervision.open_shares(work.session, SharedWords.supervision_id == agreement.id):
        share.ended_at = work.now
    work.audit(Audited.SUPERVISION_ENDED, agreement)


def share_words(actor: Staff, agreement: PublicId, client_id: PublicId, now: datetime) -> None:
    """Share one client's words with the supervisor of one's own agreement: those of forms that are shown from here on.

    Raises NotFound where the agreement is over or not this therapist's, and Invalid for no client of theirs.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        found = supervision.one_of(work.session, agreement, actor)
        if found is None or found.therapist_id != therapist.person_id or found.ended_at is not None:
            raise NotFound
        client = clients.client_of(work.session, client_id, therapist)
        if client is None or client.merged_into_id is not None:
            raise Invalid(NO_CLIENT, "client")
        if any(shared.id == client.id for _, shared in supervision.shares_of(work.session, found)):
            return
        share = SharedWords(practice_id=found.practice_id, supervision_id=found.id, client_id=client.id, shared_at=now)
        work.session.add(share)
        work.session.flush()
        work.audit(Audited.WORDS_SHARED, share)


def end_share(actor: Staff, agreement: PublicId, share: PublicId, now: datetime) -> None:
    """End the sharing of one client's words, by either of the two: nothing of them is shown from here on.

    Raises NotFound.
    """
    require(actor, Permission.KEEP_ACCOUNT)
    with unit_of_work(actor, now) as work:
        found = supervision.one_of(work.session, agreement, actor)
        shared = supervision.share_of(work.session, found, share) if found else None
        if shared is None:
            raise NotFound
        if shared.ended_at is None:
            shared.ended_at = now
            work.audit(Audited.SHARING_ENDED, shared)
