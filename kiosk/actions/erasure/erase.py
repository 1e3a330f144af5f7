"""Erases a client, an answer or the words in one; where the law still asks for the record, it is sealed and closed.

Everything is one transaction: whatever ends it half-way, nothing is erased. Free pages and the journal are scrubbed
by a job that the same transaction adds.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from kiosk.actions.corrections.retell import judge_goals_again, telling_again
from kiosk.actions.visits.open import tidy
from kiosk.actions.visits.together import settle_together
from kiosk.domain.actors import CommandLine, Staff, Therapist, person_id_of
from kiosk.domain.audit import Audited
from kiosk.domain.erasure import What, kept_until
from kiosk.domain.jobs import JobKind
from kiosk.domain.permissions import Permission, as_therapist, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.queries.kept import Record
from kiosk.queries.record import complete_record
from kiosk.storage import clients, erasable, erasing, erasures, imports, jobs, ledger, onward, tasks
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import CheckIn, Client, Erasure, Practice
from kiosk.storage.work import Work, unit_of_work

log = logging.getLogger(__name__)

Written: TypeAlias = Callable[[Record, datetime], str]
"""Writes a record out as text, as an export has it: for what the law still asks for."""
OTHER_CODE = phrase("That is not the code. Type %(code)s exactly as it is shown here.")
NO_WORDS = phrase("There are no words to erase.")
NO_ANSWER = phrase("There is no answer to erase. Withdraw the check-in on its own page.")
CHOOSE = phrase("Choose what is to be erased.")
ACTS = {
    What.CLIENT: Audited.CLIENT_ERASED,
    What.ANSWER: Audited.ANSWER_ERASED,
    What.WORDS: Audited.WORDS_ERASED,
}


@dataclass(frozen=True)
class Grounds:
    """The reason for an erasure, and what the law still asks for."""

    was_retention: bool = False
    """Nobody asked for it: the practice keeps nothing for longer."""
    law: Callable[[date, int, date], date | None] = kept_until
    """Gives the last day on which the law asks for it, from the last contact, the years of the law and today."""
    goes_onward: bool = False
    """True if what was sent to the practice's record system is deleted there too: that was asked for."""


ASKED = Grounds(goes_onward=True)


@dataclass(frozen=True)
class WantedErasure:
    """A choice of what to erase, and the client's code as it was typed to confirm it."""

    what: str
    code: str


