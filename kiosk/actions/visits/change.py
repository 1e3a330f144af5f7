"""Acts of a therapist on a visit of their own; for them, a visit of anybody else's does not exist."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from kiosk.actions.check_ins.transitions import move_to
from kiosk.actions.clients.loops import follow_outcome
from kiosk.actions.visits.open import give_short_code, link_ends
from kiosk.actions.visits.still_open import stop_asking
from kiosk.domain.actors import ByToken, PrivateScreen, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import ANSWERED, OPEN, State
from kiosk.domain.loops import Ending, Topic
from kiosk.domain.notes import kept_note
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import NotFound
from kiosk.keys import hash_of, keys
from kiosk.queries.results import Withheld, outcome_of
from kiosk.queries.together import ids_of
from kiosk.storage import epochs, tablets, visits
from kiosk.storage.tables import CheckIn, Repair
from kiosk.storage.work import Work, unit_of_work


class Outcome(StrEnum):
    """The outcome that a therapist records for a visit."""

    TALKED = "talked"
    NEXT = "next"
    NOT_NEEDED = "not-needed"

    @property
    def ending(self) -> Ending | None:
        """The way in which it closes an open loop; None where it is left for next time."""
        return {Outcome.TALKED: Ending.DONE, Outcome.NOT_NEEDED: Ending.NOT_NEEDED}.get(self)


def withdraw_check_in(actor: Staff | ByToken, check_in_id: PublicId, now: datetime) -> CheckInIds:
    """End one person's link at once; an answer stays. Raises NotFound."""

    def withdraw(work: Work, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            stop_asking(work, check_in, State.WITHDRAWN)
            _forget_language(check_in)

    return change_check_in(actor, check_in_id, withdraw, now)


def withdraw_visit(actor: Staff, visit_id: PublicId, now: datetime) -> None:
    """End everybody's link at once; answers stay. Raises NotFound."""
    _stop_asking(actor, visit_id, State.WITHDRAWN, now)


def close_visit(actor: Staff, visit_id: PublicId, now: datetime) -> None:
    """Ask nobody any more: who has not answered by now is not counted as having declined. Raises NotFound."""
    _stop_asking(actor, visit_id, State.EXPIRED, now)


def _stop_asking(actor: Staff, visit_id: PublicId, state: State, now: datetime) -> None:
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        visit = visits.visit_of(work.session, visit_id, therapist)
        if visit is None:
            raise NotFound
        for check_in in visit.check_ins:
            if State(check_in.state) in OPEN:
                stop_asking(work, check_in, state)
                if state is State.WITHDRAWN:
                    _forget_language(check_in)
        if state is State.EXPIRED:
            work.audit(Audited.VISIT_CLOSED, visit)


def _forget_language(check_in: CheckIn) -> None:
    """Leave the client the language from before this start: one that was withdrawn changes nothing that is kept."""
    if check_in.language_before is not None and check_in.client.language == check_in.language:
        check_in.client.language = check_in.language_before


def renew_short_code(actor: Staff, check_in_id: PublicId, now: datetime) -> CheckInIds:
    """Give a new short code for 15 minutes; the link and a form that is open stay as they are. Raises NotFound."""

    def renew(work: Work, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.short_code_turn = epochs.next_number(work.session, check_in.short_code_turn)
            give_short_code(work, check_in)
            work.tell(check_in, EventKind.SHORT_CODE)

    return change_check_in(actor, check_in_id, renew, now)


def renew_link(actor: Staff, check_in_id: PublicId, now: datetime) -> CheckInIds:
    """A new link, QR code and short code, also where the link has run out; the old ones end at once. Raises NotFound.

    So does a form that was opened by them: whoever holds it is not the one it is meant for, or the code got around.
    One that stands on a tablet came there by the therapist: it stays, and can be sent.
    """

    def renew(work: Work, check_in: CheckIn) -> None:
        if State(check_in.state) in OPEN:
            check_in.link_version = epochs.next_number(work.session, check_in.link_version)
            check_in.link_hash = hash_of(keys().link_token(check_in.public_id, check_in.link_version))
            check_in.link_ends_at = link_ends(work.session, check_in.visit, now)
            work.audit(Audited.LINK_RENEWED, check_in)
            check_in.short_code_turn = epochs.next_number(work.session, check_in.short_code_turn)
            give_short_code(work, check_in)
            if check_in.state == State.OPENED and tablets.showing_id(work.session, check_in.id):
                work.tell(check_in, EventKind.SHORT_CODE)
                return
            move_to(work, check_in, State.WAITING)
            work.tell(check_in, EventKind.WAITING)

    return change_check_in(actor, check_in_id, renew, now)


def reveal_result(actor: Staff, check_in_id: PublicId, now: datetime) -> CheckInIds:
    """Show a result that was held back from a screen that others may see. Raises NotFound."""

    def reveal(work: Work, check_in: CheckIn) -> None:
        if State(check_in.state) in ANSWERED and not check_in.is_revealed:
            check_in.revealed_at = now
            check_in.seen_at = check_in.seen_at or now
            work.tell(check_in, EventKind.REVEALED)
            work.audit(Audited.RESULT_REVEALED, check_in)

    return change_check_in(actor, check_in_id, reveal, now)


def note_seen(actor: Staff, check_in_id: PublicId, now: datetime, screen: PrivateScreen | None = None) -> CheckInIds:
    """Note that the result stands on the therapist's screen; only the first time counts.

    While it is held it stands on no `screen` but one that only the therapist sees. Raises NotFound.
    """

    def note(_: Work, check_in: CheckIn) -> None:
        if State(check_in.state) in ANSWERED and not isinstance(outcome_of(check_in, screen), Withheld):
            check_in.seen_at = check_in.seen_at or now

    return change_check_in(actor, check_in_id, note, now)


def record_repair(actor: Staff, check_in_id: PublicId, outcome: Outcome, note: str, now: datetime) -> CheckInIds:
    """Record what became of it. A later record stands beside the earlier one, and is the one shown.

    Raises NotFound, and NoteTooLong.
    """
    kept = kept_note(note)

    def record(work: Work, check_in: CheckIn) -> None:
        if State(check_in.state) not in ANSWERED:
            return
        # Where no script could tell that the result was seen, what became of it does.
        check_in.seen_at = check_in.seen_at or (None if check_in.is_held else now)
        work.session.add(
            Repair(
                practice_id=check_in.practice_id,
                check_in_id=check_in.id,
                person_id=actor.person_id,
                outcome=outcome,
                note=kept,
                recorded_at=now,
            )
        )
        if check_in.part == Part.CLOSING:
            follow_outcome(work, check_in, actor.person_id, outcome.ending, Topic.SESSION)
        work.tell(check_in, EventKind.REPAIR)
        work.audit(Audited.OUTCOME_RECORDED, check_in)

    return change_check_in(actor, check_in_id, record, now)


def change_check_in(
    actor: Staff | ByToken, check_in_id: PublicId, change: Callable[[Work, CheckIn], None], now: datetime
) -> CheckInIds:
    """Change one check-in of a visit of one's own; gives its ids. Raises NotFound."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        check_in = visits.check_in_of(work.session, check_in_id, therapist)
        if check_in is None:
            raise NotFound
        change(work, check_in)
        return ids_of(check_in)
