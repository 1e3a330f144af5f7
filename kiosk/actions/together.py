"""What the marks of one visit's people say together: found once, when the last has answered or the visit is closed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.thresholds import for_practice
from kiosk.domain.cues import Cue, cue_at
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.rules import Rules
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import Signal
from kiosk.domain.signals.together import Together, find_together, places_apart
from kiosk.storage.tables import CheckIn, Response, Visit

ALONE = "individual"


def is_of_several(visit: Visit) -> bool:
    """Whether more than one person was asked."""
    return visit.kind != ALONE


def cue_of(check_in: CheckIn) -> Cue:
    """The cue of this check-in, by its visit and its place in it."""
    visit = check_in.visit
    place = [one.id for one in visit.check_ins].index(check_in.id) if is_of_several(visit) else 0
    return cue_at(visit.id, place)


def cue_on_form(check_in: CheckIn) -> Cue | None:
    """Its cue where another form could be in the same hands; None where there is no other."""
    return cue_of(check_in) if is_of_several(check_in.visit) else None


def settle_together(visit: Visit, now: datetime) -> None:
    """Keep the signals of the visit as a whole, in the transaction that ended the asking; later calls change nothing.

    Nothing is kept while anybody may still answer, or where nobody has.
    """
    if not is_of_several(visit) or visit.together_at is not None or is_asking(visit):
        return
    answered = _answered(visit)
    if not answered:
        return
    found = find_together(Together(visit.kind), [_score(response) for response in answered], _rules(answered))
    visit.together = [asdict(signal) for signal in found]
    visit.together_at = now


def is_asking(visit: Visit) -> bool:
    """Whether somebody has neither answered nor been withdrawn."""
    return any(State(check_in.state) in OPEN for check_in in visit.check_ins)


def kept_together(visit: Visit) -> tuple[Signal, ...]:
    """The signals of the visit as they were kept."""
    return tuple(Signal(**kept) for kept in visit.together or ())


def stands_apart(check_in: CheckIn) -> bool:
    """Whether this is the person whom *apart from group* is about: for their own result, opened alone."""
    visit = check_in.visit
    if check_in.response is None or all(signal.rule != "apart-from-group" for signal in kept_together(visit)):
        return False
    answered = _answered(visit)
    apart = places_apart([_score(response) for response in answered], _rules(answered))
    return check_in.response.id in {answered[place].id for place in apart}


def _answered(visit: Visit) -> list[Response]:
    """Who marked anything; a declined form has nothing to compare."""
    responses = [check_in.response for check_in in visit.check_ins if check_in.response is not None]
    return [response for response in responses if not response.declined]


def _score(response: Response) -> Score:
    return score(catalogue.kept_measure(response.measure, response.measure_version), response.marks)


def _rules(responses: Sequence[Response]) -> Sequence[Rules]:
    """The thresholds of each form, with this practice's own."""
    practice = responses[0].check_in.visit.therapist.practice
    return [
        for_practice(catalogue.kept_measure(response.measure, response.measure_version), practice).rules
        for response in responses
    ]