def erase_client(actor: Staff, client_id: PublicId, wanted: WantedErasure, written: Written, now: datetime) -> PublicId:
    """Erase a client of one's own, or all words that they added; gives the erasure. What is erased stays so.

    Raises NotFound, and Invalid with the field at fault: nothing chosen, no words, another code.
    """
    therapist = as_therapist(actor, Permission.ERASE_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None or client.merged_into_id is not None:
            return _done_before(work, client_id)
        _check(wanted, {What.CLIENT, What.WORDS}, client)
        if wanted.what == What.CLIENT:
            erasure = erase_whole_client(work, client, written, ASKED)
        else:
            erasure = erase_all_words(work, client, written, ASKED)
    return _settled(erasure)


def erase_answer(
    actor: Staff, check_in_id: PublicId, wanted: WantedErasure, written: Written, now: datetime
) -> PublicId:
    """Erase an answer of a client of one's own, or the words in it; gives the erasure. Raises as `erase_client`."""
    therapist = as_therapist(actor, Permission.ERASE_CLIENTS)
    with unit_of_work(actor, now) as work:
        check_in = _answered(work, check_in_id, therapist)
        if check_in is None:
            return _done_before(work, check_in_id)
        _check(wanted, {What.ANSWER, What.WORDS}, check_in.client)
        erasure = erase_part(work, check_in, What(wanted.what), written, ASKED)
    return _settled(erasure)


def erase_by_command(actor: CommandLine, client_id: PublicId, code: str, written: Written, now: datetime) -> PublicId:
    """Erase a client, whosever they are; gives the erasure. Raises as `erase_client`."""
    require(actor, Permission.ERASE_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = erasable.client_in(work.session, None, client_id)
        if client is None:
            raise NotFound
        _check(WantedErasure(What.CLIENT, code), {What.CLIENT}, client)
        erasure = erase_whole_client(work, client, written, ASKED)
    return _settled(erasure)


def erase_whole_client(work: Work, client: Client, written: Written, why: Grounds) -> Erasure:
    """Within an act: delete a client and whoever was merged into them, or seal their record until its day."""
    session = work.session
    everybody = erasable.same_person(session, client)
    check_ins = erasable.check_ins_of(session, everybody)
    erasure = _begin(work, client, What.CLIENT, client.public_id, why)
    for one in everybody[1:]:
        _also(work, erasure, What.CLIENT, one.public_id)
    for moved in erasable.moved_here(session, [one.id for one in check_ins]):
        _also(work, erasure, What.ANSWER, moved)
    if erasure.kept_until:
        record = complete_record(session, client)
        erasures.keep_record(session, erasure, client, written(record, work.now), erasure.kept_until)
    if why.goes_onward:
        onward.take_out(session, erasure, [one.id for one in check_ins], [one.id for one in everybody], work.now)
    for visit in erasing.erase_check_ins(session, erasure, check_ins):
        settle_together(work, visit)
    erasing.erase_clients(session, erasure, everybody)
    return erasure


def erase_all_words(work: Work, client: Client, written: Written, why: Grounds) -> Erasure:
    """Within an act: empty the words of every answer of a client; gives the last erasure. Raises Invalid for none."""
    found = [
        erase_part(work, answer.check_in, What.WORDS, written, why)
        for one in erasable.same_person(work.session, client)
        for answer in erasable.answers_with_words(work.session, one)
    ]
    if not found:
        raise Invalid(NO_WORDS, "what")
    return found[-1]


def erase_part(work: Work, check_in: CheckIn, what: What, written: Written, why: Grounds) -> Erasure:
    """Within an act: empty the words of an answer, or delete it with its check-in and what later answers say of it.

    Raises Conflict where there is no answer, and Invalid where there are no words in it.
    """
    session, response, client = work.session, check_in.response, check_in.client
    if response is None:
        raise Conflict(NO_ANSWER)
    if what is What.WORDS and not response.words:
        raise Invalid(NO_WORDS, "what")
    erasure = _begin(work, client, what, check_in.public_id, why)
    if erasure.kept_until:
        record = complete_record(session, client, only=check_in.public_id)
        erasures.keep_record(session, erasure, client, written(record, work.now), erasure.kept_until)
    if what is What.WORDS:
        erasing.empty_words(session, erasure, response)
        if why.goes_onward:
            onward.send_without_words(session, erasure, check_in, work.now)
        return erasure
    with telling_again(work, [client.id], [], response.received_at):
        check_in.set_aside_at = work.now
    judge_goals_again(work, client, [check_in])
    erasing.tell_anew(session, erasure, client.id)
    if why.goes_onward:
        onward.take_out(session, erasure, [check_in.id], (), work.now)
    for visit in erasing.erase_check_ins(session, erasure, [check_in]):
        settle_together(work, visit)
    return erasure


def _begin(work: Work, client: Client, what: What, about_id: PublicId, why: Grounds) -> Erasure:
    """Store the erasure, its audit entry, and the job that leaves nothing in free pages.

    Files of records that wait to be fetched have the client in them: they go at once, and are quickly made again.
    """
    practice = work.session.get_one(Practice, client.practice_id)
    contact = erasable.last_contact(work.session, erasable.same_person(work.session, client))
    erasure = erasures.add_erasure(
        work.session,
        Erasure(
            practice_id=client.practice_id,
            what=what,
            about_id=about_id,
            person_id=person_id_of(work.actor),
            therapist_id=client.therapist_id,
            at=work.now,
            kept_until=why.law(contact, practice.law_years, work.now.date()),
            was_retention=why.was_retention,
        ),
    )
    work.audit(ACTS[what], erasure)
    tasks.forget_exports(work.session, client.practice_id)
    imports.forget_left_in(work.session, client.practice_id)
    if not jobs.has_waiting(work.session, JobKind.SCRUB):
        jobs.add(work.session, JobKind.SCRUB, work.now)
    return erasure


def _also(work: Work, erasure: Erasure, what: What, about_id: PublicId) -> None:
    """Something that goes with an erasure under an id of its own: an older copy may have it somewhere else."""
    row = Erasure(
        practice_id=erasure.practice_id,
        what=what,
        about_id=about_id,
        person_id=erasure.person_id,
        therapist_id=erasure.therapist_id,
        at=erasure.at,
        kept_until=erasure.kept_until,
        was_retention=erasure.was_retention,
    )
    erasures.add_erasure(work.session, row)


def _answered(work: Work, check_in_id: PublicId, therapist: Therapist) -> CheckIn | None:
    return erasable.check_in_of_client(work.session, check_in_id, therapist)


def _done_before(work: Work, about_id: PublicId) -> PublicId:
    """Give the erasure that this person has made of it already: a second tap does nothing. Raises NotFound."""
    erasure = erasures.erasure_about(work.session, about_id)
    if erasure is None or erasure.person_id is None or erasure.person_id != person_id_of(work.actor):
        raise NotFound
    return erasure.public_id


def _check(wanted: WantedErasure, possible: Collection[What], client: Client) -> None:
    if wanted.what not in possible:
        raise Invalid(CHOOSE, "what")
    if tidy(wanted.code) != client.code:
        raise Invalid(OTHER_CODE.filled(code=client.code), "code")


def _settled(erasure: Erasure) -> PublicId:
    """Write the ledger; what is missing in it is added within the hour."""
    bring_ledger_up_to_date()
    return erasure.public_id


def bring_ledger_up_to_date() -> None:
    """Add what is missing to the ledger beside the database; a fault goes to the log, and the next try adds it."""
    look_again()
    try:
        ledger.bring_up_to_date(reading())
    except OSError as fault:
        log.error("The ledger of erasures cannot be written: %s. It is tried again every hour.", fault)  # noqa: TRY400 -- says it all
