"""What earlier responses say about today's, as the domain wants to hear it."""

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.domain.answers import Marking
from kiosk.domain.history import History, Past
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.storage import responses
from kiosk.storage.tables import CheckIn

LATELY = 2
"""Check-ins before today of which it counts whether they were declined."""


def history_of(session: Session, check_in: CheckIn, marked: Marking, *, declined: bool = False) -> History:
    """This client's history with this therapist, measure and way of marking, before this check-in.

    Other forms and ways are counted only when these show no earlier visit: all that is asked of the count is whether
    this is the first. Who declined lately is asked only of one that is `declined` itself.
    """
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    therapist = check_in.visit.therapist_id
    past = responses.earlier(session, check_in, therapist, marked=marked)
    answered = sum(not row.declined for row in past)
    return History(
        past=tuple(Past(score(measure, row.marks), _lead(row)) for row in past),
        earlier_visits=answered or responses.count_earlier(session, check_in, therapist),
        lately=tuple(responses.declined_lately(session, check_in, therapist, LATELY)) if declined else (),
    )


def _lead(row: responses.Earlier) -> str | None:
    """What led then; strain that was sorted out is another matter than strain that is not."""
    is_strain = row.lead == "strain"
    return Signal("strain", 0, {"sorted": row.sorted_out or ""}).place if is_strain else row.lead
