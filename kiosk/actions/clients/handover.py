"""A client passes to a colleague: offered, then accepted or refused, and what they wrote only once they were told."""

from collections.abc import Collection, Sequence
from datetime import datetime

from kiosk import zones
from kiosk.actions.clients.days import past_day
from kiosk.actions.visits.open import CODE, NO_CODE, tidy
from kiosk.actions.visits.still_open import stop_asking
from kiosk.domain.actors import CommandLine, Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.lifecycle import State, shows_form
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.storage import clients, handovers, people, supervision, visits
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Client, Handover, Person, Practice, SharedWords
from kiosk.storage.work import Work, unit_of_work

NOT_OPEN = phrase("This offer is over: it was accepted, refused or taken back.")
IN_USE = phrase("A form of theirs is open just now. Accept once it is sent, or its time is over.")
DECLINED = phrase("They said no on their form: what they wrote before stays closed.")
NO = "no"
"""The answer by which a client keeps closed what they wrote before."""
NOBODY_CHOSEN = phrase("Choose at least one client.")
NO_COLLEAGUE = phrase("Choose a colleague who is a therapist here.")


class CodeTaken(Conflict):
    """The colleague has a client of that code already."""


def offer_clients(actor: Staff, wanted: Collection[PublicId], to: PublicId, told_on: str, now: datetime) -> int:
    """Offer one's own clients to a colleague; gives how many. An earlier offer of the same client ends.

    `told_on` is the day on which these clients were told, or empty. Raises Invalid, also for somebody who is no
    client of this therapist's: nobody is offered then.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        found = [clients.client_of(work.session, one, therapist) for one in dict.fromkeys(wanted)]
        return _offer(work, [_there(one) for one in found], to, told_on)


def offer_waiting(actor: Staff, wanted: Collection[PublicId], to: PublicId, now: datetime) -> int:
    """Offer clients whose therapist can no longer log in, as an administrator does. Raises as `offer_clients` does."""
    require(actor, Permission.MANAGE_PEOPLE)
    with unit_of_work(actor, now) as work:
        waiting = {one.public_id: one for one in handovers.waiting_clients(work.session, actor.practice_id)}
        return _offer(work, [_there(waiting.get(one)) for one in dict.fromkeys(wanted)], to, "")


def offer_from_command_line(actor: CommandLine, giver: str, taker: str, code: str | None, now: datetime) -> int:
    """Offer one client or the whole caseload of one address to another; gives how many. Raises NotFound, Invalid."""
    require(actor, Permission.MANAGE_PEOPLE)
    with unit_of_work(actor, now) as work:
        before, after = (_with_login(work.session, email) for email in (giver, taker))
        everybody = handovers.all_clients(work.session, people.therapist(before))
        found = [one for one in everybody if code is None or one.code == code]
        if code is not None and not found:
            raise NotFound(f"{giver} has no client with the code {code}. Codes are as typed, capitals too.")
        return _offer(work, found, after.public_id, "")


def accept_handover(actor: Staff, handover: PublicId, code: str, now: datetime) -> PublicId:
    """Become the therapist of a client who was offered, under this code; gives the client.

    Marks, chart, goals and what is open go along. Links that nobody opened end; while a form is open, it is refused.
    Raises NotFound, Invalid for the code, CodeTaken, and Conflict where the offer is over.
    """
    therapist, code = as_therapist(actor, Permission.ASK_CLIENTS), tidy(code)
    with unit_of_work(actor, now) as work:
        offer = _open_offer(handovers.to_take(work.session, handover, therapist))
        client = offer.client
        if client.therapist_id != offer.from_id:
            raise Conflict(NOT_OPEN)
        _check_code(work.session, therapist, code)
        _close_forms(work, client)
        client.therapist_id, client.code, client.words_pass = therapist.person_id, code, bool(offer.told_on)
        for share in supervision.open_shares(work.session, SharedWords.client_id == client.id):
            share.ended_at = now
        _end(work, offer, handovers.ACCEPTED)
        work.audit(Audited.CLIENT_TAKEN_OVER, client)
        if client.words_pass:
            work.audit(Audited.WORDS_PASSED_ON, client)
        return client.public_id


def refuse_handover(actor: Staff, handover: PublicId, now: datetime) -> None:
    """Refuse an offer: the client stays with whom they are. Raises NotFound and Conflict."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        offer = _open_offer(handovers.to_take(work.session, handover, therapist))
        _end(work, offer, "refused")
        work.audit(Audited.HANDOVER_REFUSED, offer)


