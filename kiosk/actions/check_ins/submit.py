"""The client sends the form: stored once, scored, and told to the therapist, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk import catalogue
from kiosk.actions.check_ins.finding import Found, answered_columns, as_told, find, took_s
from kiosk.actions.check_ins.guess import as_guessed
from kiosk.actions.check_ins.transitions import end_with_answer
from kiosk.actions.clients.goals import settle_goals
from kiosk.actions.clients.handover import answer_about_words
from kiosk.actions.clients.loops import open_for_answer, open_for_help
from kiosk.actions.tablets.hand_on import hand_on
from kiosk.actions.visits.together import settle_together
from kiosk.domain import prompts, signals
from kiosk.domain.actors import ByLink
from kiosk.domain.answers import Answered, Fault, Marking, RawAnswers, read_answers
from kiosk.domain.audit import Audited
from kiosk.domain.documents import as_document
from kiosk.domain.events import EventKind, state_event
from kiosk.domain.lifecycle import State, known_state, takes_answer
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotSaved
from kiosk.domain.removals import Removal
from kiosk.domain.rounds import After
from kiosk.queries.held import holds
from kiosk.queries.histories import history_of
from kiosk.queries.readable import WRONG, note, part
from kiosk.queries.results import score_of, signals_of
from kiosk.queries.together import cue_of
from kiosk.storage import forms, responses
from kiosk.storage.forms import ToAnswer
from kiosk.storage.tables import CheckIn, Response
from kiosk.storage.work import Work, unit_of_work


@dataclass(frozen=True)
class Sending:
    """One attempt to send: the answers as they were typed, and what the form's signed key says of itself."""

    check_in: PublicId
    key: str
    shown_at: datetime
    answers: RawAnswers
    language: str = ""
    """In which the form was read; empty for the one it was begun in."""


@dataclass(frozen=True)
class Accepted:
    """The answer is on disk."""

    check_in: PublicId
    stored_at: datetime
    therapist: str
    therapist_language: str
    practice: int
    to_practice: bool
    """True when the therapist no longer sees it, and the practice does."""
    declined: bool
    safety: bool
    held: bool
    """True when it waits until the therapist asks for it."""
    cue: str
    """The word of its cue, in English."""
    of_several: bool


