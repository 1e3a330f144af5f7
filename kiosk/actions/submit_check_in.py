"""The client sends the form: stored once, scored, and told to the therapist, in one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.actions.crisis import crisis_line
from kiosk.actions.goals import settle_goals
from kiosk.actions.guess import sealed_guess
from kiosk.actions.hand_on import After, hand_on
from kiosk.actions.held import holds
from kiosk.actions.histories import history_of
from kiosk.actions.open_form import Form, form_of
from kiosk.actions.thresholds import for_practice
from kiosk.actions.together import cue_of, is_of_several, settle_together
from kiosk.domain import prompts, signals
from kiosk.domain.answers import Answered, Fault, RawAnswers, read_answers
from kiosk.domain.crisis import CrisisLine
from kiosk.domain.lifecycle import State, takes_answer
from kiosk.domain.scoring import score
from kiosk.storage import events, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Response


@dataclass(frozen=True)
class Sending:
    """One attempt to send: the answers as they were typed, and what the form's signed key says of itself."""

    check_in: int
    key: str
    shown_at: datetime
    answers: RawAnswers
    language: str = ""
    """In which the form was read; empty for the one it was begun in."""


@dataclass(frozen=True)
class Accepted:
    """The answer is on disk."""

    therapist: str
    therapist_language: str
    declined: bool
    safety: bool
    crisis: CrisisLine
    cue: str
    """The word of its cue, in English."""
    of_several: bool


@dataclass(frozen=True)
class Refused:
    """Nothing was stored; these parts need another look."""

    form: Form
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Closed:
    """This check-in takes no answer, or none any more."""


def submit_check_in(token: str, sending: Sending, now: datetime) -> Accepted | Refused | Closed:
    """Store one response to one check-in, whatever is tapped, replayed or sent twice.

    The same key again gets the same answer, and adds nothing but a wish for help that the first did not have yet;
    another key after the first finds the check-in closed.
    """
    with writing() as session:
        check_in = visits.by_link(session, token)
        if check_in is None or check_in.id != sending.check_in:
            return Closed()
        if check_in.response is not None:
            return _sent_again(session, check_in, check_in.response, sending, now)
        if not takes_answer(State(check_in.state), sending.shown_at, now):
            return Closed()
        answered = read_answers(catalogue.kept_measure(check_in.measure, check_in.measure_version), sending.answers)
        if not isinstance(answered, Answered):
            return Refused(form_of(check_in), answered)
        response = _store(session, check_in, answered, sending, now)
        return _accepted(check_in, response)


def _sent_again(
    session: Session, check_in: CheckIn, response: Response, sending: Sending, now: datetime
) -> Accepted | Closed:
    if response.sending_key != sending.key:
        return Closed()
    if sending.answers.safety == "yes" and not response.safety:
        response.safety, response.lead = True, signals.SAFETY.rule
        response.signals = [asdict(signals.SAFETY), *response.signals]
        events.tell(session, check_in, check_in.state, now)
    return _accepted(check_in, response)


def _store(session: Session, check_in: CheckIn, answered: Answered, sending: Sending, now: datetime) -> Response:
    measure = for_practice(
        catalogue.kept_measure(check_in.measure, check_in.measure_version), check_in.visit.therapist.practice
    )
    history = history_of(session, check_in, answered.marked, declined=answered.declined)
    scored = score(measure, answered.marks)
    found = signals.find(
        measure,
        answered,
        scored,
        history,
        guess=sealed_guess(session, check_in),
        took_s=(now - sending.shown_at).total_seconds(),
        goal_met=settle_goals(session, check_in, answered.marks, now),
    )
    advice = prompts.choose(found, scored, answered.talk, history.last_lead)
    response = Response(
        practice_id=check_in.practice_id,
        check_in=check_in,
        client_id=check_in.client_id,
        therapist_id=check_in.visit.therapist_id,
        sending_key=sending.key,
        measure=check_in.measure,
        measure_version=check_in.measure_version,
        marked=answered.marked,
        marks=dict(answered.marks),
        strain=answered.strain,
        sorted_out=answered.sorted_out,
        talk=answered.talk,
        safety=answered.safety,
        declined=answered.declined,
        words=answered.words,
        total=scored.total,
        signals=[asdict(signal) for signal in found],
        lead=advice.lead.rule if advice.lead else None,
        phase=check_in.client.phase,
        shown_at=sending.shown_at,
        received_at=now,
    )
    check_in.language = measure.language_for(sending.language, check_in.language)
    check_in.state = State.DECLINED if answered.declined else State.SENT
    check_in.opened_at = check_in.opened_at or sending.shown_at
    check_in.closed_at = now
    check_in.revealed_at = None if holds(check_in.visit) else now
    session.add(response)
    settle_together(check_in.visit, now)
    events.tell(session, check_in, check_in.state, now)
    hand_on(session, check_in, After.ANSWERED, now)
    return response


def _accepted(check_in: CheckIn, response: Response) -> Accepted:
    therapist = check_in.visit.therapist
    return Accepted(
        therapist=therapist.name,
        therapist_language=therapist.language,
        declined=response.declined,
        safety=response.safety,
        crisis=crisis_line(therapist.practice, check_in.language),
        cue=str(cue_of(check_in).word),
        of_several=is_of_several(check_in.visit),
    )