def withdraw_offer(actor: Staff, handover: PublicId, now: datetime) -> None:
    """Take an offer of one's own client back. Raises NotFound and Conflict."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        offer = _open_offer(handovers.to_withdraw(work.session, handover, therapist))
        _end(work, offer, "withdrawn")
        work.audit(Audited.HANDOVER_WITHDRAWN, offer)


def tell_client(actor: Staff, handover: PublicId, told_on: str, now: datetime) -> None:
    """Keep that the client was told on a day: what they wrote to their therapist before is shown from here on.

    Raises NotFound for a client whom this therapist did not take over, Invalid for no day, or one to come, and Conflict
    where the client declined on their form.
    """
    with unit_of_work(actor, now) as work:
        taken = _taken(work, actor, handover)
        if not (day := past_day(work, taken.practice_id, told_on, "told_on")):
            raise Invalid(phrase("Give the day on which you told them."), "told_on")
        taken.told_on, taken.client.words_pass = day, True
        work.audit(Audited.WORDS_PASSED_ON, taken.client)


def ask_on_form(actor: Staff, handover: PublicId, now: datetime, *, asks: bool) -> None:
    """Let the client's next form tell them that their therapist reads what they wrote before, so that they can decline.

    With `asks` False their form says nothing of it any more. Raises NotFound, and Conflict where they were told, or
    declined.
    """
    with unit_of_work(actor, now) as work:
        taken = _taken(work, actor, handover)
        taken.asked_at = now if asks else None
        work.audit(Audited.CLIENT_CHANGED, taken.client)


def show_held(actor: Staff, client_id: PublicId, check_in: PublicId, now: datetime) -> None:
    """Show an answer that was held when its client was handed over; words stay closed as they are. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        held = handovers.held_of(work.session, client, check_in) if client else None
        if held is None:
            raise NotFound
        held.revealed_at, held.seen_at = now, held.seen_at or now
        work.audit(Audited.RESULT_REVEALED, held)


def answer_about_words(work: Work, client: Client, shown_at: datetime, said: str, *, declined: bool) -> None:
    """Take what a client's form says of their earlier words, where it told them: closed on a no, else passed on.

    A form that was `declined` as a whole passes nothing on; the next one asks again.
    """
    asked = client.asked_about
    if asked is None or asked.asked_at is None or asked.asked_at > shown_at:
        return
    if said == NO:
        asked.declined_at = work.now
        work.audit(Audited.WORDS_KEPT_CLOSED, client)
    elif not declined:
        zone = zones.zone(work.session.get_one(Practice, client.practice_id).time_zone)
        asked.told_on, client.words_pass = work.now.astimezone(zone).date().isoformat(), True
        work.audit(Audited.WORDS_PASSED_ON, client)


def _taken(work: Work, actor: Staff, handover: PublicId) -> Handover:
    """A handover by which this therapist came to a client, whose words are closed and may still be asked for."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    taken = handovers.to_take(work.session, handover, therapist)
    if taken is None or taken.outcome != handovers.ACCEPTED or taken.client.therapist_id != therapist.person_id:
        raise NotFound
    if taken.declined_at is not None:
        raise Conflict(DECLINED)
    return taken


def _offer(work: Work, chosen: Sequence[Client], to: PublicId, told_on: str) -> int:
    if not chosen:
        raise Invalid(NOBODY_CHOSEN, "client")
    practice_id = chosen[0].practice_id
    taker = next((one for one in handovers.therapists(work.session, practice_id) if one.public_id == to), None)
    if taker is None or any(one.therapist_id == taker.id for one in chosen):
        raise Invalid(NO_COLLEAGUE, "to")
    day = past_day(work, practice_id, told_on, "told_on")
    for earlier in handovers.open_of(work.session, [one.id for one in chosen]):
        _end(work, earlier, "withdrawn")
    for client in chosen:
        offer = Handover(
            practice_id=practice_id,
            client_id=client.id,
            from_id=client.therapist_id,
            to_id=taker.id,
            offered_at=work.now,
            told_on=day,
        )
        work.session.add(offer)
        work.session.flush()
        work.audit(Audited.CLIENT_OFFERED, offer)
    return len(chosen)


def _check_code(session: ReadSession, therapist: Therapist, code: str) -> None:
    if not CODE.fullmatch(code):
        raise Invalid(NO_CODE, "code")
    if visits.client_by_code(session, therapist, code):
        raise CodeTaken(phrase("You already have a client %(code)s. Choose another code for this one.", code=code))


def _close_forms(work: Work, client: Client) -> None:
    """End the links that nobody has opened. Raises Conflict while somebody has one open."""
    waiting = handovers.open_check_ins(work.session, client)
    if any(
        State(one.state) is not State.WAITING and shows_form(State(one.state), one.link_ends_at, work.now)
        for one in waiting
    ):
        raise Conflict(IN_USE)
    for one in waiting:
        stop_asking(work, one, State.WITHDRAWN)


def _open_offer(offer: Handover | None) -> Handover:
    if offer is None:
        raise NotFound
    if offer.ended_at is not None:
        raise Conflict(NOT_OPEN)
    return offer


def _end(work: Work, offer: Handover, outcome: str) -> None:
    offer.outcome, offer.ended_at = outcome, work.now
    work.session.flush()


def _there(client: Client | None) -> Client:
    if client is None:
        raise Invalid(NOBODY_CHOSEN, "client")
    return client


def _with_login(session: ReadSession, email: str) -> Person:
    if (person := people.by_any_email(session, email)) is None:
        raise NotFound(f"Nobody logs in with {email}. To see who does: kiosk person list")
    return person