@dataclass(frozen=True)
class Refused:
    """Nothing was stored; these parts need another look."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Closed:
    """This check-in takes no answer, or none any more."""


def submit_check_in(actor: ByLink, sending: Sending, now: datetime) -> Accepted | Refused | Closed:
    """Store one response to one check-in, whatever is tapped, replayed or sent twice.

    The same key again gets the same answer, and adds nothing but a wish for help that the first did not have yet;
    another key after the first finds the check-in closed. Raises NotSaved where a value that the answer cannot do
    without is not as it should be: the client keeps what was marked, and nothing is half stored.
    """
    try:
        return _submit(actor, sending, now)
    except WRONG as error:
        note(error)
        raise NotSaved(type(error).__name__) from error


def _submit(actor: ByLink, sending: Sending, now: datetime) -> Accepted | Refused | Closed:
    with unit_of_work(actor, now) as work:
        asked = forms.to_answer(work.session, actor.token)
        if asked is None or asked.check_in.public_id != sending.check_in:
            return Closed()
        check_in = asked.check_in
        if check_in.response is not None:
            return _sent_again(work, check_in, check_in.response, sending)
        if not takes_answer(known_state(check_in.state)):
            return Closed()
        answered = read_answers(catalogue.kept_measure(check_in.measure, check_in.measure_version), sending.answers)
        if not isinstance(answered, Answered):
            return Refused(answered)
        _store(work, asked, answered, sending)
        return _accepted(check_in, answered, work.now)


def _sent_again(work: Work, check_in: CheckIn, response: Response, sending: Sending) -> Accepted | Closed:
    if response.sending_key != sending.key:
        return Closed()
    if sending.answers.safety == "yes" and not response.safety:
        _add_safety(work, check_in, response)
        open_for_help(work, check_in)
        _tell(work, check_in)
    return _accepted(check_in, response, response.received_at)


def _add_safety(work: Work, check_in: CheckIn, response: Response) -> None:
    """Put the wish for help first: among the signals, and in what is said."""
    work.allow(Removal.ADDITION, Response, response.practice_id, response.id, response.id)
    found = (signals.SAFETY, *signals_of(response))
    before = history_of(work.session, check_in, Marking(response.marked), response.received_at).last_lead
    response.safety, response.lead = True, signals.SAFETY.rule
    response.signals = as_document(found)
    advice = prompts.choose(found, score_of(response), None, before, response.phase)
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    response.advice = as_document(advice.in_words_for(measure))


def _store(work: Work, asked: ToAnswer, answered: Answered, sending: Sending) -> None:
    """Store the response with what was found in it, and end the check-in."""
    check_in, found = asked.check_in, _find(work, asked, answered, sending)
    shown_at = min(sending.shown_at, work.now)
    columns = {
        "practice_id": check_in.practice_id,
        "client_id": check_in.client_id,
        "therapist_id": check_in.visit.therapist_id,
        "sending_key": sending.key,
        "measure": check_in.measure,
        "measure_version": check_in.measure_version,
        "phase": check_in.client.phase,
        "shown_at": shown_at,
        "received_at": work.now,
    }
    responses.store(work.session, check_in, columns | answered_columns(answered) | _of_found(found))
    end_with_answer(
        work,
        check_in,
        State.DECLINED if answered.declined else State.SENT,
        language=found.measure.language_for(sending.language, check_in.language),
        opened_at=check_in.opened_at or shown_at,
        revealed_at=None if holds(check_in.visit) else work.now,
    )
    part(lambda: open_for_answer(work, check_in, found.signals, answered.talk, safety=answered.safety), None)
    if asked.asks_about_words:
        said = sending.answers.former
        part(lambda: answer_about_words(work, check_in.client, shown_at, said, declined=answered.declined), None)
    _follow(work, asked)


def _find(work: Work, asked: ToAnswer, answered: Answered, sending: Sending) -> Found:
    """Find what the answers say, with the therapist's guess and the client's goals."""
    check_in = asked.check_in
    settles = asked.has_open_goals and check_in.part != Part.OPENING
    return find(
        work.session,
        check_in,
        answered,
        work.now,
        check_in.client.phase,
        {
            "guess": part(lambda: as_guessed(asked.guess) if asked.guess else None, None),
            "took_s": took_s(sending.shown_at, work.now),
            "goal_met": part(lambda: settle_goals(work, check_in, answered.marks), None) if settles else None,
        },
        answered_before=asked.answered_before,
    )


def _of_found(found: Found) -> dict[str, Any]:
    """Return the columns of a response that keep what is shown with it, for as long as it is kept."""
    return {"total": found.score.total, "score": as_document(found.score), **as_told(found)}


def _follow(work: Work, asked: ToAnswer) -> None:
    """Settle a visit of several, tell the open pages, and hand the tablet on."""
    check_in = asked.check_in
    work.audit(Audited.ANSWERED, check_in)
    part(lambda: settle_together(work, check_in.visit), None)
    _tell(work, check_in, is_followed=asked.is_followed)
    if asked.is_on_tablet:
        part(lambda: hand_on(work, check_in, After.ANSWERED), None)


def _tell(work: Work, check_in: CheckIn, *, is_followed: bool = True) -> None:
    """Tell the therapist's pages; where the therapist can no longer log in, those of the administrators as well.

    A held answer is told of as sent, however it ended.
    """
    kind = state_event(State(check_in.state)) if check_in.is_revealed else EventKind.SENT
    work.tell(check_in, kind, is_followed=is_followed)
    if check_in.visit.is_for_practice:
        work.tell_administrators(check_in, kind)


def _accepted(check_in: CheckIn, given: Answered | Response, stored_at: datetime) -> Accepted:
    therapist = check_in.visit.therapist
    return Accepted(
        check_in=check_in.public_id,
        stored_at=stored_at,
        therapist=therapist.name,
        therapist_language=therapist.language,
        practice=check_in.practice_id,
        to_practice=check_in.visit.is_for_practice,
        declined=given.declined,
        safety=given.safety,
        held=not check_in.is_revealed,
        cue=str(cue_of(check_in).word),
        of_several=check_in.visit.is_of_several,
    )
